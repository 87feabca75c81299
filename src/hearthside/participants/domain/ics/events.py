"""One VEVENT as it is meant: when, how long, how it repeats, whether it takes time at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from hearthside.participants.domain.ics.components import Component, Property
from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import ProblemList, Unreadable
from hearthside.participants.domain.ics.rules import Rule, read_rule
from hearthside.participants.domain.ics.values import Length, Moment, length_between, read_duration, read_text
from hearthside.participants.domain.ics.zonebook import ZoneBook

_MAX_RULES = 20
_MAX_DATES = 5_000


@dataclass(frozen=True, slots=True)
class Event:
    """An event of the file, its own times read and its rules ready to follow."""

    source: Component
    uid: str
    sequence: int
    label: str
    start: Moment
    length: Length
    takes_time: bool
    replaces: Moment | None
    and_following: bool
    rules: tuple[tuple[int, Rule], ...]
    left_out_rules: tuple[tuple[int, Rule], ...]
    added: tuple[tuple[Moment, Length | None], ...]
    left_out: tuple[Moment, ...]

    @property
    def all_day(self) -> bool:
        """Whether it covers whole local days."""
        return self.start.is_date and not self.length.elapsed and not self.length.wall % timedelta(days=1)


class EventReader:
    """Reads the events of one file, naming what it cannot read."""

    def __init__(self, zones: ZoneBook, problems: ProblemList) -> None:
        self._zones = zones
        self._problems = problems

    def read(self, component: Component) -> Event | None:
        """The event, or nothing where its own time cannot be known."""
        for name in ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"):
            for again in component.all(name)[1:]:
                self._problems.add_to(component, again.line, Code.DUPLICATE_PROPERTY, f"{name}:{again.value}")
        start = self._moment(component, "DTSTART")
        if start is None:
            if component.first("DTSTART") is None:
                self._problems.add_to(component, component.line, Code.MISSING_START)
            return None
        length = self._length(component, start)
        if length is None:
            return None
        replaces = component.first("RECURRENCE-ID")
        return Event(
            source=component,
            uid=self.uid(component),
            sequence=_sequence(component),
            label=_label(component),
            start=start,
            length=length,
            takes_time=component.text("STATUS") != "CANCELLED" and component.text("TRANSP") != "TRANSPARENT",
            replaces=self._moment(component, "RECURRENCE-ID"),
            and_following=replaces is not None and replaces.params.get("RANGE", "").upper() == "THISANDFUTURE",
            rules=self._rules(component, "RRULE"),
            left_out_rules=self._rules(component, "EXRULE"),
            added=self._added(component, start),
            left_out=self._left_out(component),
        )

    def uid(self, component: Component) -> str:
        """The component's own name, or nothing."""
        prop = component.first("UID")
        return read_text(prop.value, 255) if prop else ""

    def taken(self, component: Component) -> list[tuple[Moment, Length]]:
        """The times that a VFREEBUSY names as taken."""
        lines = [prop for prop in component.all("FREEBUSY") if prop.params.get("FBTYPE", "").upper() != "FREE"]
        return [
            (start, length)
            for prop in lines
            for start, length in self._moments_and_lengths(component, prop)
            if length is not None
        ]

    def _moment(self, component: Component, name: str) -> Moment | None:
        prop = component.first(name)
        return next(iter(self._zones.moments(prop, component, [prop.value])), None) if prop else None

    def _length(self, component: Component, start: Moment) -> Length | None:
        end, duration = component.first("DTEND"), component.first("DURATION")
        if end is not None:
            if duration is not None:
                self._problems.add_to(component, duration.line, Code.DUPLICATE_PROPERTY, duration.value)
            until = self._moment(component, "DTEND")
            try:
                return length_between(start, until, end.value) if until else None
            except Unreadable as unreadable:
                self._problems.add_to(component, end.line, unreadable.code, unreadable.value)
                return None
        if duration is None:
            return Length(timedelta(days=1)) if start.is_date else Length()
        try:
            return read_duration(duration.value)
        except Unreadable as unreadable:
            self._problems.add_to(component, duration.line, unreadable.code, unreadable.value)
            return None

    def _rules(self, component: Component, name: str) -> tuple[tuple[int, Rule], ...]:
        rules: list[tuple[int, Rule]] = []
        for prop in component.all(name)[:_MAX_RULES]:
            try:
                rules.append((prop.line, read_rule(prop.value)))
            except Unreadable as unreadable:
                self._problems.add_to(component, prop.line, Code.INVALID_RULE, unreadable.value)
        for prop in component.all(name)[_MAX_RULES:]:
            self._problems.add_to(component, prop.line, Code.TOO_MANY_OCCURRENCES, prop.value)
        return tuple(rules)

    def _left_out(self, component: Component) -> tuple[Moment, ...]:
        return tuple(
            moment
            for prop in component.all("EXDATE")
            for moment in self._zones.moments(prop, component, self._items(component, prop))
        )

    def _added(self, component: Component, start: Moment) -> tuple[tuple[Moment, Length | None], ...]:
        return tuple(
            (_like(start, moment) if length is None else moment, length)
            for prop in component.all("RDATE")
            for moment, length in self._moments_and_lengths(component, prop)
        )

    def _moments_and_lengths(self, component: Component, prop: Property) -> Iterator[tuple[Moment, Length | None]]:
        """The dates of a line, and how long they last where the line says so."""
        for text in self._items(component, prop):
            first, slash, rest = text.partition("/")
            for start in self._zones.moments(prop, component, [first]):
                length = self._period(component, prop, start, rest) if slash else None
                if length is not None or not slash:
                    yield start, length

    def _items(self, component: Component, prop: Property) -> list[str]:
        items = [item for item in prop.value.split(",") if item.strip()]
        if len(items) > _MAX_DATES:
            self._problems.add_to(component, prop.line, Code.TOO_MANY_OCCURRENCES, str(len(items)))
        return items[:_MAX_DATES]

    def _period(self, component: Component, prop: Property, start: Moment, rest: str) -> Length | None:
        try:
            if rest.strip()[:1].upper() in {"P", "+", "-"}:
                return read_duration(rest)
            ends = self._zones.moments(prop, component, [rest])
            return length_between(start, ends[0], rest) if ends else None
        except Unreadable as unreadable:
            self._problems.add_to(component, prop.line, unreadable.code, unreadable.value)
            return None


def _like(start: Moment, moment: Moment) -> Moment:
    """An added date of an event with hours means that day at the event's hour, and the other way round."""
    if moment.is_date and not start.is_date:
        return start.at(datetime.combine(moment.wall.date(), start.wall.time()))
    if start.is_date and not moment.is_date:
        return start.at(datetime.combine(moment.wall.date(), time()))
    return moment


def _sequence(component: Component) -> int:
    text = component.text("SEQUENCE")
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


def _label(component: Component) -> str:
    """The title; nothing where the person marked the event as private."""
    summary = component.first("SUMMARY")
    if summary is None or component.text("CLASS") in {"PRIVATE", "CONFIDENTIAL"}:
        return ""
    return read_text(summary.value)
