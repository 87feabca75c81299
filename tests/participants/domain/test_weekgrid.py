"""The week as a small table."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hearthside.kernel.intervals import Interval
from hearthside.participants.domain.availability import DayCommitment
from hearthside.participants.domain.weekgrid import Cell, week_grid

OPEN = [(day, Interval(480, 720)) for day in range(5)]


def test_taken_and_free_half_hours_are_gathered_into_cells() -> None:
    grid = week_grid([DayCommitment("Work", 0, 540, 615)], OPEN)
    monday = [cell for row in grid.rows for cell in row.cells if cell.day == 0]
    assert [(cell.kind, cell.start, cell.end, cell.rows) for cell in monday] == [
        (Cell.FREE, 480, 540, 2), (Cell.TAKEN, 540, 630, 3), (Cell.FREE, 630, 720, 3),
    ]  # fmt: skip
    saturday = [cell for row in grid.rows for cell in row.cells if cell.day == 5]
    assert [cell.kind for cell in saturday] == [Cell.CLOSED]
    assert grid.free_by_day == (165, 240, 240, 240, 240, 0, 0)
    assert grid.free_minutes == 1125


def test_two_commitments_at_once_share_a_cell() -> None:
    grid = week_grid([DayCommitment("Work", 1, 480, 540), DayCommitment("Call", 1, 510, 540)], OPEN)
    tuesday = [cell.labels for row in grid.rows for cell in row.cells if cell.day == 1]
    assert tuesday == [("Work",), ("Work", "Call"), ()]


def test_a_site_without_hours_has_nothing_to_show() -> None:
    assert week_grid([DayCommitment("Work", 1, 480, 540)], []).rows == ()


times = st.integers(0, 95).map(lambda step: step * 15)
commitments = st.lists(
    st.tuples(st.integers(0, 6), times, times).filter(lambda t: t[1] < t[2]).map(lambda t: DayCommitment("x", *t))
)


@given(commitments, st.lists(st.tuples(st.integers(0, 6), times, times).filter(lambda t: t[1] < t[2]), max_size=8))
def test_every_row_of_every_day_is_covered_exactly_once(
    taken: list[DayCommitment], hours: list[tuple[int, int, int]]
) -> None:
    grid = week_grid(taken, [(day, Interval(start, end)) for day, start, end in hours])
    for day in range(7):
        cells = [cell for row in grid.rows for cell in row.cells if cell.day == day]
        assert sum(cell.rows for cell in cells) == len(grid.rows)
        assert all(before.end == after.start for before, after in itertools.pairwise(cells))
