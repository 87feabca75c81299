"""Finds the zone that each line of a file means, and says where it cannot find one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hearthside.participants.domain.ics.components import Component, Property
from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import ProblemList, Unreadable
from hearthside.participants.domain.ics.recurrence import Budget, occurrences
from hearthside.participants.domain.ics.rules import read_rule
from hearthside.participants.domain.ics.values import Moment, moment, read_stamp
from hearthside.participants.domain.ics.zones import (
    Onset,
    Zone,
    described_zone,
    known_zone,
    read_offset,
    world_zone,
    zone_in_path,
)

_EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001 (wall clock)


class ZoneBook:
    """The zones of one file: names of the world, names of Windows, the file's own VTIMEZONE and its usual one."""

    def __init__(
        self, components: list[Component], home: ZoneInfo, until: datetime, budget: Budget, problems: ProblemList
    ) -> None:
        self.home = world_zone(home)
        self._until = until
        self._budget = budget
        self._problems = problems
        self._described: dict[tuple[int, str], Component] = {}
        self._found: dict[tuple[int, str], Zone | None] = {}
        self._told: set[tuple[int, str]] = set()
        self._usual: dict[int, Zone] = {}
        for component in components:
            usual = component.first("X-WR-TIMEZONE") if component.kind == "VCALENDAR" else None
            if usual is not None and (zone := known_zone(usual.value)) is not None:
                self._usual[component.calendar] = zone
            tzid = component.first("TZID") if component.kind == "VTIMEZONE" else None
            if tzid is not None:
                self._described.setdefault((component.calendar, tzid.value.strip()), component)

    def moments(self, prop: Property, component: Component, texts: list[str]) -> list[Moment]:
        """The dates or times of a line in the line's zone; what cannot be read is named and left out."""
        zone = self._zone_of(prop, component)
        read: list[Moment] = []
        for text in texts:
            try:
                stamp = read_stamp(text, only_date=prop.params.get("VALUE", "").upper() == "DATE")
                read.append(moment(stamp, zone, self.home, self._usual.get(component.calendar)))
            except Unreadable as unreadable:
                self._problems.add_to(component, prop.line, unreadable.code, text)
        return read

    def _zone_of(self, prop: Property, component: Component) -> Zone | None:
        tzid = prop.params.get("TZID", "")
        if not tzid:
            return None
        key = (component.calendar, tzid)
        if key not in self._found:
            self._found[key] = known_zone(tzid) or self._describe(key) or zone_in_path(tzid)
        zone = self._found[key]
        if zone is None and (component.line, tzid) not in self._told:
            self._told.add((component.line, tzid))
            self._problems.add_to(component, prop.line, Code.UNKNOWN_TIME_ZONE, tzid)
        return zone or self.home

    def _describe(self, key: tuple[int, str]) -> Zone | None:
        component = self._described.get(key)
        if component is None:
            return None
        onsets: list[Onset] = []
        for part in component.parts:
            if part.kind in {"STANDARD", "DAYLIGHT"}:
                try:
                    onsets += self._onsets(part)
                except Unreadable as unreadable:
                    self._problems.add(part.line, part.kind, Code.INVALID_TIME_ZONE, unreadable.value or key[1])
        if not onsets:
            self._problems.add_to(component, component.line, Code.INVALID_TIME_ZONE, key[1])
            return None
        return described_zone(f"{key[0]}:{key[1]}", onsets)

    def _onsets(self, part: Component) -> list[Onset]:
        """Every beginning of this observance that can matter."""
        start, after = part.first("DTSTART"), part.first("TZOFFSETTO")
        before = part.first("TZOFFSETFROM") or after
        old, new = (read_offset(prop.value) if prop else None for prop in (before, after))
        if start is None or old is None or new is None:
            raise Unreadable(Code.INVALID_TIME_ZONE, " ".join(prop.value for prop in (before, after) if prop))
        first = read_stamp(start.value).wall
        walls = [first]
        for line in part.all("RDATE"):
            walls += [read_stamp(text).wall for text in line.value.split(",") if text.strip()]
        for line in part.all("RRULE"):
            walls += self._repeated(line, first, old)
        return [Onset(wall, old, new) for wall in walls]

    def _repeated(self, line: Property, first: datetime, offset: timedelta) -> list[datetime]:
        rule = read_rule(line.value)
        upper = self._until
        if rule.until is not None:
            upper = min(upper, rule.until.wall + (offset if rule.until.is_utc else timedelta()))
        return list(occurrences(rule, first, whole_days=False, lower=_EARLIEST, upper=upper, budget=self._budget))
