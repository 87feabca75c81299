"""How somebody attended, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.care.domain.marks import Status
from hearthside.care.domain.minutes import attended_minutes
from hearthside.care.models import AttendanceMark
from hearthside.care.selectors._reading import _ATTENDANCE, WeekHours, _hours, _marks_of, _sitting, _week
from hearthside.kernel.weeks import monday_of
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import DoseRule
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SessionCard


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One session that has begun and how the person attended; no status means no mark yet."""

    session: SessionCard
    status: Status | None
    arrived: datetime | None
    left: datetime | None
    reason: str
    attended: int


@dataclass(frozen=True, slots=True)
class HistoryWeek:
    """One week: its hours against the dose, its sessions from the last to the first."""

    starts_on: date
    hours: WeekHours
    lines: tuple[HistoryLine, ...]


@query(Permission.ATTENDANCE_READ, subject="participant_id")
def participant_history(*, actor: Actor, participant_id: int, weeks: int = 12) -> tuple[HistoryWeek, ...]:  # noqa: ARG001
    """The last weeks of a person that have begun, newest first, in a constant number of queries."""
    now = datetime.now(UTC)
    cards = scheduling.participant_sessions(
        actor=_ATTENDANCE, participant_id=participant_id,
        start=now - timedelta(weeks=weeks), end=now + timedelta(days=7),
    )  # fmt: skip
    marks = _marks_of(participant_id, [card.id for card in cards])
    rule = participants.own_dose(actor=_ATTENDANCE, participant_id=participant_id)
    mondays = sorted({monday_of(card.day) for card in cards if card.starts <= now}, reverse=True)[:weeks]
    by_week = {monday: [card for card in cards if monday_of(card.day) == monday] for monday in mondays}
    return tuple(_history_week(monday, own, marks, rule, now) for monday, own in by_week.items())


def _history_week(
    monday: date, own: Sequence[SessionCard], marks: dict[int, AttendanceMark], rule: DoseRule | None, now: datetime
) -> HistoryWeek:
    hours = _hours([_sitting(card, marks.get(card.id)) for card in own], rule, _week(own, monday))
    begun = sorted((card for card in own if card.starts <= now), key=lambda card: card.starts, reverse=True)
    return HistoryWeek(monday, hours, tuple(_line(card, marks.get(card.id)) for card in begun))


def _line(card: SessionCard, mark: AttendanceMark | None) -> HistoryLine:
    if mark is None:
        return HistoryLine(card, None, None, None, "", 0)
    arrived, left = (
        moment.astimezone(card.starts.tzinfo) if moment else None for moment in (mark.arrived_at, mark.left_at)
    )
    return HistoryLine(card, Status(mark.status), arrived, left, mark.reason, attended_minutes(_sitting(card, mark)))
