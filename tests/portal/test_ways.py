"""Choosing a week on the phone: three ways, one press, undo; and a kind answer where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from hearthside.participants.models import Commitment
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling import services
from hearthside.scheduling.models import Seat
from tests.cast import World
from tests.portal.choosing import SYSTEM, week_to_choose

Enter = Callable[..., Client]


@pytest.fixture
def monday(world: World) -> date:
    """The Monday of a week with room for Ana."""
    return week_to_choose(world)


def held(world: World) -> int:
    mine = Seat.objects.filter(participant_id=world.ids["participant_id"], released_at=None)
    return mine.filter(session__cancelled_at=None).count()


def keys(page: str) -> list[str]:
    return re.findall(r'name="key" value="([^"]+)"', page)


def test_three_ways_are_shown_and_choosing_one_gives_every_place_until_it_is_undone(
    world: World, monday: date, enter: Enter
) -> None:
    client = enter("participant")
    page = client.get("/my/week/ways/").content.decode()
    assert "Your week: 3 ways it could look" in page
    assert "2 sessions" in page
    offered = keys(page)
    assert len(set(offered)) == 3

    chosen = client.post("/my/week/choose/", {"week": monday.isoformat(), "key": offered[1]}, follow=True)
    text = chosen.content.decode()
    assert "This is your week now" in text
    assert held(world) == 2
    assert "You have your full week" in client.get("/my/week/ways/").content.decode()

    undo = re.search(r'action="(/my/week/chosen/\d+/undo/)"', text)
    assert undo is not None
    undone = client.post(undo[1], follow=True).content.decode()
    assert "It is undone" in undone
    assert held(world) == 0
    assert len(keys(undone)) == 3


def test_when_a_place_went_meanwhile_nothing_is_booked_and_fresh_ways_are_shown(
    world: World, monday: date, enter: Enter
) -> None:
    client = enter("participant")
    key = keys(client.get("/my/week/ways/").content.decode())[0]
    services.cancel_session(actor=SYSTEM, session_id=int(key.split()[0][1:]), reason="ill")
    answer = client.post("/my/week/choose/", {"week": monday.isoformat(), "key": key})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was booked" in text
    assert keys(text)
    assert key not in keys(text)
    assert held(world) == 0


@pytest.mark.parametrize(("language", "words"), [("en", "We have not found your week yet"), ("es", "Todavía no")])
def test_where_there_is_no_way_the_page_says_why_and_asks_the_clinic(
    world: World, monday: date, enter: Enter, language: str, words: str
) -> None:
    Commitment.objects.create(
        participant_id=world.ids["participant_id"], label="Work", weekdays=[0, 1, 2, 3, 4, 5, 6], start_minute=0,
        end_minute=1439,
    )  # fmt: skip
    client = enter("participant", language)
    assert words in client.get("/my/week/ways/").content.decode()
    text = client.post("/my/week/ask/", {"week": monday.isoformat(), "note": "I work shifts"}, follow=True)
    assert text.status_code == 200
    rows = [row for row in scheduling.open_asks(actor=SYSTEM) if row.week_starts_on == monday]
    assert [(row.participant_id, row.note) for row in rows] == [(world.ids["participant_id"], "I work shifts")]
    desk = enter("scheduler").get("/timetable/people/").content.decode()
    assert "I work shifts" in desk


def test_a_note_that_is_too_long_is_kept_on_the_page(world: World, monday: date, enter: Enter) -> None:
    answer = enter("participant").post("/my/week/ask/", {"week": monday.isoformat(), "note": "words " * 100})
    assert answer.status_code == 422
    assert "words words" in answer.content.decode()
    assert monday not in {row.week_starts_on for row in scheduling.open_asks(actor=SYSTEM)}


@pytest.mark.parametrize("week", ["", "yesterday", "2026-11-24", "1999-01-04", "9999-12-27"])
def test_an_odd_week_books_nothing(world: World, monday: date, enter: Enter, week: str) -> None:
    client = enter("participant")
    key = keys(client.get("/my/week/ways/").content.decode())[0]
    assert client.post("/my/week/choose/", {"week": week, "key": key}).status_code == 409
    assert held(world) == 0


def test_the_week_page_shows_the_way_to_a_fuller_week(world: World, monday: date, enter: Enter) -> None:
    page = enter("participant").get(f"/my/week/?week={monday}").content.decode()
    assert 'href="/my/week/ways/"' in page


def test_the_desk_books_a_week_in_one_press_and_undoes_it(world: World, monday: date, enter: Enter) -> None:
    client, person = enter("scheduler"), world.ids["participant_id"]
    page = client.get(f"/timetable/people/{person}/?week={monday}").content.decode()
    assert len(keys(page)) == 3
    booked = client.post(f"/timetable/people/{person}/book/", {"week": monday, "key": keys(page)[0]}, follow=True)
    assert held(world) == 2
    text = booked.content.decode()
    assert "11:00–12:30" in text
    undo = re.search(r'action="(/timetable/people/booked/\d+/undo/)"', text)
    assert undo is not None
    assert client.post(undo[1], follow=True).status_code == 200
    assert held(world) == 0
    stale = client.post(f"/timetable/people/{person}/book/", {"week": monday, "key": "s1 s2"})
    assert stale.status_code == 409
    assert "nothing was booked" in stale.content.decode()
