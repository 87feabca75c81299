"""A day with a session: how somebody attended reaches the chart and their phone; who may look in, and no longer may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hearthside.care.models import AttendanceMark
from hearthside.scheduling.models import Seat, Session
from tests.cast import World, build_world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def begun(world: World) -> Session:
    """A session of an hour and a half that began half an hour ago; Ana and Ben have places in it."""
    start = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=30)
    like = Session.objects.get(pk=world.ids["session_id"])
    session = Session.objects.create(
        site_id=like.site_id, service_id=like.service_id, audience_id=like.audience_id, mode="in_person",
        room_id=like.room_id, clinician_id=like.clinician_id, places=12, during=(start, start + timedelta(minutes=90)),
    )  # fmt: skip
    for person in (world.ids["participant_id"], world.others["participant_id"]):
        Seat.objects.create(session=session, participant_id=person, during=session.during)
    return session


def after(session: Session, minutes: int) -> str:
    """A time on the site's wall clock."""
    start: datetime = session.during[0]
    return (start + timedelta(minutes=minutes)).astimezone(CHICAGO).strftime("%H:%M")


def in_force(session: Session) -> list[tuple[str, str]]:
    marks = AttendanceMark.objects.filter(seat__session=session, superseded_at=None)
    return sorted(marks.values_list("seat__participant__given_name", "status"))


def test_how_somebody_attended_reaches_the_chart_and_their_phone(world: World, begun: Session, page_as: Open) -> None:
    desk = page_as(world.users["clinician"])
    phone = page_as(world.users["participant"], width=390, height=844)
    chart = f"/desk/participants/{world.ids['participant_id']}/"

    def everywhere(words_on_phone: str, words_on_chart: str) -> None:
        phone.goto("/my/")
        assert words_on_phone in phone.get_by_role("main").inner_text()
        desk.goto(chart)
        assert words_on_chart in desk.get_by_role("main").inner_text()
        desk.goto(f"/sessions/{begun.pk}/")

    desk.goto("/desk/")
    desk.locator(f'main a[href="/sessions/{begun.pk}/"]').first.click()
    ana = desk.locator("[data-attendance-row]").filter(has_text="Ana")
    ana.get_by_role("button", name="Late").click()
    ana.get_by_label("In", exact=True).fill("5 past")
    ana.get_by_label("In", exact=True).press("Enter")
    ana.locator("[aria-invalid=true]").wait_for()
    assert ana.get_by_label("In", exact=True).input_value() == "5 past"
    ana.get_by_label("In", exact=True).fill(after(begun, 10))
    ana.get_by_label("In", exact=True).press("Enter")
    ana.get_by_text("1 h 20 min of 1 h 30 min").first.wait_for()
    assert in_force(begun) == [("Ana", "late")]
    everywhere("You were here 1 h 20 min", "1 h 20 min")

    ana.get_by_role("button", name="Missed").click()
    ana.get_by_role("button", name="Missed", pressed=True).wait_for()
    assert in_force(begun) == [("Ana", "missed")]
    everywhere("We missed you", "Missed")
    assert "1 h 20 min" not in phone.get_by_role("main").inner_text()

    ana.get_by_role("button", name=re.compile("^Undo")).click()
    ana.get_by_role("button", name="Late", pressed=True).wait_for()
    assert in_force(begun) == [("Ana", "late")]
    everywhere("You were here 1 h 20 min", "1 h 20 min")

    desk.get_by_role("button", name="Everyone present").click()
    desk.get_by_text("1 person marked as here.").wait_for()
    assert in_force(begun) == [("Ana", "late"), ("Ben", "present")]
    assert (desk.foreign, phone.foreign) == ([], [])


def test_a_support_person_sees_the_week_until_the_moment_it_is_taken_back(
    world: World, begun: Session, page_as: Open
) -> None:
    phone = page_as(world.users["participant"], width=390, height=844)
    partner = page_as(world.users["former_partner"], width=390, height=844)
    partner.goto("/my/")
    partner.get_by_text("Nothing is shared with you now").wait_for()
    assert "Ana" not in partner.content()

    phone.goto("/my/people/")
    phone.get_by_role("link", name=re.compile("Let them see this.*former_partner, your week")).click()
    phone.get_by_role("button", name=re.compile("^Sign")).click()
    phone.locator("[data-error-summary]").wait_for()
    phone.get_by_label("Why?").fill("Rides home")
    phone.get_by_label("Your full name").fill("Somebody Else")
    phone.get_by_role("button", name=re.compile("^Sign")).click()
    if phone.get_by_label("Your full name").count():
        assert phone.get_by_label("Why?").input_value() == "Rides home"
        phone.get_by_label("Your full name").fill("Ana Delgado")
        phone.get_by_role("button", name=re.compile("^Sign")).click()
    phone.get_by_text("Done. former_partner can now see").wait_for()

    partner.reload()
    partner.get_by_role("heading", name="Ana").first.wait_for()
    assert after(begun, 0) in partner.get_by_role("main").inner_text()
    assert "Process" not in partner.content()
    way_to_week = partner.get_by_role("main").get_by_role("link").last
    address = way_to_week.get_attribute("href")

    phone.get_by_role("button", name=re.compile("Take it back now.*former_partner")).click()
    phone.get_by_text("From this moment on they cannot see it any more.").wait_for()
    with partner.expect_response(lambda response: response.url.endswith(str(address))) as answer:
        way_to_week.click()
    assert answer.value.status == 404
    assert "Ana" not in partner.content()
    partner.goto("/my/")
    partner.get_by_text("Nothing is shared with you now").wait_for()
    assert (partner.foreign, phone.foreign) == ([], [])
