"""What people's calendar files say, and what is named when a file cannot be understood."""

from __future__ import annotations

import pytest

from hearthside.participants.domain.calendars import CalendarProblem, CalendarProblemCode
from tests.participants.domain.calendar_files import calendar, codes, read, read_events, spans, starts

HOUR = "DTSTART:20250310T150000Z\nDTEND:20250310T160000Z"


def test_event_becomes_busy_time_with_its_title_and_uid() -> None:
    reading = read_events(f"UID:a@b\nSUMMARY:Work\\, late\\nshift\n{HOUR}")
    assert spans(reading) == [("2025-03-10T15:00", "2025-03-10T16:00")]
    assert (reading.busy[0].label, reading.busy[0].uid, reading.busy[0].all_day) == ("Work, late shift", "a@b", False)
    assert (reading.events, reading.understood, reading.problems) == (1, 1, ())


def test_title_of_a_private_event_is_not_taken_over() -> None:
    assert read_events(f"SUMMARY:Court\nCLASS:PRIVATE\n{HOUR}").busy[0].label == ""


def test_calendar_name_is_read() -> None:
    assert read(calendar(HOUR, before="X-WR-CALNAME:Family\n")).name == "Family"


@pytest.mark.parametrize("free", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
def test_free_and_cancelled_events_are_understood_and_take_no_time(free: str) -> None:
    reading = read_events(f"{HOUR}\n{free}")
    assert (reading.busy, reading.understood, reading.problems) == ((), 1, ())


def test_everything_in_a_calendar_that_calls_itself_off_takes_no_time() -> None:
    assert read(calendar(HOUR, before="METHOD:CANCEL\n")).busy == ()


def test_event_without_length_is_understood_and_takes_no_time() -> None:
    reading = read_events("DTSTART:20250310T150000Z")
    assert (reading.busy, reading.understood) == ((), 1)


def test_times_without_a_zone_are_local_to_the_clinic() -> None:
    reading = read_events("DTSTART:20250110T090000\nDTEND:20250110T100000")
    assert spans(reading) == [("2025-01-10T15:00", "2025-01-10T16:00")]


def test_times_without_a_zone_follow_the_zone_the_whole_file_names() -> None:
    content = calendar("DTSTART:20250110T090000\nDTEND:20250110T100000", before="X-WR-TIMEZONE:Europe/Madrid\n")
    assert spans(read(content)) == [("2025-01-10T08:00", "2025-01-10T09:00")]


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "america/new_york",
        '"Eastern Standard Time"',
        "/mozilla.org/20050126_1/America/New_York",
        "posix/America/New_York",
    ],
)
def test_zone_is_found_by_its_world_name_its_windows_name_and_at_the_end_of_a_path(zone: str) -> None:
    reading = read_events(f"DTSTART;TZID={zone}:20250710T090000\nDURATION:PT30M")
    assert (spans(reading), reading.problems) == ([("2025-07-10T13:00", "2025-07-10T13:30")], ())


def test_unknown_zone_is_named_with_its_line_and_read_as_local() -> None:
    reading = read_events("DTSTART;TZID=Narnia/Lamppost:20250110T090000\nDTEND;TZID=Narnia/Lamppost:20250110T100000")
    assert reading.problems == (CalendarProblem(3, "VEVENT", CalendarProblemCode.UNKNOWN_TIME_ZONE, "Narnia/Lamppost"),)
    assert (spans(reading), reading.understood) == ([("2025-01-10T15:00", "2025-01-10T16:00")], 0)


