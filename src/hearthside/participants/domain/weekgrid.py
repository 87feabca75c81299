"""A week as a small table: what is taken and what is free inside the opening hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hearthside.kernel.intervals import Interval
from hearthside.participants.domain.availability import DayCommitment

STEP = 30


class Cell(StrEnum):
    """What a stretch of a day is."""

    FREE = "free"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Half hours of one day that are alike, as one cell of the table."""

    kind: Cell
    day: int
    start: int
    end: int
    rows: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells that begin at one half hour; `whole` marks a full hour."""

    minute: int
    whole: bool
    cells: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class WeekGrid:
    """The rows of the table, and the free minutes inside the opening hours."""

    rows: tuple[GridRow, ...]
    free_minutes: int
    free_by_day: tuple[int, ...]


def week_grid(taken: Sequence[DayCommitment], opening: Iterable[tuple[int, Interval]]) -> WeekGrid:
    """The week as a table from the first opening to the last closing of any day; an empty one for a closed week."""
    hours: list[list[Interval]] = [[] for _ in range(7)]
    for day, interval in opening:
        hours[day].append(interval)
    spans = [interval for day in hours for interval in day]
    if not spans:
        return WeekGrid((), 0, (0,) * 7)
    first = min(span.start for span in spans) // STEP * STEP
    last = -(-max(span.end for span in spans) // STEP) * STEP
    columns = [_column(day, hours[day], [c for c in taken if c.day == day], first, last) for day in range(7)]
    rows = tuple(
        GridRow(minute, minute % 60 == 0, tuple(s for column in columns for s in column if s.start == minute))
        for minute in range(first, last, STEP)
    )
    free = tuple(_free(hours[day], [c for c in taken if c.day == day]) for day in range(7))
    return WeekGrid(rows, sum(free), free)


def _column(
    day: int, hours: Sequence[Interval], taken: Sequence[DayCommitment], first: int, last: int
) -> list[Stretch]:
    stretches: list[Stretch] = []
    for minute in range(first, last, STEP):
        half_hour = Interval(minute, minute + STEP)
        labels = tuple(dict.fromkeys(c.label for c in taken if _interval(c).overlaps(half_hour)))
        opened = any(span.overlaps(half_hour) for span in hours)
        kind = Cell.TAKEN if labels else Cell.FREE if opened else Cell.CLOSED
        before = stretches[-1] if stretches else None
        if before and (before.kind, before.labels) == (kind, labels):
            stretches[-1] = Stretch(kind, day, before.start, minute + STEP, before.rows + 1, labels)
        else:
            stretches.append(Stretch(kind, day, minute, minute + STEP, 1, labels))
    return stretches


def _free(hours: Sequence[Interval], taken: Sequence[DayCommitment]) -> int:
    """Open minutes of a day that nothing takes."""
    minutes: set[int] = set()
    for span in hours:
        minutes.update(range(span.start, span.end))
    for commitment in taken:
        minutes.difference_update(range(commitment.start_minute, commitment.end_minute))
    return len(minutes)


def _interval(commitment: DayCommitment) -> Interval:
    return Interval(commitment.start_minute, commitment.end_minute)
