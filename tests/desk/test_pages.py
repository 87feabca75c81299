"""The desk's pages in a real browser: keyboard, no violation of accessibility rules, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.desk.conftest import Desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
Browser = Callable[..., Any]


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Two days with sessions, one running now, one below its minimum."""
    ada, zoe = desk.person("Ada", "Lovelace"), desk.person("Zoe", "Reyes")
    desk.person("Zoé", "Reyes")
    desk.session(desk.now.replace(second=0, microsecond=0) - timedelta(minutes=5), ada, zoe)
    monday = desk.monday + timedelta(days=7)
    desk.session(desk.at(monday, 10), ada)
    desk.session(desk.at(monday, 13), ada, zoe, leader=1)
    desk.session(desk.at(monday, 10), zoe, leader=1, room=1)
    return desk


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_keeps_the_rules_of_accessibility_at_every_width(
    busy: Desk, staff_user: Any, page_as: Browser, width: int, dark: bool
) -> None:
    user, _staff = staff_user("director")
    page = page_as(user, width=width, dark=dark)
    for address in (
        "/desk/", f"/desk/week/?week={busy.monday + timedelta(days=7)}", f"/desk/participants/{busy.people[1].pk}/",
        "/desk/search/?q=zoe", "/desk/search/", "/desk/search/?q=xyzzy",
    ):  # fmt: skip
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert page.foreign == []


def test_the_board_is_walked_opened_and_closed_from_the_keyboard(busy: Desk, staff_user: Any, page_as: Browser) -> None:
    user, _staff = staff_user("scheduler")
    page = page_as(user)
    page.goto(f"/desk/week/?week={busy.monday + timedelta(days=7)}")
    assert page.locator("[data-slot][tabindex='0']").count() == 1
    page.locator("[data-slot][tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert "Oak" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert "13:00" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()
    assert "Zoe Reyes" in page.locator("#panel").inner_text()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert "13:00" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("t")
    page.wait_for_url(f"**week={busy.monday}**")


def test_what_is_typed_in_the_top_bar_is_found_and_opened_with_the_keyboard(
    busy: Desk, staff_user: Any, page_as: Browser
) -> None:
    user, _staff = staff_user("scheduler")
    page = page_as(user)
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("lovel")
    page.locator("#search-list a").first.wait_for()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/participants/{busy.people[0].pk}/")


def test_on_a_phone_a_card_leads_to_the_page_of_its_session(busy: Desk, staff_user: Any, page_as: Browser) -> None:
    user, _staff = staff_user("scheduler")
    page = page_as(user, width=390)
    page.goto(f"/desk/week/?week={busy.monday + timedelta(days=7)}")
    page.locator("[data-slot]:visible").first.click()
    page.wait_for_url("**/desk/week/session/**")
    assert page.locator("h1").inner_text() == "Process group"
