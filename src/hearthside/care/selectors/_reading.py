"""Seats, marks and the dose put together: what the answers about attendance share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import F

from hearthside.access.actor import Actor
from hearthside.care.domain.marks import Status
from hearthside.care.domain.minutes import Dose, Outlook, Sitting, outlook, prorated, tally
from hearthside.care.models import AttendanceMark
from hearthside.kernel.intervals import Period
from hearthside.kernel.weeks import WeekWindow
from hearthside.participants.selectors import DoseRule
from hearthside.scheduling.selectors import SeatRef, SessionCard

_ATTENDANCE = Actor.system("attendance")


@dataclass(frozen=True, slots=True)
class WeekHours:
    """A week of one person beside the dose. `scheduled`, `attended` and `countable_left` count towards the dose;

    `all_scheduled` and `all_attended` are of every session; `countable_left` is in sessions that have no mark yet.
    """

    scheduled: int
    attended: int
    countable_left: int
    min_minutes: int
    days_scheduled: int
    days_attended: int
    min_days: int
    prorated: bool
    outlook: Outlook
    all_scheduled: int
    all_attended: int

    @property
    def short(self) -> int:
        """Minutes that will be missing even if everything still without a mark is attended."""
        return max(0, self.min_minutes - self.attended - self.countable_left)

    @property
    def can_reach(self) -> bool:
        """Whether the dose is reached or can still be reached."""
        return self.outlook in {Outlook.REACHED, Outlook.CAN_REACH}


def _marks_of(participant_id: int, session_ids: Iterable[int]) -> dict[int, AttendanceMark]:
    """The marks in force of a person, by session."""
    rows = AttendanceMark.objects.filter(
        superseded_at=None, seat__participant_id=participant_id, seat__session_id__in=list(session_ids),
        seat__released_at=None,
    ).annotate(session_id=F("seat__session_id"))  # fmt: skip
    return {row.session_id: row for row in rows}


def _marks_in_force(seat_ids: Sequence[int]) -> dict[int, AttendanceMark]:
    """The marks in force of these seats."""
    return {row.seat_id: row for row in AttendanceMark.objects.filter(superseded_at=None, seat_id__in=seat_ids)}


def _sitting(on: SessionCard | SeatRef, mark: AttendanceMark | None) -> Sitting:
    session = Period(on.starts, on.ends)
    if mark is None:
        return Sitting(session, on.countable)
    return Sitting(session, on.countable, Status(mark.status), mark.arrived_at, mark.left_at)


def _week(cards: Sequence[SessionCard], starts_on: date) -> WeekWindow:
    """The week on the clock of the site where the person has most of it."""
    zone = cards[0].starts.tzinfo if cards else None
    return WeekWindow(starts_on, zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC"))


def _hours(sittings: Sequence[Sitting], rule: DoseRule | None, week: WeekWindow) -> WeekHours:
    dose = Dose(rule.min_minutes, rule.min_days, rule.admitted_on, rule.discharged_on) if rule else None
    numbers = tally(sittings, week.zone)
    return WeekHours(
        scheduled=numbers.countable_scheduled, attended=numbers.countable_attended,
        countable_left=numbers.countable_left, min_minutes=dose.min_minutes if dose else 0,
        days_scheduled=numbers.days_scheduled, days_attended=numbers.days_attended,
        min_days=dose.min_days if dose else 0, prorated=dose is not None and prorated(dose, week),
        outlook=outlook(numbers, dose, week), all_scheduled=numbers.scheduled, all_attended=numbers.attended,
    )  # fmt: skip
