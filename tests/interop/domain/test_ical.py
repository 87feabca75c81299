"""The feed says when, never what for; any calendar program reads the same times back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.interop.domain.ical import FeedEntry, write_feed
from hearthside.participants.domain.calendars import read_calendar

CHICAGO = ZoneInfo("America/Chicago")
STAMP = datetime(2025, 6, 1, 12, tzinfo=UTC)


def entry(start: datetime, *, minutes: int = 90, uid: str = "a1@feed", **changed: object) -> FeedEntry:
    fields: dict[str, object] = {"title": "Appointment", "sequence": 2, "cancelled": False, "updated": STAMP}
    return FeedEntry(uid=uid, start=start, end=start + timedelta(minutes=minutes), **{**fields, **changed})  # type: ignore[arg-type]


def feed(*entries: FeedEntry, name: str = "Calendar", zone: ZoneInfo = CHICAGO) -> bytes:
    return write_feed(entries=entries, name=name, zone=zone, stamp=STAMP)


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_feed_holds_these_fields_and_no_other() -> None:
    calendar = icalendar.Calendar.from_ical(feed(entry(datetime(2025, 6, 2, 22, tzinfo=UTC))))
    (event,) = calendar.walk("VEVENT")
    assert list(event) == [
        "UID",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "SEQUENCE",
        "STATUS",
        "CLASS",
        "LAST-MODIFIED",
    ]
    assert event.subcomponents == []
    assert (event["SUMMARY"], event["CLASS"], event["STATUS"], event["SEQUENCE"]) == (
        "Appointment",
        "PRIVATE",
        "CONFIRMED",
        2,
    )
    assert {component.name for component in calendar.subcomponents} == {"VTIMEZONE", "VEVENT"}


def test_feed_does_not_name_the_product_anywhere() -> None:
    assert b"hearthside" not in feed(entry(STAMP)).lower()


def test_times_are_written_on_the_wall_clock_of_the_site() -> None:
    content = feed(entry(datetime(2025, 6, 2, 22, tzinfo=UTC))).decode()
    assert "DTSTART;TZID=America/Chicago:20250602T170000\r\n" in content
    assert "DTEND;TZID=America/Chicago:20250602T183000\r\n" in content


def test_called_off_appointment_says_so_and_keeps_its_times() -> None:
    (event,) = events(feed(entry(STAMP, cancelled=True, sequence=3)))
    assert (event["STATUS"], event["SEQUENCE"], event["DTSTART"].dt) == ("CANCELLED", 3, STAMP)


def test_lines_end_with_crlf_and_long_ones_are_folded() -> None:
    content = feed(entry(STAMP, title="Cita — " + "ñ" * 200), name="Calendario de María; hoy, mañana")
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["X-WR-CALNAME"] == "Calendario de María; hoy, mañana"
    assert calendar.walk("VEVENT")[0]["SUMMARY"] == "Cita — " + "ñ" * 200


def test_title_cannot_bring_a_line_of_its_own() -> None:
    (event,) = events(feed(entry(STAMP, title="Appointment\r\nLOCATION:Clinic")))
    assert "LOCATION" not in event


def test_empty_feed_is_still_a_calendar() -> None:
    assert events(feed()) == []


SUMMER = datetime(2025, 3, 9, 8, tzinfo=UTC)  # 02:00 becomes 03:00 in Chicago
WINTER = datetime(2025, 11, 2, 7, tzinfo=UTC)  # 02:00 becomes 01:00


@pytest.mark.parametrize("change", [SUMMER, WINTER])
@pytest.mark.parametrize("minutes", [-90, -60, -30, 0, 30, 60, 90])
def test_times_around_the_clock_change_are_read_back_equal(change: datetime, minutes: int) -> None:
    start = change + timedelta(minutes=minutes)
    (event,) = events(feed(entry(start, minutes=45)))
    assert event["DTSTART"].dt.astimezone(UTC) == start
    assert event["DTEND"].dt.astimezone(UTC) == start + timedelta(minutes=45)


ZONES = st.sampled_from(["America/Chicago", "Europe/Madrid", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"])
STARTS = st.datetimes(datetime(2017, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None, max_examples=40)
@given(st.lists(STARTS.map(lambda moment: moment.replace(microsecond=0)), max_size=4), ZONES)
def test_every_time_is_read_back_equal_even_by_the_feeds_own_description_of_the_zone(
    starts: list[datetime], key: str
) -> None:
    content = feed(*(entry(start, uid=str(n)) for n, start in enumerate(starts)), zone=ZoneInfo(key))
    assert sorted(event["DTSTART"].dt.astimezone(UTC) for event in events(content)) == sorted(starts)
    renamed = content.replace(f"TZID={key}".encode(), b"TZID=Own").replace(f"TZID:{key}".encode(), b"TZID:Own")
    reading = read_calendar(
        renamed,
        home_zone=CHICAGO,
        window_start=datetime(2016, 1, 1, tzinfo=UTC),
        window_end=datetime(2031, 1, 1, tzinfo=UTC),
    )
    assert ([busy.start for busy in reading.busy], reading.problems) == (sorted(starts), ())
