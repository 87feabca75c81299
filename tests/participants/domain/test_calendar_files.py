"""Real files, hostile files and files of chance: each is read, named, and never an error."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.participants.domain.calendars import CalendarReading
from tests.participants.domain.calendar_files import calendar, codes, read, read_events, spans

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "calendars"

# file: events, understood, busy between 1990 and 2030, the first busy time (UTC), problems. Counted by hand.
EXPECTED = {
    "event_with_recurrence.ics": (1, 1, 97, "1996-04-01T07:00", [(1, "no_calendar")]),
    "event_with_recurrence_exdates_on_different_lines.ics": (1, 1, 10, "2012-03-27T08:00", [(1, "no_calendar")]),
    "fuzz_testcase_vtimezone_lone_cr.ics": (0, 0, 0, None, [(1, "no_calendar")]),
    "issue_1081_event_with_rrule.ics": (1, 1, 0, None, []),  # ten times without a length
    "issue_1081_invalid_rrule_freq.ics": (1, 0, 0, None, [(7, "invalid_rule")]),
    "issue_112_missing_tzinfo_on_exdate.ics": (1, 1, 11, "2013-09-07T16:00", [(1, "no_calendar")]),
    "issue_1231_recurrence.ics": (1, 1, 0, None, []),  # no length
    "issue_237_fail_to_parse_timezone_with_non_ascii_tzid.ics": (1, 1, 1, "2017-05-11T16:30", []),
    "issue_321_assert_dst_offset_is_not_false.ics": (1, 1, 1, "2020-04-03T08:20", []),
    "issue_722_missing_VTIMEZONE_custom.ics": (1, 0, 0, None, [(3, "unknown_time_zone")]),
    "issue_722_missing_timezones.ics": (3, 1, 2, "2014-08-29T12:00", [(9, "missing_start"), (15, "missing_start")]),
    "issue_722_timezone_transition_ambiguity.ics": (4, 4, 0, None, []),  # no length
    "multiple_timezones.ics": (3, 0, 0, None, [(23, "invalid_date"), (28, "invalid_date"), (33, "invalid_date")]),
    "period_with_timezone.ics": (1, 1, 9, "2023-09-20T19:00", []),
    "timezone_rdate.ics": (1, 1, 0, None, [(53, "malformed_line")]),  # no length
    "timezone_same_start.ics": (1, 1, 1, "2017-02-24T20:00", []),
    "timezoned.ics": (1, 1, 1, "2012-02-13T09:00", []),
}  # fmt: skip


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared calendars are not beside this checkout")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_file_says_what_reading_it_by_hand_says(name: str) -> None:
    reading = read((REAL / name).read_bytes(), "1990-01-01", "2030-01-01")
    first = spans(reading)[0][0] if reading.busy else None
    assert (reading.events, reading.understood, len(reading.busy), first, codes(reading)) == EXPECTED[name]


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared calendars are not beside this checkout")
def test_every_real_file_has_been_counted() -> None:
    assert sorted(path.name for path in REAL.glob("*.ics")) == sorted(EXPECTED)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("20240303T080000", "2024-03-02T20:00"),
        ("20240803T080000", "2024-08-02T22:00"),
        ("20240505T080001", "2024-05-04T22:00"),
        ("20240505T070001", "2024-05-04T19:00"),
    ],
)
def test_zone_that_turns_back_two_hours_is_read_as_its_file_explains(offset: str, expected: str) -> None:
    zone = """BEGIN:VTIMEZONE
