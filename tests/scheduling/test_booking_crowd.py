"""Many clients at once: nobody double-booked, nobody refused wrongly (benchmarks/booking is the large one)."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from hearthside.scheduling import services
from hearthside.scheduling.models import Seat, Session
from hearthside.scheduling.services import BookingRefused, Code
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS, TRIES = 8, 60


def together(work: Callable[[int], None]) -> None:
    faults: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def attempt(clinic: Clinic, session: int, person: int) -> Code | None:
    try:
        services.book_seat(actor=clinic.actor, session_id=session, participant_id=person)
    except BookingRefused as refused:
        return refused.code
    return None


def doubles() -> int:
    held = list(Seat.objects.filter(released_at=None).values_list("participant_id", "session__during"))
    sessions = list(Session.objects.filter(cancelled_at=None))
    people = sum(
        a[0] == b[0] and a[1].lower < b[1].upper and b[1].lower < a[1].upper
        for n, a in enumerate(held)
        for b in held[n + 1 :]
    )
    seated = {s.pk: s.seats.filter(released_at=None).count() for s in sessions}
    full = sum(seated[s.pk] > s.places or s.taken != seated[s.pk] for s in sessions)
    return people + full


def test_a_crowd_of_clients_never_double_books(clinic: Clinic) -> None:
    sessions = [
        clinic.session(day=MONDAY + timedelta(days=day), start=start, leader=room, room=room)
        for day in (0, 1) for start in (540, 660) for room in (0, 1)
    ]  # fmt: skip
    people = [clinic.person(travel_minutes=0).pk for _ in range(24)]
    refusals: list[tuple[int, int, Code]] = []

    def client(number: int) -> None:
        dice = random.Random(number)
        for _ in range(TRIES):
            session, person = dice.choice(sessions), dice.choice(people)
            code = attempt(clinic, session, person)
            if code is not None:
                refusals.append((session, person, code))

    together(client)
    assert doubles() == 0
    assert {code for _, _, code in refusals} <= {Code.ALREADY_IN, Code.PARTICIPANT_TAKEN, Code.SESSION_FULL}
    for session, person, code in refusals:
        row, seats = Session.objects.get(pk=session), Seat.objects.filter(participant_id=person, released_at=None)
        assert {
            Code.ALREADY_IN: seats.filter(session=row).exists(),
            Code.PARTICIPANT_TAKEN: seats.exclude(session=row).filter(during__overlap=row.during).exists(),
            Code.SESSION_FULL: row.taken == row.places,
        }[code], (session, person, code)


def test_one_free_place_goes_to_exactly_one_of_eight(clinic: Clinic) -> None:
    hours = [(MONDAY + timedelta(days=n // 10), 480 + 60 * (n % 10)) for n in range(12)]
    places = [clinic.session(day=day, start=start, service=clinic.individual, room=None) for day, start in hours]
    people = [clinic.person().pk for _ in range(CLIENTS)]
    start, wins = threading.Barrier(CLIENTS), []

    def rival(number: int) -> None:
        for place in places:
            start.wait()
            if attempt(clinic, place, people[number]) is None:
                wins.append(place)

    together(rival)
    assert sorted(wins) == sorted(places)


def test_rooms_and_clinicians_are_taken_by_one_of_eight(clinic: Clinic) -> None:
    start, wins, codes = threading.Barrier(CLIENTS), [], set()

    def rival(number: int) -> None:
        for hour in range(9, 17):
            start.wait()
            try:
                clinic.session(start=60 * hour, service=clinic.individual, leader=number % 2, room=0)
            except BookingRefused as refused:
                codes.add(refused.code)
            else:
                wins.append(hour)

    together(rival)
    assert sorted(wins) == list(range(9, 17))
    assert codes <= {Code.ROOM_TAKEN, Code.CLINICIAN_TAKEN}


def test_what_the_database_refuses_has_the_name_that_the_check_gives(clinic: Clinic, book) -> None:
    from hearthside.scheduling.services.refusals import _database_refusals

    number, person = clinic.session(), clinic.person()
    book(number, person)
    row, seat = Session.objects.get(pk=number), Seat.objects.get()
    copy = {"site": row.site, "service": row.service, "audience": row.audience, "during": row.during, "places": 1}

    def code(write: Callable[[], object]) -> Code:
        with pytest.raises(BookingRefused) as caught, _database_refusals():
            write()
        return caught.value.code

    one, two = clinic.clinicians
    assert code(lambda: Session.objects.create(**copy, clinician=one, mode="online")) is Code.CLINICIAN_TAKEN
    assert (
        code(lambda: Session.objects.create(**copy, clinician=two, mode="in_person", room=row.room)) is Code.ROOM_TAKEN
    )
    assert code(lambda: Session.objects.create(**copy, clinician=two, mode="in_person")) is Code.ROOM_NEEDED
    other = Session.objects.create(**copy, clinician=two, mode="online")
    again = {"participant": person, "during": seat.during}
    assert code(lambda: Seat.objects.create(session=other, **again)) is Code.PARTICIPANT_TAKEN
    assert code(lambda: Seat.objects.create(session=row, **again)) in {Code.ALREADY_IN, Code.PARTICIPANT_TAKEN}
    Seat.objects.create(session=other, participant=clinic.person(), during=row.during)
    assert (
        code(lambda: Seat.objects.create(session=other, participant=clinic.person(), during=row.during))
        is Code.SESSION_FULL
    )
    services.cancel_session(actor=clinic.actor, session_id=other.pk, reason="x")
    late = {"participant": clinic.person(), "during": row.during}
    assert code(lambda: Seat.objects.create(session=other, **late)) is Code.SESSION_CANCELLED
