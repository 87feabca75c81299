"""The week board: which card goes into which cell of the table; nothing here knows about pages or people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hearthside.kernel.intervals import Interval

HALF_HOUR, HOUR, MIDNIGHT = 30, 60, 1440
STEPS = (30, 15, 10, 5)
EARLIEST, LATEST = 9 * HOUR, 17 * HOUR


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a session belongs: day 0 (Monday) to 6, a lane of that day, minutes after midnight."""

    id: int
    day: int
    lane: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LaneHead:
    """A lane of a day: `columns` side by side, where sessions of the lane overlap."""

    key: str
    columns: int
    first: bool


@dataclass(frozen=True, slots=True)
class DayHead:
    """A day of the board and its lanes that hold something."""

    day: int
    lanes: tuple[LaneHead, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a session (`spot` is its id), or a stretch without one (`spot` is None)."""

    day: int
    rows: int
    spot: int | None = None
    closed: bool = False
    first: bool = False
    half: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; `head` is how many rows its time covers, 0 where the time before still covers it."""

    minute: int
    head: int
    hour: bool
    now: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole table; every row is `step` minutes."""

    step: int
    days: tuple[DayHead, ...]
    rows: tuple[Row, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Now:
    """The moment the board is looked at: its day, 0 to 6, and minutes after midnight."""

    day: int
    minute: int


def lay_out(
    spots: Sequence[Spot], *, days: Sequence[int], lanes: Sequence[str],
    opening: Mapping[int, Sequence[Interval]], now: Now | None = None,
) -> Board:  # fmt: skip
    """The board of these days: lanes in the order given, empty ones left out, sessions where they belong."""
    step = _step(spots)
    window = _window(spots, [span for day in days for span in opening.get(day, ())], step)
    grid = _Grid(step, window, opening, now)
    heads, columns = [], []
    for day in days:
        found, stacks = _day(day, [spot for spot in spots if spot.day == day], lanes, step)
        heads.append(found)
        columns += [grid.column(day, stack, number == 0) for number, stack in enumerate(stacks)]
    return Board(step, tuple(heads), grid.rows(columns, days), len(columns))


def shortest_first(spots: Iterable[Spot]) -> list[Spot]:
    """Spots in the order of time, the longer ones before the shorter ones that start with them."""
    return sorted(spots, key=lambda spot: (spot.start, -spot.end, spot.id))


def _step(spots: Sequence[Spot]) -> int:
    """The longest row in which every session starts and ends on a line."""
    times = [minute for spot in spots for minute in (spot.start, spot.end)]
    return next((step for step in STEPS if all(minute % step == 0 for minute in times)), STEPS[-1])


def _window(spots: Sequence[Spot], opening: Sequence[Interval], step: int) -> Interval:
    """Whole hours around everything there is to see."""
    starts = [spot.start for spot in spots] + [span.start for span in opening] or [EARLIEST]
    ends = [_rows_of(spot, step).end * step for spot in spots] + [span.end for span in opening] or [LATEST]
    return Interval(min(starts) // HOUR * HOUR, min(-(-max(ends) // HOUR) * HOUR, MIDNIGHT))


def _rows_of(spot: Spot, step: int) -> Interval:
    """The rows from midnight that a session touches, one at least."""
    first = spot.start // step
    return Interval(first, max(first + 1, -(-min(spot.end, MIDNIGHT) // step)))


def _day(day: int, spots: Sequence[Spot], lanes: Sequence[str], step: int) -> tuple[DayHead, list[list[Spot]]]:
    """The lanes of a day that hold something, and their columns; a day without sessions keeps one empty column."""
    heads: list[LaneHead] = []
    stacks: list[list[Spot]] = []
    for lane in lanes:
        own = [spot for spot in spots if spot.lane == lane]
        if own:
            columns = _side_by_side(own, step)
            heads.append(LaneHead(lane, len(columns), first=not heads))
            stacks += columns
    stacks = stacks or [[]]
    return DayHead(day, tuple(heads) or (LaneHead("", 1, first=True),), len(stacks)), stacks


def _side_by_side(spots: Sequence[Spot], step: int) -> list[list[Spot]]:
    """As few columns as hold these sessions without covering each other."""
    columns: list[list[Spot]] = []
    for spot in shortest_first(spots):
        start = _rows_of(spot, step).start
        for column in columns:
            if _rows_of(column[-1], step).end <= start:
                column.append(spot)
                break
        else:
            columns.append([spot])
    return columns


@dataclass(frozen=True, slots=True)
class _Grid:
    """Turns the columns into rows of cells."""

    step: int
    window: Interval
    opening: Mapping[int, Sequence[Interval]]
    now: Now | None

    def column(self, day: int, spots: Sequence[Spot], first: bool) -> dict[int, Cell]:
        """The cells of a column by the row they start in."""
        cells: dict[int, Cell] = {}
        at, last = self.window.start // self.step, self.window.end // self.step
        for spot in spots:
            rows = _rows_of(spot, self.step)
            cells |= self._gap(day, Interval(at, rows.start), first)
            cells[rows.start] = Cell(day, rows.minutes, spot.id, first=first)
            at = rows.end
        return cells | self._gap(day, Interval(at, max(at, last)), first)

    def _gap(self, day: int, rows: Interval, first: bool) -> dict[int, Cell]:
        """A stretch without sessions, cut where the site opens or closes, and at the now-line."""
        marks = {rows.start, rows.end}
        for span in self.opening.get(day, ()):
            marks |= {-(-span.start // self.step), span.end // self.step}
        line = self._now_row(day)
        cuts = sorted(
            mark for mark in marks | ({line} if line is not None else set()) if rows.start <= mark <= rows.end
        )
        return {
            start: Cell(
                day, end - start, closed=not self._open(day, start), first=first,
                half=start * self.step % HOUR != 0, now=start == line,
            )
            for start, end in pairwise(cuts)
        }  # fmt: skip

    def _open(self, day: int, row: int) -> bool:
        minute = row * self.step
        return any(span.start <= minute < span.end for span in self.opening.get(day, ()))

    def _now_row(self, day: int) -> int | None:
        return self.now.minute // self.step if self.now and self.now.day == day else None

    def rows(self, columns: Sequence[Mapping[int, Cell]], days: Sequence[int]) -> tuple[Row, ...]:
        """Every row with the cells that start in it."""
        line = self._now_row(self.now.day) if self.now and self.now.day in days else None
        return tuple(
            Row(
                row * self.step, self._head(row), row * self.step % HOUR == 0, row == line,
                tuple(column[row] for column in columns if row in column),
            )
            for row in range(self.window.start // self.step, self.window.end // self.step)
        )  # fmt: skip

    def _head(self, row: int) -> int:
        return HALF_HOUR // self.step if row * self.step % HALF_HOUR == 0 else 0
