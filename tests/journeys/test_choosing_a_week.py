"""From the phone: see three ways the week could look, choose one, see it, take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hearthside.scheduling.models import Seat
from tests.cast import World, build_world
from tests.portal.choosing import week_to_choose

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def test_a_participant_chooses_one_of_three_weeks_on_their_phone(world: World, page_as: Callable[..., Any]) -> None:
    monday = week_to_choose(world)
    mine = Seat.objects.filter(participant_id=world.ids["participant_id"], released_at=None)
    mine = mine.filter(session__cancelled_at=None)
    phone = page_as(world.users["participant"], width=390, height=844)
    phone.goto(f"/my/week/?week={monday}")
    phone.get_by_role("link", name="See how it could look").click()
    phone.get_by_role("heading", name="Your week: 3 ways it could look").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    buttons = phone.get_by_role("button", name="Choose this week")
    assert buttons.count() == 3
    buttons.nth(1).focus()
    phone.keyboard.press("Enter")
    phone.get_by_role("heading", name="This is your week now").wait_for()
    assert mine.count() == 2
    assert phone.get_by_role("main").get_by_text("Process group", exact=True).count() == 2
    phone.get_by_role("button", name="Undo").click()
    phone.get_by_text("It is undone.").wait_for()
    assert mine.count() == 0
    phone.get_by_label("What should we know?").fill("I start a new job")
    phone.get_by_role("button", name="Ask the clinic").click()
    phone.get_by_text("You have asked us.").wait_for()
    desk = page_as(world.users["scheduler"])
    desk.goto("/timetable/people/")
    desk.get_by_role("cell", name="I start a new job").wait_for()
    assert (desk.foreign, phone.foreign) == ([], [])
