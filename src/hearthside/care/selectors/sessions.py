"""Attendance of one session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.care.domain.marks import Status, opens_at
from hearthside.care.domain.minutes import attended_minutes
from hearthside.care.models import AttendanceMark
from hearthside.care.selectors._reading import _ATTENDANCE, _sitting
from hearthside.kernel.intervals import Period
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import PersonCard
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SeatRow, SessionCard


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement about how somebody attended, by whom and when; one of a seat is in force, or none."""

    id: int
    status: Status
    arrived: datetime | None
    left: datetime | None
    reason: str
    by: str
    at: datetime
    in_force: bool
    minutes: int


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One person of a session: the mark in force, and every mark before it, newest first."""

    seat: SeatRow
    person: PersonCard
    mark: Mark | None
    history: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class SessionAttendance:
    """Attendance of a session, by name; `opens` is from when it can be taken."""

    card: SessionCard
    opens: datetime
    open: bool
    rows: tuple[AttendanceRow, ...]

    @property
    def waiting(self) -> int:
        """How many people have no mark yet."""
        return sum(row.mark is None for row in self.rows)


@query(Permission.ATTENDANCE_READ)
def session_attendance(*, actor: Actor, session_id: int) -> SessionAttendance:  # noqa: ARG001
    """Who sits in a session and how they attended, in a constant number of queries."""
    card = scheduling.session_card(actor=_ATTENDANCE, session_id=session_id)
    seats = scheduling.session_people(actor=_ATTENDANCE, session_ids=[session_id])[session_id]
    people = participants.cards(actor=_ATTENDANCE, participant_ids=[seat.participant_id for seat in seats])
    marks = _history_of(card, [seat.seat_id for seat in seats])
    rows = [_row(seat, people[seat.participant_id], marks[seat.seat_id]) for seat in seats]
    opens = opens_at(Period(card.starts, card.ends))
    ordered = tuple(sorted(rows, key=lambda row: (row.person.display_name.casefold(), row.seat.seat_id)))
    return SessionAttendance(card, opens, datetime.now(UTC) >= opens and not card.cancelled, ordered)


@query(Permission.ATTENDANCE_READ)
def unmarked_sessions(*, actor: Actor, session_ids: Iterable[int]) -> dict[int, int]:  # noqa: ARG001
    """How many people of each of these sessions have no mark yet, in two queries."""
    people = scheduling.session_people(actor=_ATTENDANCE, session_ids=list(session_ids))
    seats = [seat.seat_id for rows in people.values() for seat in rows]
    marked = set(AttendanceMark.objects.filter(seat_id__in=seats, superseded_at=None).values_list("seat_id", flat=True))
    return {session: sum(seat.seat_id not in marked for seat in rows) for session, rows in people.items()}


def _row(seat: SeatRow, person: PersonCard, marks: tuple[Mark, ...]) -> AttendanceRow:
    return AttendanceRow(seat, person, next((mark for mark in marks if mark.in_force), None), marks)


def _history_of(card: SessionCard, seat_ids: list[int]) -> dict[int, tuple[Mark, ...]]:
    rows = AttendanceMark.objects.filter(seat_id__in=seat_ids).select_related("by").order_by("-id")
    found: dict[int, tuple[Mark, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.seat_id] += (_mark(card, row),)
    return found


def _mark(card: SessionCard, row: AttendanceMark) -> Mark:
    zone = card.starts.tzinfo
    return Mark(
        row.pk, Status(row.status), _local(row.arrived_at, zone), _local(row.left_at, zone), row.reason,
        row.by.name if row.by else "", row.at.astimezone(zone), row.superseded_at is None,
        attended_minutes(_sitting(card, row)),
    )  # fmt: skip


def _local(moment: datetime | None, zone: tzinfo | None) -> datetime | None:
    return moment.astimezone(zone) if moment else None
