"""Search from the top bar and on its own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.permissions import Role
from tests.desk.conftest import Desk

StaffClient = Callable[[Role | str], Client]


def ask(client: Client, text: str, *, typing: bool = False) -> str:
    headers = {"HX-Request": "true"} if typing else {}
    return client.get("/desk/search/", {"q": text}, headers=headers).content.decode()


def test_people_come_first_however_they_are_spelt(desk: Desk, staff_client: StaffClient) -> None:
    person = desk.person("Zoë", "Ananda")
    page = ask(staff_client("scheduler"), "ana")
    assert page.index(f"/desk/participants/{person.pk}/") < page.index("Ana Reyes")
    assert f"/desk/participants/{person.pk}/" in ask(staff_client("intake"), "zoe anand")


@pytest.mark.parametrize(("text", "href"), [
    ("attendance", "/desk/"), ("build next week", "/timetable/"), ("oak", "/program/rooms/"),
    ("process", "/program/services/"), ("hill", "/program/staff/"), ("week board", "/desk/week/"),
])  # fmt: skip
def test_rooms_staff_services_and_pages_are_found(desk: Desk, staff_client: StaffClient, text: str, href: str) -> None:
    page = ask(staff_client("scheduler"), text, typing=True)
    assert f'href="{href}' in page


def test_the_sessions_of_the_day_are_found_by_time_and_leader(desk: Desk, staff_client: StaffClient) -> None:
    today = desk.session(desk.at(desk.now.date(), 10))
    tomorrow = desk.session(desk.at(desk.now.date() + timedelta(days=1), 10))
    page = ask(staff_client("scheduler"), "10:00 process")
    assert f"/desk/week/session/{today.pk}/" in page
    assert f"/desk/week/session/{tomorrow.pk}/" not in page


def test_pages_that_may_not_be_opened_are_not_offered(desk: Desk, staff_client: StaffClient) -> None:
    desk.session(desk.at(desk.now.date(), 10))
    biller = staff_client("biller")
    assert "/desk/week/session/" not in ask(biller, "process", typing=True)
    assert "/timetable/" not in ask(biller, "build next week", typing=True)


def test_nothing_found_and_nothing_asked_say_what_to_do(desk: Desk, staff_client: StaffClient) -> None:
    client = staff_client("scheduler")
    assert "Nothing fits “xyzzy”." in ask(client, "xyzzy")
    assert "What are you looking for?" in ask(client, "  ")
    assert ask(client, "", typing=True).strip() == ""


def test_what_was_typed_is_never_markup(desk: Desk, staff_client: StaffClient) -> None:
    page = ask(staff_client("scheduler"), "<script>alert(1)</script>", typing=True)
    assert "<script>" not in page


def test_search_asks_as_often_with_60_people_as_with_1(desk: Desk, staff_client: StaffClient) -> None:
    client = staff_client("scheduler")
    counts, made = [], 0
    for more in (1, 2, 57):
        for _ in range(more):
            made += 1
            desk.person("Marisol", f"Vega{made}")
        ask(client, "marisol")
        with CaptureQueriesContext(connection) as queries:
            page = ask(client, "marisol")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] > 0
    assert page.count("Marisol Vega") == 30
