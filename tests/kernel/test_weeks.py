"""A week on the wall clock: the clocks change, midnight, the year's end, north and south."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.kernel.intervals import Period
from hearthside.kernel.weeks import MINUTES_A_DAY, WeekWindow, clock, moment, monday_of

CHICAGO, DENVER, SYDNEY = (ZoneInfo(name) for name in ("America/Chicago", "America/Denver", "Australia/Sydney"))
HALF_HOUR = ZoneInfo("Australia/Lord_Howe")  # the clocks change by half an hour
ZONES = st.sampled_from([CHICAGO, DENVER, SYDNEY, HALF_HOUR])
MONDAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31)).map(monday_of)
DAYS, MINUTES = st.integers(0, 6), st.integers(0, MINUTES_A_DAY - 1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(("day", "monday"), [
    (date(2026, 11, 23), date(2026, 11, 23)), (date(2026, 11, 29), date(2026, 11, 23)),
    (date(2027, 1, 1), date(2026, 12, 28)), (date(2024, 3, 1), date(2024, 2, 26)),
])  # fmt: skip
def test_the_monday_of_a_day(day: date, monday: date) -> None:
    assert monday_of(day) == monday


@pytest.mark.parametrize(("minutes", "words"), [(0, "00:00"), (9, "00:09"), (1050, "17:30"), (1440, "24:00")])
def test_minutes_are_written_as_people_write_them(minutes: int, words: str) -> None:
    assert clock(minutes) == words


@pytest.mark.parametrize(("zone", "day", "minutes", "expected"), [
    (CHICAGO, (2026, 1, 5), 540, (2026, 1, 5, 15, 0)), (CHICAGO, (2026, 7, 6), 540, (2026, 7, 6, 14, 0)),
    (CHICAGO, (2026, 3, 8), 119, (2026, 3, 8, 7, 59)), (CHICAGO, (2026, 3, 8), 150, (2026, 3, 8, 8, 30)),  # skipped
    (CHICAGO, (2026, 3, 8), 180, (2026, 3, 8, 8, 0)), (CHICAGO, (2026, 11, 1), 90, (2026, 11, 1, 6, 30)),  # doubled
    (CHICAGO, (2026, 11, 1), 120, (2026, 11, 1, 8, 0)),
    (DENVER, (2026, 3, 8), 150, (2026, 3, 8, 9, 30)), (DENVER, (2026, 11, 1), 90, (2026, 11, 1, 7, 30)),
    (SYDNEY, (2026, 4, 5), 150, (2026, 4, 4, 15, 30)), (SYDNEY, (2026, 4, 5), 180, (2026, 4, 4, 17, 0)),
    (SYDNEY, (2026, 10, 4), 150, (2026, 10, 3, 16, 30)), (SYDNEY, (2026, 10, 4), 180, (2026, 10, 3, 16, 0)),
    (CHICAGO, (2026, 12, 31), 1439, (2027, 1, 1, 5, 59)), (CHICAGO, (2026, 12, 31), 1440, (2027, 1, 1, 6, 0)),
    (CHICAGO, (2027, 1, 1), -1, (2027, 1, 1, 5, 59)),
])  # fmt: skip
def test_a_wall_clock_time_is_one_moment(
    zone: ZoneInfo, day: tuple[int, int, int], minutes: int, expected: tuple[int, ...]
) -> None:
    assert moment(date(*day), minutes, zone) == utc(*expected)


@pytest.mark.parametrize(("zone", "monday", "hours"), [
    (CHICAGO, (2026, 3, 2), 167), (CHICAGO, (2026, 3, 9), 168), (CHICAGO, (2026, 10, 26), 169),
    (DENVER, (2026, 3, 2), 167), (DENVER, (2026, 10, 26), 169), (SYDNEY, (2026, 3, 30), 169),
    (SYDNEY, (2026, 9, 28), 167), (CHICAGO, (2026, 12, 28), 168),
])  # fmt: skip
def test_a_week_has_an_hour_more_or_less_where_the_clocks_change(
    zone: ZoneInfo, monday: tuple[int, int, int], hours: int
) -> None:
    assert WeekWindow(date(*monday), zone).period.minutes == hours * 60


def test_the_week_of_new_year_holds_both_years() -> None:
    week = WeekWindow.holding(utc(2027, 1, 1, 5, 59), CHICAGO)
    assert week == WeekWindow(date(2026, 12, 28), CHICAGO)
    assert [day.isoformat() for day in week.days[3:5]] == ["2026-12-31", "2027-01-01"]
    assert week.place(utc(2027, 1, 1, 5, 59)) == (3, 1439)
    assert week.place(utc(2027, 1, 1, 6, 0)) == (4, 0)


def test_a_moment_belongs_to_the_week_of_the_sites_own_clock() -> None:
    at = utc(2026, 11, 30, 6, 30)  # half past midnight on Monday in Chicago, still Sunday in Denver
    assert WeekWindow.holding(at, CHICAGO).starts_on == date(2026, 11, 30)
    assert WeekWindow.holding(at, DENVER).starts_on == date(2026, 11, 23)


def test_a_week_starts_on_a_monday() -> None:
    with pytest.raises(ValueError, match="2026-11-24 is not one"):
        WeekWindow(date(2026, 11, 24), CHICAGO)


@pytest.mark.parametrize(("zone", "monday"), [(CHICAGO, (2026, 3, 2)), (DENVER, (2026, 10, 26))])
def test_a_session_lasts_its_minutes_over_a_change_of_clocks(zone: ZoneInfo, monday: tuple[int, int, int]) -> None:
    week = WeekWindow(date(*monday), zone)
    assert week.period_at(6, 60, 120).minutes == 120
    assert week.period_at(6, 60, 120).start == week.at(6, 60)


def test_the_second_of_a_doubled_hour_is_placed_at_the_time_on_the_wall() -> None:
    week = WeekWindow(date(2026, 10, 26), CHICAGO)
    assert week.place(utc(2026, 11, 1, 6, 30)) == week.place(utc(2026, 11, 1, 7, 30)) == (6, 90)


@given(MONDAYS, ZONES, DAYS, MINUTES)
def test_a_time_that_the_wall_shows_is_found_where_it_was_put(
    monday: date, zone: ZoneInfo, day: int, minutes: int
) -> None:
    week = WeekWindow(monday, zone)
    at = week.at(day, minutes)
    skipped = at.astimezone(zone).replace(tzinfo=None) != datetime.combine(
        monday + timedelta(days=day), datetime.min.time()
    ) + timedelta(minutes=minutes)
    if skipped:
        gap = week.place(at)[1] - minutes
        assert week.place(at)[0] == day
        assert gap in {30, 60}
    else:
        assert week.place(at) == (day, minutes)
    assert week.period.start <= at < week.period.end
    assert WeekWindow.holding(at, zone) == week


@given(MONDAYS, ZONES)
def test_weeks_join_without_a_gap(monday: date, zone: ZoneInfo) -> None:
    week = WeekWindow(monday, zone)
    assert week.next().previous() == week
    assert week.period.end == week.next().period.start
    assert not week.period.overlaps(week.next().period)
    assert week.days[0] == monday
    assert len(week.days) == 7
    assert isinstance(week.period_at(0, 0, 30), Period)


@given(st.integers(0, 16 * 366 * MINUTES_A_DAY), ZONES)
def test_every_moment_lies_in_the_week_that_holds_it(minute: int, zone: ZoneInfo) -> None:
    at = utc(2020, 1, 1) + timedelta(minutes=minute)
    week = WeekWindow.holding(at, zone)
    day, minutes = week.place(at)
    assert week.period.start <= at < week.period.end
    assert 0 <= day <= 6
    assert 0 <= minutes < MINUTES_A_DAY
