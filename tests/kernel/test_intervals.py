"""Half-open intervals: where they meet they do not overlap, and time covered twice counts once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.kernel.intervals import Interval, Period, covered_minutes

MIDNIGHT = datetime(2026, 3, 8, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")
INTERVALS = st.tuples(st.integers(0, 300), st.integers(0, 120)).map(lambda pair: Interval(pair[0], sum(pair)))


def period(start: int, end: int) -> Period:
    return Period(MIDNIGHT + timedelta(minutes=start), MIDNIGHT + timedelta(minutes=end))


def of(interval: Interval) -> Period:
    return period(interval.start, interval.end)


@pytest.mark.parametrize(("one", "other", "overlap", "inside", "shared"), [
    ((540, 630), (630, 720), False, False, 0),  # one ends where the other starts
    ((540, 631), (630, 720), True, False, 1),
    ((540, 720), (600, 660), True, True, 60),
    ((540, 720), (540, 720), True, True, 180),
    ((540, 600), (700, 800), False, False, 0),
    ((540, 600), (560, 560), True, True, 0),  # nothing, in the middle of something
    ((540, 600), (600, 600), False, True, 0),
])  # fmt: skip
def test_an_interval_ends_before_the_minute_it_names(
    one: tuple[int, int], other: tuple[int, int], overlap: bool, inside: bool, shared: int
) -> None:
    first, second = Interval(*one), Interval(*other)
    assert first.overlaps(second) is second.overlaps(first) is overlap
    assert first.contains(second) is inside
    assert of(first).overlaps(of(second)) is overlap
    assert of(first).shared_minutes(of(second)) == of(second).shared_minutes(of(first)) == shared


def test_nothing_ends_before_it_starts() -> None:
    assert Interval(5, 5).minutes == 0
    assert period(5, 5).minutes == 0
    with pytest.raises(ValueError, match=r"cannot end \(4\) before it starts \(5\)"):
        Interval(5, 4)
    with pytest.raises(ValueError, match="cannot end before it starts"):
        period(5, 4)


@pytest.mark.parametrize(("start", "end"), [
    (datetime(2026, 3, 8), MIDNIGHT), (MIDNIGHT, datetime(2026, 3, 9)),  # noqa: DTZ001 -- what is refused
])  # fmt: skip
def test_a_period_needs_time_zones(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match="with a time zone"):
        Period(start, end)


@pytest.mark.parametrize(("day", "minutes"), [
    ((2026, 3, 8), 23 * 60), ((2026, 7, 8), 24 * 60), ((2026, 11, 1), 25 * 60),
])  # fmt: skip
def test_minutes_are_counted_by_a_stopwatch_where_the_clocks_change(day: tuple[int, int, int], minutes: int) -> None:
    start = datetime(*day, tzinfo=CHICAGO)
    assert Period(start, start + timedelta(days=1)).minutes == minutes


def test_whole_minutes_only_are_counted() -> None:
    assert Period(MIDNIGHT, MIDNIGHT + timedelta(seconds=119)).minutes == 1


@pytest.mark.parametrize(("periods", "minutes"), [
    ([], 0), ([(0, 90)], 90), ([(0, 90), (0, 90)], 90), ([(0, 90), (30, 60)], 90), ([(60, 150), (0, 90)], 150),
    ([(0, 90), (90, 180)], 180), ([(0, 60), (120, 180)], 120), ([(0, 0)], 0),
])  # fmt: skip
def test_time_attended_twice_counts_once(periods: list[tuple[int, int]], minutes: int) -> None:
    assert covered_minutes(period(*one) for one in periods) == minutes


@given(st.lists(INTERVALS, max_size=12))
def test_covered_minutes_are_the_minutes_that_some_period_holds(intervals: list[Interval]) -> None:
    held = {minute for one in intervals for minute in range(one.start, one.end)}
    assert covered_minutes(of(one) for one in intervals) == len(held)


@given(INTERVALS, INTERVALS)
def test_sharing_overlapping_and_containing_agree_minute_by_minute(one: Interval, other: Interval) -> None:
    mine, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert of(one).shared_minutes(of(other)) == len(mine & theirs)
    if mine and theirs:
        assert one.overlaps(other) is of(one).overlaps(of(other)) is bool(mine & theirs)
        assert one.contains(other) is (theirs <= mine)


@given(st.lists(st.integers(0, 500), min_size=2, max_size=10, unique=True))
def test_neighbours_cover_everything_and_overlap_nowhere(cuts: list[int]) -> None:
    parts = [Interval(start, end) for start, end in pairwise(sorted(cuts))]
    assert covered_minutes(map(of, parts)) == max(cuts) - min(cuts)
    assert not any(one.overlaps(other) for one, other in pairwise(parts))
