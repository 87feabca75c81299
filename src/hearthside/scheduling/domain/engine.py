"""Makes a week: level by level, first for everybody at once on few starts, then part by part until time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

from .bounds import hopeless, preference_ceiling
from .candidates import Universe, build_universe, starts
from .entities import Problem
from .explain import explain
from .locks import check_locked
from .model import Goal
from .neighbourhoods import WEEK, Chooser
from .plan import (
    Plan,
    Worth,
    locked_plan,
    published_seats,
    sessions_of,
    unplaced,
    without_idle_sessions,
    worth,
)
from .reading import ProblemInvalid
from .scope import Scope, Step, prepare
from .solution import Claims, Solution

if TYPE_CHECKING:
    from .cpsat import Outcome

WORKERS = 2  # the cores that a clinic's machine has; the many small steps run alone and repeatably
STEP_WORK, STEP_SECONDS = 2.0, 6.0  # a small step ends by work done, on a slow machine by time
STALLED, PROVABLE = 12, 16_000  # steps without gain, and seats, at which the whole week is tried at once
SEATS_A_SECOND = 1_000  # seats for which a search for everybody at once finds weeks in a second
SEATS_BUILT_A_SECOND = 8_000  # seats for which the model itself is made in a second
BATCH = 75


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the search stands, for a page or a terminal."""

    level: str
    value: int
    bound: int | None
    seconds: float
    placed: int
    asked: int
    message_code: str


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    stopwatch: Callable[[], float] = time.monotonic,
) -> Solution:
    """The best week found in the time, always valid, with a reason for everybody who has none."""
    began = stopwatch()
    check_locked(problem)
    universe = build_universe(problem)
    search = _Search(universe, seed, seconds, on_progress, should_stop, lambda: stopwatch() - began)
    search.run()
    return search.solution()