TZID:MyTimezone
BEGIN:STANDARD
TZOFFSETFROM:+1000
TZOFFSETTO:+1200
DTSTART:20240101T000000
END:STANDARD
BEGIN:DAYLIGHT
TZOFFSETFROM:+1200
TZOFFSETTO:+1000
DTSTART:20240505T080000
END:DAYLIGHT
END:VTIMEZONE
"""
    content = calendar(f"DTSTART;TZID=MyTimezone:{offset}\nDURATION:PT1H", before=zone)
    assert [start for start, _ in spans(read(content, "2024-01-01", "2025-01-01"))] == [expected]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        (b"\x00" * 100, "empty"),
        (b"<html><body>Sign in</body></html>", "not_a_calendar"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_a_calendar"),
        ("a,b\n1,2\n", "not_a_calendar"),
        (b"BEGIN:VCALENDAR\n" + b" " * 5_000_000, "too_large"),
    ],
)
def test_what_is_no_calendar_is_refused_with_one_clear_code(content: bytes | str, code: str) -> None:
    reading = read(content)
    assert (codes(reading), reading.busy, reading.events) == ([(1, code)], (), 0)


HOUR = "DTSTART:20250101T100000Z\nDURATION:PT1H"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=10000000",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=1,2,3,4;BYMINUTE=1,2,3,4,5,6,7,8,9;BYSECOND=1,2,3,4,5,6,7,8,9",
    ],
)
def test_rule_of_too_many_times_is_named_and_the_other_events_still_import(rule: str) -> None:
    reading = read_events(f"DTSTART:20250110T100000Z\nDURATION:PT1H\nRRULE:{rule}", HOUR)
    assert codes(reading) == [(5, "too_many_occurrences")]
    assert (len(reading.busy), reading.understood) == (2, 1)


def test_line_of_too_many_dates_is_named_and_its_first_dates_are_taken() -> None:
    dates = ",".join(f"2025{1 + n % 12:02}{1 + n % 28:02}T{n % 24:02}{n // 24 % 60:02}00Z" for n in range(5_001))
    reading = read_events(f"{HOUR}\nRDATE:{dates}")
    assert (codes(reading), reading.understood) == ([(5, "too_many_occurrences")], 0)
    assert len(reading.busy) > 3_000


SIZE = 4_900_000
SIXTY = ",".join(map(str, range(60)))
HOURS = ",".join(map(str, range(24)))


def filled(unit: str) -> bytes:
    return (unit * (SIZE // len(unit))).encode()


@pytest.mark.parametrize(
    "content",
    [
        filled("BEGIN:VEVENT\n"),
        filled("BEGIN:A\nEND:B\n"),
        filled("BEGIN:VEVENT\nDTSTART:20250101T100000Z\nDURATION:PT1H\nEND:VEVENT\n"),
        filled(f"BEGIN:VEVENT\n{HOUR}\nRRULE:FREQ=DAILY\nEND:VEVENT\n"),
        filled(f"BEGIN:VEVENT\n{HOUR}\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n"),
        filled(f"BEGIN:VEVENT\n{HOUR}\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n"),
        filled(f"BEGIN:VEVENT\n{HOUR}\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR={HOURS};BYMINUTE={SIXTY};BYSECOND={SIXTY}\nEND:VEVENT\n"),
        filled(f"BEGIN:VEVENT\n{HOUR}\nRRULE:FREQ=HOURLY;BYSETPOS=-366;BYMONTH=2;BYMONTHDAY=30;BYMINUTE={SIXTY};BYSECOND={SIXTY}\nEND:VEVENT\n"),
        filled("BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20250101T100000Z\nDTSTART:20250101T110000Z\nEND:VEVENT\n"),
        b"BEGIN:VEVENT\nDTSTART:20250101T100000Z\nRRULE:FREQ=DAILY\nEXDATE:" + filled("20250102T100000Z,"),
        b"BEGIN:VEVENT\nDTSTART" + filled(';A="') + b":20250101",
        b"BEGIN:VEVENT\nDTSTART:20250101\nRRULE:FREQ=DAILY;BYDAY=" + filled("MO,"),
    ],
    ids=[
        "open", "crossed", "many", "daily", "secondly", "never", "clock", "hourly", "changes",
        "exdates", "quotes", "rule",
    ],
)  # fmt: skip
def test_giant_hostile_file_is_answered_within_seconds(content: bytes) -> None:
    began = time.process_time()
    reading = read(content)
    assert time.process_time() - began < 5
    assert reading.problems
    assert len(reading.problems) <= 501


def assert_sound(reading: CalendarReading) -> None:
    assert 0 <= reading.understood <= reading.events
    assert all(busy.start < busy.end for busy in reading.busy)
    assert all(problem.line >= 1 for problem in reading.problems)
    assert list(reading.busy) == sorted(reading.busy, key=lambda busy: (busy.start, busy.end, busy.label, busy.uid))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_an_error(content: bytes) -> None:
    assert_sound(read(content))
    assert_sound(read(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20250101\n" + content + b"\nEND:VEVENT\nEND:VCALENDAR"))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_is_an_error(content: str) -> None:
    assert_sound(read(content))


NAMES = ["DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "UID", "SEQUENCE"]
NAMES += [
    "STATUS",
    "TZID",
    "TZOFFSETTO",
    "TZOFFSETFROM",
    "BEGIN",
    "END",
    "FREEBUSY",
    "CALSCALE",
    "SUMMARY",
    "X-WR-TIMEZONE",
]
PARAMS = [
    "",
    ";VALUE=DATE",
    ";VALUE=PERIOD",
    ";TZID=Z",
    ";TZID=Europe/Vienna",
    ";TZID=Etc/GMT-14",
    ";RANGE=THISANDFUTURE",
    ';X="',
]
VALUES = [
    "20250101",
    "20250309T023000",
    "20251102T013000Z",
    "10000101T000000",
    "90001231T235959Z",
    "00010101",
    "99991231T235959",
]
VALUES += [
    "P1D",
    "PT25H",
    "P7000D",
    "-P1D",
    "20250101T000000/P1D",
    "20250601/20250101",
    "1",
    "VEVENT",
    "VCALENDAR",
    "VTIMEZONE",
]
VALUES += [
    "STANDARD",
    "DAYLIGHT",
    "VFREEBUSY",
    "+1400",
    "-2359",
    "+9999",
    "Z",
    "FREQ=DAILY",
    "FREQ=SECONDLY;INTERVAL=999999999",
]
VALUES += [
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
    "FREQ=MONTHLY;INTERVAL=99999999",
    "FREQ=WEEKLY;UNTIL=90001231",
    "FREQ=DAILY;BYSETPOS=-366",
]
LINES = st.builds("{}{}:{}".format, st.sampled_from(NAMES), st.sampled_from(PARAMS), st.sampled_from(VALUES))


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_no_mixture_of_meaningful_lines_is_an_error(lines: list[str]) -> None:
    body = "\n".join(lines)
    assert_sound(
        read(f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Z\nBEGIN:STANDARD\n{body}\nEND:STANDARD\nBEGIN:VEVENT\n{body}")
    )
