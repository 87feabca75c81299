"""Takes over weeks that a clinic held before it used Hearthside: sessions and who sat in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.kernel.intervals import Period
from hearthside.scheduling.models import Seat, Session


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A session that was held, and the people who had a place in it."""

    site_id: int
    service_id: int
    audience_id: int
    clinician_id: int
    room_id: int | None
    mode: str
    during: Period
    places: int
    participant_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat that was taken over, for the attendance that belongs to it."""

    seat_id: int
    participant_id: int
    mode: str
    during: Period


@command(Permission.IMPORT_RUN)
def take_over_sessions(*, actor: Actor, sessions: Sequence[HeldSession]) -> tuple[HeldSeat, ...]:  # noqa: ARG001
    """Writes sessions with their seats, all or nothing; the database refuses any that overlap."""
    rows = Session.objects.bulk_create([
        Session(
            site_id=held.site_id, service_id=held.service_id, audience_id=held.audience_id,
            clinician_id=held.clinician_id, room_id=held.room_id, mode=held.mode,
            during=(held.during.start, held.during.end), places=held.places,
        )
        for held in sessions
    ])  # fmt: skip
    taken = [(row, held, who) for row, held in zip(rows, sessions, strict=True) for who in held.participant_ids]
    seats = Seat.objects.bulk_create([
        Seat(session=row, participant_id=who, during=(held.during.start, held.during.end)) for row, held, who in taken
    ])  # fmt: skip
    return tuple(
        HeldSeat(seat.pk, who, held.mode, held.during) for seat, (_, held, who) in zip(seats, taken, strict=True)
    )
