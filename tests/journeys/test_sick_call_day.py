"""Days on which not all is as planned: a clinician calls in sick, a site is closed; and both are taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hearthside.program import services as program
from hearthside.scheduling import services as scheduling
from hearthside.scheduling.models import Proposal, Session
from hearthside.scheduling.tasks import _repair
from tests.cast import SYSTEM, World, build_world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def test_a_sick_call_is_repaired_in_one_press_and_taken_back(world: World, page_as: Open) -> None:
    session = Session.objects.get(pk=world.ids["session_id"])
    desk = page_as(world.users["scheduler"])
    desk.goto("/desk/")
    desk.get_by_role("main").get_by_role("link", name="Sick call").click()
    desk.get_by_label("Who or what is missing?").select_option(f"c{world.staff['clinician']}")
    desk.get_by_label("From a day and time").check()
    desk.get_by_label("From this day").fill(session.during.lower.date().isoformat())
    desk.get_by_label("To the end of that week").check()
    desk.get_by_text("sessions cannot be held as planned").first.wait_for()
    desk.get_by_role("button", name="Find repairs").click()
    desk.get_by_text("Repairs are being looked for").first.wait_for()
    _repair(Proposal.objects.filter(kind="repair").order_by("-pk")[0].pk, 0)
    desk.get_by_role("button", name="Publish this repair").first.wait_for()
    assert "Fewest places change" in desk.get_by_role("main").inner_text()
    desk.get_by_role("button", name="Publish this repair").first.click()
    desk.get_by_text("The repaired week is published.").first.wait_for()
    led = set(Session.objects.filter(cancelled_at=None).values_list("clinician_id", flat=True))
    assert world.staff["clinician"] not in led
    desk.get_by_role("button", name="Undo: the week as it was before").click()
    desk.get_by_text("This repair was published and taken back.").first.wait_for()
    assert Session.objects.filter(cancelled_at=None, clinician_id=world.staff["clinician"]).count() == 2
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_note_of_its_own_is_taken_back_before_a_repair_is(world: World, page_as: Open) -> None:
    starts = Session.objects.get(pk=world.ids["session_id"]).during.lower
    away = {"clinicians": (world.staff["clinician"],), "rooms": (), "building": False}
    absence = scheduling.Absence(world.ids["site_id"], **away, begins=starts, ends=starts + timedelta(hours=3))
    number = scheduling.report_absence(actor=SYSTEM, absence=absence)[0]
    _repair(number, 0)
    desk = page_as(world.users["scheduler"])
    desk.goto(f"/timetable/sick-call/{number}/")
    desk.get_by_role("button", name="Publish this repair").first.click()
    desk.get_by_text("The repaired week is published.").first.wait_for()
    program.note_absences(
        actor=SYSTEM, staff_ids=[world.staff["clinician"]], begins=starts - timedelta(hours=1),
        ends=starts + timedelta(days=1),
    )  # fmt: skip
    desk.reload()
    undo = desk.get_by_role("button", name="Undo: the week as it was before")
    desk.get_by_text("Take that note back first:").wait_for()
    assert undo.count() == 0
    desk.get_by_role("listitem").get_by_role("link", name="Clinician", exact=True).click()
    desk.get_by_role("button", name="Take back").first.click()
    desk.get_by_text("Taken back.").first.wait_for()
    desk.goto(f"/timetable/sick-call/{number}/")
    undo.click()
    desk.get_by_text("This repair was published and taken back.").first.wait_for()


def test_a_closed_day_is_removed_and_put_back(world: World, page_as: Open) -> None:
    desk = page_as(world.users["director"])
    desk.goto(f"/program/sites/{world.ids['site_id']}/closures/")
    desk.get_by_role("button", name="Remove").click()
    desk.get_by_text("The day is off the list").wait_for()
    assert desk.get_by_role("button", name="Remove").count() == 0
    desk.get_by_role("button", name="Undo").click()
    desk.get_by_text("Holiday is on the list again.").wait_for()
    desk.get_by_role("button", name="Remove").wait_for()
