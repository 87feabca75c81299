from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.care.domain.marks import Refusal, Status, Times, not_open, times_of
from hearthside.kernel.intervals import Period

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
SESSION = Period(START, START + timedelta(minutes=90))
AFTER = START + timedelta(hours=5)


def at(minutes):
    return START + timedelta(minutes=minutes)


def test_present_and_online_are_the_whole_session_and_absence_has_no_times():
    for status in (Status.PRESENT, Status.ONLINE):
        assert times_of(status, SESSION, at(20), at(10), at(30)) == Times(SESSION.start, SESSION.end)
    for status in (Status.EXCUSED, Status.MISSED):
        assert times_of(status, SESSION, at(20), at(10), at(30)) == Times(None, None)


def test_late_without_a_time_is_now_while_the_session_runs_and_else_its_start():
    assert times_of(Status.LATE, SESSION, at(20) + timedelta(seconds=40)) == Times(at(20), at(90))
    assert times_of(Status.LATE, SESSION, AFTER) == Times(at(0), at(90))
    assert times_of(Status.LATE, SESSION, at(20), at(12), at(60)) == Times(at(12), at(60))


def test_left_early_without_a_time_is_now_while_the_session_runs_and_else_asked_for():
    assert times_of(Status.LEFT_EARLY, SESSION, at(20)) == Times(at(0), at(20))
    assert times_of(Status.LEFT_EARLY, SESSION, AFTER) is Refusal.NOT_EARLY
    assert times_of(Status.LEFT_EARLY, SESSION, AFTER, left=at(70)) == Times(at(0), at(70))


@pytest.mark.parametrize(
    ("arrived", "left", "refusal"),
    [
        (at(-1), None, Refusal.ARRIVED_OUTSIDE),
        (at(90), None, Refusal.ARRIVED_OUTSIDE),
        (at(10), at(91), Refusal.LEFT_OUTSIDE),
        (at(10), at(0), Refusal.LEFT_OUTSIDE),
        (at(40), at(30), Refusal.OUT_BEFORE_IN),
        (at(40), at(40), Refusal.OUT_BEFORE_IN),
    ],
)
def test_times_outside_the_session_and_out_before_in_are_refused(arrived, left, refusal):
    assert times_of(Status.LATE, SESSION, AFTER, arrived, left) is refusal


def test_before_a_session_somebody_can_only_be_excused():
    early = SESSION.start - timedelta(minutes=16)
    assert [status for status in Status if not not_open(status, SESSION, early)] == [Status.EXCUSED]
    assert not any(not_open(status, SESSION, SESSION.start - timedelta(minutes=15)) for status in Status)


minutes = st.none() | st.builds(at, st.integers(-120, 240))


@given(st.sampled_from(Status), st.builds(at, st.integers(-60, 240)), minutes, minutes)
def test_whatever_is_accepted_lies_inside_the_session(status, now, arrived, left):
    times = times_of(status, SESSION, now, arrived, left)
    if isinstance(times, Times) and times.arrived and times.left:
        assert SESSION.start <= times.arrived < times.left <= SESSION.end
