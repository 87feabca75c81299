"""Dragging on the board of a draft: the places and the reasons are those of the forms, and so is the move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.program.models import Room
from hearthside.scheduling import services
from hearthside.scheduling.models import Proposal
from tests.scheduling.conftest import MONDAY, Clinic
from tests.scheduling.test_workbench import draft_of, planned, text, url, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(staff_client: Callable[[str], Client]) -> Client:
    return staff_client("scheduler")


@pytest.fixture
def week(clinic: Clinic, book: Callable[..., int]) -> dict[str, Any]:
    """Ada and Ben in a group on Monday at 17:00; an empty one on Tuesday at 9:00; Ben works on Wednesday."""
    people = {name: clinic.person(name) for name in ("Ada", "Ben")}
    first, second = clinic.session(), clinic.session(day=MONDAY + timedelta(days=1), start=540)
    for person in people.values():
        book(first, person)
    clinic.busy(people["Ben"], [2], 480, 1200)
    return {"first": f"s{first}", "second": f"s{second}", **people}


def places(client: Client, number: int, planned: str, by: str = "time") -> dict[str, Any]:
    return client.get(url("planned_places", number, planned), {"by": by}).json()


def dropped(client: Client, number: int, answer: dict[str, Any], key: str) -> str:
    sent = {**answer["places"][key]["send"], "version": version(number), "by": "time", "then": "board"}
    return text(client.post(answer["action"], sent, follow=True))


def test_a_session_is_dropped_on_another_time_and_taken_back_with_undo(clinic: Clinic, client: Client, week) -> None:
    number = draft_of(clinic, client)
    board = text(client.get(url("proposal", number)))
    assert 'data-drop="3 600"' in board
    answer = places(client, number, week["first"])
    assert answer["places"]["3 600"]["short"] == "Free"
    before = planned(number)[week["first"]]
    assert "Moved: Process, Mon 17:00 → Thu 10:00" in dropped(client, number, answer, "3 600")
    assert planned(number)[week["first"]][:2] == (3, 600)
    client.post(url("by_hand_step", number), {"version": version(number), "at": 0})
    assert planned(number)[week["first"]] == before


def test_a_refused_cell_says_the_reasons_of_the_form_and_the_cell_it_is_in_is_no_target(
    clinic: Clinic, client: Client, week
) -> None:
    number = draft_of(clinic, client)
    found = places(client, number, week["first"])["places"]
    assert found["2 600"] == {"can": False, "words": "Ben has work from 08:00 to 20:00."}
    assert "0 1020" not in found
    services.keep_by_hand(actor=clinic.actor, proposal_id=number, version=0, names=[week["first"]], keep=True)
    kept = places(client, number, week["first"])["places"]
    assert {place["can"] for place in kept.values()} == {False}
    assert "You keep this session. Let it go first." in kept["3 600"]["words"]


def test_rooms_and_clinicians_without_a_session_are_lanes_to_drop_on(clinic: Clinic, client: Client, week) -> None:
    number = draft_of(clinic, client)
    other = f"r{clinic.rooms[1].pk}"
    assert f'data-drop="0 {other}"' in text(client.get(url("proposal", number), {"by": "room"}))
    answer = places(client, number, week["first"], "room")
    dropped(client, number, answer, f"0 {other}")
    assert planned(number)[week["first"]][:3] == (0, 1020, other)
    assert answer["places"]["0 online"]["send"]["mode"] == "online"
    colleague = f"c{clinic.clinicians[1].pk}"
    found = places(client, number, week["first"], "clinician")["places"][f"0 {colleague}"]
    assert found["send"]["clinician"] == colleague if found["can"] else "Bob Hill does not lead" in found["words"]


def test_where_its_room_is_taken_a_session_goes_to_a_free_one(clinic: Clinic, client: Client, week) -> None:
    clinic.clinicians[1].leads.add(clinic.process)
    clinic.session(day=MONDAY + timedelta(days=3), start=600, leader=1)
    number = draft_of(clinic, client)
    place = places(client, number, week["first"])["places"]["3 600"]
    room = Room.objects.exclude(pk=clinic.rooms[0].pk).order_by("capacity").first()
    assert (place["short"], place["send"]["room"]) == (room.name, f"r{room.pk}")


def test_a_session_stays_with_its_group(clinic: Clinic, client: Client, week) -> None:
    clinic.session(day=MONDAY + timedelta(days=3), start=600, service=clinic.skills)
    number = draft_of(clinic, client)
    found = places(client, number, week["first"], "group")["places"]
    assert found["3 skills:adult"]["words"].startswith("A session stays with its group.")
    assert found["3 process:adult"]["can"]


def test_a_person_is_dropped_on_another_session_or_told_why_not(clinic: Clinic, client: Client, week) -> None:
    full = clinic.session(day=MONDAY + timedelta(days=2), start=600)
    number, ada, ben = draft_of(clinic, client), week["Ada"], week["Ben"]
    answer = client.get(url("planned_person_places", number, ben.pk), {"leaves": week["first"]}).json()
    assert answer["places"][f"s{full}"] == {"can": False, "words": "Ben has work from 08:00 to 20:00."}
    assert week["first"] not in answer["places"]
    answer = client.get(url("planned_person_places", number, ada.pk), {"leaves": week["first"]}).json()
    assert "Ada: Process, Mon 17:00 → Process, Tue 09:00" in dropped(client, number, answer, week["second"])
    assert planned(number)[week["second"]][3] == (f"p{ada.pk}",)
    assert client.get(url("planned_person_places", number, ada.pk), {"leaves": week["first"]}).status_code == 409


def test_a_drop_that_is_refused_meanwhile_changes_nothing_and_says_why(clinic: Clinic, client: Client, week) -> None:
    number = draft_of(clinic, client)
    answer = places(client, number, week["first"])
    sent = answer["places"]["3 600"]["send"] | {"version": 7, "then": "board"}
    assert "This draft was changed meanwhile" in text(client.post(answer["action"], sent, follow=True))
    sent |= {"day": 2, "version": 0}
    assert "Not moved. Ben has work from 08:00 to 20:00." in text(client.post(answer["action"], sent, follow=True))
    assert version(number) == 0


def test_only_a_draft_has_places_to_drop_on(clinic: Clinic, client: Client, week) -> None:
    number = draft_of(clinic, client)
    Proposal.objects.filter(pk=number).update(state="set_aside")
    assert "data-drop" not in text(client.get(url("proposal", number)))
    answer = client.get(url("planned_places", number, week["first"]))
    assert (answer.status_code, "Load the page again" in answer.json()["words"]) == (409, True)


def test_the_places_of_a_session_are_read_in_few_queries(clinic: Clinic, client: Client, week) -> None:
    number = draft_of(clinic, client)
    with CaptureQueriesContext(connection) as few:
        places(client, number, week["first"])
    for day in (3, 4):
        clinic.session(day=MONDAY + timedelta(days=day), start=600)
    more = draft_of(clinic, client)
    with CaptureQueriesContext(connection) as many:
        places(client, more, week["first"])
    assert len(many) == len(few)
