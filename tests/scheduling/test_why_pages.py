"""Why a seat, a session, a week: on the desk for those who may, on the phone for one's own sessions only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotPermitted
from hearthside.accounts import services as accounts
from hearthside.accounts.models import User
from hearthside.participants import services as participants
from hearthside.participants.models import Participant
from hearthside.scheduling import services
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import Solution, solution_to_json
from hearthside.scheduling.models import Proposal, ProposalState
from hearthside.scheduling.services._problem import current_problem
from tests.conftest import sign_in
from tests.scheduling.conftest import MONDAY, Clinic

TUESDAY = date(2026, 12, 1)


@pytest.fixture
def client(staff_client: Callable[[str], Client]) -> Client:
    return staff_client("scheduler")


def known_week(clinic: Clinic, book: Any) -> tuple[int, Participant]:
    """Tuesday's evening group, with somebody who comes from work."""
    worker = clinic.person("Marisol", can_attend=["in_person"], travel_minutes=25)
    clinic.busy(worker, [1], 480, 1005, label="shift")
    number = clinic.session(TUESDAY, start=1050)
    book(number, worker)
    book(number, clinic.person("Ben"))
    return number, worker


def proposal(clinic: Clinic, sessions: tuple[Session, ...] | None = None) -> Proposal:
    """A proposal that gives the week as it stands, or these sessions."""
    problem = current_problem(clinic.actor, clinic.site.pk, MONDAY)
    week = problem.published or () if sessions is None else sessions
    problem = replace(problem, published=None, locked=())
    return Proposal.objects.create(
        site=clinic.site, week_starts_on=MONDAY, state=ProposalState.READY, seconds=1,
        problem=problem_to_json(problem), solution=solution_to_json(Solution(week, ())),
        progress={"placed": 0, "asked": len(problem.participants), "sessions": len(week)},
    )  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"scheduling:{name}", args=args)


def test_a_session_says_why_each_of_its_people_is_there(clinic: Clinic, client: Client, book: Any) -> None:
    number, _ = known_week(clinic, book)
    page = client.get(url("why", number)).content.decode()
    assert "Tuesday 17:30, because shift ends at 16:45 and the way takes 25 minutes." in page
    assert "Marisol" in page
    assert "Other times would be just as good" in page
    assert "<html" in page
    fragment = client.get(url("why", number), headers={"HX-Request": "true"}).content.decode()
    assert "because shift ends at 16:45" in fragment
    assert "<html" not in fragment


def test_the_same_is_said_in_spanish(clinic: Clinic, client: Client, book: Any) -> None:
    number, _ = known_week(clinic, book)
    client.post(reverse("accounts:language"), {"language": "es"})
    page = client.get(url("why", number)).content.decode()
    assert "porque «shift» termina a las 16:45 y el camino toma 25 minutos" in page


def test_a_session_of_which_nothing_is_known_says_so(clinic: Clinic, client: Client) -> None:
    number = clinic.session(TUESDAY)
    services.cancel_session(actor=clinic.actor, session_id=number, reason="ill")
    assert "Nothing can be said about this session" in client.get(url("why", number)).content.decode()


def test_a_proposal_explains_sessions_and_those_without_a_full_week(clinic: Clinic, client: Client, book: Any) -> None:
    number, worker = known_week(clinic, book)
    row = proposal(clinic)
    page = client.get(url("why_planned", row.pk, f"s{number}")).content.decode()
    assert "because shift ends at 16:45" in page
    page = client.get(url("why_person", row.pk, worker.pk)).content.decode()
    assert "Nothing of their own stands in the way" in page
    assert "The sessions they have" in page
    for gone in (url("why_planned", row.pk, "s999999"), url("why_person", row.pk, 999_999)):
        assert client.get(gone)["Location"] == url("proposal", row.pk)
        assert client.get(gone, headers={"HX-Request": "true"}).status_code == 204


def wants_one_group(clinic: Clinic, *people: Participant) -> None:
    """Orders of one process group, at a level of care that asks for no more."""
    level = clinic.track.level
    level.min_minutes_week, level.min_days_week = 90, 1
    level.save()
    for person in people:
        person.episodes.get().orders.exclude(service=clinic.process).delete()
        person.episodes.get().orders.update(per_week=1)


