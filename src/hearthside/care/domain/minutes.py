"""Scheduled, attended and countable minutes: three different numbers, counted on moments, never on the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from hearthside.care.domain.marks import ABSENT, Status
from hearthside.kernel.intervals import Period, covered_minutes
from hearthside.kernel.weeks import WeekWindow


@dataclass(frozen=True, slots=True)
class Sitting:
    """A person's seat in one session, and what is known of how they attended; no status means no mark yet."""

    session: Period
    countable: bool
    status: Status | None = None
    arrived: datetime | None = None
    left: datetime | None = None
    breaks: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Dose:
    """What the level of care asks of a week, and the days on which the person's stay began and ended."""

    min_minutes: int
    min_days: int
    admitted_on: date | None = None
    discharged_on: date | None = None


class Outlook(StrEnum):
    """Where a week stands against its dose."""

    NO_DOSE = "no_dose"
    PRORATED = "prorated"
    REACHED = "reached"
    CAN_REACH = "can_reach"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Tally:
    """A week in numbers. `scheduled` and `attended` are of every session, the countable ones are what the dose sees."""

    scheduled: int
    attended: int
    countable_scheduled: int
    countable_attended: int
    countable_left: int
    days_scheduled: int
    days_attended: int
    days_left: int


def attended_parts(sitting: Sitting) -> tuple[Period, ...]:
    """The stretches of a session that somebody was there for: inside the session, without its breaks."""
    if sitting.status is None or sitting.status in ABSENT:
        return ()
    session = _moments(sitting.session)
    start = max(session.start, (sitting.arrived or session.start).astimezone(UTC))
    end = min(session.end, (sitting.left or session.end).astimezone(UTC))
    return _without(start, end, sitting.breaks)


def attended_minutes(sitting: Sitting) -> int:
    """Minutes that somebody was there for."""
    return covered_minutes(attended_parts(sitting))


def scheduled_minutes(sitting: Sitting) -> int:
    """Minutes of treatment that were planned: the session without its breaks."""
    return covered_minutes(_planned(sitting))


def tally(sittings: Sequence[Sitting], zone: ZoneInfo) -> Tally:
    """Adds up a week: time planned or attended twice counts once; a day counts where a countable minute does."""
    countable = [sitting for sitting in sittings if sitting.countable]
    waiting = [sitting for sitting in countable if sitting.status is None]
    there = [part for sitting in countable for part in attended_parts(sitting)]
    counted = [part for sitting in countable for part in _planned(sitting)]
    other = [sitting for sitting in sittings if not sitting.countable]
    days_there, days_waiting = _days(there, zone), _days([s.session for s in waiting], zone)
    return Tally(
        scheduled=covered_minutes([*counted, *(part for sitting in other for part in _planned(sitting))]),
        attended=covered_minutes([*there, *(part for sitting in other for part in attended_parts(sitting))]),
        countable_scheduled=covered_minutes(counted),
        countable_attended=(attended := covered_minutes(there)),
        countable_left=covered_minutes([*there, *(p for s in waiting for p in _planned(s))]) - attended,
        days_scheduled=len(_days([sitting.session for sitting in countable], zone)),
        days_attended=len(days_there),
        days_left=len(days_waiting - days_there),
    )


def prorated(dose: Dose, week: WeekWindow) -> bool:
    """Whether the person's stay began or ended inside the week: a part of a week cannot fall short of a whole one."""
    first, last = week.days[0], week.days[-1]
    late = dose.admitted_on is not None and dose.admitted_on > first
    early = dose.discharged_on is not None and dose.discharged_on < last
    return late or early


def outlook(numbers: Tally, dose: Dose | None, week: WeekWindow) -> Outlook:
    """Where the week stands: sessions without a mark can still be attended, an excused one cannot."""
    if dose is None:
        return Outlook.NO_DOSE
    minutes, days = numbers.countable_attended, numbers.days_attended
    if minutes >= dose.min_minutes and days >= dose.min_days:
        return Outlook.REACHED
    if prorated(dose, week):
        return Outlook.PRORATED
    reachable = minutes + numbers.countable_left >= dose.min_minutes and days + numbers.days_left >= dose.min_days
    return Outlook.CAN_REACH if reachable else Outlook.SHORT


def _planned(sitting: Sitting) -> tuple[Period, ...]:
    session = _moments(sitting.session)
    return _without(session.start, session.end, sitting.breaks)


def _moments(period: Period) -> Period:
    """The same period without a wall clock: two moments of one zone would be compared by their clock faces."""
    return Period(period.start.astimezone(UTC), period.end.astimezone(UTC))


def _without(start: datetime, end: datetime, breaks: Iterable[Period]) -> tuple[Period, ...]:
    parts: list[Period] = []
    for pause in sorted(map(_moments, breaks)):
        if pause.start >= end:
            break
        if start < pause.start:
            parts.append(Period(start, pause.start))
        start = max(start, pause.end)
    if start < end:
        parts.append(Period(start, end))
    return tuple(parts)


def _days(periods: Iterable[Period], zone: ZoneInfo) -> set[date]:
    return {period.start.astimezone(zone).date() for period in periods}
