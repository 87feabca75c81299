"""Repeating rules, followed step by step between two times, within a budget that no file can exceed."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product

from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import Unreadable
from hearthside.participants.domain.ics.rules import (
    DAILY,
    FREQUENCIES,
    HOURLY,
    MINUTELY,
    MONTHLY,
    SECONDLY,
    WEEKLY,
    YEARLY,
    Rule,
)

_UNITS = {
    WEEKLY: timedelta(weeks=1),
    DAILY: timedelta(days=1),
    HOURLY: timedelta(hours=1),
    MINUTELY: timedelta(minutes=1),
    SECONDLY: timedelta(seconds=1),
}


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


def occurrences(
    rule: Rule, start: datetime, *, whole_days: bool, lower: datetime, upper: datetime, budget: Budget
) -> Iterator[datetime]:
    """The rule's times of the wall clock from lower to upper, none before the start."""
    rule = _completed(rule, start, whole_days=whole_days)
    found = 0
    for anchor in _anchors(rule, start, 0 if rule.count else _periods_before(rule, start, lower), upper):
        for wall in _in_period(rule, anchor, budget):
            if wall < start:
                continue
            found += 1
            if wall > upper or (rule.count and found > rule.count):
                return
            if wall >= lower:
                yield wall


def _completed(rule: Rule, start: datetime, *, whole_days: bool) -> Rule:
    """What the rule leaves open is taken from the start, as the format says."""
    if whole_days:
        if rule.frequency > DAILY:
            raise Unreadable(Code.INVALID_RULE, FREQUENCIES[rule.frequency])
        rule = replace(rule, hours=(), minutes=(), seconds=())
    if rule.frequency > MONTHLY or (rule.frequency == YEARLY and rule.weeks):
        rule = replace(rule, days=tuple((0, weekday) for _, weekday in rule.days))
    if not (rule.weeks or rule.year_days or rule.month_days or rule.days):
        if rule.frequency == YEARLY:
            rule = replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
        elif rule.frequency == MONTHLY:
            rule = replace(rule, month_days=(start.day,))
        elif rule.frequency == WEEKLY:
            rule = replace(rule, days=((0, start.weekday()),))
    elif rule.weeks and not (rule.year_days or rule.month_days or rule.days):
        rule = replace(rule, days=((0, start.weekday()),))
    return replace(
        rule,
        hours=rule.hours or ((start.hour,) if rule.frequency < HOURLY else ()),
        minutes=rule.minutes or ((start.minute,) if rule.frequency < MINUTELY else ()),
        seconds=rule.seconds or ((start.second,) if rule.frequency < SECONDLY else ()),
    )


def _periods_before(rule: Rule, start: datetime, lower: datetime) -> int:
    """How many whole periods can be left out because they end before the lower time."""
    if rule.frequency == YEARLY:
        periods = (lower.year - start.year) // rule.interval
    elif rule.frequency == MONTHLY:
        periods = ((lower.year - start.year) * 12 + lower.month - start.month) // rule.interval
    else:
        periods = (lower - start) // _UNITS[rule.frequency] // rule.interval
    return max(0, periods - 1)


def _anchors(rule: Rule, start: datetime, first: int, upper: datetime) -> Iterator[datetime]:
    """The beginning of each period of the rule, from the first wanted one until the upper time."""
    midnight = datetime.combine(start.date(), time())
    base = {
        YEARLY: midnight.replace(month=1, day=1),
        MONTHLY: midnight.replace(day=1),
        WEEKLY: midnight - timedelta(days=(start.weekday() - rule.week_start) % 7),
        DAILY: midnight,
        HOURLY: start.replace(minute=0, second=0),
        MINUTELY: start.replace(second=0),
        SECONDLY: start,
    }[rule.frequency]
    number = first
    while True:
        anchor = _shifted(base, rule, number * rule.interval)
        if anchor is None or anchor > upper:
            return
        yield anchor
        number += 1


def _shifted(base: datetime, rule: Rule, periods: int) -> datetime | None:
    try:
        if rule.frequency > MONTHLY:
            return base + _UNITS[rule.frequency] * periods
        months = base.month - 1 + periods * (12 if rule.frequency == YEARLY else 1)
        return base.replace(year=base.year + months // 12, month=months % 12 + 1)
    except (OverflowError, ValueError):
        return None


def _in_period(rule: Rule, anchor: datetime, budget: Budget) -> list[datetime]:
    """Every time of one period that the rule names, in order."""
    budget.spend(1)
    hours, minutes, seconds = rule.hours, rule.minutes, rule.seconds
    if rule.frequency >= HOURLY:
        hours = (anchor.hour,) if not hours or anchor.hour in hours else ()
    if rule.frequency >= MINUTELY:
        minutes = (anchor.minute,) if not minutes or anchor.minute in minutes else ()
    if rule.frequency == SECONDLY:
        seconds = (anchor.second,) if not seconds or anchor.second in seconds else ()
    candidates = _days_of(rule, anchor.date())
    budget.spend(len(candidates))
    days = [day for day in candidates if _day_fits(rule, day)]
    budget.spend(len(days) * len(hours) * len(minutes) * len(seconds))
    clocks = list(product(hours, minutes, seconds))
    walls = [
        datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 (wall clock)
        for day in days
        for hour, minute, second in clocks
    ]
    if not rule.positions:
        return walls
    size = len(walls)
    chosen = {position - 1 if position > 0 else size + position for position in rule.positions}
    return [walls[number] for number in sorted(chosen) if 0 <= number < size]


def _days_of(rule: Rule, first: date) -> list[date]:
    if rule.frequency == YEARLY and rule.months:
        return [day for month in rule.months for day in _month(first.year, month)]
    if rule.frequency == YEARLY:
        return [first + timedelta(days=number) for number in range(366 if isleap(first.year) else 365)]
    if rule.frequency == MONTHLY:
        return _month(first.year, first.month)
    if rule.frequency == WEEKLY:
        wanted = sorted({(weekday - rule.week_start) % 7 for _, weekday in rule.days}) or range(7)
        return [first + timedelta(days=number) for number in wanted]
    return [first]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _day_fits(rule: Rule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    in_month = monthrange(day.year, day.month)[1] if rule.month_days or rule.days else 0
    if rule.month_days and not {day.day, day.day - in_month - 1} & set(rule.month_days):
        return False
    in_year, number = 366 if isleap(day.year) else 365, day.timetuple().tm_yday
    if rule.year_days and not {number, number - in_year - 1} & set(rule.year_days):
        return False
    if rule.weeks and not _week_numbers(day, rule.week_start) & set(rule.weeks):
        return False
    if not rule.days:
        return True
    of_month = rule.frequency == MONTHLY or bool(rule.months)
    place, size = (day.day, in_month) if of_month else (number, in_year)
    which = {0, (place - 1) // 7 + 1, -((size - place) // 7 + 1)}
    return any(weekday == day.weekday() and wanted in which for wanted, weekday in rule.days)


def _week_numbers(day: date, week_start: int) -> set[int]:
    """The number of the day's week in its year, from the front and from the back; a week needs four days."""
    middle = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    number = middle.timetuple().tm_yday
    in_year = 366 if isleap(middle.year) else 365
    return {(number - 1) // 7 + 1, -((in_year - number) // 7 + 1)}
