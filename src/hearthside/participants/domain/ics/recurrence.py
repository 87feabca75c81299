"""Repeating rules, followed by dateutil between two times, within a budget that no file can exceed."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from math import prod
from typing import Any

from dateutil.rrule import DAILY, HOURLY, MONTHLY, rrule

from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import Unreadable
from hearthside.participants.domain.ics.rules import FREQUENCIES, Rule

# The shortest time between two steps of each frequency.
_UNITS = tuple(timedelta(days=days) for days in (365, 28, 7, 1)) + tuple(timedelta(seconds=s) for s in (3600, 60, 1))
_SETTING_UP = 5
_CLOCK = ("byhour", "byminute", "bysecond")


class Budget:
    """How many steps may still be taken: one budget for an event, within one for the whole file."""

    def __init__(self, steps: int, within: Budget | None = None) -> None:
        self._left = steps
        self._within = within

    def spend(self, steps: int) -> None:
        """Take steps, or stop with a code when there are none left."""
        self._left -= steps
        if self._left < 0:
            raise Unreadable(Code.TOO_MANY_OCCURRENCES, "")
        if self._within is not None:
            self._within.spend(steps)


class _PastTheEnd(Exception):
    """The rule has been followed beyond the times asked for."""


class _Interval(int):
    """An INTERVAL that reports each time dateutil goes on by it, which else never stops at a rule without dates."""

    report: Callable[[], None]

    def __radd__(self, other: int) -> int:
        self.report()
        return other + int(self)

    def __mul__(self, other: int) -> int:
        self.report()
        return int(self) * other


def occurrences(
    rule: Rule, start: datetime, *, whole_days: bool, lower: datetime, upper: datetime, budget: Budget
) -> Iterator[datetime]:
    """The rule's times of the wall clock from lower to upper, none before the start."""
    if whole_days and rule.frequency > DAILY:
        raise Unreadable(Code.INVALID_RULE, FREQUENCIES[rule.frequency])
    parts = {name: part for name, part in rule.parts.items() if not whole_days or name not in _CLOCK}
    if start > upper:
        return
    start = start if rule.count else _nearer(rule, start, lower)
    budget.spend(_SETTING_UP + prod(len(parts.get(name, "1")) for name in _CLOCK))
    interval = _metered(rule, parts, 2 + (upper - start) // (_UNITS[rule.frequency] * rule.interval), budget)
    try:
        for wall in rrule(rule.frequency, start, interval, count=rule.count, **parts):
            if wall > upper:
                return
            budget.spend(1)
            if wall >= lower:
                yield wall
    except _PastTheEnd:
        return
    except Unreadable:
        raise
    except (ValueError, IndexError):  # parts that exclude one another
        raise Unreadable(Code.INVALID_RULE, "") from None


def _nearer(rule: Rule, start: datetime, lower: datetime) -> datetime:
    """A later start of the same times from the lower one on: by whole intervals, weeks and leap years."""
    if rule.frequency > MONTHLY:
        stride = timedelta(weeks=rule.interval)
        return start + max(0, (lower - start) // stride - 1) * stride  # dateutil begins within the first week
    years = 4 * rule.interval
    year = start.year + max(0, (lower.year - 1 - start.year) // years) * years
    return start if (start.month, start.day) == (2, 29) and not isleap(year) else start.replace(year=year)


def _metered(rule: Rule, parts: dict[str, Any], steps: int, budget: Budget) -> _Interval:
    """The rule's interval, good for so many steps, each paid by the days it passes, its times of day and its parts."""
    days = (_UNITS[rule.frequency] * rule.interval).days
    times = prod(len(parts.get(name, "1")) for name in _CLOCK[1:]) if rule.frequency >= HOURLY else 0
    price = (1 + days // 10 + times) * (1 + sum(len(part) for name, part in parts.items() if name != "wkst") // 6)
    left = count(steps, -1)

    def report() -> None:
        if next(left) <= 0:
            raise _PastTheEnd
        budget.spend(price)

    interval = _Interval(rule.interval)
    interval.report = report
    return interval
