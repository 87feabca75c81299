"""A clinician takes attendance in a browser."""

import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from hearthside.care import selectors

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
SHOTS = os.environ.get("SHOTS")


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


@pytest.fixture
def running(make_session, make_person, seat):
    """A session that began twenty minutes ago."""
    session = make_session(datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=20))
    people = [make_person(name, "de la Cruz Villanueva") for name in ("Ana", "Ben", "Cleo", "María Fernanda")]
    for person in people:
        seat(session, person)
    return session


def standing(director, session):
    rows = selectors.session_attendance(actor=director, session_id=session.pk).rows
    return [row.mark and (row.mark.status.value, row.mark.minutes) for row in rows]


def test_attendance_is_taken_by_keyboard_alone(running, page_as, staff_user, director):
    user, _staff = staff_user("clinician", "Dana Whitfield")
    page = page_as(user)
    page.goto(reverse("care:session", args=[running.pk]))
    shot(page, "care-1440-before")
    page.get_by_role("button", name="Present", exact=True).first.focus()
    page.keyboard.press("p")
    page.get_by_text("1 h 30 min of 1 h 30 min").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("l")
    page.get_by_text(re.compile(r"1 h (10|9) min of 1 h 30 min")).wait_for()  # a minute may pass meanwhile
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Left early"
    page.keyboard.press("x")
    page.get_by_label("Note").nth(1).wait_for()
    marks = standing(director, running)
    assert marks in ([("present", 90), ("late", late), ("excused", 0), None] for late in (70, 69))
    assert page.get_by_text("1 person is still to be marked.").is_visible()
    shot(page, "care-1440-marked")
    assert Axe().run(page).response["violations"] == []
    assert page.foreign == []


@pytest.mark.parametrize(("width", "dark", "language"), [(390, False, "en"), (390, True, "es"), (320, False, "es")])
def test_attendance_is_taken_with_a_thumb(running, page_as, staff_user, director, width, dark, language):
    user, _staff = staff_user("clinician", "Dana Whitfield")
    page = page_as(user, width=width, dark=dark, language=language)
    page.goto(reverse("care:session", args=[running.pk]))
    words = {"en": ("Late", "Save times", "Everyone present", "Undo"),
             "es": ("Tarde", "Guardar las horas", "Todas las personas presentes", "Deshacer")}[language]  # fmt: skip
    row = page.locator("[data-attendance-row]").first
    row.get_by_role("button", name=words[0]).click()
    row.get_by_label("In" if language == "en" else "Entrada").fill("25:00")
    row.get_by_role("button", name=words[1]).click()
    row.locator("[aria-invalid=true]").wait_for()
    assert row.locator("[aria-invalid=true]").input_value() == "25:00"
    shot(page, f"care-{width}-{language}-refused")
    page.get_by_role("button", name=words[2]).click()
    page.locator(".notice-success").get_by_role("button", name=words[3]).wait_for()
    assert [mark[0] for mark in standing(director, running)] == ["late", "present", "present", "present"]
    shot(page, f"care-{width}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page).response["violations"] == []
