"""Writes small calendar files for tests and reads them as a clinic in Chicago would."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hearthside.participants.domain.calendars import CalendarReading, read_calendar

CHICAGO = ZoneInfo("America/Chicago")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def calendar(*events: str, before: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\n{before}{body}END:VCALENDAR\n"


def read(content: str | bytes, start: str = "2025-01-01", end: str = "2026-01-01") -> CalendarReading:
    return read_calendar(content, home_zone=CHICAGO, window_start=utc(start), window_end=utc(end))


def read_events(*events: str, start: str = "2025-01-01", end: str = "2026-01-01") -> CalendarReading:
    return read(calendar(*events), start, end)


def spans(reading: CalendarReading) -> list[tuple[str, str]]:
    return [(f"{busy.start:%Y-%m-%dT%H:%M}", f"{busy.end:%Y-%m-%dT%H:%M}") for busy in reading.busy]


def starts(reading: CalendarReading) -> list[str]:
    return [start for start, _ in spans(reading)]


def codes(reading: CalendarReading) -> list[tuple[int, str]]:
    return [(problem.line, problem.code.value) for problem in reading.problems]
