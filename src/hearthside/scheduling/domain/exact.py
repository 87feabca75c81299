"""Proves a small clinic's week: the whole week as one model, level by level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .candidates import Universe
from .model import Goal
from .plan import Plan, published_seats, unplaced, worth
from .scope import Scope, Step, prepare

if TYPE_CHECKING:
    from .cpsat import Outcome

PROVABLE = 500  # seats that one model can still prove
WORK = 2.0  # of each of the three steps, by the solver's own measure, so that it ends alike on every machine
WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Proof:
    """The best week known, the bounds that were proved (or none), and whether no week is better at any level."""

    plan: Plan
    placed_bound: int | None = None
    preference_bound: int | None = None
    finished: bool = False
    impossible: bool = False


def is_small(universe: Universe) -> bool:
    """Whether the whole week is worth a try at once."""
    return sum(len(slots) for slots in universe.slots_of) <= PROVABLE


def prove(universe: Universe, plan: Plan, *, seconds: float, seed: int, should_stop: Callable[[], bool]) -> Proof:
    """Full weeks first; then, where everybody has one, preferences; then everything below."""
    kept = published_seats(universe)
    scope = Scope(
        dict.fromkeys(range(len(universe.problem.participants)), WEEK), frozenset(range(len(universe.candidates)))
    )

    def solve(goal: Goal) -> tuple[Step, Outcome]:
        from .cpsat import Limits, solve_step

        step = prepare(universe, best, scope, kept, by_points=goal.preference)
        limits = Limits(max(0.05, seconds / 3), seed, 1, should_stop, work=WORK)
        return step, solve_step(step, goal, limits)

    best = plan
    _, outcome = solve(Goal(placed=True))
    best = _better(universe, best, outcome)
    if outcome.impossible:
        return Proof(plan, impossible=True)
    placed = worth(universe, best).placed
    placed_bound = placed if outcome.proved else _floor(outcome, placed)
    short, preference_bound = unplaced(universe, best), None
    full = frozenset(p for p in scope.days if p not in short)
    if not short and not kept:
        _, outcome = solve(Goal(preference=True, stay_full=full))
        best = _better(universe, best, outcome)
        preference_bound = _floor(outcome, worth(universe, best).preference)
    _, outcome = solve(Goal(bool(short), bool(short), bool(kept), True, True, frozenset() if short else full))
    best = _better(universe, best, outcome)
    return Proof(best, placed_bound, preference_bound, finished=outcome.proved)


def _floor(outcome: Outcome, at_least: int) -> int | None:
    return None if outcome.bound is None else max(at_least, int(outcome.bound + 1e-6))


def _better(universe: Universe, plan: Plan, outcome: Outcome) -> Plan:
    """The plan that was found where it is worth more at the first level that differs."""
    if outcome.plan is None or worth(universe, outcome.plan).key() <= worth(universe, plan).key():
        return plan
    return outcome.plan
