"""The timetable's pages: every action by ordinary links and forms, every refusal in words with what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearthside.scheduling import selectors, services
from hearthside.scheduling.models import Proposal, Seat, Session
from hearthside.scheduling.tasks import _solve
from tests.scheduling.conftest import MONDAY, Clinic


@pytest.fixture
def client(staff_client: Callable[[str], Client]) -> Client:
    return staff_client("scheduler")


def typed(clinic: Clinic, **changes: object) -> dict[str, object]:
    return {
        "offer": f"{clinic.process.pk}:{clinic.audiences['process'].pk}", "mode": "in_person",
        "day": MONDAY.isoformat(), "start": "17:00", "room": clinic.rooms[0].pk, "clinician": clinic.clinicians[0].pk,
        **changes,
    }  # fmt: skip


def url(name: str, *args: int) -> str:
    return reverse(f"scheduling:{name}", args=args)


def test_a_session_is_added_and_a_refusal_keeps_what_was_typed(clinic: Clinic, client: Client) -> None:
    page = url("add", clinic.site.pk)
    assert client.get(page, {"day": MONDAY.isoformat(), "start": "09:00"}).status_code == 200
    answer = client.post(page, typed(clinic, start="5 pm"))
    session = Session.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("session", session.pk))
    refused = client.post(page, typed(clinic, clinician=clinic.clinicians[1].pk))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "The room is taken at this time. It is Process, 17:00 to 18:30." in text
    assert 'value="17:00"' in text
    for changes, words in (
        ({"start": "25:71"}, "Write a time"), ({"start": "17:10"}, "start every 30 minutes"),
        ({"day": "tomorrow"}, "valid date"), ({"room": ""}, "Choose a room"),
    ):  # fmt: skip
        answer = client.post(page, typed(clinic, **changes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), changes


def test_people_are_found_added_refused_overruled_and_put_back(clinic: Clinic, client: Client) -> None:
    number, person = clinic.session(), clinic.person("Marisol")
    clinic.busy(person, [0], 1000, 1100, label="choir")
    page = url("session", number)
    found = client.get(page, {"q": "marisól"}).content.decode()
    assert "Add Marisol" in found
    answer = client.post(url("book", number), {"participant": person.pk, "q": "marisol"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "This person has something else at this time. On the calendar: choir." in text
    assert "Add all the same" in text
    client.post(url("book", number), {"participant": person.pk, "despite_commitments": "on"})
    seat = Seat.objects.get()
    answer = client.post(url("release", seat.pk))
    assert answer["Location"] == f"{page}?removed={person.pk}"
    assert "is no longer in this session" in client.get(answer["Location"]).content.decode()


def test_a_session_is_moved_cancelled_restored_and_locked(clinic: Clinic, client: Client, book) -> None:
    number = clinic.session()
    person = clinic.person()
    book(number, person)
    clinic.busy(person, [1], 900, 1300, label="work")
    move = {"day": "2026-12-01", "start": "17:00", "room": clinic.rooms[0].pk, "clinician": clinic.clinicians[0].pk}
    assert client.get(url("move", number)).status_code == 200
    refused = client.post(url("move", number), move)
    assert refused.status_code == 422
    assert "Person1: This person has something else" in refused.content.decode()
    client.post(url("move", number), {**move, "despite_commitments": "on"})
    assert client.post(url("cancel", number), {"reason": " "}).status_code == 422
    client.post(url("cancel", number), {"reason": "Snow"})
    text = client.get(url("session", number)).content.decode()
    assert "Snow" in text
    client.post(url("restore", number))
    client.post(url("lock", number), {"locked": "yes"})
    card = selectors.session_card(actor=clinic.actor, session_id=number)
    assert (card.starts.strftime("%a"), card.taken, card.locked, card.cancelled) == ("Tue", 1, True, False)


@pytest.mark.django_db(transaction=True)
def test_from_the_button_to_the_published_week(clinic: Clinic, client: Client) -> None:
    people = [clinic.person(name) for name in ("Ada", "Ben", "Cy", "Dee")]
    clinic.busy(people[3], list(range(7)), 0, 1440, label="in hospital")
    assert client.get(url("home")).status_code == 200
    data = {"site": clinic.site.pk, "week": MONDAY.isoformat(), "seconds": "20"}
    number = int(client.post(url("build"), data)["Location"].strip("/").split("/")[-1])
    again = client.post(url("build"), data, follow=True)
    assert "Somebody is having this week built already" in again.content.decode()
    assert "Waiting for a free worker" in again.content.decode()
    Proposal.objects.filter(pk=number).update(seconds=4)
    assert "HX-Refresh" not in client.get(url("proposal", number), headers={"HX-Request": "true"})
    _solve(number, 0)
    assert client.get(url("proposal", number), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    text = client.get(url("proposal", number)).content.decode()
    for words in ("3 of 4 people", "1 person without a full week", "Dee", "leave too few days", "Ada, Ben, Cy"):
        assert words in text, words
    text = client.get(url("publish", number)).content.decode()
    assert "Something is new for 3 people." in text
    text = client.post(url("publish", number), follow=True).content.decode()
    assert "It is new for 3 people." in text
    text = client.post(url("publish", number), follow=True).content.decode()
    assert "published already" in text


def test_a_stale_proposal_names_what_changed(clinic: Clinic, client: Client) -> None:
    clinic.person("Ada")
    number = services.ask_for_proposal(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY).proposal_id
    claims = {"placed": 0, "placed_bound": 1, "preference": 0, "preference_bound": 0, "seconds": 1}
    solution = {"format": "hearthside.timetable.solution/1", "sessions": [], "unplaced": [], "claims": claims}
    Proposal.objects.filter(pk=number).update(state="ready", solution=solution)
    clinic.session()
    answer = client.post(url("publish", number))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "This proposal no longer fits" in text
    assert "was opened, changed or closed by hand since this proposal was made" in text
    assert client.post(url("set_aside", number)).status_code == 302
    assert "Undo: take it back" in client.get(url("proposal", number)).content.decode()
    client.post(url("take_back", number))
    assert Proposal.objects.get().state == "ready"


def test_broken_proposals_say_so_kindly(clinic: Clinic, client: Client) -> None:
    for fault, words in (("worker_lost", "stopped three times"), ("solver_failed", "inside the solver")):
        row = Proposal.objects.create(site=clinic.site, week_starts_on=MONDAY, state="broken", fault=fault, problem={})
        text = client.get(url("proposal", row.pk)).content.decode()
        assert words in text
        assert "Build this week again" in text


@pytest.mark.parametrize(
    ("role", "seen", "built"),
    [
        ("scheduler", 200, 200),
        ("director", 200, 200),
        ("clinician", 200, 404),
        ("intake", 200, 404),
        ("biller", 404, 404),
    ],
)
def test_who_sees_what(clinic: Clinic, staff_client, role: str, seen: int, built: int) -> None:
    number, client = clinic.session(), staff_client(role)
    assert client.get(url("session", number)).status_code == seen
    assert client.get(url("home")).status_code == built
    assert client.get(url("session", 999_999)).status_code == 404
    if role in {"clinician", "intake", "biller"}:
        assert client.post(url("book", number), {"participant": 1}).status_code == 404
        assert client.post(url("lock", number)).status_code == 404


@pytest.mark.parametrize("page", ["home", "session", "week", "day", "people"])
def test_the_number_of_queries_does_not_grow(clinic: Clinic, client: Client, page: str) -> None:
    def ask() -> object:
        actor = clinic.actor
        return {
            "home": lambda: client.get(url("home")),
            "session": lambda: client.get(url("session", first)),
            "week": lambda: selectors.week_sessions(actor=actor, site_id=clinic.site.pk, week_starts_on=MONDAY),
            "day": lambda: selectors.day_sessions(actor=actor, site_id=clinic.site.pk, day=MONDAY),
            "people": lambda: selectors.session_people(
                actor=actor, session_ids=list(Session.objects.values_list("id", flat=True))
            ),
        }[page]()

    def fill(count: int) -> None:
        for n in range(count):
            session = Session.objects.create(
                site=clinic.site, service=clinic.process, audience=clinic.audiences["process"], mode="online",
                clinician=clinic.clinicians[n % 2], places=60, during=_slot(Session.objects.count()),
            )  # fmt: skip
            Seat.objects.create(session=session, participant=clinic.person(), during=session.during)
            Seat.objects.create(session_id=first, participant=clinic.person(), during=_slot(0))
            Proposal.objects.create(site=clinic.site, week_starts_on=MONDAY, state="ready", progress={"placed": 1})

    first = Session.objects.create(
        site=clinic.site, service=clinic.process, audience=clinic.audiences["process"], mode="online",
        clinician=clinic.clinicians[0], places=200, during=_slot(0),
    ).pk  # fmt: skip
    counts = []
    ask()
    for more in (1, 2, 57):
        fill(more)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask()
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def _slot(number: int) -> tuple[object, object]:
    from datetime import UTC, datetime, timedelta

    start = datetime(2026, 11, 30, 8, tzinfo=UTC) + timedelta(hours=number)
    return start, start + timedelta(minutes=60)
