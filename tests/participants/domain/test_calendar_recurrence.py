"""Events that repeat: rules, exceptions, moved times, and a library of its own as referee."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.participants.domain.calendar_files import calendar, codes, read, read_events, spans, starts

WEEKLY = (
    "UID:w\nDTSTART;TZID=America/Chicago:20250303T090000\nDTEND;TZID=America/Chicago:20250303T100000\nRRULE:FREQ=WEEKLY"
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["03-03", "03-04", "03-05"]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20250323T150000Z", ["03-03", "03-13", "03-23"]),
        ("FREQ=DAILY;UNTIL=20250304", ["03-03", "03-04"]),
        ("FREQ=WEEKLY;BYDAY=MO, WE;COUNT=3", ["03-03", "03-05", "03-10"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=3", ["03-03", "03-16", "03-17"]),
        ("FREQ=MONTHLY;BYDAY=1MO,-1MO;COUNT=4", ["03-03", "03-31", "04-07", "04-28"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["03-03", "03-31", "04-30"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["03-03", "03-31", "04-30"]),
        ("FREQ=YEARLY;BYMONTH=3,4;BYDAY=1MO;COUNT=2", ["03-03", "04-07"]),
        ("FREQ=YEARLY;BYWEEKNO=20;COUNT=1", ["03-03", "05-12"]),
        ("FREQ=YEARLY;BYYEARDAY=100,-1;COUNT=2", ["03-03", "04-10", "12-31"]),
        ("FREQ=MONTHLY;BYDAY=1MO,SA;COUNT=3", ["03-03", "03-08", "03-15"]),  # dateutil by itself finds none of these
        ("freq=weekly;count=2;", ["03-03", "03-10"]),
    ],
)
def test_rules_name_the_days_that_they_say(rule: str, expected: list[str]) -> None:
    reading = read_events(WEEKLY.replace("FREQ=WEEKLY", rule))
    assert [start[5:10] for start in starts(reading)] == expected
    assert (reading.understood, reading.problems) == (1, ())


def test_wall_clock_survives_the_change_to_summer_time() -> None:
    assert starts(read_events(f"{WEEKLY};COUNT=2")) == ["2025-03-03T15:00", "2025-03-10T14:00"]


def test_night_shift_keeps_its_wall_clock_end_in_the_long_night() -> None:
    shift = "DTSTART;TZID=America/Chicago:20251031T220000\nDTEND;TZID=America/Chicago:20251101T060000"
    assert spans(read_events(f"{shift}\nRRULE:FREQ=DAILY;COUNT=2")) == [
        ("2025-11-01T03:00", "2025-11-01T11:00"),
        ("2025-11-02T03:00", "2025-11-02T12:00"),
    ]


def test_times_of_a_rule_within_a_day_are_all_taken() -> None:
    event = "DTSTART:20250303T090000Z\nDURATION:PT10M\nRRULE:FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30;COUNT=4"
    assert [start[11:] for start in starts(read_events(event))] == ["09:00", "09:30", "17:00", "17:30"]


@pytest.mark.parametrize(
    "left_out",
    [
        "EXDATE;TZID=America/Chicago:20250310T090000",
        "EXDATE:20250310T140000Z",
        "EXDATE:20250310T090000",
        "EXDATE;VALUE=DATE:20250310",
        "EXDATE;TZID=America/New_York:20250310T100000,20260101T000000",
        "EXRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=1\nEXDATE:20250310T140000Z\nRDATE:20250303T150000Z",
    ],
)
def test_exceptions_are_left_out_however_they_are_written(left_out: str) -> None:
    reading = read_events(f"{WEEKLY};COUNT=3\n{left_out}")
    assert (starts(reading), reading.problems) == (["2025-03-03T15:00", "2025-03-17T14:00"], ())


def test_exception_in_utc_digits_leaves_out_a_time_without_a_zone() -> None:
    event = "DTSTART:20250303T010000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20250304T010000Z"
    assert [start[:10] for start in starts(read_events(event))] == ["2025-03-03", "2025-03-05"]


def test_unreadable_exception_is_named_and_the_others_hold() -> None:
    reading = read_events(f"{WEEKLY};COUNT=3\nEXDATE:20250310T140000Z,someday")
    assert (len(reading.busy), codes(reading), reading.understood) == (2, [(7, "invalid_date")], 0)


def test_added_dates_and_periods_are_taken() -> None:
    added = (
        "RDATE:20250401T120000Z\nRDATE;VALUE=DATE:20250501\nRDATE;VALUE=PERIOD:20250601T120000Z/PT2H,20250602T120000Z/x"
    )
    reading = read_events(f"{WEEKLY};COUNT=1\n{added}")
    assert spans(reading)[1:] == [
        ("2025-04-01T12:00", "2025-04-01T13:00"),
        ("2025-05-01T14:00", "2025-05-01T15:00"),
        ("2025-06-01T12:00", "2025-06-01T14:00"),
    ]
    assert codes(reading) == [(9, "invalid_date")]


def test_moved_time_replaces_its_original_wherever_it_went() -> None:
    moved = "UID:w\nRECURRENCE-ID;TZID=America/Chicago:20250310T090000\nDTSTART:20250311T200000Z\nDURATION:PT1H"
    reading = read_events(moved, f"{WEEKLY};COUNT=3")
    assert starts(reading) == ["2025-03-03T15:00", "2025-03-11T20:00", "2025-03-17T14:00"]
    assert starts(read_events(moved, WEEKLY, start="2025-03-11", end="2025-03-12")) == ["2025-03-11T20:00"]


def test_newer_version_of_a_moved_time_counts_and_a_called_off_one_is_gone() -> None:
    moved = "UID:w\nRECURRENCE-ID:20250310T140000Z\nSEQUENCE:{}\nDTSTART:202503{}T200000Z\nDURATION:PT1H"
    gone = "UID:w\nRECURRENCE-ID:20250303T150000Z\nDTSTART:20250303T150000Z\nDURATION:PT1H\nSTATUS:CANCELLED"
    reading = read_events(moved.format(2, 12), moved.format(1, 11), gone, f"{WEEKLY};COUNT=3")
    assert (starts(reading), reading.understood) == (["2025-03-12T20:00", "2025-03-17T14:00"], 4)


def test_change_for_this_time_and_all_following_moves_them_all() -> None:
    change = "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE:20250310T140000Z\nDTSTART:20250311T150000Z\nDURATION:PT2H"
    assert spans(read_events(f"{WEEKLY};COUNT=3", change)) == [
        ("2025-03-03T15:00", "2025-03-03T16:00"),
        ("2025-03-11T15:00", "2025-03-11T17:00"),
        ("2025-03-18T15:00", "2025-03-18T17:00"),
    ]


def test_broken_change_leaves_the_original_time_in_place() -> None:
    change = "UID:w\nRECURRENCE-ID:20250310T140000Z\nDTSTART:whenever"
    reading = read_events(f"{WEEKLY};COUNT=2", change)
    assert (starts(reading), codes(reading)) == (["2025-03-03T15:00", "2025-03-10T14:00"], [(11, "invalid_date")])


def test_newer_version_of_a_whole_event_replaces_it_and_equals_are_both_kept() -> None:
    event = "UID:1\nSEQUENCE:{}\nDTSTART:202503{}T120000Z\nDURATION:PT1H"
    reading = read_events(event.format(0, 10), event.format(1, 11), event.format(1, 12))
    assert [start[:10] for start in starts(reading)] == ["2025-03-11", "2025-03-12"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SOMETIMES",
        "COUNT=3",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;UNTIL=never",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYEASTER=1",
        "W1 MO #0",
    ],
)
def test_rule_that_cannot_be_followed_is_named_and_only_its_first_time_taken(rule: str) -> None:
    reading = read_events(WEEKLY.replace("FREQ=WEEKLY", rule))
    assert (starts(reading), codes(reading), reading.understood) == (["2025-03-03T15:00"], [(6, "invalid_rule")], 0)


def test_hours_cannot_repeat_within_whole_days() -> None:
    reading = read_events("DTSTART;VALUE=DATE:20250303\nRRULE:FREQ=HOURLY;COUNT=4")
    assert (len(reading.busy), codes(reading)) == (1, [(4, "invalid_rule")])


def test_old_endless_event_reaches_the_window_and_long_ones_reach_into_it() -> None:
    old = "DTSTART:19010101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    long = "DTSTART;VALUE=DATE:20200101\nDURATION:P10D\nRRULE:FREQ=YEARLY"
    assert len(read_events(old, long, start="2025-01-08", end="2025-01-09").busy) == 2


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("16040229", "FREQ=YEARLY", ["2024-02-29"]),
        ("16040305", "FREQ=YEARLY;INTERVAL=3", ["2024-03-05"]),
        ("20000131", "FREQ=MONTHLY;INTERVAL=5", ["2024-03-31", "2024-08-31"]),
        ("19950103", "FREQ=WEEKLY;INTERVAL=20", ["2024-02-20", "2024-07-09", "2024-11-26"]),
        (
            "19950101",
            "FREQ=DAILY;INTERVAL=10;BYDAY=SU",
            ["2024-02-18", "2024-04-28", "2024-07-07", "2024-09-15", "2024-11-24"],
        ),
        ("19950101", "FREQ=DAILY;INTERVAL=100;COUNT=107", ["2024-01-09"]),
    ],
)
def test_old_rule_keeps_its_rhythm_until_the_window(start: str, rule: str, expected: list[str]) -> None:
    event = f"DTSTART;VALUE=DATE:{start}\nRRULE:{rule}"
    assert [when[:10] for when in starts(read_events(event, start="2024-01-02", end="2025-01-01"))] == expected


def test_rule_whose_parts_exclude_one_another_is_named() -> None:
    reading = read_events(WEEKLY.replace("FREQ=WEEKLY", "FREQ=HOURLY;INTERVAL=2;BYHOUR=10"))
    assert (starts(reading), codes(reading)) == (["2025-03-03T15:00"], [(6, "invalid_rule")])


DAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3, unique=True).map(
    ",".join
)
NTH = st.lists(st.sampled_from(["1MO", "2TU", "-1FR", "3WE", "-2SU", "4SA"]), min_size=1, max_size=2, unique=True).map(
    ",".join
)
ENDS = st.sampled_from(["", ";COUNT=7", ";UNTIL=20250801T000000Z"])
INTERVAL = st.integers(1, 4)
MONTH = st.integers(1, 12)
RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}{}".format, st.integers(1, 9), ENDS),
    st.builds("FREQ=DAILY;BYMONTH={};BYDAY={}{}".format, MONTH, DAYS, ENDS),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={};WKST={}{}".format, INTERVAL, DAYS, st.sampled_from(["MO", "SU"]), ENDS),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYDAY={}{}".format, INTERVAL, NTH, ENDS),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={},{}{}".format, st.integers(1, 31), st.integers(-31, -1), ENDS),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS={}{}".format, DAYS, st.sampled_from([1, 2, -1]), ENDS),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}{}".format, MONTH, NTH, ENDS),
    st.builds("FREQ=YEARLY;BYDAY={}{}".format, NTH, ENDS),
    st.builds("FREQ=YEARLY;BYYEARDAY={}{}".format, st.integers(1, 366), ENDS),
    st.builds("FREQ=HOURLY;INTERVAL={};BYHOUR=8,9,10{}".format, st.integers(1, 5), ENDS),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rule=RULES, day=st.dates(date(2023, 1, 1), date(2025, 6, 1)), hour=st.times())
def test_recurring_ical_events_finds_the_same_times(rule: str, day: date, hour: time) -> None:
    start = f"DTSTART;TZID=America/Chicago:{day:%Y%m%d}T{hour:%H%M00}"
    event = f"UID:1\n{start}\nDURATION:PT1H\nRRULE:{rule}"
    reference = recurring_ical_events.of(icalendar.Calendar.from_ical(calendar(event)))
    found = reference.between(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 11, 30, tzinfo=UTC))
    expected = sorted({item["DTSTART"].dt.astimezone(UTC) for item in found})
    reading = read(calendar(event), "2025-03-01", "2025-11-30")
    assert (sorted({busy.start for busy in reading.busy}), reading.problems) == (expected, ())
