"""A person's week as the timetable sees it: by the wall clock, on the grid, cut at midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.participants.domain.availability import DayCommitment, WeeklyCommitment, week_commitments
from hearthside.participants.domain.calendars import Busy

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2025, 6, 2)


def busy(start: str, end: str, label: str = "x") -> Busy:
    first, last = (datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC) for text in (start, end))
    return Busy(first, last, label, False, "")


def week(*items: WeeklyCommitment | Busy, starts_on: date = MONDAY) -> list[tuple[str, int, int, int]]:
    found = week_commitments(
        weekly=[item for item in items if isinstance(item, WeeklyCommitment)],
        busy=[item for item in items if isinstance(item, Busy)],
        week_starts_on=starts_on,
        zone=CHICAGO,
    )
    return [(item.label, item.day, item.start_minute, item.end_minute) for item in found]


def test_weekly_commitment_is_rounded_outward_to_the_grid() -> None:
    assert week(WeeklyCommitment("work", 1, 8 * 60 + 20, 16 * 60 + 31)) == [("work", 1, 495, 1005)]


def test_night_shift_is_cut_at_midnight_and_sunday_night_reaches_the_next_weeks_monday() -> None:
    assert week(WeeklyCommitment("night", 2, 1320, 360)) == [("night", 2, 1320, 1440), ("night", 3, 0, 360)]
    assert week(WeeklyCommitment("night", 6, 1320, 360)) == [("night", 0, 0, 360), ("night", 6, 1320, 1440)]


def test_shift_that_ends_when_it_starts_lasts_until_the_next_day() -> None:
    assert week(WeeklyCommitment("ward", 0, 480, 480)) == [("ward", 0, 480, 1440), ("ward", 1, 0, 480)]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (MONDAY, MONDAY, [("night", 0, 1320, 1440), ("night", 1, 0, 60)]),
        (date(2025, 6, 3), None, []),
        (None, date(2025, 6, 1), []),
    ],
)
def test_commitment_holds_from_its_first_to_its_last_day(
    first: date | None, last: date | None, expected: list[tuple[str, int, int, int]]
) -> None:
    assert week(WeeklyCommitment("night", 0, 1320, 60, first, last)) == expected


def test_last_night_of_a_commitment_reaches_the_morning_after_it_ended() -> None:
    shift = WeeklyCommitment("night", 6, 1320, 360, valid_until=date(2025, 6, 1))
    assert week(shift) == [("night", 0, 0, 360)]


def test_week_may_start_on_any_day() -> None:
    assert week(WeeklyCommitment("work", 0, 480, 540), starts_on=date(2025, 6, 1)) == [("work", 1, 480, 540)]


def test_imported_times_are_cut_at_midnight_and_at_the_ends_of_the_week() -> None:
    assert week(busy("2025-06-01T22:00", "2025-06-03T01:01")) == [("x", 0, 0, 1440), ("x", 1, 0, 75)]
    assert week(busy("2025-06-08T23:50", "2025-06-09T08:00")) == [("x", 6, 1425, 1440)]
    assert week(busy("2025-06-01T10:00", "2025-06-02T00:00"), busy("2025-06-09T00:00", "2025-06-10T00:00")) == []


def test_times_of_one_label_that_overlap_or_touch_are_one() -> None:
    assert week(
        busy("2025-06-02T09:00", "2025-06-02T09:50"),
        busy("2025-06-02T10:00", "2025-06-02T11:00"),
        busy("2025-06-02T09:30", "2025-06-02T10:00", "y"),
        WeeklyCommitment("x", 0, 600, 615),
    ) == [("x", 0, 540, 660), ("y", 0, 570, 600)]


@pytest.mark.parametrize(
    ("start", "end", "starts_on", "expected"),
    [
        ("2025-03-09T00:00", "2025-03-10T00:00", date(2025, 3, 3), [("x", 6, 0, 1440)]),  # 23 hours
        ("2025-11-02T00:00", "2025-11-03T00:00", date(2025, 10, 27), [("x", 6, 0, 1440)]),  # 25 hours
        ("2025-03-09T08:00", "2025-03-09T09:00", date(2025, 3, 3), [("x", 6, 480, 540)]),
        ("2025-11-02T08:00", "2025-11-02T09:00", date(2025, 10, 27), [("x", 6, 480, 540)]),
        ("2025-11-02T01:30", "2025-11-02T02:30", date(2025, 10, 27), [("x", 6, 60, 150)]),  # 01:00 comes again
    ],
)
def test_wall_clock_minutes_hold_on_long_and_short_days(
    start: str, end: str, starts_on: date, expected: list[tuple[str, int, int, int]]
) -> None:
    assert week(busy(start, end), starts_on=starts_on) == expected


ZONES = st.sampled_from(["America/Chicago", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu"]).map(ZoneInfo)
LABELS = st.sampled_from(["work", "school"])
WEEKLY = st.builds(
    WeeklyCommitment, LABELS, st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1440), valid_from=st.none()
)
INSTANTS = st.datetimes(datetime(2017, 1, 1), datetime(2018, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
BUSY = st.builds(
    lambda start, minutes, label: Busy(start, start + timedelta(minutes=minutes), label, False, ""),
    INSTANTS,
    st.integers(0, 4000),
    LABELS,
)


def covers(found: tuple[DayCommitment, ...], label: str, day: int, minute: int) -> bool:
    return any(
        (item.label, item.day) == (label, day) and item.start_minute <= minute < item.end_minute for item in found
    )


@settings(deadline=None)
@given(st.lists(WEEKLY, max_size=4), st.lists(BUSY, max_size=4), st.dates(date(2017, 1, 1), date(2018, 12, 31)), ZONES)
def test_commitments_lie_on_the_grid_within_their_day_apart_from_their_like(
    weekly: list[WeeklyCommitment], times: list[Busy], starts_on: date, zone: ZoneInfo
) -> None:
    found = week_commitments(weekly=weekly, busy=times, week_starts_on=starts_on, zone=zone)
    for item in found:
        assert 0 <= item.start_minute < item.end_minute <= 1440
        assert (item.start_minute % 15, item.end_minute % 15, item.day in range(7)) == (0, 0, True)
    for one in found:
        alike = [item for item in found if (item.label, item.day) == (one.label, one.day) and item != one]
        assert all(item.end_minute < one.start_minute or one.end_minute < item.start_minute for item in alike)


@settings(deadline=None)
@given(BUSY, ZONES, st.integers(-7, 1), st.floats(0, 0.999))
def test_every_busy_instant_is_covered_at_its_wall_clock_minute(
    time: Busy, zone: ZoneInfo, days: int, share: float
) -> None:
    if time.start == time.end:
        return
    moment = (time.start + (time.end - time.start) * share).astimezone(zone)
    starts_on = time.start.astimezone(zone).date() + timedelta(days=days)
    found = week_commitments(weekly=[], busy=[time], week_starts_on=starts_on, zone=zone)
    day = (moment.date() - starts_on).days
    assert covers(found, time.label, day, moment.hour * 60 + moment.minute) == (0 <= day < 7)


@settings(deadline=None)
@given(WEEKLY, st.dates(date(2017, 1, 1), date(2018, 12, 31)), st.integers(0, 1439), st.integers(0, 6))
def test_every_minute_of_a_weekly_commitment_is_covered_and_nothing_far_from_it(
    weekly: WeeklyCommitment, starts_on: date, minute: int, day: int
) -> None:
    found = week_commitments(weekly=[weekly], busy=[], week_starts_on=starts_on, zone=CHICAGO)
    weekday = (starts_on + timedelta(days=day)).weekday()
    since = ((weekday - weekly.weekday) % 7) * 1440 + minute - weekly.start_minute
    length = (weekly.end_minute - weekly.start_minute) or 1440
    lasts = length if length > 0 else length + 1440
    if 0 <= since < lasts or (since < 0 and since + 7 * 1440 < lasts):
        assert covers(found, weekly.label, day, minute)
    elif not (-15 < since < lasts + 15):
        assert not covers(found, weekly.label, day, minute)
