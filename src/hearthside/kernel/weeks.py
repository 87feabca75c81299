"""A clinic's week on the wall clock of one site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hearthside.kernel.intervals import Period

MINUTES_A_DAY = 1440


def monday_of(day: date) -> date:
    """The Monday of the week that holds this day."""
    return day - timedelta(days=day.weekday())


def clock(minutes: int) -> str:
    """Minutes after midnight as people write them: 1050 is "17:30"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment (UTC) of a wall-clock time: one skipped in spring moves on by the gap, a doubled one is the first."""
    whole_days, minutes = divmod(minutes, MINUTES_A_DAY)
    wall = datetime.combine(day + timedelta(days=whole_days), time(minutes // 60, minutes % 60), tzinfo=zone)
    return wall.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class WeekWindow:
    """Monday to Sunday at one site; `starts_on` is always a Monday."""

    starts_on: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.starts_on.weekday():
            raise ValueError(f"a week starts on a Monday, {self.starts_on} is not one")

    @classmethod
    def holding(cls, at: datetime, zone: ZoneInfo) -> WeekWindow:
        """The week that holds a moment, as the site's wall clock sees it."""
        return cls(monday_of(at.astimezone(zone).date()), zone)

    @property
    def period(self) -> Period:
        """From Monday midnight to the next Monday midnight, 167 to 169 hours."""
        return Period(moment(self.starts_on, 0, self.zone), moment(self.starts_on + timedelta(days=7), 0, self.zone))

    @property
    def days(self) -> tuple[date, ...]:
        """The seven dates."""
        return tuple(self.starts_on + timedelta(days=number) for number in range(7))

    def next(self) -> WeekWindow:
        """The week after."""
        return WeekWindow(self.starts_on + timedelta(days=7), self.zone)

    def previous(self) -> WeekWindow:
        """The week before."""
        return WeekWindow(self.starts_on - timedelta(days=7), self.zone)

    def at(self, day: int, minutes: int) -> datetime:
        """The moment of `minutes` after midnight on day 0 (Monday) to 6 (Sunday)."""
        return moment(self.starts_on + timedelta(days=day), minutes, self.zone)

    def period_at(self, day: int, start: int, minutes: int) -> Period:
        """A session's period: it lasts its minutes by a stopwatch even where the clocks change."""
        begins = self.at(day, start)
        return Period(begins, begins + timedelta(minutes=minutes))

    def place(self, at: datetime) -> tuple[int, int]:
        """Day 0-6 and minutes after midnight of a moment inside this week."""
        wall = at.astimezone(self.zone)
        return (wall.date() - self.starts_on).days, wall.hour * 60 + wall.minute
