"""A taper: fewer days and sessions a week, step by step, from a date on.

A step is only in force once somebody has decided it: stepping down follows a review, never the calendar alone; until
then the step before it goes on. The usual pattern of 5, 3 and 1 days and of two weeks each is a starting point [M]:
no published source fixes it, and whoever plans the taper changes the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

USUAL_DAYS = (5, 3, 1)  # [M]
USUAL_WEEKS = 2  # [M]


@dataclass(frozen=True, slots=True)
class Step:
    """From a Monday on so many days a week, on these days (Monday 0) where they are named."""

    starts_on: date
    days: int
    weekdays: tuple[int, ...] = ()
    decided: bool = True


@dataclass(frozen=True, slots=True)
class StepOrder:
    """So many sessions of a service a week."""

    service_id: int
    per_week: int
    minutes: int
    countable: bool


class TaperInvalid(Exception):
    """A taper that cannot be; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def steps(
    starts_on: date, days: Sequence[int], weeks: Sequence[int], on: Sequence[Sequence[int]] = ()
) -> tuple[Step, ...]:
    """The steps one after another; the first is decided with the plan, each later one when somebody says so."""
    if starts_on.weekday():
        raise TaperInvalid("not_a_monday")
    if not days or len(weeks) != len(days) or any(not 1 <= n <= 7 for n in days) or any(n < 1 for n in weeks):
        raise TaperInvalid("not_a_plan")
    if any(later >= before for before, later in pairwise(days)):
        raise TaperInvalid("not_falling")
    found, monday = [], starts_on
    for number, (many, long) in enumerate(zip(days, weeks, strict=True)):
        named = tuple(sorted(set(on[number]))) if number < len(on) else ()
        if named and len(named) != many:
            raise TaperInvalid("other_days")
        found.append(Step(monday, many, named, decided=number == 0))
        monday += timedelta(days=7 * long)
    return tuple(found)


def in_force(plan: Iterable[Step], week_starts_on: date) -> Step | None:
    """The step of a week: the last that has begun by then and that somebody decided."""
    begun = [step for step in plan if step.decided and step.starts_on <= week_starts_on]
    return max(begun, key=lambda step: step.starts_on, default=None)


def orders_of(orders: Sequence[StepOrder], usual_days: int, days: int) -> tuple[StepOrder, ...]:
    """The orders of a step: sessions fall with the days, the largest shares keep theirs, none more often than days."""
    usual = max([usual_days, 1, *(order.per_week for order in orders)])
    if days >= usual:
        return tuple(orders)
    wanted = [order.per_week * days / usual for order in orders]
    given = [min(int(share), days) for share in wanted]
    target = max(days, round(sum(wanted)))
    by_rest = sorted(range(len(orders)), key=lambda n: (given[n] - wanted[n], -orders[n].minutes, n))
    for n in by_rest:
        if sum(given) < target and given[n] < min(days, orders[n].per_week):
            given[n] += 1
    return tuple(replace(order, per_week=many) for order, many in zip(orders, given, strict=True) if many)


def dose_of(orders: Iterable[StepOrder], min_minutes: int, days: int) -> tuple[int, int]:
    """The least minutes and days of a step's week: never more than its own orders come to."""
    orders = tuple(orders)
    countable = sum(order.per_week * order.minutes for order in orders if order.countable)
    return min(min_minutes, countable), min(days, sum(order.per_week for order in orders))
