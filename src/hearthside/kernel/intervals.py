"""Half-open intervals of minutes and of moments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Minutes from `start` up to, not including, `end` (minutes after midnight, or of any other scale)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share at least one minute."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Interval) -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Two aware moments, half-open: from `start` up to, not including, `end`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs moments with a time zone")
        if self.end < self.start:
            raise ValueError("a period cannot end before it starts")

    @property
    def minutes(self) -> int:
        """Elapsed whole minutes, also over a change of clocks."""
        return int((self.end.timestamp() - self.start.timestamp()) // 60)

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a moment."""
        return self.start < other.end and other.start < self.end

    def shared_minutes(self, other: Period) -> int:
        """Whole minutes that both periods cover."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end).minutes if start < end else 0


def covered_minutes(periods: Iterable[Period]) -> int:
    """Minutes covered by at least one of the periods: time attended twice counts once."""
    total, until = 0, None
    for period in sorted(periods):
        start = period.start if until is None else max(period.start, until)
        if start < period.end:
            total += Period(start, period.end).minutes
            until = period.end
    return total