CUSTOM = """BEGIN:VTIMEZONE
TZID:(UTC+01:00) Ours
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("20250110T090000", "2025-01-10T08:00"),
        ("20250710T090000", "2025-07-10T07:00"),
        ("20250330T023000", "2025-03-30T01:30"),  # in the spring gap: as before the shift
        ("20251026T023000", "2025-10-26T00:30"),  # comes twice: the first
    ],
)
@pytest.mark.parametrize("tzid", ['"(UTC+01:00) Ours"', "(UTC+01:00) Ours"])
def test_zone_described_by_the_file_is_followed_even_where_its_name_is_not_quoted(
    tzid: str, local: str, expected: str
) -> None:
    reading = read(calendar(f"DTSTART;TZID={tzid}:{local}\nDURATION:PT15M", before=CUSTOM))
    assert (starts(reading), reading.problems) == ([expected], ())


def test_zone_described_without_offsets_is_named() -> None:
    broken = CUSTOM.replace("TZOFFSETTO", "X-OFFSET").replace("TZOFFSETFROM", "X-OFFSET")
    reading = read(calendar('DTSTART;TZID="(UTC+01:00) Ours":20250110T090000\nDURATION:PT1H', before=broken))
    assert codes(reading) == [
        (2, "invalid_time_zone"),
        (4, "invalid_time_zone"),
        (10, "invalid_time_zone"),
        (18, "unknown_time_zone"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("20250309T023000", "20250309T033000", ("2025-03-09T08:30", "2025-03-09T09:30")),  # gap
        ("20250309T013000", "20250309T030000", ("2025-03-09T07:30", "2025-03-09T08:00")),  # over the gap
        ("20251102T003000", "20251102T013000", ("2025-11-02T05:30", "2025-11-02T06:30")),  # first 01:30
        ("20251102T003000", "20251102T030000", ("2025-11-02T05:30", "2025-11-02T09:00")),  # over the overlap
    ],
)
def test_times_in_the_clock_changes_are_right(start: str, end: str, expected: tuple[str, str]) -> None:
    zone = "TZID=America/Chicago"
    assert spans(read_events(f"DTSTART;{zone}:{start}\nDTEND;{zone}:{end}")) == [expected]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART;VALUE=DATE:20250309", ("2025-03-09T06:00", "2025-03-10T05:00")),  # 23 hours
        ("DTSTART;VALUE=DATE:20251102\nDTEND;VALUE=DATE:20251103", ("2025-11-02T05:00", "2025-11-03T06:00")),
        ("DTSTART;VALUE=DATE:20250610\nDURATION:P2D", ("2025-06-10T05:00", "2025-06-12T05:00")),
        ("DTSTART:20250610\nDTEND:20250610", ("2025-06-10T05:00", "2025-06-11T05:00")),
    ],
)
def test_all_day_events_cover_local_midnight_to_midnight(event: str, expected: tuple[str, str]) -> None:
    reading = read_events(event)
    assert (spans(reading), reading.busy[0].all_day, reading.understood) == ([expected], True, 1)


@pytest.mark.parametrize(
    ("duration", "end"),
    [("PT24H", "2025-03-10T01:00"), ("P1D", "2025-03-10T00:00"), ("P1W", "2025-03-16T00:00"), ("PT0S", None)],
)
def test_days_of_a_duration_follow_the_clock_and_hours_are_elapsed_time(duration: str, end: str | None) -> None:
    reading = read_events(f"DTSTART;TZID=America/Chicago:20250308T190000\nDURATION:{duration}")
    assert [busy_end for _, busy_end in spans(reading)] == ([end] if end else [])


@pytest.mark.parametrize(
    ("event", "code", "line"),
    [
        ("SUMMARY:When?", "missing_start", 2),
        ("DTSTART:soon", "invalid_date", 3),
        ("DTSTART:20250230T100000Z", "invalid_date", 3),
        ("DTSTART:20250310T150000Z\nDTEND:tomorrow", "invalid_date", 4),
        ("DTSTART:20250310T150000Z\nDTEND:20250310T140000Z", "end_before_start", 4),
        ("DTSTART:20250310T150000Z\nDURATION:-PT1H", "end_before_start", 4),
        ("DTSTART:20250310T150000Z\nDURATION:an hour", "invalid_duration", 4),
        ("DTSTART:20250310T150000Z\nDURATION:P999999W", "invalid_duration", 4),
    ],
)
def test_a_broken_event_is_named_by_line_and_the_others_still_import(event: str, code: str, line: int) -> None:
    reading = read_events(event, HOUR)
    assert codes(reading) == [(line, code)]
    assert (starts(reading), reading.events, reading.understood) == (["2025-03-10T15:00"], 2, 1)


def test_event_that_says_its_end_twice_is_read_by_its_end_and_named() -> None:
    reading = read_events(f"{HOUR}\nDURATION:PT3H\nDTSTART:20250401T000000Z")
    assert (spans(reading), codes(reading)) == (
        [("2025-03-10T15:00", "2025-03-10T16:00")],
        [(5, "duplicate_property"), (6, "duplicate_property")],
    )


def test_events_over_the_edge_of_the_window_are_kept_whole_and_those_that_touch_it_are_not() -> None:
    events = [
        f"DTSTART:202503{start}Z\nDTEND:202503{end}Z"
        for start, end in [("09T230000", "10T000000"), ("09T230000", "10T010000"), ("11T000000", "11T010000")]
    ]
    assert spans(read_events(*events, start="2025-03-10", end="2025-03-11")) == [
        ("2025-03-09T23:00", "2025-03-10T01:00")
    ]


def test_busy_times_of_a_free_busy_file_are_read() -> None:
    content = """BEGIN:VCALENDAR
