"""Several weeks with holidays: every week keeps the rules, closed days stay empty, and lives stay steady."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hearthside.scheduling.domain.cycle import Closure, Share, known_week, opening_of, solve_cycle, week_problem
from hearthside.scheduling.domain.engine import solve
from hearthside.scheduling.domain.entities import Problem, Span
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

THURSDAY = date(2026, 12, 10)


def full_week(problem: Problem) -> Solution:
    """The week as soon as everybody is placed; a week that people know is searched a little for keeping it."""
    told: list[Any] = []
    return solve(
        problem, seconds=3 if problem.published else 20, seed=1, on_progress=told.append,
        should_stop=lambda: not problem.published and bool(told) and told[-1].placed == told[-1].asked,
    )  # fmt: skip


def test_every_week_keeps_the_rules_and_the_closed_day_stays_empty() -> None:
    problem = planted(16, 1)
    weeks = solve_cycle(problem, 3, [Closure(THURSDAY)], solve_week=full_week)
    assert [week.problem.starts_on.isoformat() for week in weeks] == ["2026-11-30", "2026-12-07", "2026-12-14"]
    assert [week.short for week in weeks] == [False, True, False]
    assert [week.follows for week in weeks] == [None, 0, 0]
    for week in weeks:
        assert verify(week.problem, week.solution).broken == ()
        assert parse_problem(problem_to_json(week.problem)) == week.problem
    assert not [s for s in weeks[1].solution.sessions if s.day == 3]
    last = verify(weeks[2].problem, weeks[2].solution).scores
    assert weeks[2].changes is not None
    assert last.kept == last.published_seats == weeks[2].changes.seats_before


def test_a_day_of_shorter_hours_is_open_then_and_only_then() -> None:
    opening = (Span(3, 480, 1260), Span(4, 480, 1260))
    assert opening_of(opening, date(2026, 12, 7), [Closure(THURSDAY, 540, 780)]) == (
        Span(3, 540, 780),
        Span(4, 480, 1260),
    )
    assert opening_of(opening, date(2026, 12, 14), [Closure(THURSDAY)]) == opening


def test_orders_of_a_short_week_are_full_or_by_the_days_that_are_open() -> None:
    problem = replace(planted(8, 1), opening=tuple(Span(day, 480, 1260) for day in range(4)))
    closures = [Closure(date(2026, 12, 9)), Closure(THURSDAY)]
    assert week_problem(problem, 1, closures).participants == problem.participants
    half = week_problem(problem, 1, closures, Share.BY_OPEN_DAYS).participants[0]
    assert [o.per_week for o in half.orders][:3] == [2, 1, 1]
    assert (half.min_minutes, half.min_days) == (270, 1)
    assert week_problem(problem, 2, closures, Share.BY_OPEN_DAYS).participants == problem.participants


def test_only_what_could_be_held_again_counts_as_known() -> None:
    problem = planted(8, 1)
    week = full_week(problem)
    closed = week_problem(problem, 1, [Closure(date(2026, 12, 7 + day)) for day in range(2)])
    known = known_week(closed, week.sessions).published or ()
    assert len(known) == len([s for s in week.sessions if s.day > 1])
    gone = replace(problem, clinicians=())
    assert known_week(gone, week.sessions).published is None


@pytest.mark.parametrize(
    ("weeks", "closures", "path"),
    [
        (0, [], "weeks"),
        (99, [], "weeks"),
        (1, [Closure(THURSDAY)], "closed[0]"),
        (2, [Closure(THURSDAY), Closure(THURSDAY)], "closed[1]"),
        (2, [Closure(THURSDAY, 780, 540)], "closed[0]"),
    ],
)
def test_a_cycle_that_cannot_be_names_what_is_wrong(weeks: int, closures: list[Closure], path: str) -> None:
    with pytest.raises(ProblemInvalid) as refused:
        solve_cycle(planted(8, 1), weeks, closures, solve_week=full_week)
    assert [where for where, _ in refused.value.faults] == [path]


@pytest.mark.parametrize("starts_on", [date(2026, 12, 2), date(9999, 12, 27)])
def test_a_cycle_starts_on_a_monday_and_ends_before_the_calendar(starts_on: date) -> None:
    with pytest.raises(ProblemInvalid) as refused:
        solve_cycle(replace(planted(8, 1), starts_on=starts_on), 2, [], solve_week=full_week)
    assert [where for where, _ in refused.value.faults] == ["week.starts_on"]
