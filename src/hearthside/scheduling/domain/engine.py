"""Makes a week: level by level, first for everybody at once on few starts, then part by part until time is up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from .bounds import hopeless, preference_ceiling
from .candidates import Universe, build_universe
from .entities import Problem
from .explain import explain
from .locks import check_locked
from .neighbourhoods import WEEK, Chooser
from .plan import Plan, Worth, locked_plan, published_seats, sessions_of, unplaced, worth
from .scope import Scope, Step, prepare
from .solution import Claims, Solution

if TYPE_CHECKING:
    from .cpsat import Goal, Outcome

WORKERS = 2


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
        if not self.universe.problem.participants:
            return
        if self.kept:
            self._from_published()
        if self._waiting():
            self._place(self._coarse(), min(self.left() * 0.6, 90))
        if self._waiting():
            self._place(frozenset(range(len(self.universe.candidates))), self.left() * 0.3)
        self._improve()

    def _waiting(self) -> list[int]:
        """People without a full week who could have one."""
        return [p for p in unplaced(self.universe, self.plan) if p not in self.hopeless]

    def _coarse(self) -> frozenset[int]:
        """Few starts a day: one long group after another from the opening on."""
        problem = self.universe.problem
        groups = [s.minutes for s in problem.services if s.max_size > 1] or [60]
        step = -(-max(groups) // problem.start_step) * problem.start_step
        first = {o.day: o.start for o in sorted(problem.opening, key=lambda o: -o.start)}
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
        from .cpsat import Goal

        opens = frozenset(c for _, c in self.kept)
        step = self._everybody(opens, by_points=False)
        step.seats = [seat for seat in step.seats if seat.kept]
        self._take(self._solve(step, Goal(kept=True), min(10, self.left() / 3)), "published")

    def _place(self, opens: frozenset[int], seconds: float) -> None:
        """Full weeks for as many as can be, all at once."""
        from .cpsat import Goal

        step = self._everybody(opens | frozenset(self.plan.members), by_points=False)
        outcome = self._solve(step, Goal(placed=True), seconds, report="placed")
        whole = len(opens) == len(self.universe.candidates)
        if whole and outcome.bound is not None:
            self.placed_bound = min(self.placed_bound, max(self.worth.placed, int(outcome.bound + 1e-6)))
        self._take(outcome, "placed")

    def _improve(self) -> None:
        """Small parts of the week, again and again, never giving up a higher level for a lower one."""
        from .cpsat import Goal

        chooser = Chooser(self.universe, Random(self.seed))  # noqa: S311
        turn = 0
        while not self.over() and self.universe.candidates:
            waiting = self._waiting()
            centre = [chooser.random.choice(waiting)] if waiting and turn % 2 == 0 else []
            kind, scope = chooser.choose(self.plan, centre)
            step = prepare(self.universe, self.plan, scope, self.kept, by_points=True)
            short = set(unplaced(self.universe, self.plan)) & set(scope.days)
            goal = Goal(
                placed=bool(short),
                partial=bool(short),
                kept=bool(self.kept),
                preference=True,
                cost=True,
                stay_full=frozenset(p for p in scope.days if p not in short),
            )
            outcome = self._solve(step, goal, min(3.0, self.left()), seed=turn)
            better = self._take(outcome, "better")
            chooser.learn(kind, better=better, proved=outcome.proved)
            turn += 1

    def _solve(self, step: Step, goal: Goal, seconds: float, *, report: str = "", seed: int = 0) -> Outcome:
        from .cpsat import Limits, solve_step

        def on_better(value: float, bound: float) -> None:
            self.tell(report, int(value), int(bound), "better")

        limits = Limits(
            seconds=max(0.05, min(seconds, self.left())),
            seed=self.seed + seed,
            workers=WORKERS,
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
        reasons = explain(self.universe, self.plan, unplaced(self.universe, self.plan))
        claims = Claims(
            placed=self.worth.placed,
            placed_bound=self.placed_bound,
            preference=self.worth.preference,
            preference_bound=max(self.preference_bound, self.worth.preference),
            seconds=round(self.elapsed(), 1),
        )
        self.tell("preference", self.worth.preference, self.preference_bound, "finished")
        return Solution(sessions_of(self.universe, self.plan), reasons, claims)