BEGIN:VFREEBUSY
UID:fb
FREEBUSY:20250310T150000Z/PT1H,20250311T150000Z/20250311T170000Z
FREEBUSY;FBTYPE=FREE:20250312T150000Z/PT1H
FREEBUSY:20250313T150000Z/20250313T140000Z
END:VFREEBUSY
END:VCALENDAR
"""
    reading = read(content)
    assert spans(reading) == [("2025-03-10T15:00", "2025-03-10T16:00"), ("2025-03-11T15:00", "2025-03-11T17:00")]
    assert (reading.events, codes(reading)) == (0, [(6, "end_before_start")])


def test_folded_lines_are_joined_and_problems_keep_the_line_of_the_file() -> None:
    content = (
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Long\r\n er\r\n\t title\r\nDTSTART:2025\r\n 0399\r\nEND:VEVENT\r\n"
    )
    assert codes(read(content + "END:VCALENDAR\r\n")) == [(6, "invalid_date")]
    reading = read(content.replace("0399", "0309") + "END:VCALENDAR\r\n")
    assert [busy.label for busy in reading.busy] == ["Longer title"]


def test_letter_folded_in_its_middle_is_whole_again() -> None:
    folded = f"SUMMARY:caf\xc3\r\n \xa9\r\n{HOUR}".encode("latin-1")
    assert read(calendar("X").encode().replace(b"X\n", folded + b"\n")).busy[0].label == "café"


def test_latin_1_bytes_are_read_and_named() -> None:
    reading = read(calendar(f"SUMMARY:niñera\n{HOUR}").encode("latin-1"))
    assert (reading.busy[0].label, codes(reading), reading.understood) == ("niñera", [(3, "not_utf8")], 1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_no_obstacle(encoding: str) -> None:
    reading = read(calendar(f"SUMMARY:niñera\n{HOUR}").encode(encoding))
    assert (reading.busy[0].label, reading.problems) == ("niñera", ())


def test_file_with_only_carriage_returns_is_read() -> None:
    assert starts(read(calendar(HOUR).replace("\n", "\r"))) == ["2025-03-10T15:00"]


def test_carriage_return_within_a_line_is_part_of_its_text() -> None:
    reading = read_events(f"SUMMARY:a\rEND:VEVENT\n{HOUR}")
    assert [busy.label for busy in reading.busy] == ["a END:VEVENT"]


def test_several_calendars_in_a_file_each_keep_their_zones_and_uids() -> None:
    other = CUSTOM.replace("+0100", "+0500").replace("+0200", "+0600")
    event = 'UID:1\nDTSTART;TZID="(UTC+01:00) Ours":20250110T090000\nDURATION:PT1H'
    reading = read(calendar(event, before=CUSTOM) + calendar(event, before=other))
    assert (starts(reading), reading.events, reading.problems) == (["2025-01-10T04:00", "2025-01-10T08:00"], 2, ())


def test_events_without_a_calendar_around_them_are_read_and_the_lack_is_named() -> None:
    reading = read(f"BEGIN:VEVENT\n{HOUR}\nEND:VEVENT\n")
    assert (starts(reading), codes(reading), reading.understood) == (["2025-03-10T15:00"], [(1, "no_calendar")], 1)


def test_lines_that_are_no_calendar_lines_are_named_and_skipped() -> None:
    reading = read_events(f"{HOUR}\nSUMMARY=work\n: \nX-NOTE;A=B")
    assert codes(reading) == [(5, "malformed_line"), (6, "malformed_line"), (7, "malformed_line")]
    assert reading.understood == 1


def test_components_left_open_or_closed_twice_are_named_and_their_events_read() -> None:
    content = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{HOUR}\nBEGIN:VALARM\nBEGIN:VEVENT\n{HOUR}\nEND:VALARM\nEND:VEVENT\n"
    reading = read(content)
    assert codes(reading) == [(1, "unclosed"), (2, "unclosed"), (5, "unclosed"), (9, "unexpected_end")]
    assert (reading.events, reading.understood) == (2, 2)


def test_dates_of_another_calendar_scale_are_not_guessed() -> None:
    reading = read(calendar(HOUR, before="CALSCALE:HEBREW\n"))
    assert (reading.busy, codes(reading), reading.understood) == ((), [(2, "unsupported_scale")], 0)
