from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.care.domain.marks import Status
from hearthside.care.domain.minutes import (
    Dose,
    Outlook,
    Sitting,
    attended_minutes,
    outlook,
    prorated,
    scheduled_minutes,
    tally,
)
from hearthside.kernel.intervals import Period
from hearthside.kernel.weeks import WeekWindow, moment

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime(2026, 11, 23, 6, tzinfo=UTC)
WEEK = WeekWindow(date(2026, 11, 23), CHICAGO)
ADULT = Dose(540, 3, date(2026, 9, 1))


def at(minutes):
    return MONDAY + timedelta(minutes=minutes)


def period(start, minutes):
    return Period(at(start), at(start + minutes))


starts, lengths = st.integers(0, 6 * 1440), st.integers(1, 240)
periods = st.builds(period, starts, lengths)
moments = st.none() | st.builds(at, st.integers(-600, 7 * 1440))
sittings = st.builds(
    Sitting, periods, st.booleans(), st.none() | st.sampled_from(Status), moments, moments,
    st.lists(periods, max_size=3).map(tuple),
)  # fmt: skip


@given(sittings)
def test_nobody_attends_more_than_the_session(sitting):
    assert 0 <= attended_minutes(sitting) <= scheduled_minutes(sitting) <= sitting.session.minutes


@given(sittings)
def test_who_was_not_there_or_has_no_mark_attended_nothing(sitting):
    if sitting.status in {None, Status.EXCUSED, Status.MISSED}:
        assert attended_minutes(sitting) == 0


@given(st.lists(sittings, max_size=8))
def test_countable_is_part_of_attended_and_attended_is_part_of_scheduled(week):
    numbers = tally(week, CHICAGO)
    assert numbers.countable_attended <= numbers.attended <= numbers.scheduled
    assert numbers.countable_attended + numbers.countable_left <= numbers.countable_scheduled <= numbers.scheduled
    assert numbers.days_attended + numbers.days_left <= numbers.days_scheduled


@given(st.lists(sittings, max_size=6))
def test_the_same_time_attended_twice_counts_once(week):
    assert tally([*week, *week], CHICAGO) == tally(week, CHICAGO)


@given(st.lists(sittings, max_size=6), sittings)
def test_one_more_sitting_never_lowers_what_was_attended(week, more):
    assert tally([*week, more], CHICAGO).countable_attended >= tally(week, CHICAGO).countable_attended


@given(sittings)
def test_minutes_are_counted_one_by_one(sitting):
    """A slow count of single minutes agrees."""
    if sitting.status in {None, Status.EXCUSED, Status.MISSED}:
        return
    start, end = sitting.arrived or sitting.session.start, sitting.left or sitting.session.end
    minute, there = sitting.session.start, 0
    while minute < sitting.session.end:
        on_break = any(pause.start <= minute < pause.end for pause in sitting.breaks)
        there += start <= minute < end and not on_break
        minute += timedelta(minutes=1)
    assert attended_minutes(sitting) == there


def test_a_break_inside_a_session_does_not_count():
    sitting = Sitting(period(0, 180), True, Status.PRESENT, breaks=(period(75, 15),))
    assert (scheduled_minutes(sitting), attended_minutes(sitting)) == (165, 165)


def test_minutes_before_and_after_the_session_do_not_count():
    sitting = Sitting(period(60, 90), True, Status.LATE, arrived=at(70), left=at(500))
    assert attended_minutes(sitting) == 80
    assert attended_minutes(Sitting(period(60, 90), True, Status.PRESENT, arrived=at(0), left=at(500))) == 90


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 11, 1), 300), (date(2026, 3, 8), 180), (date(2026, 6, 7), 240)],
    ids=["autumn: the hour comes twice", "spring: an hour is left out", "summer"],
)
def test_the_change_of_clocks_is_counted_by_the_stopwatch(day, expected):
    night = Period(moment(day, 0, CHICAGO), moment(day, 240, CHICAGO))
    local = Period(night.start.astimezone(CHICAGO), night.end.astimezone(CHICAGO))
    for session in (night, local):
        assert attended_minutes(Sitting(session, True, Status.PRESENT, session.start, session.end)) == expected


def test_arriving_in_the_repeated_hour_is_told_apart():
    session = Period(moment(date(2026, 11, 1), 0, CHICAGO), moment(date(2026, 11, 1), 180, CHICAGO))
    first = datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO)
    assert attended_minutes(Sitting(session, True, Status.LATE, first)) == 150
    assert attended_minutes(Sitting(session, True, Status.LATE, first.replace(fold=1))) == 90


def full_week(statuses):
    return [
        Sitting(period(day * 1440 + 540, 180), True, status) for day, status in zip((0, 2, 4), statuses, strict=True)
    ]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((Status.PRESENT, Status.ONLINE, Status.PRESENT), Outlook.REACHED),
        ((Status.PRESENT, Status.PRESENT, None), Outlook.CAN_REACH),
        ((None, None, None), Outlook.CAN_REACH),
        ((Status.PRESENT, Status.EXCUSED, None), Outlook.SHORT),
        ((Status.PRESENT, Status.PRESENT, Status.MISSED), Outlook.SHORT),
    ],
)
def test_a_week_says_whether_the_dose_can_still_be_reached(statuses, expected):
    assert outlook(tally(full_week(statuses), CHICAGO), ADULT, WEEK) is expected


def test_excused_lowers_what_was_attended_and_never_the_dose():
    numbers = tally(full_week((Status.PRESENT, Status.PRESENT, Status.EXCUSED)), CHICAGO)
    assert (numbers.countable_scheduled, numbers.countable_attended) == (540, 360)
    assert outlook(numbers, ADULT, WEEK) is Outlook.SHORT


def test_enough_minutes_on_too_few_days_is_short():
    two_days = [Sitting(period(day * 1440, 270), True, Status.PRESENT) for day in (1, 3)]
    numbers = tally(two_days, CHICAGO)
    assert (numbers.countable_attended, numbers.days_attended) == (540, 2)
    assert outlook(numbers, ADULT, WEEK) is Outlook.SHORT


@pytest.mark.parametrize(
    ("admitted", "discharged", "expected"),
    [
        (date(2026, 11, 23), None, False),
        (date(2026, 11, 24), None, True),
        (date(2026, 9, 1), date(2026, 11, 27), True),
        (date(2026, 9, 1), date(2026, 11, 29), False),
        (None, None, False),
    ],
)
def test_the_weeks_of_admission_and_discharge_are_parts_of_a_week(admitted, discharged, expected):
    assert prorated(Dose(540, 3, admitted, discharged), WEEK) is expected


def test_part_of_a_week_is_prorated_and_never_short_but_may_be_reached():
    dose = Dose(540, 3, date(2026, 11, 25))
    assert outlook(tally(full_week((Status.PRESENT, Status.MISSED, None)), CHICAGO), dose, WEEK) is Outlook.PRORATED
    assert outlook(tally(full_week([Status.PRESENT] * 3), CHICAGO), dose, WEEK) is Outlook.REACHED
    assert outlook(tally([], CHICAGO), None, WEEK) is Outlook.NO_DOSE


def test_a_day_is_a_day_on_the_clock_of_the_site():
    evening = Sitting(period(-60 + 22 * 60, 60), True, Status.PRESENT)
    night = Sitting(period(24 * 60 - 30, 25), True, Status.PRESENT)
    assert tally([evening, night], CHICAGO).days_attended == 1
    assert tally([evening, night], ZoneInfo("Europe/Madrid")).days_attended == 1
    assert tally([evening, night], ZoneInfo("America/New_York")).days_attended == 2
