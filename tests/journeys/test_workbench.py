"""A scheduler changes a week by hand in a real browser: by press and by key, undone, published, everybody told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hearthside.program import services as program
from hearthside.scheduling import services as scheduling
from hearthside.scheduling.models import Proposal, Seat, Session, Telling
from tests.cast import SYSTEM, World, build_world

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(db: None) -> World:
    """Ana and Ben in one group of next Monday, and an empty session beside."""
    world = build_world()
    Proposal.objects.all().delete()
    group, other = world.ids["session_id"], world.others["session_id"]
    Seat.objects.filter(session_id=other).update(released_at=Session.objects.get(pk=other).changed_at)
    scheduling.cancel_session(actor=SYSTEM, session_id=other, reason="merged")
    scheduling.book_seat(actor=SYSTEM, session_id=group, participant_id=world.others["participant_id"])
    return world


def test_a_week_is_changed_by_hand_and_published(world: World, page_as: Callable[..., Any]) -> None:
    page = page_as(world.users["scheduler"])
    page.goto("/timetable/")
    page.get_by_role("button", name="Change by hand").click()
    page.get_by_role("heading", name="You are changing this week by hand").wait_for()
    page.wait_for_load_state()
    card = page.locator("[data-card]").first
    card.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    panel.get_by_role("heading", name="Process group").wait_for()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate("document.activeElement.matches('[data-card]')")
    card.click()
    panel.get_by_role("link", name="Move", exact=True).click()
    page.get_by_role("heading", name="times are free").wait_for()
    page.get_by_text("has Work from 09:00 to 16:00").first.wait_for()
    page.get_by_role("link", name="Wednesday 18:00").click()
    page.get_by_role("heading", name="Move it here?").wait_for()
    page.get_by_role("button", name="Move it").click()
    page.get_by_text("1 step made").click()
    page.get_by_text("Mon 17:00 → Wed 18:00").wait_for()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("button", name="Undo").is_disabled()
    page.get_by_role("button", name="Redo").click()
    page.reload()
    page.get_by_role("link", name="Compare").click()
    page.get_by_role("heading", name="Person by person, against the first week").wait_for()
    assert page.get_by_role("row", name="Ana").get_by_text("Wed 18:00").is_visible()
    page.get_by_role("link", name="Proposal").click()
    publish(page, world)
    assert page.foreign == []


def test_a_session_and_a_person_are_dragged_and_a_refused_place_says_why(
    world: World, page_as: Callable[..., Any]
) -> None:
    page = page_as(world.users["scheduler"])
    page.goto("/timetable/")
    page.get_by_role("button", name="Change by hand").click()
    card, says = page.locator("[data-card]").first, page.locator("[data-drag-says]")
    card.drag_to(page.locator('[data-drop="2 660"]'))
    says.get_by_text("Not moved. Ana has Work from 09:00 to 16:00").wait_for()
    page.get_by_role("status").get_by_text("has Work from 09:00 to 16:00").wait_for()
    assert page.get_by_text("1 step made").count() == 0
    says.get_by_role("button", name="Close").click()
    assert says.is_hidden()
    card.drag_to(page.locator('[data-drop="2 1080"]'))
    says.get_by_text("Moved: Process group, Mon 17:00 → Wed 18:00").wait_for()
    page.keyboard.press("u")
    page.locator('[data-drop="0 1020"] [data-card]').wait_for()
    page.get_by_role("link", name="Add a session").click()
    add_evening(page)
    page.locator('[data-drop="0 1020"] [data-card]').click()
    chip = page.locator("#panel").get_by_role("link", name="Ben", exact=True)
    chip.drag_to(page.locator('[data-drop="3 1080"] [data-card]'))
    page.get_by_text("Ben: Process group, Mon 17:00 → Process group, Thu 18:00").first.wait_for()
    assert page.foreign == []


def test_another_room_is_dropped_published_and_told_to_people_and_leader(
    world: World, page_as: Callable[..., Any]
) -> None:
    program.save_room(actor=SYSTEM, room_id=None, site_id=world.ids["site_id"], name="Cedar room", capacity=12)
    page = page_as(world.users["scheduler"])
    page.goto("/timetable/")
    page.get_by_role("button", name="Change by hand").click()
    page.get_by_role("link", name="By room").click()
    page.get_by_role("rowheader", name="Cedar room").wait_for()
    page.wait_for_load_state()
    free = page.get_by_role("row", name="Cedar room").locator('[data-drop^="0 "]')
    page.locator("[data-card]").first.drag_to(free)
    page.get_by_text("Moved: Process group, Mon 17:00 → Mon 17:00, Cedar room").first.wait_for()
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish the week").click()
    page.get_by_text("0 of 3 are told.").wait_for()
    assert page.get_by_text("room changes from Birch room to Cedar room").count() == 3
    page.get_by_role("button", name="Told Clinician").click()
    page.get_by_text("1 of 3 are told.").wait_for()


def add_evening(page: Any) -> None:
    page.get_by_label("Service and group").select_option(label="Process group · Adults")
    page.get_by_label("Day").select_option("3")
    page.get_by_label("Starts at").fill("18:00")
    page.get_by_role("combobox", name="Room").select_option(label="Birch room")
    page.get_by_label("Led by").select_option(label="Clinician")
    page.get_by_role("button", name="Add it and choose the people").click()
    page.get_by_role("heading", name="Who could join Process group?").wait_for()
    page.get_by_role("link", name="The week", exact=True).click()


def publish(page: Any, world: World) -> None:
    assert page.get_by_text("has fewer or more people").count() == 0
    page.get_by_role("link", name="Publish").click()
    page.get_by_role("button", name="Publish the week").click()
    page.get_by_text("0 of 2 are told.").wait_for()
    page.get_by_role("button", name="Told Ana").click()
    page.get_by_text("1 of 2 are told.").wait_for()
    told = Telling.objects.exclude(told_at=None).get()
    assert (told.participant_id, told.told_by_id) == (world.ids["participant_id"], world.users["scheduler"].pk)


def test_the_draft_works_without_script_on_a_phone(world: World, page_as: Callable[..., Any], chromium: Any) -> None:
    signed_in = page_as(world.users["scheduler"], width=390, height=844)
    signed_in.goto("/timetable/")
    signed_in.get_by_role("button", name="Change by hand").click()
    address = signed_in.url
    plain = chromium.new_context(
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
        storage_state=signed_in.context.storage_state(),
    )
    page = plain.new_page()
    page.goto(address)
    page.locator("[data-card]").first.click()
    page.get_by_role("button", name="Keep this").click()
    page.locator("[data-card]").first.click()
    page.get_by_text("You keep it").wait_for()
    assert page.get_by_role("link", name="Move", exact=True).count() == 0
    page.get_by_role("button", name="Let it go").click()
    page.locator("[data-card]").first.click()
    page.get_by_role("link", name="Change… Ben").click()
    page.get_by_text("−1 h 30 min").first.wait_for()
    page.get_by_role("button", name="Take out").click()
    page.get_by_role("link", name="The week", exact=True).click()
    page.get_by_text("Put this right before it can be published").wait_for()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_text("Put this right before it can be published").count() == 0
    plain.close()
