"""The events of one UID together: the repeating one, what is left out, and the times that were moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hearthside.participants.domain.ics.events import Event
from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import ProblemList, Unreadable
from hearthside.participants.domain.ics.recurrence import Budget, Rule, occurrences
from hearthside.participants.domain.ics.values import Length, Moment, moment

MAX_OCCURRENCES = 5_000
_MAX_STEPS = 100_000
_MARGIN = timedelta(days=2)  # a wall clock is never further from UTC


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is asked for, half-open."""

    start: datetime
    end: datetime

    def __contains__(self, span: tuple[datetime, datetime]) -> bool:
        return span[0] < span[1] and span[0] < self.end and span[1] > self.start


@dataclass(frozen=True, slots=True)
class Times:
    """Where one event of the file takes time."""

    event: Event
    spans: tuple[tuple[datetime, datetime], ...]


class SeriesReader:
    """Follows the events of one file through the window."""

    def __init__(self, window: Window, budget: Budget, problems: ProblemList) -> None:
        self._window = window
        self._budget = budget
        self._problems = problems

    def read(self, events: list[Event]) -> Iterator[Times]:
        """Where these events, all of one UID and one calendar, take time."""
        moved = _newest([event for event in events if event.replaces is not None])
        kept = [event for event in events if event.replaces is None]
        newest = max((event.sequence for event in kept), default=0)
        for event in kept:
            if event.sequence == newest:
                yield self._repeated(event, moved)
        left_out = [Marks(event.left_out, event.start) for event in kept if event.sequence == newest]
        for event in moved:
            replaced = event.replaces
            if replaced is not None and not any(replaced in marks for marks in left_out):
                yield self._times(event, [(event.start, event.length)])

    def _repeated(self, event: Event, moved: list[Event]) -> Times:
        left_out = Marks(event.left_out, event.start)
        replaced = Marks([other.replaces for other in moved if other.replaces is not None], event.start)
        onward = sorted(
            ((other.replaces.utc, other) for other in moved if other.replaces is not None and other.and_following),
            key=lambda pair: pair[0],
        )
        found: list[tuple[Moment, Length]] = []
        for start, length in self._starts(event, onward):
            if start in left_out or start in replaced:
                continue
            found.append(_shifted(start, length, onward) if onward else (start, length))
        return self._times(event, found)
