"""The events of one UID together: the repeating one, what is left out, and the times that were moved."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hearthside.participants.domain.ics.events import Event
from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import ProblemList, Unreadable
from hearthside.participants.domain.ics.recurrence import Budget, occurrences
from hearthside.participants.domain.ics.rules import Rule
from hearthside.participants.domain.ics.values import Length, Moment, moment
from hearthside.participants.domain.ics.zones import Zone

MAX_OCCURRENCES = 5_000
MAX_STEPS = 100_000
_MARGIN = timedelta(days=2)  # no wall clock is further from UTC

_FURTHEST_MOVE = timedelta(days=366 * 20)


class Marks:
    """A set of moments, however they are written: as days, as wall-clock times or as instants."""

    def __init__(self, moments: Iterable[Moment]) -> None:
        self._days, self._any_days = set(), set()
        self._walls, self._digits, self._instants = set(), set(), set()
        for mark in moments:
            self._any_days.add(mark.wall.date())
            if mark.is_date:
                self._days.add(mark.wall.date())
            elif mark.floating:
                self._walls.add(mark.wall)
            else:
                self._digits.add(mark.wall)
                self._instants.add(mark.utc)

    def __contains__(self, asked: Moment) -> bool:
        if asked.is_date:
            return asked.wall.date() in self._any_days
        return (
            asked.utc in self._instants
            or asked.wall in self._walls
            or asked.wall.date() in self._days
            or (asked.floating and asked.wall in self._digits)
        )


class Onward:
    """The changes of a series that hold from one time on, for that time and all that follow."""

    def __init__(self, moved: list[Event]) -> None:
        changes = [
            (event.replaces.utc, event.start.utc - event.replaces.utc, event)
            for event in moved
            if event.replaces is not None and event.and_following
        ]
        changes = [change for change in changes if abs(change[1]) <= _FURTHEST_MOVE]
        self._changes = sorted(changes, key=lambda change: change[0])
        self._since = [since for since, _, _ in self._changes]
        self.reach = max((abs(shift) + _total(event.length) for _, shift, event in changes), default=timedelta())

    def changed(self, event: Event, start: Moment, length: Length) -> tuple[Event, Moment, Length]:
        """The event, start and length that hold at this start."""
        position = bisect_right(self._since, start.utc) if self._since else 0
        if not position:
            return event, start, length
        _, shift, change = self._changes[position - 1]
        return change, start.at(start.wall + shift), change.length


@dataclass(frozen=True, slots=True)
class SeriesReader:
    """Follows the events of one file from window_start to window_end (both UTC)."""

    window_start: datetime
    window_end: datetime
    home: Zone
    budget: Budget
    problems: ProblemList

    def read(self, events: list[Event]) -> Iterator[tuple[Event, datetime, datetime]]:
        """When these events, all of one UID in one calendar, take time."""
        whole = [event for event in events if event.replaces is None]
        moved = _newest([event for event in events if event.replaces is not None])
        if not whole:
            whole, moved = [e for e in moved if e.rules], [e for e in moved if not e.rules]
        newest = max((event.sequence for event in whole), default=0)
        whole = [event for event in whole if event.sequence == newest]
        replaced = Marks(event.replaces for event in moved if event.replaces is not None)
        onward = Onward(moved)
        for event in whole:
            for start, length in self._starts(event, onward.reach):
                if start not in replaced:
                    yield from self._times(*onward.changed(event, start, length))
        left_out = Marks(mark for event in whole for mark in event.left_out)
        for event in moved:
            if event.replaces is not None and event.replaces not in left_out:
                yield from self._times(event, event.start, event.length)

    def _times(self, event: Event, start: Moment, length: Length) -> Iterator[tuple[Event, datetime, datetime]]:
        if event.takes_time:
            first, last = start.utc, length.end(start)
            if first < last and first < self.window_end and last > self.window_start:
                yield event, first, last

    def _starts(self, event: Event, reach: timedelta) -> list[tuple[Moment, Length]]:
        """Where the event starts: its own time, what rules and dates add, without what they leave out."""
        starts = [(event.start, event.length)]
        starts += [(start, length or event.length) for start, length in event.added]
        walls: set[datetime] = set()
        for line, rule in event.rules:
            walls |= self._walls(event, line, rule, reach)
        for line, rule in event.left_out_rules:
            walls -= self._walls(event, line, rule, reach)
        starts += [(event.start.at(wall), event.length) for wall in walls]
        if not event.left_out:
            return starts
        left_out = Marks(event.left_out)
        return [(start, length) for start, length in starts if start not in left_out]

    def _walls(self, event: Event, line: int, rule: Rule, reach: timedelta) -> set[datetime]:
        """The times a rule adds; none of them, and the line named, where they are too many to follow."""
        start, reach = event.start, reach + _MARGIN
        until = None
        if rule.until is not None:
            until = moment(rule.until, None if start.floating else start.zone, self.home)
        walls: set[datetime] = set()
        try:
            self.budget.spend(1)
            for wall in occurrences(
                rule,
                start.wall,
                whole_days=start.is_date,
                lower=self.window_start.replace(tzinfo=None) - reach - _total(event.length),
                upper=self.window_end.replace(tzinfo=None) + reach,
                budget=Budget(MAX_STEPS, within=self.budget),
            ):
                if until is not None and _beyond(start.at(wall), until):
                    break
                walls.add(wall)
                if len(walls) > MAX_OCCURRENCES:
                    raise Unreadable(Code.TOO_MANY_OCCURRENCES, "")
        except Unreadable as unreadable:
            self.problems.add_to(event.source, line, unreadable.code, unreadable.value or event.label)
            return set()
        return walls


def _total(length: Length) -> timedelta:
    return length.wall + length.elapsed


def _beyond(asked: Moment, until: Moment) -> bool:
    """Whether a time lies after UNTIL, which is inclusive; a date means its whole day."""
    if asked.is_date or until.is_date:
        return asked.wall.date() > until.wall.date()
    if asked.floating:
        return min(asked.wall, asked.utc.replace(tzinfo=None)) > until.wall
    return asked.utc > until.utc


def _newest(moved: list[Event]) -> list[Event]:
    """The latest version of each time that was moved."""
    newest: dict[datetime, Event] = {}
    for event in moved:
        if event.replaces is not None:
            key = event.replaces.utc
            if key not in newest or event.sequence >= newest[key].sequence:
                newest[key] = event
    return list(newest.values())