def test_what_stands_in_the_way_is_said_with_what_would_help(clinic: Clinic, client: Client, book: Any) -> None:
    number, worker = known_week(clinic, book)
    late = clinic.person("Late", can_attend=["in_person"], travel_minutes=0)
    clinic.busy(late, [1], 480, 1080, label="work")
    ben = clinic.person("Cora")
    book(number, ben)
    wants_one_group(clinic, late, ben, worker)
    row = proposal(clinic)
    page = client.get(url("why_person", row.pk, late.pk)).content.decode()
    assert "Work, Tuesday 08:00–18:00" in page
    assert "Work on Tuesday ends 30 minutes earlier, at 17:30" in page
    fragment = client.get(url("why_person", row.pk, late.pk), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    clinic_free = client.get(url("why_lacks", row.pk)).content.decode()
    assert "What would place more people" in clinic_free


def test_the_clinic_side_is_ranked_with_the_people_it_would_help(clinic: Clinic, client: Client) -> None:
    one, two = clinic.person("Ana"), clinic.person("Bo")
    wants_one_group(clinic, one, two)
    row = proposal(clinic, ())
    page = client.get(url("why_lacks", row.pk)).content.decode()
    assert "a full week for 2 people." in page
    assert "A clinician and a room are free for it." in page
    assert "Ana" in page
    assert url("why_person", row.pk, one.pk) in page


def test_a_proposal_that_is_still_being_built_has_no_reasons_yet(clinic: Clinic, client: Client) -> None:
    clinic.person()
    row = Proposal.objects.create(site=clinic.site, week_starts_on=MONDAY, state=ProposalState.RUNNING, seconds=1)
    assert client.get(url("why_lacks", row.pk))["Location"] == url("proposal", row.pk)
    assert client.get(url("why_lacks", 999_999)).status_code == 404


def own_account(person: Participant, name: str) -> tuple[Client, Actor]:
    user = accounts.open_account(
        actor=Actor.system("tests"), email=f"{name}@why.example", name=name, kind=ActorKind.PARTICIPANT,
        roles=frozenset(), password="quiet river stone 7",
    )  # fmt: skip
    participants.link_user(actor=Actor.system("tests"), participant_id=person.pk, user_id=user)
    client = Client()
    sign_in(client, User.objects.get(pk=user))
    return client, Actor.participant(user_id=user, participant_id=person.pk, name=name)


def test_a_participant_reads_why_of_their_own_session_and_nothing_about_others(clinic: Clinic, book: Any) -> None:
    number, worker = known_week(clinic, book)
    other = clinic.session(MONDAY, start=600)
    book(other, clinic.person("Hidden"))
    phone, actor = own_account(worker, "marisol")
    page = phone.get(reverse("portal:why", args=[number])).content.decode()
    assert "because shift ends at 16:45 and the way takes 25 minutes" in page
    for secret in ("Ben", "Hidden", "must not meet"):
        assert secret not in page
    assert phone.get(reverse("portal:why", args=[other])).status_code == 404
    with pytest.raises(NotPermitted):
        services.own_seat(actor=actor, participant_id=worker.pk + 1, session_id=number)


def test_the_reason_of_a_seat_never_says_who_somebody_must_not_meet(clinic: Clinic, book: Any) -> None:
    number, worker = known_week(clinic, book)
    rival = clinic.person("Rival")
    early = clinic.session(TUESDAY, start=1110, leader=1, room=1)
    book(early, rival)
    participants.keep_apart(actor=clinic.actor, participant_id=worker.pk, other_id=rival.pk)
    phone, _ = own_account(worker, "quiet")
    page = phone.get(reverse("portal:why", args=[number])).content.decode()
    assert "Rival" not in page
    assert "must not meet" not in page
    assert "18:30" not in page


def test_the_problem_of_a_proposal_reads_back(clinic: Clinic) -> None:
    clinic.person()
    assert parse_problem(proposal(clinic, ()).problem).participants
