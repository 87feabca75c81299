"""Marking attendance; marks never change, a later one supersedes the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import QuerySet

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.care.domain.marks import Refusal, Status, Times, not_open, times_of
from hearthside.care.models import AttendanceMark, SessionTopic
from hearthside.kernel.intervals import Period
from hearthside.program import selectors as program
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SessionCard

_ATTENDANCE = Actor.system("attendance")
_LOCK = 4_107


class MarkRefused(Exception):
    """A mark that cannot be made, and why."""

    def __init__(self, reason: Refusal, participant_id: int | None = None) -> None:
        super().__init__(str(reason))
        self.reason, self.participant_id = reason, participant_id


@dataclass(frozen=True, slots=True)
class MarkWish:
    """How one person attended, as somebody says it."""

    participant_id: int
    status: Status
    arrived: datetime | None = None
    left: datetime | None = None
    reason: str = ""


@command(Permission.ATTENDANCE_RECORD)
def mark_attendance(
    *, actor: Actor, session_id: int, participant_id: int, status: str, arrived: datetime | None = None,
    left: datetime | None = None, reason: str = "",
) -> int:  # fmt: skip
    """Says how one person attended a session; the id of the mark."""
    wish = MarkWish(participant_id, Status(status), arrived, left, reason)
    return _mark(actor, session_id, [wish])[0]


@command(Permission.ATTENDANCE_RECORD)
def mark_all_present(*, actor: Actor, session_id: int) -> tuple[int, ...]:
    """Marks everybody who has no mark yet as present, or as online where the session is; the ids of the new marks."""
    card, seats = _locked_session(session_id)
    marked = set(_in_force(seats.values()).values_list("seat_id", flat=True))
    status = Status.ONLINE if card.mode == "online" else Status.PRESENT
    wishes = [MarkWish(person, status) for person, seat in seats.items() if seat not in marked]
    return _mark(actor, session_id, wishes)


@command(Permission.ATTENDANCE_RECORD)
def undo_mark(*, actor: Actor, session_id: int, mark_ids: Iterable[int]) -> int:
    """Takes back marks still in force and brings back what stood before them; how many were taken back."""
    _card, seats = _locked_session(session_id)
    found = list(_in_force(seats.values()).filter(pk__in=list(mark_ids)))
    earlier: dict[int, AttendanceMark] = {}
    rows = AttendanceMark.objects.filter(seat_id__in=[mark.seat_id for mark in found]).order_by("id")
    newest = {mark.seat_id: mark.pk for mark in found}
    for row in rows:
        if row.pk < newest[row.seat_id]:
            earlier[row.seat_id] = row
    _supersede(mark.pk for mark in found)
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            seat_id=row.seat_id, status=row.status, arrived_at=row.arrived_at, left_at=row.left_at, reason=row.reason,
            by_id=actor.user_id or None,
        )
        for row in earlier.values()
    )  # fmt: skip
    return len(found)


def _mark(actor: Actor, session_id: int, wishes: Sequence[MarkWish]) -> tuple[int, ...]:
    card, seats = _locked_session(session_id)
    now = datetime.now(UTC)
    rows = [_new_mark(card, seats, wish, now) for wish in wishes]
    _supersede(_in_force(row.seat_id for row in rows).values_list("pk", flat=True))
    for row in rows:
        row.by_id = actor.user_id or None
    return tuple(row.pk for row in AttendanceMark.objects.bulk_create(rows))


def _new_mark(card: SessionCard, seats: dict[int, int], wish: MarkWish, now: datetime) -> AttendanceMark:
    if card.cancelled:
        raise MarkRefused(Refusal.CANCELLED, wish.participant_id)
    if wish.participant_id not in seats:
        raise NotFound("seat")
    session = Period(card.starts, card.ends)
    if not_open(wish.status, session, now):
        raise MarkRefused(Refusal.NOT_STARTED, wish.participant_id)
    times = times_of(wish.status, session, now, wish.arrived, wish.left)
    if not isinstance(times, Times):
        raise MarkRefused(times, wish.participant_id)
    return AttendanceMark(
        seat_id=seats[wish.participant_id], status=wish.status.value, arrived_at=times.arrived, left_at=times.left,
        reason=wish.reason.strip()[:200],
    )  # fmt: skip


def _locked_session(session_id: int) -> tuple[SessionCard, dict[int, int]]:
    """The session and its seats by person; whoever else marks this session waits until this mark is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, session_id % 2**31])
    card = scheduling.session_card(actor=_ATTENDANCE, session_id=session_id)
    people = scheduling.session_people(actor=_ATTENDANCE, session_ids=[session_id])[session_id]
    return card, {seat.participant_id: seat.seat_id for seat in people}


def _in_force(seat_ids: Iterable[int]) -> QuerySet[AttendanceMark]:
    return AttendanceMark.objects.filter(seat_id__in=list(seat_ids), superseded_at=None)


def _supersede(mark_ids: Iterable[int]) -> None:
    AttendanceMark.objects.filter(pk__in=list(mark_ids)).update(superseded_at=datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class PastMark:
    """How somebody attended before the clinic used Hearthside."""

    seat_id: int
    status: Status
    arrived: datetime | None
    left: datetime | None


@command(Permission.IMPORT_RUN)
def take_over_marks(*, actor: Actor, marks: Sequence[PastMark]) -> int:
    """Writes the attendance of sessions that were taken over; how many marks."""
    rows = [
        AttendanceMark(
            seat_id=mark.seat_id, status=mark.status.value, arrived_at=mark.arrived, left_at=mark.left,
            by_id=actor.user_id,
        )
        for mark in marks
    ]  # fmt: skip
    return len(AttendanceMark.objects.bulk_create(rows, batch_size=1000))


@command(Permission.ATTENDANCE_RECORD)
def choose_topics(*, actor: Actor, topics: Mapping[int, int | None]) -> int:
    """Says what sessions are about, or takes that back; topics of another service change nothing. How many changed."""
    cards = scheduling.session_cards(actor=_ATTENDANCE, session_ids=list(topics))
    if len(cards) != len(topics):
        raise NotFound("session")
    offered = {(topic.service_id, topic.id) for topic in program.topics(actor=_ATTENDANCE)}
    changed = 0
    for card in cards:
        topic = topics[card.id]
        if topic is None:
            changed += SessionTopic.objects.filter(session_id=card.id).delete()[0]
        elif (card.service_id, topic) in offered:
            SessionTopic.objects.update_or_create(
                session_id=card.id, defaults={"topic_id": topic, "by_id": actor.user_id or None}
            )
            changed += 1
    return changed
