"""A session as the person who goes there sees it: when, where, when to leave; and how a week divides into days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from hearthside.care.domain.marks import Status


@dataclass(frozen=True, slots=True)
class Visit:
    """One session to go to. What the reader may not see is empty; times are on the clock of the session's site."""

    session_id: int
    starts: datetime
    ends: datetime
    online: bool
    cancelled: bool
    name: str = ""
    room: str = ""
    site: str = ""
    address: str = ""
    leader: str = ""
    leave: datetime | None = None
    travel: int = 0
    status: Status | None = None
    arrived: datetime | None = None
    left: datetime | None = None
    attended: int = 0
    place_known: bool = True

    @property
    def day(self) -> date:
        """The date on the site's wall clock."""
        return self.starts.date()

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return int((self.ends.timestamp() - self.starts.timestamp()) // 60)


@dataclass(frozen=True, slots=True)
class Busy:
    """Something else in the person's day, quietly: minutes after midnight."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day of a week."""

    day: date
    visits: tuple[Visit, ...]
    busy: tuple[Busy, ...]
    today: bool


class WeekState(StrEnum):
    """Why a week looks as it does."""

    PLANNED = "planned"
    NOT_READY = "not_ready"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is next, what else is on today, what comes tomorrow until the first that takes place."""

    next: Visit | None
    running: bool
    leave_now: bool
    later: tuple[Visit, ...]
    tomorrow: tuple[Visit, ...]


def leaves_at(starts: datetime, travel_minutes: int) -> datetime:
    """When to leave, on the same clock, also over a change of clocks."""
    return (starts.astimezone(UTC) - timedelta(minutes=travel_minutes)).astimezone(starts.tzinfo)


def ahead(visits: Sequence[Visit], now: datetime, today: date) -> Ahead:
    """What a person needs to know on opening the page."""
    coming = [visit for visit in sorted(visits, key=_by_moment) if visit.ends > now]
    following = next((visit for visit in coming if not visit.cancelled), None)
    later = tuple(visit for visit in coming if visit.day == today and visit is not following)
    tomorrow: list[Visit] = []
    for visit in coming:
        if visit.day == today + timedelta(days=1) and visit is not following:
            tomorrow.append(visit)
            if not visit.cancelled:
                break
    if following is not None and following.day == today + timedelta(days=1):
        tomorrow = [visit for visit in tomorrow if visit.cancelled]
    running = following is not None and following.starts <= now
    leave = following.leave if following else None
    return Ahead(following, running, not running and leave is not None and leave <= now, later, tuple(tomorrow))


def week_days(
    monday: date, visits: Iterable[Visit], busy: Iterable[tuple[int, Busy]], today: date
) -> tuple[DayPlan, ...]:
    """Seven days, each with its sessions in the order of time and what else is in it."""
    days = [monday + timedelta(days=number) for number in range(7)]
    by_day: dict[date, list[Visit]] = {day: [] for day in days}
    for visit in sorted(visits, key=_by_moment):
        by_day.get(visit.day, []).append(visit)
    taken: list[list[Busy]] = [[] for _day in days]
    for number, one in busy:
        taken[number].append(one)
    return tuple(
        DayPlan(day, tuple(by_day[day]), tuple(sorted(taken[number], key=lambda b: b.start)), day == today)
        for number, day in enumerate(days)
    )


def _by_moment(visit: Visit) -> tuple[float, int]:
    return visit.starts.timestamp(), visit.session_id
