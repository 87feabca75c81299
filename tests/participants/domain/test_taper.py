"""A taper of 5, 3 and 1 days: steps in their order, orders that fall with the days, nothing without a decision."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from hearthside.participants.domain.taper import (
    USUAL_DAYS,
    StepOrder,
    TaperInvalid,
    dose_of,
    in_force,
    orders_of,
    steps,
)

MONDAY = date(2026, 11, 30)


def test_steps_follow_each_other_and_only_the_first_is_decided() -> None:
    plan = steps(MONDAY, USUAL_DAYS, (2, 2, 4), ((0, 1, 2, 3, 4), (4, 0, 2), (2,)))
    assert [(s.starts_on.isoformat(), s.days, s.weekdays, s.decided) for s in plan] == [
        ("2026-11-30", 5, (0, 1, 2, 3, 4), True), ("2026-12-14", 3, (0, 2, 4), False), ("2026-12-28", 1, (2,), False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("starts_on", "days", "weeks", "on", "reason"),
    [
        (date(2026, 12, 1), (5, 3), (2, 2), (), "not_a_monday"),
        (MONDAY, (), (), (), "not_a_plan"),
        (MONDAY, (5, 3), (2,), (), "not_a_plan"),
        (MONDAY, (8, 3), (2, 2), (), "not_a_plan"),
        (MONDAY, (3, 5), (2, 2), (), "not_falling"),
        (MONDAY, (3, 3), (2, 2), (), "not_falling"),
        (MONDAY, (3, 1), (2, 2), ((0, 1), ()), "other_days"),
    ],
)
def test_a_plan_that_cannot_be_says_why(starts_on, days, weeks, on, reason: str) -> None:
    with pytest.raises(TaperInvalid) as refused:
        steps(starts_on, days, weeks, on)
    assert refused.value.reason == reason


def test_a_step_that_nobody_decided_does_not_begin() -> None:
    plan = steps(MONDAY, (5, 3, 1), (2, 2, 2))
    weeks = [date(2026, 11, 23), MONDAY, date(2026, 12, 14), date(2027, 2, 1)]
    found = [in_force(plan, week) for week in weeks]
    assert [step.days if step else None for step in found] == [None, 5, 5, 5]


def test_sessions_fall_with_the_days() -> None:
    orders = [
        StepOrder(1, 3, 90, True),
        StepOrder(2, 2, 90, True),
        StepOrder(3, 2, 60, True),
        StepOrder(4, 1, 60, True),
    ]
    assert orders_of(orders, 3, 3) == tuple(orders)
    two, one = orders_of(orders, 3, 2), orders_of(orders, 3, 1)
    assert [(o.service_id, o.per_week) for o in two] == [(1, 2), (2, 1), (3, 1), (4, 1)]
    assert [(o.service_id, o.per_week) for o in one] == [(1, 1), (2, 1), (3, 1)]
    assert dose_of(two, 540, 2) == (390, 2)
    assert dose_of(one, 180, 1) == (180, 1)


@pytest.mark.parametrize("days", range(1, 8))
def test_no_step_asks_for_more_than_was_ordered_or_a_service_twice_a_day(days: int) -> None:
    for times in product((1, 2, 3, 5), repeat=3):
        orders = [StepOrder(n, many, 60 + 30 * n, countable=n != 2) for n, many in enumerate(times)]
        found = orders_of(orders, 3, days)
        assert all(o.per_week <= min(times[o.service_id], 7 if days >= max(*times, 3) else days) for o in found)
        minutes, least_days = dose_of(found, 540, days)
        assert minutes <= sum(o.per_week * o.minutes for o in found if o.countable)
        assert 1 <= least_days <= days
