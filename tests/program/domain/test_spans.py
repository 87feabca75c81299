from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hearthside.program.domain.spans import Span, backwards, merged, overlapping

days = st.integers(0, 6)
minutes = st.integers(0, 1439)
spans = st.lists(st.builds(lambda d, a, b: Span(d, min(a, b), max(a, b) + 1), days, minutes, minutes), max_size=12)


def covered(hours):
    return {(span.day, minute) for span in hours for minute in range(span.start, span.end)}


@given(spans)
def test_merging_keeps_every_minute_and_leaves_nothing_touching(hours):
    joined = merged(hours)
    assert covered(joined) == covered(hours)
    assert overlapping(joined) is None
    assert all(a.day != b.day or a.end < b.start for a, b in pairwise(joined))


@given(spans)
def test_hours_overlap_exactly_when_a_minute_is_counted_twice(hours):
    assert (overlapping(hours) is not None) == (sum(s.minutes for s in hours) > len(covered(hours)))


def test_touching_hours_do_not_overlap():
    assert overlapping([Span(0, 480, 720), Span(0, 720, 900)]) is None


def test_hours_that_end_before_they_begin_or_leave_the_day_are_backwards():
    assert backwards([Span(0, 480, 720), Span(1, 720, 480)]) == Span(1, 720, 480)
    assert backwards([Span(0, 480, 480)]) == Span(0, 480, 480)
    assert backwards([Span(0, 480, 1441)]) == Span(0, 480, 1441)
    assert backwards([Span(0, 0, 1440)]) is None
