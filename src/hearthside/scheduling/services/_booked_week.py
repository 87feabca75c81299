"""Writes a found week down seat by seat through the ordinary rules of a booking, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from hearthside.scheduling.domain.entities import Session as PlannedSession
from hearthside.scheduling.domain.places import Placement
from hearthside.scheduling.models import Seat, Session
from hearthside.scheduling.services._running import CLINIC, Running
from hearthside.scheduling.services.booking import book_seat, open_session, restore_session


@dataclass(slots=True)
class Booked:
    """What was done, by number: seats taken and given up, sessions opened and closed, seats of others before, after."""

    seats: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    moved: list[list[int]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For the row that undoing reads."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Booked:
        """What was written."""
        return cls(**data)


def apply(where: Running, participant_id: int, found: Placement) -> Booked:
    """Books every seat; a refusal of any rule or constraint ends the transaction that this runs in."""
    booked, now = Booked(), timezone.now()
    leaving = Seat.objects.filter(session_id__in=[int(n[1:]) for n in found.left], released_at=None)
    leaving = leaving.filter(participant_id=participant_id)
    booked.left = list(leaving.values_list("pk", flat=True))
    _release(booked.left, now)
    booked.closed = _close_empty((int(name[1:]) for name in found.left), now)
    before = [_seat_of(int(m.participant[1:]), int(m.left.id[1:])) for m in found.moves]
    _release(before, now)
    for place in found.places:
        if not place.kept:
            number = _opened(where, place.session, booked) if place.new else int(place.session.id[1:])
            booked.seats.append(book_seat(actor=CLINIC, session_id=number, participant_id=participant_id))
    for move, seat in zip(found.moves, before, strict=True):
        number = _opened(where, move.joined, booked) if move.new else int(move.joined.id[1:])
        after = book_seat(actor=CLINIC, session_id=number, participant_id=int(move.participant[1:]))
        booked.moved.append([seat, after])
    return booked


def revert(participant_id: int, booked: Booked) -> None:
    """Puts everything back as it was before; refuses as a booking does where a place went meanwhile."""
    now = timezone.now()
    _release([*booked.seats, *(after for _, after in booked.moved)], now)
    _close_empty(booked.opened, now)
    for number in booked.closed:
        restore_session(actor=CLINIC, session_id=number)
    for seat in Seat.objects.filter(pk__in=booked.left).exclude(session_id__in=booked.closed):
        book_seat(actor=CLINIC, session_id=seat.session_id, participant_id=participant_id)
    for seat in Seat.objects.filter(pk__in=[before for before, _ in booked.moved]):
        book_seat(actor=CLINIC, session_id=seat.session_id, participant_id=seat.participant_id)


def _seat_of(participant_id: int, session_id: int) -> int:
    return Seat.objects.values_list("pk", flat=True).get(
        session_id=session_id, participant_id=participant_id, released_at=None
    )


def _release(seats: Iterable[int], now: datetime) -> None:
    Seat.objects.filter(pk__in=list(seats), released_at=None).update(released_at=now)


def _close_empty(sessions: Iterable[int], now: datetime) -> list[int]:
    """Calls off those of these sessions in which nobody sits any more; returns their numbers."""
    rows = Session.objects.filter(pk__in=list(sessions), taken=0, cancelled_at=None)
    empty = list(rows.values_list("pk", flat=True))
    rows.update(cancelled_at=now, sequence=F("sequence") + 1, changed_at=now)
    return empty


def _opened(where: Running, session: PlannedSession, booked: Booked) -> int:
    service = next(s for s in where.catalogue.services if s.code == session.service)
    audience = next(a for a in service.audiences if a.code == session.audience)
    number = open_session(
        actor=CLINIC, site_id=where.site_id, service_id=service.id, audience_id=audience.id, mode=session.mode,
        day=where.week_starts_on + timedelta(days=session.day), start=session.start,
        clinician_id=int(session.clinician[1:]), room_id=None if session.room is None else int(session.room[1:]),
    )  # fmt: skip
    booked.opened.append(number)
    return number
