"""Reads other people's calendars: what an .ics file says becomes busy times, and what it does not, a named line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hearthside.participants.domain.ics.components import Component, read_components
from hearthside.participants.domain.ics.events import Event, EventReader
from hearthside.participants.domain.ics.problems import CalendarProblem, CalendarProblemCode, ProblemList
from hearthside.participants.domain.ics.recurrence import Budget
from hearthside.participants.domain.ics.series import SeriesReader
from hearthside.participants.domain.ics.values import read_text
from hearthside.participants.domain.ics.zonebook import ZoneBook

__all__ = [
    "MAX_BYTES",
    "Busy",
    "CalendarProblem",
    "CalendarProblemCode",
    "CalendarReading",
    "read_calendar",
]

MAX_BYTES = 5_000_000
MAX_STEPS = 300_000
_EARLIEST, _LATEST = datetime(1100, 1, 1, tzinfo=UTC), datetime(8900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Busy:
    """A half-open time in UTC in which the person is taken."""

    start: datetime
    end: datetime
    label: str
    all_day: bool
    uid: str


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """What a file says within a window: understood counts the events whose every time was read as written."""

    name: str
    busy: tuple[Busy, ...]
    problems: tuple[CalendarProblem, ...]
    events: int
    understood: int


def read_calendar(
    content: bytes | str, *, home_zone: ZoneInfo, window_start: datetime, window_end: datetime
) -> CalendarReading:
    """Read an .ics file's busy times between two aware times, and name every line not understood; never raises."""
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    problems = ProblemList()
    if not raw.strip(b"\xef\xbb\xbf\r\n\t \x00"):
        return _refused(CalendarProblemCode.EMPTY, "")
    if len(raw) > MAX_BYTES:
        return _refused(CalendarProblemCode.TOO_LARGE, str(len(raw)))
    components = read_components(raw, problems)
    if not components:
        return _refused(CalendarProblemCode.NOT_A_CALENDAR, "")
    if all(component.kind != "VCALENDAR" for component in components):
        problems.add(components[0].line, components[0].kind, CalendarProblemCode.NO_CALENDAR)
    start = max(window_start, _EARLIEST).astimezone(UTC)
    end = min(window_end, _LATEST).astimezone(UTC)
    found = [component for component in components if component.kind == "VEVENT"]
    busy = _busy(components, home_zone, start, end, problems)
    return CalendarReading(
        name=_name(components),
        busy=tuple(sorted(busy, key=lambda time: (time.start, time.end, time.label, time.uid))),
        problems=problems.sorted(),
        events=len(found),
        understood=sum(component.line not in problems.touched for component in found),
    )


def _busy(
    components: list[Component], home_zone: ZoneInfo, start: datetime, end: datetime, problems: ProblemList
) -> set[Busy]:
    budget = Budget(MAX_STEPS)
    zones = ZoneBook(components, home_zone, end.replace(tzinfo=None) + timedelta(days=366), budget, problems)
    reader = EventReader(zones, problems)
    foreign = _calendars_of_another_scale(components, problems)
    events: list[Event] = []
    busy: set[Busy] = set()
    for component in components:
        if component.calendar in foreign:
            problems.touched.add(component.line)
        elif component.kind == "VEVENT" and (event := reader.read(component)) is not None:
            events.append(event)
        elif component.kind == "VFREEBUSY":
            spans = [(first.utc, length.end(first)) for first, length in reader.taken(component)]
            busy |= {Busy(a, b, "", False, reader.uid(component)) for a, b in spans if a < b and a < end and b > start}
    called_off = _cancelled_calendars(components)
    series = SeriesReader(start, end, zones.home, budget, problems)
    for group in _by_uid(event for event in events if event.source.calendar not in called_off):
        busy |= {Busy(a, b, event.label, event.all_day, event.uid) for event, a, b in series.read(group)}
    return busy


def _refused(code: CalendarProblemCode, value: str) -> CalendarReading:
    return CalendarReading("", (), (CalendarProblem(1, "", code, value),), 0, 0)


def _calendars_of_another_scale(components: list[Component], problems: ProblemList) -> set[int]:
    """Calendars whose dates are not those of our own calendar, and cannot be read as such."""
    foreign: set[int] = set()
    for component in components:
        scale = component.first("CALSCALE") if component.kind == "VCALENDAR" else None
        if scale is not None and scale.value.strip().upper() != "GREGORIAN":
            problems.add(scale.line, component.kind, CalendarProblemCode.UNSUPPORTED_SCALE, scale.value)
            foreign.add(component.calendar)
    return foreign


def _cancelled_calendars(components: list[Component]) -> set[int]:
    """Calendars that say of themselves that everything in them is called off."""
    return {c.calendar for c in components if c.kind == "VCALENDAR" and c.text("METHOD") == "CANCEL"}


def _by_uid(events: Iterable[Event]) -> list[list[Event]]:
    groups: dict[tuple[int, str, int], list[Event]] = {}
    for number, event in enumerate(events, 1):
        groups.setdefault((event.source.calendar, event.uid, 0 if event.uid else number), []).append(event)
    return list(groups.values())


def _name(components: list[Component]) -> str:
    for component in components:
        if component.kind == "VCALENDAR":
            name = component.first("X-WR-CALNAME") or component.first("NAME")
            if name is not None:
                return read_text(name.value)
    return ""
