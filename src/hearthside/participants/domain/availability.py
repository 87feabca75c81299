"""What a person's week leaves free: weekly commitments and imported busy times as the timetable's commitments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hearthside.participants.domain.calendars import Busy

GRID_MINUTES = 15
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class WeeklyCommitment:
    """Something that takes a person every week; an end not after the start means the next day."""

    label: str
    weekday: int  # 0 is Monday
    start_minute: int
    end_minute: int
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it begins on this day; the last valid day still counts."""
        return (
            day.weekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, slots=True)
class DayCommitment:
    """Minutes of one day of the week, on the timetable's grid, in which a person is taken."""

    label: str
    day: int  # 0 is the day that the week starts on
    start_minute: int
    end_minute: int


def week_commitments(
    *, weekly: Sequence[WeeklyCommitment], busy: Sequence[Busy], week_starts_on: date, zone: ZoneInfo
) -> tuple[DayCommitment, ...]:
    """One week's commitments by the site's wall clock: whole grid steps, split at midnight, merged by label."""
    days = [week_starts_on + timedelta(days=number) for number in range(7)]
    pieces = [
        DayCommitment(label, (day - week_starts_on).days, _down(start), _up(end))
        for label, day, start, end in (*_of_weekly(weekly, days), *_of_busy(busy, days, zone))
        if start < end
    ]
    return _merged(pieces)


Piece = tuple[str, date, int, int]


def _of_weekly(weekly: Iterable[WeeklyCommitment], days: list[date]) -> Iterator[Piece]:
    """Each commitment of each day, from the evening before the week until its last midnight."""
    for commitment in weekly:
        label, start, end = commitment.label, commitment.start_minute, commitment.end_minute
        over_midnight = end <= start
        for day in days:
            if commitment.holds_on(day):
                yield label, day, start, DAY_MINUTES if over_midnight else end
            if over_midnight and commitment.holds_on(day - timedelta(days=1)):
                yield label, day, 0, end


def _of_busy(busy: Iterable[Busy], days: list[date], zone: ZoneInfo) -> Iterator[Piece]:
    midnights = [_midnight(day, zone) for day in (*days, days[-1] + timedelta(days=1))]
    spans = list(zip(days, pairwise(midnights), strict=True))
    for time in busy:
        for day, (begins, ends) in spans:
            start, end = max(time.start, begins), min(time.end, ends)
            if start < end:
                for first, last in _minutes(start, end, ends, zone):
                    yield time.label, day, first, last


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _minutes(start: datetime, end: datetime, midnight: datetime, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """The wall-clock minutes from start to end within one day that ends at this midnight."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    yield _minute(first), DAY_MINUTES if end == midnight else _minute(last, up=True)
    if first.utcoffset() != last.utcoffset():  # where the clock goes back, an hour comes twice: step through it
        while start < end:
            minute = _minute(start.astimezone(zone))
            yield minute, minute + GRID_MINUTES - minute % GRID_MINUTES
            start += timedelta(minutes=GRID_MINUTES - minute % GRID_MINUTES)


def _minute(moment: datetime, *, up: bool = False) -> int:
    minute = moment.hour * 60 + moment.minute
    return minute + 1 if up and (moment.second or moment.microsecond) else minute


def _down(minute: int) -> int:
    return minute // GRID_MINUTES * GRID_MINUTES


def _up(minute: int) -> int:
    return -(-minute // GRID_MINUTES) * GRID_MINUTES


def _merged(pieces: Iterable[DayCommitment]) -> tuple[DayCommitment, ...]:
    """Pieces of one label and day that overlap or touch, as one; in the order of the week."""
    merged: list[DayCommitment] = []
    for piece in sorted(pieces, key=lambda p: (p.label, p.day, p.start_minute, p.end_minute)):
        last = merged[-1] if merged else None
        if last and (last.label, last.day) == (piece.label, piece.day) and piece.start_minute <= last.end_minute:
            end = max(last.end_minute, piece.end_minute)
            merged[-1] = DayCommitment(last.label, last.day, last.start_minute, end)
        else:
            merged.append(piece)
    return tuple(sorted(merged, key=lambda p: (p.day, p.start_minute, p.end_minute, p.label)))
