"""Seats and sessions by hand: lock what is concerned, check, write; a refusal has a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.kernel.intervals import Period
from hearthside.participants.selectors.booking import BookingFacts, booking_facts
from hearthside.scheduling.domain.booking import (
    Code,
    Objection,
    Place,
    commitment_objection,
    seat_objection,
    session_objection,
)
from hearthside.scheduling.models import Seat, Session
from hearthside.scheduling.services._facts import (
    Held,
    Wanted,
    held,
    plan_of,
    seated,
    site_of,
    sitter_of,
    taken_objection,
)
from hearthside.scheduling.services._locks import Kind, take
from hearthside.scheduling.services.refusals import BookingRefused, _database_refusals, _insist, _refused


@dataclass(frozen=True, slots=True)
class Restored:
    """A cancelled session that is held after all, and the people who could not have their place back."""

    session_id: int
    seated: tuple[int, ...]
    lost: tuple[int, ...]


@command(Permission.SESSION_EDIT)
def open_session(
    *, actor: Actor, site_id: int, service_id: int, audience_id: int, mode: str, day: date, start: int,
    clinician_id: int, room_id: int | None = None,
) -> int:  # fmt: skip
    """Adds a session to the week and returns its id."""
    take(site_id, [(Kind.ROOM, room_id), (Kind.CLINICIAN, clinician_id)])
    wanted = Wanted(site_id, service_id, audience_id, mode, day, start, room_id, clinician_id)
    period, places = _allowed(actor, wanted)
    with _database_refusals():
        session = Session.objects.create(
            site_id=site_id, service_id=service_id, audience_id=audience_id, clinician_id=clinician_id,
            room_id=room_id, mode=mode, during=(period.start, period.end), places=places,
        )  # fmt: skip
    return session.pk


@command(Permission.SESSION_EDIT)
def book_seat(*, actor: Actor, session_id: int, participant_id: int, despite_commitments: bool = False) -> int:
    """Gives a person a place in a session and returns the seat's id."""
    take(site_of(session_id), [(Kind.SESSION, session_id), (Kind.PARTICIPANT, participant_id)])
    session, already = _standing(session_id), seated(session_id)
    _has_place(session, participant_id, already)
    facts = _facts(actor, [participant_id], session.during).get(participant_id)
    return _seat(session, participant_id, already, facts, despite_commitments=despite_commitments)


@command(Permission.SESSION_EDIT)
def release_seat(*, actor: Actor, seat_id: int) -> int:  # noqa: ARG001
    """Takes a person out of a session and returns the session's id; doing it twice changes nothing."""
    row = Seat.objects.filter(pk=seat_id).values_list("session_id", "participant_id").first()
    if row is None:
        raise NotFound("seat")
    take(site_of(row[0]), [(Kind.SESSION, row[0]), (Kind.PARTICIPANT, row[1])])
    Seat.objects.filter(pk=seat_id, released_at=None).update(released_at=timezone.now())
    return int(row[0])


@command(Permission.SESSION_EDIT)
def cancel_session(*, actor: Actor, session_id: int, reason: str) -> None:  # noqa: ARG001
    """Calls a session off; everybody in it is released, and the reason is kept."""
    reason = reason.strip()
    if not reason:
        raise _refused(Code.REASON_NEEDED)
    _lock_with_people(session_id)
    Session.objects.filter(pk=session_id, cancelled_at=None).update(
        cancelled_at=timezone.now(), cancel_reason=reason[:200], sequence=F("sequence") + 1, changed_at=timezone.now()
    )


@command(Permission.SESSION_EDIT)
def restore_session(*, actor: Actor, session_id: int) -> Restored:
    """Takes a cancellation back: the session is held, and whoever still can has their place again."""
    _lock_with_people(session_id, _released_with(session_id))
    session = held(session_id)
    people = _released_with(session_id)
    if session.cancelled_at is None:
        return Restored(session_id, tuple(sorted(seated(session_id))), ())
    with _database_refusals():
        Session.objects.filter(pk=session_id).update(
            cancelled_at=None, cancel_reason="", sequence=F("sequence") + 1, changed_at=timezone.now()
        )
    facts = _facts(actor, people, session.during)
    back, lost = [], []
    for person in people:
        try:
            with transaction.atomic():
                now = held(session_id)
                _has_place(now, person, seated(session_id))
                _seat(now, person, seated(session_id), facts.get(person), despite_commitments=True)
            back.append(person)
        except BookingRefused:
            lost.append(person)
    return Restored(session_id, tuple(back), tuple(lost))