@dataclass(slots=True)
class _Search:
    universe: Universe
    seed: int
    seconds: float
    on_progress: Callable[[Progress], None] | None
    should_stop: Callable[[], bool]
    elapsed: Callable[[], float]
    plan: Plan = field(default_factory=Plan)
    worth: Worth = field(init=False)
    kept: set[tuple[int, int]] = field(init=False)
    hopeless: set[int] = field(init=False)
    placed_bound: int = field(init=False)
    preference_bound: int = field(init=False)

    def __post_init__(self) -> None:
        people = self.universe.problem.participants
        self.plan = locked_plan(self.universe)
        self.worth = worth(self.universe, self.plan)
        self.kept = published_seats(self.universe)
        self.hopeless = hopeless(self.universe)
        self.placed_bound = sum(p.priority for i, p in enumerate(people) if i not in self.hopeless)
        self.preference_bound = preference_ceiling(self.universe)

    def left(self) -> float:
        """Seconds that remain."""
        return self.seconds - self.elapsed()

    def over(self) -> bool:
        """Whether somebody pressed stop or the time is up."""
        return self.should_stop() or self.left() <= 0

    def tell(self, level: str, value: int, bound: int | None, code: str) -> None:
        """Report where the search stands."""
        if self.on_progress is not None:
            asked = len(self.universe.problem.participants)
            placed = asked - len(unplaced(self.universe, self.plan))
            self.on_progress(Progress(level, value, bound, self.elapsed(), placed, asked, code))

    def run(self) -> None:
        """All levels, one after another."""
        self.tell("placed", self.worth.placed, self.placed_bound, "started")
        if not self.universe.candidates:
            return
        if self.kept:
            self._from_published()
        if self._waiting():
            self._place(self._coarse(), max(self.left() * 0.75, min(self.left(), 20)))
        if self._waiting():
            everything = frozenset(range(len(self.universe.candidates)))
            self._place(everything, max(self.left() * 0.4, min(self.left(), 20)))
        self._improve()

    def _waiting(self) -> list[int]:
        """People without a full week who could have one."""
        return [p for p in unplaced(self.universe, self.plan) if p not in self.hopeless]

    def _coarse(self) -> frozenset[int]:
        """Few starts a day: one long group after another from the opening on."""
        problem = self.universe.problem
        groups = [s.minutes for s in problem.services if s.max_size > 1] or [60]
        step = -(-max(groups) // problem.start_step) * problem.start_step
        first = dict(reversed(starts(problem, 0)))
        return frozenset(
            c
            for c in range(len(self.universe.candidates))
            if (self.universe.slot(c).start - first[self.universe.slot(c).day]) % step == 0
        )

    def _everybody(self, opens: frozenset[int], *, by_points: bool) -> Step:
        scope = Scope(dict.fromkeys(range(len(self.universe.problem.participants)), WEEK), opens)
        return prepare(self.universe, self.plan, scope, self.kept, by_points=by_points)

    def _from_published(self) -> None:
        """The week that people know, as far as it can still be held."""
        opens = frozenset(c for _, c in self.kept)
        step = self._everybody(opens, by_points=False)
        step.seats = [seat for seat in step.seats if seat.kept]
        self._take(self._solve(step, Goal(kept=True), min(10, self.left() / 3)), "published")

    def _place(self, opens: frozenset[int], seconds: float) -> None:
        """Full weeks for as many as can be: all at once, in batches first where that would take too long."""
        opens |= frozenset(self.plan.members)
        slots = {self.universe.candidates[c].slot for c in opens}
        seats = sum(slot in slots for mine in self.universe.slots_of for slot in mine)
        if seats / SEATS_A_SECOND > seconds and not self.plan.members:
            self._place_in_batches(opens)
        if self.left() < seats / SEATS_BUILT_A_SECOND:
            return
        step = self._everybody(opens, by_points=False)
        goal = Goal(placed=True, kept=bool(self.kept))
        outcome = self._solve(step, goal, seconds, report="" if self.kept else "placed")
        self._take(outcome, "placed")
        if len(opens) == len(self.universe.candidates):
            if outcome.impossible:
                raise ProblemInvalid([("locked", "the locked sessions cannot all be held")])
            if outcome.proved:
                self.placed_bound = self.worth.placed
            elif outcome.bound is not None and not self.kept:
                self.placed_bound = max(self.worth.placed, min(self.placed_bound, int(outcome.bound + 1e-6)))

    def _place_in_batches(self, opens: frozenset[int]) -> None:
        """Some people after others, so that there is a week early even for very many."""
        people = self.universe.problem.participants
        waiting = sorted(self._waiting(), key=lambda p: (people[p].track, -people[p].priority))
        for first in range(0, len(waiting), BATCH):
            if self.over():
                return
            scope = Scope(dict.fromkeys(waiting[first : first + BATCH], WEEK), opens)
            step = prepare(self.universe, self.plan, scope, self.kept, by_points=False)
            self._take(self._solve(step, Goal(placed=True), 5.0), "placed")
            self.plan = without_idle_sessions(self.universe, self.plan)
            self.worth = worth(self.universe, self.plan)

    def _improve(self) -> None:
        """Small parts of the week, again and again, never giving up a higher level for a lower one."""
        chooser = Chooser(self.universe, Random(self.seed))  # noqa: S311
        turn, stalled, tried = 0, 0, False
        while not self.over():
            waiting = self._waiting()
            centre = [chooser.random.choice(waiting)] if waiting and turn % 2 == 0 else []
            kind, scope = chooser.choose(self.plan, centre)
            step = prepare(self.universe, self.plan, scope, self.kept, by_points=not centre)
            goal = self._goal(scope)
            goal = replace(goal, preference=False, cost=False) if centre else goal
            outcome = self._solve(step, goal, STEP_SECONDS, turn=turn)
            better = self._take(outcome, "better")
            chooser.learn(kind, better=better, proved=outcome.proved)
            turn, stalled = turn + 1, 0 if better else stalled + 1
            if stalled == STALLED and not tried:
                tried = True
                if self._prove():
                    return

    def _goal(self, scope: Scope) -> Goal:
        """Everything below the full weeks that there are; those are not given up."""
        short = set(unplaced(self.universe, self.plan)) & set(scope.days)
        return Goal(
            placed=bool(short),
            partial=bool(short),
            kept=bool(self.kept),
            preference=True,
            cost=True,
            stay_full=frozenset(p for p in scope.days if p not in short),
        )

    def _prove(self) -> bool:
        """Try the whole week at once where it is small: whether it is proved that none is better."""
        everything = frozenset(range(len(self.universe.candidates)))
        step = self._everybody(everything, by_points=True)
        short = unplaced(self.universe, self.plan)
        if len(step.seats) > (PROVABLE // 4 if short else PROVABLE):
            return False
        full = frozenset() if short else frozenset(step.scope.days)
        if not short and not self.kept:
            goal = Goal(preference=True, stay_full=full)
            outcome = self._solve(step, goal, self.left() / 2, report="preference")
            self._take(outcome, "better")
            if outcome.bound is not None:
                bound = min(self.preference_bound, int(outcome.bound + 1e-6))
                self.preference_bound = max(self.worth.preference, bound)
            if not outcome.proved:
                return False
            step = self._everybody(everything, by_points=True)
        outcome = self._solve(step, Goal(bool(short), bool(short), bool(self.kept), True, True, full), self.left() / 2)
        self._take(outcome, "better")
        return outcome.proved

    def _solve(self, step: Step, goal: Goal, seconds: float, *, report: str = "", turn: int | None = None) -> Outcome:
        """One step; numbered turns run on one core, by work rather than by time."""
        from .cpsat import Limits, solve_step

        def on_better(value: float, bound: float) -> None:
            proved = self.placed_bound if report == "placed" else self.preference_bound
            self.tell(report, int(value), min(int(bound), proved), "better")

        limits = Limits(
            seconds=max(0.05, min(seconds, self.left())),
            seed=self.seed + (turn or 0),
            workers=WORKERS if turn is None else 1,
            work=None if turn is None else STEP_WORK,
            should_stop=self.should_stop,
            on_better=on_better if report else None,
        )
        return solve_step(step, goal, limits)

    def _take(self, outcome: Outcome, code: str) -> bool:
        """Keep a plan that is better at the first level where it differs."""
        if outcome.plan is None:
            return False
        found = worth(self.universe, outcome.plan)
        if found.key() <= self.worth.key():
            return False
        self.plan, self.worth = outcome.plan, found
        level = "placed" if code == "placed" else "preference"
        if level == "placed":
            self.tell(level, found.placed, self.placed_bound, code)
        else:
            self.tell(level, found.preference, self.preference_bound, code)
        return True

    def solution(self) -> Solution:
        """The best week as sessions, with reasons and claims."""
        proved = self.worth.placed == self.placed_bound
        reasons = explain(self.universe, self.plan, unplaced(self.universe, self.plan), proved=proved)
        claims = Claims(
            placed=self.worth.placed,
            placed_bound=self.placed_bound,
            preference=self.worth.preference,
            preference_bound=max(self.preference_bound, self.worth.preference),
            seconds=round(self.elapsed(), 1),
        )
        self.tell("preference", self.worth.preference, self.preference_bound, "finished")
        return Solution(sessions_of(self.universe, self.plan), reasons, claims)
