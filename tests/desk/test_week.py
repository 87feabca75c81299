"""The week board and its panel."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.permissions import Role
from tests.desk.conftest import Desk

StaffClient = Callable[[Role | str], Client]


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_board_shows_each_session_with_what_is_wrong_in_words(desk: Desk, staff_client: StaffClient) -> None:
    monday = desk.monday + timedelta(days=7)
    one, two = desk.person("Ada"), desk.person("Zoe")
    desk.session(desk.at(monday, 10), one)
    desk.session(desk.at(monday, 12), one, two, places=2)
    desk.session(desk.at(monday, 14))
    cancelled = desk.session(desk.at(monday, 16))
    type(cancelled).objects.filter(pk=cancelled.pk).update(cancelled_at=desk.now, cancel_reason="Leader is ill")
    page = words(staff_client("scheduler").get(f"/desk/week/?week={monday}").content.decode())
    for said in ("Below minimum", "Full", "Nobody yet", "Cancelled", "10:00–11:30", "2 of 2 · AR", "Lake, Ana Reyes"):
        assert said in page
    assert "Ada" not in page


def test_lanes_are_rooms_or_clinicians(desk: Desk, staff_client: StaffClient) -> None:
    desk.session(desk.at(desk.monday, 10), room=None)
    client = staff_client("scheduler")
    rooms = client.get(f"/desk/week/?week={desk.monday}").content.decode()
    people = client.get(f"/desk/week/?week={desk.monday}&lanes=clinicians").content.decode()
    assert ">Online</th>" in rooms
    assert ">Lake</th>" not in rooms
    assert ">Ana Reyes</th>" in people


def test_a_day_and_a_person_are_views_of_the_same_board(desk: Desk, staff_client: StaffClient) -> None:
    ada, zoe = desk.person("Ada"), desk.person("Zoe")
    hers = desk.session(desk.at(desk.monday, 10), ada)
    other = desk.session(desk.at(desk.monday + timedelta(days=1), 10), zoe)
    client = staff_client("scheduler")
    day = client.get(f"/desk/week/?day={desk.monday}").content.decode()
    person = client.get(f"/desk/week/?week={desk.monday}&person={zoe.pk}").content.decode()
    assert f'data-slot="{hers.pk}"' in day
    assert f'data-slot="{other.pk}"' not in day
    assert f'data-slot="{other.pk}"' in person
    assert f'data-slot="{hers.pk}"' not in person
    assert "Zoe Test" in person


@pytest.mark.parametrize("asked", ["week=tomorrow", "week=0001-01-01", "day=2026-13-45", "lanes=x", "week="])
def test_an_address_that_cannot_be_read_shows_this_week(desk: Desk, staff_client: StaffClient, asked: str) -> None:
    assert staff_client("scheduler").get(f"/desk/week/?{asked}").status_code == 200


def test_what_is_not_there_and_what_is_not_allowed_look_alike(desk: Desk, staff_client: StaffClient) -> None:
    session = desk.session(desk.at(desk.monday, 10))
    scheduler = staff_client("scheduler")
    assert scheduler.get("/desk/week/session/999999/").status_code == 404
    assert scheduler.get("/desk/week/?person=999999").status_code == 404
    assert scheduler.get("/desk/week/?person=x").status_code == 404
    biller = staff_client("biller")
    assert biller.get("/desk/week/").status_code == 404
    assert biller.get(f"/desk/week/session/{session.pk}/").status_code == 404


def test_the_panel_is_a_fragment_with_htmx_and_a_page_without(desk: Desk, staff_client: StaffClient) -> None:
    ada = desk.person("Ada", "Lovelace")
    session = desk.session(desk.at(desk.monday + timedelta(days=7), 10), ada)
    client = staff_client("scheduler")
    fragment = client.get(f"/desk/week/session/{session.pk}/", headers={"HX-Request": "true"}).content.decode()
    page = client.get(f"/desk/week/session/{session.pk}/").content.decode()
    assert "<html" not in fragment
    assert "<html" in page
    for text in (fragment, page):
        assert f'href="/desk/participants/{ada.pk}/"' in text
        assert "held for 2 people or more" in text
        for way in ("move", "cancel", "lock"):
            assert f"/timetable/sessions/{session.pk}/{way}/" in text


def test_only_who_may_change_sessions_is_offered_to(desk: Desk, staff_client: StaffClient) -> None:
    session = desk.session(desk.at(desk.monday + timedelta(days=7), 10))
    page = staff_client("clinician").get(f"/desk/week/session/{session.pk}/").content.decode()
    assert "Attendance" in page
    assert f'"/timetable/sessions/{session.pk}/"' not in page
    assert "/move/" not in page
    assert "Add a session" not in staff_client("intake").get("/desk/week/").content.decode()


def test_adding_a_session_begins_with_the_day_looked_at(desk: Desk, staff_client: StaffClient) -> None:
    page = staff_client("scheduler").get("/desk/week/?day=2026-12-02").content.decode()
    assert f"/timetable/sites/{desk.site.pk}/sessions/new/?day=2026-12-02" in page


def fill(desk: Desk, count: int) -> None:
    for number in range(count):
        leader = type(desk.leaders[0]).objects.create(site=desk.site, name=f"Leader {number}")
        desk.leaders.append(leader)
        desk.session(desk.at(desk.monday, 10), leader=-1, room=None)


@pytest.mark.parametrize("asked", ["", "&lanes=clinicians"])
def test_the_board_asks_as_often_with_60_sessions_as_with_1(desk: Desk, staff_client: StaffClient, asked: str) -> None:
    client = staff_client("scheduler")
    fill(desk, 1)
    address = f"/desk/week/?week={desk.monday}{asked}"
    client.get(address)
    counts = []
    for more in (0, 2, 57):
        fill(desk, more)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] > 0
    assert page.count("data-slot=") == 60


def test_the_panel_asks_as_often_with_8_people_as_with_1(desk: Desk, staff_client: StaffClient) -> None:
    client = staff_client("scheduler")
    people = [desk.person(f"Person{number}") for number in range(8)]
    small, large = desk.session(desk.at(desk.monday, 10), people[0]), desk.session(desk.at(desk.monday, 13), *people)
    counts = []
    for session in (small, small, large):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/week/session/{session.pk}/")
        counts.append(len(queries))
    assert counts[1] == counts[2] > 0