@command(Permission.SESSION_EDIT)
def move_session(
    *, actor: Actor, session_id: int, day: date, start: int, room_id: int | None, clinician_id: int,
    despite_commitments: bool = False,
) -> None:  # fmt: skip
    """Moves a session to another time, room or clinician with everybody in it, or refuses and changes nothing."""
    session, people = _lock_with_people(session_id, (), (Kind.ROOM, room_id), (Kind.CLINICIAN, clinician_id))
    _insist(Objection(Code.SESSION_CANCELLED, {}) if session.cancelled_at else None)
    wanted = Wanted(
        session.site_id, session.service_id, session.audience_id, session.mode, day, start, room_id, clinician_id,
        needed_seats=max(1, len(people)), besides=session_id,
    )  # fmt: skip
    period, places = _allowed(actor, wanted)
    _people_can_come(actor, session, people, period, despite_commitments)
    with _database_refusals():
        Session.objects.filter(pk=session_id).update(
            during=(period.start, period.end), room_id=room_id, clinician_id=clinician_id,
            places=max(places, len(people)), sequence=F("sequence") + 1, changed_at=timezone.now(),
        )  # fmt: skip


@command(Permission.SESSION_EDIT)
def lock_session(*, actor: Actor, session_id: int, locked: bool = True) -> None:  # noqa: ARG001
    """Keeps a session as it is when the next version of its week is built, or lets go of it."""
    take(site_of(session_id), [(Kind.SESSION, session_id)])
    Session.objects.filter(pk=session_id).update(locked=locked)


def _allowed(actor: Actor, wanted: Wanted) -> tuple[Period, int]:
    plan, period, places = plan_of(actor, wanted)
    _insist(session_objection(plan) or taken_objection(wanted, period))
    return period, places


def _standing(session_id: int) -> Held:
    session = held(session_id)
    if session.cancelled_at is not None:
        raise _refused(Code.SESSION_CANCELLED)
    return session


def _facts(actor: Actor, people: Iterable[int], during: Period) -> dict[int, BookingFacts]:
    return booking_facts(actor=actor, participant_ids=list(people), start=during.start, end=during.end)


def _has_place(session: Held, person: int, already: frozenset[int]) -> None:
    """The two commonest refusals, before anything is read about the person."""
    if person in already:
        raise _refused(Code.ALREADY_IN)
    if session.taken >= session.places:
        raise _refused(Code.SESSION_FULL)


def _seat(
    session: Held, person: int, already: frozenset[int], facts: BookingFacts | None, *, despite_commitments: bool
) -> int:
    sitter = sitter_of(facts, session, session.during)
    place = Place(
        session.tracks, session.language, session.mode, session.during, session.places - session.taken, already
    )
    _insist(seat_objection(place, sitter, despite_commitments=despite_commitments))
    with _database_refusals():
        seat = Seat.objects.create(
            session_id=session.id, participant_id=person, during=(session.during.start, session.during.end)
        )
    return seat.pk


def _people_can_come(actor: Actor, session: Held, people: Iterable[int], period: Period, despite: bool) -> None:
    facts = _facts(actor, people, period)
    place = Place(session.tracks, session.language, session.mode, period, 1, frozenset())
    for person in people:
        sitter = sitter_of(facts.get(person), session, period)
        objection = Objection(Code.PARTICIPANT_TAKEN, {}) if sitter.overlaps else None
        if objection is None and sitter.same_day_modes - {session.mode}:
            objection = Objection(Code.TWO_MODES, {})
        if objection is None and not despite:
            objection = commitment_objection(place, sitter)
        if objection is not None:
            raise _refused(objection.code, {**objection.detail, "participant_id": person})


def _released_with(session_id: int) -> tuple[int, ...]:
    """The people whose seat went when the session was cancelled."""
    rows = Seat.objects.filter(session_id=session_id, released_at=F("session__cancelled_at"))
    return tuple(rows.order_by("booked_at", "id").values_list("participant_id", flat=True))


def _lock_with_people(
    session_id: int, people: Iterable[int] = (), *more: tuple[Kind, int | None]
) -> tuple[Held, tuple[int, ...]]:
    """The session's lock first, then those of its room, its clinician and its people, then the session itself."""
    site_id = site_of(session_id)
    take(site_id, [(Kind.SESSION, session_id)])
    session, inside = held(session_id), tuple(sorted(seated(session_id)))
    rest = [(Kind.ROOM, session.room_id), (Kind.CLINICIAN, session.clinician_id), *more]
    take(site_id, [*rest, *((Kind.PARTICIPANT, person) for person in {*inside, *people})])
    return held(session_id), inside
