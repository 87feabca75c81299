"""Imports every shared calendar file and says what came of it: `python -m benchmarks.calendars`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from hearthside.participants.domain.calendars import CalendarReading, read_calendar

FILES = Path(__file__).parents[1].parent / "shared" / "data" / "calendars"
HOME = ZoneInfo("America/Chicago")
EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


def run() -> list[tuple[str, str, str]]:
    """Rows of promise, figure and detail: one for each file, then the sums and a hostile file's time."""
    paths = sorted(FILES.glob("*.ics")) if FILES.is_dir() else []
    readings = [(path.name, first_year(path.read_bytes())) for path in paths]
    rows = [(f"calendar {name}", figure(reading), problems(reading)) for name, reading in readings]
    events, understood, busy, named = (
        sum(counts) for counts in zip((0, 0, 0, 0), *(counts_of(reading) for _, reading in readings), strict=True)
    )
    rows.append(
        ("calendar files imported", str(len(rows)), f"{understood} of {events} events, {busy} busy, {named} named")
    )
    return [*rows, hostile()]


def first_year(content: bytes) -> CalendarReading:
    """The file in the year from its first busy time on, or in all years where it has none."""
    ever = read_calendar(content, home_zone=HOME, window_start=EVER[0], window_end=EVER[1])
    if not ever.busy:
        return ever
    start = ever.busy[0].start
    return read_calendar(content, home_zone=HOME, window_start=start, window_end=start + timedelta(days=365))


def counts_of(reading: CalendarReading) -> tuple[int, int, int, int]:
    return reading.events, reading.understood, len(reading.busy), len(reading.problems)


def figure(reading: CalendarReading) -> str:
    events, understood, busy, named = counts_of(reading)
    return f"{events} events, {understood} understood, {busy} busy, {named} named"


def problems(reading: CalendarReading) -> str:
    return "; ".join(f"line {item.line} {item.code} {item.value}".strip() for item in reading.problems)


def hostile() -> tuple[str, str, str]:
    """The time that five megabytes of endless events take."""
    unit = "BEGIN:VEVENT\nDTSTART:20250101T100000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n"
    content = (unit * (4_900_000 // len(unit))).encode()
    began = perf_counter()
    reading = read_calendar(content, home_zone=HOME, window_start=EVER[0], window_end=EVER[1])
    return "hostile calendar answered", f"{perf_counter() - began:.1f} s (under 5)", f"{reading.events} endless events"


def main() -> None:
    for promise, number, detail in run():
        print(f"{promise:68} {number:44} {detail}")


if __name__ == "__main__":
    main()
