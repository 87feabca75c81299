"""Where sessions stand on the week board."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.desk.domain.board import Board, Cell, LaneHead, Now, Spot, lay_out
from hearthside.kernel.intervals import Interval

OPEN = {day: (Interval(480, 1260),) for day in range(6)}


def cells_of(board: Board) -> list[tuple[int, Cell]]:
    return [(row.minute, cell) for row in board.rows for cell in row.cells]


def placed(board: Board) -> dict[int, tuple[int, int, int]]:
    return {c.spot: (c.day, minute, c.rows * board.step) for minute, c in cells_of(board) if c.spot is not None}


def test_a_session_covers_its_time_in_its_lane() -> None:
    board = lay_out([Spot(7, 1, "r1", 1020, 1110)], days=range(6), lanes=["r1", "r2"], opening=OPEN)
    assert placed(board) == {7: (1, 1020, 90)}
    assert board.step == 30
    assert [head.columns for head in board.days] == [1] * 6


def test_empty_lanes_collapse_and_the_others_keep_their_order() -> None:
    spots = [Spot(1, 0, "r3", 600, 660), Spot(2, 0, "r1", 600, 660)]
    board = lay_out(spots, days=[0], lanes=["r1", "r2", "r3"], opening=OPEN)
    assert board.days[0].lanes == (LaneHead("r1", 1, True), LaneHead("r3", 1, False))


def test_sessions_of_a_lane_that_overlap_stand_side_by_side_and_the_next_takes_the_first_free_column() -> None:
    spots = [Spot(1, 0, "online", 600, 660), Spot(2, 0, "online", 600, 690), Spot(3, 0, "online", 660, 720)]
    board = lay_out(spots, days=[0], lanes=["online"], opening=OPEN)
    assert board.days[0].lanes == (LaneHead("online", 2, True),)
    assert len(placed(board)) == 3


def test_the_rows_are_as_fine_as_the_sessions_need() -> None:
    board = lay_out([Spot(1, 0, "r", 615, 705)], days=[0], lanes=["r"], opening=OPEN)
    assert board.step == 15
    assert [row.head for row in board.rows[:4]] == [2, 0, 2, 0]


def test_a_session_that_fits_no_line_is_rounded_outward() -> None:
    board = lay_out([Spot(1, 0, "r", 601, 648)], days=[0], lanes=["r"], opening=OPEN)
    assert placed(board) == {1: (0, 600, 50)}


def test_hours_outside_opening_are_closed_and_sessions_there_are_still_shown() -> None:
    board = lay_out([Spot(1, 0, "r", 420, 450)], days=[0, 6], lanes=["r"], opening=OPEN)
    assert board.rows[0].minute == 420
    assert placed(board)[1] == (0, 420, 30)
    states = {(minute, cell.day): cell.closed for minute, cell in cells_of(board) if cell.spot is None}
    assert states == {(450, 0): True, (480, 0): False, (420, 6): True}


def test_the_now_line_cuts_only_today() -> None:
    board = lay_out([], days=range(6), lanes=[], opening=OPEN, now=Now(2, 617))
    assert [(minute, cell.day) for minute, cell in cells_of(board) if cell.now] == [(600, 2)]
    assert [row.minute for row in board.rows if row.now] == [600]


def test_a_week_without_sessions_or_hours_is_still_a_table() -> None:
    board = lay_out([], days=[6], lanes=[], opening={})
    assert (board.rows[0].minute, board.rows[-1].minute, board.columns) == (540, 990, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(
    st.integers(0, 6), st.sampled_from(["a", "b", "online"]), st.integers(0, 1380), st.integers(5, 240),
), max_size=40))  # fmt: skip
def test_every_column_is_filled_exactly_and_every_session_is_there_once(drawn: list[tuple[int, str, int, int]]) -> None:
    spots = [
        Spot(number, day, lane, start, min(1440, start + minutes))
        for number, (day, lane, start, minutes) in enumerate(drawn)
    ]
    board = lay_out(spots, days=range(7), lanes=["a", "b", "online"], opening=OPEN, now=Now(3, 700))
    assert sorted(placed(board)) == [spot.id for spot in spots]
    assert sum(cell.rows for _, cell in cells_of(board)) == board.columns * len(board.rows)
