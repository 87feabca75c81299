"""A person's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.actor import Actor
from hearthside.access.permissions import Role
from hearthside.care import services as care
from hearthside.desk.domain.bars import Bar, bars
from hearthside.participants.models import CareTeamMember, Commitment, Condition, Coverage, SupportPerson
from tests.conftest import sign_in
from tests.desk.conftest import Desk

StaffClient = Callable[[Role | str], Client]


def full(desk: Desk) -> Any:
    person = desk.person("Robin", "Hale", chosen_name="Rob", email="rob@people.example")
    Commitment.objects.create(
        participant=person, label="Night shift", weekdays=[0, 2], start_minute=1320, end_minute=360
    )
    Condition.objects.create(participant=person, display="Opioid use disorder", code="1", clinical_status="active")
    Coverage.objects.create(participant=person, payer="Lakeland Health", member_id="M1")
    SupportPerson.objects.create(participant=person, name="Lorraine", relationship="mother")
    return person


def page_of(client: Client, person: Any) -> str:
    return client.get(f"/desk/participants/{person.pk}/").content.decode()


SECTIONS = ("This week", "Hours against the dose", "Next week", "Contact", "Treatment", "The life they have", "Choices",
            "Support people", "Conditions", "Coverage")  # fmt: skip


@pytest.mark.parametrize(("role", "hidden"), [
    ("director", set()),
    ("scheduler", {"Conditions", "Coverage"}),
    ("clinician", {"Conditions", "Coverage"}),
    ("intake", {"Conditions"}),
    ("biller", {"This week", "Next week", "The life they have", "Choices", "Support people", "Conditions"}),
    ("privacy_officer", {"This week", "Hours against the dose", "Next week", "The life they have", "Choices",
                         "Conditions", "Coverage"}),
])  # fmt: skip
def test_a_section_that_may_not_be_seen_is_left_out_wholly(
    desk: Desk, staff_client: StaffClient, role: str, hidden: set[str]
) -> None:
    page = page_of(staff_client(role), full(desk))
    assert {name for name in SECTIONS if f"<h2>{name}</h2>" not in page} == hidden
    assert ("Opioid" in page) == ("Conditions" not in hidden)
    assert ("Lakeland" in page) == ("Coverage" not in hidden)
    assert ("Night shift" in page) == ("The life they have" not in hidden)


def test_the_care_team_reads_conditions(desk: Desk, staff_user: Any) -> None:
    person = full(desk)
    user, staff = staff_user("clinician")
    CareTeamMember.objects.create(episode=person.episodes.get(), staff=staff)
    assert "Opioid use disorder" in page_of(sign_in(Client(), user), person)


def test_the_week_says_how_each_session_was_attended(desk: Desk, director: Actor, staff_client: StaffClient) -> None:
    person = desk.person("Ada")
    held = desk.session(desk.now - timedelta(minutes=100), person)
    care.mark_attendance(
        actor=director, session_id=held.pk, participant_id=person.pk, status="present", arrived=None, left=None,
        reason="",
    )  # fmt: skip
    page = page_of(staff_client("scheduler"), person)
    assert "Present" in page
    assert "1 h 30 min" in page


def test_somebody_with_a_similar_name_is_pointed_out(desk: Desk, staff_client: StaffClient) -> None:
    person, other = desk.person("Maria", "Lopez"), desk.person("María", "López")
    desk.person("Somebody", "Else")
    page = page_of(staff_client("scheduler"), person)
    assert "Somebody else has a similar name" in page
    assert f"/desk/participants/{other.pk}/" in page
    assert "Somebody Else" not in page


def test_without_a_consent_nothing_is_to_be_told(desk: Desk, staff_client: StaffClient) -> None:
    person = full(desk)
    assert "No consent. Tell them nothing." in page_of(staff_client("privacy_officer"), person)


def test_an_unknown_person_is_not_there(desk: Desk, staff_client: StaffClient) -> None:
    assert staff_client("director").get("/desk/participants/999999/").status_code == 404


def test_somebody_without_a_stay_or_a_session_has_a_page(desk: Desk, staff_client: StaffClient) -> None:
    person = desk.person("Ada")
    person.episodes.all().delete()
    page = page_of(staff_client("director"), person)
    assert "No sessions this week." in page
    assert "not published yet" in page


def test_the_chart_asks_as_often_with_many_rows_as_with_one(desk: Desk, staff_client: StaffClient) -> None:
    client, person = staff_client("director"), full(desk)
    counts, made = [], 0
    for more in (1, 2, 57):
        for _ in range(more):
            made += 1
            start = desk.at(desk.monday, 1) - timedelta(days=made)
            desk.session(start, person, minutes=60)
            SupportPerson.objects.create(participant=person, name=f"Friend {made}")
            Commitment.objects.create(
                participant=person, label=f"Shift {made}", weekdays=[1], start_minute=60, end_minute=120
            )
        page_of(client, person)
        with CaptureQueriesContext(connection) as queries:
            page = page_of(client, person)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] > 0
    assert page.count("Friend ") == 60


def test_bars_share_one_scale() -> None:
    assert bars([(0, 0, 0)]) == (Bar(0, 0, 0),)
    assert bars([(270, 540, 540), (600, 600, 540)]) == (Bar(45, 90, 90), Bar(100, 100, 90))
    assert bars([]) == ()
