"""From a stranger at the door to a week on a phone: a scheduler's work and a participant's, through the real pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hearthside.accounts.services.second_step import _activate
from hearthside.kernel.weeks import monday_of
from hearthside.participants.models import CalendarImport, Choices, Participant
from hearthside.scheduling.models import Proposal, Seat
from hearthside.scheduling.tasks import _solve
from tests.accounts.conftest import PASSWORD, SECRET, _empty, address_in_mail, code_now, run_jobs
from tests.cast import World, build_world
from tests.journeys.lively import BROKEN_CALENDAR

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EMAIL = "rosa@example.org"


@pytest.fixture
def world(db: None) -> World:
    world = build_world()
    Proposal.objects.all().delete()  # nobody has asked for a week yet
    _empty()
    _activate(world.users["scheduler"], SECRET, counter=0)
    return world


def test_a_newcomer_finds_their_week_on_their_phone(world: World, page_as: Callable[..., Any]) -> None:
    desk = page_as(None)
    sign_in_with_code(desk)
    rosa = admit(desk)
    live(desk, rosa)
    paste_calendar(desk, rosa)
    choose(desk, rosa)
    publish(desk, build(desk))
    find_on_the_board(desk, rosa)
    invite(desk, rosa)
    phone = page_as(None, width=390, height=844)
    open_account(phone)
    sign_in_by_link(phone)
    see_week(phone, rosa)
    subscribe(phone)
    assert (desk.foreign, phone.foreign) == ([], [])


def sign_in_with_code(page: Any) -> None:
    page.goto("/participants/add/")
    page.get_by_label("E-mail address").fill("scheduler@cast.example")
    page.get_by_label("Password").fill("not my password")
    button = page.get_by_role("main").get_by_role("button", name="Sign in")
    button.click()
    page.get_by_text("do not go together").first.wait_for()
    assert page.get_by_label("E-mail address").input_value() == "scheduler@cast.example"
    page.get_by_label("Password").fill(PASSWORD)
    button.click()
    page.get_by_label("Code").fill(code_now())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Admit somebody").wait_for()
    assert page.url.endswith("/participants/add/")


def admit(page: Any) -> int:
    page.get_by_label("Family name").fill("Navarro")
    page.get_by_label("Chosen name").fill("Rosie")
    page.locator("#id_email").fill("rosa at example")
    page.get_by_role("button", name="Admit", exact=True).click()
    summary = page.locator("[data-error-summary]")
    summary.wait_for()
    assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
    for field in ("given_name", "email"):
        box = page.locator(f"#id_{field}")
        assert box.get_attribute("aria-invalid") == "true"
        words = page.locator(f"#id_{field}_error")
        assert words.is_visible()
        assert f"id_{field}_error" in (box.get_attribute("aria-describedby") or "")
    assert page.locator("#id_email").input_value() == "rosa at example"
    assert page.locator("#id_chosen_name").input_value() == "Rosie"
    assert Participant.objects.filter(family_name="Navarro").count() == 0
    page.locator("#id_given_name").fill("Rosa")
    page.locator("#id_email").fill(EMAIL)
    page.locator("#id_date_of_birth").fill("1988-02-29")
    page.get_by_label("Online").check()
    page.get_by_role("button", name="Admit", exact=True).click()
    page.get_by_text("Next: the life they have").wait_for()
    return Participant.objects.get(family_name="Navarro").pk


def live(page: Any, rosa: int) -> None:
    page.get_by_label("What", exact=True).fill("Night shift")
    for day in ("Monday", "Tuesday", "Wednesday"):
        page.get_by_label(day).check()
    page.get_by_label("From", exact=True).fill("half nine")
    page.get_by_label("To", exact=True).fill("1 pm")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Write a time such as 17:30").first.wait_for()
    assert page.get_by_label("From", exact=True).input_value() == "half nine"
    assert page.get_by_label("Tuesday").is_checked()
    page.get_by_label("From", exact=True).fill("9:00")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The next week that is built goes around it.").wait_for()
    assert page.get_by_role("cell", name="09:00 to 13:00").is_visible()


def paste_calendar(page: Any, rosa: int) -> None:
    page.get_by_role("link", name="Add or look closer").click()
    page.get_by_role("button", name="Read a calendar").click()
    page.locator("#id_file_error").wait_for()
    page.get_by_label("Or paste the calendar’s text").fill(BROKEN_CALENDAR)
    page.get_by_role("button", name="Read a calendar").click()
    problems = page.get_by_role("table", name="Lines of School run that were not understood")
    problems.wait_for()
    assert problems.get_by_text("2026-99-99").is_visible()
    assert "15" in problems.inner_text()
    calendar = CalendarImport.objects.get(participant_id=rosa)
    assert calendar.busy.count() > 10


def choose(page: Any, rosa: int) -> None:
    page.goto(f"/participants/{rosa}/choices/")
    page.get_by_label("Travel to the clinic, minutes").fill("999")
    page.get_by_role("button", name="Save the choices").click()
    page.locator("#id_travel_minutes_error").wait_for()
    page.get_by_label("Travel to the clinic, minutes").fill("20")
    page.get_by_role("button", name="Save the choices").click()
    page.locator(".notice-success").wait_for()
    assert Choices.objects.get(participant_id=rosa).travel_minutes == 20


def build(page: Any) -> int:
    page.get_by_role("link", name="Timetable").first.click()
    page.get_by_role("button", name="Build this week").last.click()
    page.get_by_text("Waiting for a free worker").first.wait_for()
    job = ProcrastinateJob.objects.get(queue_name="timetable", status="todo")
    number = int(job.args["proposal_id"])
    Proposal.objects.filter(pk=number).update(seconds=3)
    _solve(number, 0)
    page.get_by_role("heading", name="The week as proposed").wait_for()
    assert Proposal.objects.get(pk=number).progress["placed"] == 3
    return number


def publish(page: Any, number: int) -> None:
    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish the week").click()
    page.get_by_text("The week is published.").wait_for()
    assert Proposal.objects.get(pk=number).state == "published"


def next_monday() -> str:
    return (monday_of(timezone.localdate()) + timedelta(days=7)).isoformat()


def find_on_the_board(page: Any, rosa: int) -> None:
    seats = Seat.objects.filter(participant_id=rosa, released_at=None)
    assert seats.count() >= 3
    page.keyboard.press("/")
    page.keyboard.type("rosie")
    page.get_by_role("link", name=re.compile("Navarro")).first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/participants/{rosa}/")
    page.goto(f"/desk/week/?week={next_monday()}&person={rosa}")
    assert page.locator("[data-slot]").count() == seats.count()
    page.locator("[data-board]").focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.href")
    assert page.evaluate("document.activeElement.matches('[data-slot]')")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('[data-slot]')")
    assert page.evaluate("document.activeElement.href") != first
    page.keyboard.press("Enter")
    page.locator("#panel").get_by_role("link", name=re.compile("Navarro")).wait_for()
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.matches('[data-slot]')")


def invite(page: Any, rosa: int) -> None:
    page.goto(f"/desk/participants/{rosa}/invite/")
    assert page.get_by_label("E-mail address").input_value() == EMAIL
    page.get_by_role("main").get_by_role("button").last.click()
    page.get_by_text("The invitation is on its way.").wait_for()
    assert run_jobs() == 1


def open_account(page: Any) -> None:
    page.goto(address_in_mail())
    page.get_by_role("button", name="Go on without a password").click()
    page.wait_for_url("**/my/")
    page.goto("/my/you/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


def sign_in_by_link(page: Any) -> None:
    page.goto("/my/week/")
    page.get_by_role("link", name="Get a sign-in link by e-mail").click()
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_role("main").get_by_role("button").last.click()
    page.wait_for_url("**/account/link/sent/")
    assert run_jobs() == 1
    assert mail.outbox[-1].to == [EMAIL]
    page.goto(address_in_mail())
    page.get_by_role("button", name="Sign in on this device").click()
    page.wait_for_url("**/my/week/")


def see_week(page: Any, rosa: int) -> None:
    page.goto(f"/my/week/?week={next_monday()}")
    assert page.get_by_role("main").get_by_text("Process group").first.is_visible()
    assert page.get_by_text("Night shift 09:00–13:00").first.is_visible()
    assert page.get_by_text("Ana", exact=False).count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Today", exact=True).last.click()
    page.wait_for_url("**/my/")
    assert "Rosie" in page.get_by_role("main").inner_text()


def subscribe(page: Any) -> None:
    page.get_by_role("link", name="You", exact=True).last.click()
    page.get_by_label("Words in your calendar").fill("Busy")
    page.get_by_role("button", name="Make the secret address").click()
    page.get_by_role("heading", name="Your secret address").wait_for()
    found = re.search(r"/calendar/[^\s\"<]+\.ics", page.content())
    assert found is not None
    address = found.group(0)
    read = page.request.get(address)
    assert (read.status, read.text().count("SUMMARY:Busy")) == (200, read.text().count("BEGIN:VEVENT"))
    assert "BEGIN:VEVENT" in read.text()
    assert not re.search("group|session|clinic|lakeside|process", read.text(), re.IGNORECASE)
    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="Stop it now").click()
    page.get_by_text("The calendar address does not work any more.").wait_for()
    assert page.request.get(address).status == 404
