"""The gallery shows every component, to staff only, without a fault that a machine can find."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

import hearthside.ui
from tests.conftest import sign_in

TEMPLATES = Path(hearthside.ui.__file__).parent / "templates"
COMPONENTS = sorted(path.stem.replace("_", "-") for path in (TEMPLATES / "cotton").glob("*.html"))
GALLERY = "".join(
    path.read_text() for path in [TEMPLATES / "ui" / "gallery.html", *(TEMPLATES / "ui" / "gallery").glob("*.html")]
)


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_in_the_gallery(component: str) -> None:
    inside_another = {"error-summary": "<c-form"}
    assert inside_another.get(component, f"<c-{component}") in GALLERY


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_carries_script_or_style_of_its_own(path: Path) -> None:
    html = path.read_text()
    assert re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|javascript:", html) == []


def test_staff_see_the_gallery_and_nobody_else_does(staff_client: Any, db: None) -> None:
    assert staff_client("scheduler").get("/ui/").status_code == 200
    assert Client().get("/ui/").status_code == 302


@pytest.mark.django_db
def test_not_found_is_the_same_page_whoever_asks(staff_client: Any) -> None:
    somebody = staff_client("director").get("/participants/no-such-page")
    nobody = Client().get("/participants/no-such-page")
    assert (somebody.status_code, nobody.status_code) == (404, 404)
    assert somebody.content == nobody.content
    assert b"<script" not in somebody.content


@pytest.mark.journey
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_gallery_has_no_accessibility_violation(page_as: Any, staff_user: Any, width: int, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    user, _staff = staff_user("director")
    page = page_as(user, width=width, dark=dark)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto("/ui/")
    found = [(rule["id"], rule["nodes"][0]["target"]) for rule in Axe().run(page).response["violations"]]
    assert (found, faults, page.foreign) == ([], [], [])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.journey
def test_keys_dialogs_and_menus_work_by_keyboard(page_as: Any, staff_user: Any) -> None:
    user, _staff = staff_user("director")
    page = page_as(user)
    page.goto("/ui/")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").evaluate("dialog => dialog.open")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open a dialog").first.click()
    assert page.locator("#light-dialog").evaluate("dialog => dialog.matches(':modal')")
    page.locator("#light-dialog [data-close]").last.click()
    assert not page.locator("#light-dialog").evaluate("dialog => dialog.open")
    page.locator("summary", has_text="Your menu").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.journey
def test_leaving_an_unsaved_form_asks_first(page_as: Any, staff_user: Any) -> None:
    user, _staff = staff_user("director")
    page = page_as(user)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/ui/")
    page.fill("#light_text", "Sam")
    page.fill("#light_text", "")
    page.reload()
    assert asked == []
    page.fill("#light_text", "Sam")
    page.reload()
    assert asked == ["beforeunload"]


@pytest.mark.journey
def test_the_menu_of_a_narrow_desk_opens_without_script(chromium: Any, live_server: Any, staff_user: Any) -> None:
    user, _staff = staff_user("director")
    cookie = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}, locale="en")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/ui/")
    assert not page.locator("#rail").is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.locator("#rail").is_visible()
    context.close()
