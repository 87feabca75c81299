"""Makes a week: full weeks for as many as can be, then what people prefer, by a compiled search that may be stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from .bounds import hopeless, preference_ceiling
from .candidates import Universe, build_universe
from .entities import Problem
from .exact import is_small, prove
from .explain import explain
from .locks import check_locked
from .plan import Plan, Worth, locked_plan, published_plan, sessions_of, unplaced, worth
from .proving import Prover
from .reading import ProblemInvalid
from .search.annealing import Budget, Cooling, anneal
from .solution import Claims, Solution

if TYPE_CHECKING:
    from .search.walk import WeekWalk

MILLION = 1_000_000
STEP = 10_000  # moves between two looks at the clock
WARMLY = Cooling(hot=5.0, cold=1.2, again=1.6, growth=2.0)  # towards full weeks; hard clinics need it warmer
GENTLY = Cooling(hot=1.5, cold=0.7, again=2.0, growth=2.0)  # the same from a week that people know
MOVES_A_PERSON = 4_000  # of the first cooling that looks for full weeks
SMALL = 15  # coolings' moves after which a small clinic's week is rather proved
PLACING = 0.7  # share of the budget after which those who wait no longer come first
QUICKLY = Cooling(hot=2.5, cold=0.3, step=STEP)  # towards preferences, so that stopping early costs little
SLOWLY = Cooling(hot=3.5, cold=0.3, step=STEP)
SOON = 0.15  # share of what is left after which the slow cooling begins
SEATS_LISTED_A_SECOND, LISTED_WITHIN = 30_000, 0.1  # share of what is left that a bound may take to begin
LIKED_MOST = 2.5  # what a usual wish weighs, whatever points the clinic gives
COMPILED_WITHIN = 3.0  # seconds; whoever needs longer is compiling for the first time
NOT_ENOUGH = ("locked", "no week was found in which every locked session has enough people")
EVERY = 0.5  # seconds between two reports of better preferences


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
    work: float | None = None,
    threads: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    stopwatch: Callable[[], float] = time.monotonic,
) -> Solution:
    """The best week found in the time, always valid; with `work` (millions of moves) the same on every run."""
    moves = None if work is None else max(1, round(work * MILLION))
    budget = Budget(seconds, moves, should_stop, stopwatch)
    check_locked(problem)
    search = _Search(build_universe(problem), seed, budget, threads, on_progress)
    search.run()
    return search.solution()


def warm() -> None:
    """Compile search and bounds, or load what was compiled before, so that no search has to wait for it."""
    from .bounds.relaxation import Relaxation
    from .search.walk import nobody
    from .search.walk import warm as compile_search

    compile_search()
    relaxation = Relaxation(nobody(), goal="placed")
    relaxation.improve(1, 0)
    relaxation.losses()


@dataclass(slots=True)
class _Search:
    universe: Universe
    seed: int
    budget: Budget
    threads: int
    on_progress: Callable[[Progress], None] | None
    plan: Plan = field(init=False)
    worth: Worth = field(init=False)
    placed_bound: int = field(init=False)
    preference_bound: int | None = None
    told: float = -EVERY
    prover: Prover | None = None

    def __post_init__(self) -> None:
        people, nobody = self.universe.problem.participants, hopeless(self.universe)
        self._take(locked_plan(self.universe))
        self.placed_bound = sum(p.priority for i, p in enumerate(people) if i not in nobody)

    def _take(self, plan: Plan) -> None:
        self.plan, self.worth = plan, worth(self.universe, plan)

    def elapsed(self) -> float:
        """Seconds since the search was asked for."""
        return self.budget.stopwatch() - self.budget.began

    def tell(self, level: str, code: str, best: Worth, full: int) -> None:
        """Report where the search stands."""
        if self.on_progress is not None:
            value, bound = best.placed, self.placed_bound
            if level == "preference":
                value, bound = best.preference, max(self.preference_bound or 0, best.preference)
            asked = len(self.universe.problem.participants)
            self.on_progress(Progress(level, value, bound, self.elapsed(), full, asked, code))

    def run(self) -> None:
        """All levels, one after another."""
        self.tell("placed", "started", self.worth, self._full())
        if not self.universe.candidates or self.budget.over():
            if any(len(people) < self.universe.service(c).min_size for c, people in self.plan.members.items()):
                raise ProblemInvalid([NOT_ENOUGH])
            return
        walk = self._walk()
        self._start(walk)
        self._place(walk)
        if self._prove(walk):
            return
        self._improve(walk)
        if walk.worth() is None:
            raise ProblemInvalid([NOT_ENOUGH])
        self._take(walk.plan())

    def _walk(self) -> WeekWalk:
        """The compiled search; where it has to be compiled first, that time is not the search's."""
        began = self.budget.stopwatch()
        warm()
        spent = self.budget.stopwatch() - began
        if spent > COMPILED_WITHIN:
            self.budget.began += spent
        from .search.arrays import clinic_of
        from .search.ceiling import ceiling
        from .search.walk import WeekWalk

        clinic = clinic_of(self.universe)
        self.preference_bound = ceiling(clinic)
        return WeekWalk(self.universe, clinic, self.seed, self.plan)

    def _full(self) -> int:
        return len(self.universe.problem.participants) - len(unplaced(self.universe, self.plan))

    def _start(self, walk: WeekWalk) -> None:
        """From the week that people know, as far as it can still be held."""
        if self.universe.problem.published:
            walk.join(published_plan(self.universe))

    def _known(self) -> bool:
        return bool(self.universe.problem.published)

    def _place(self, walk: WeekWalk) -> None:
        """Full weeks for as many as can be."""
        people = len(self.universe.problem.participants)
        moves = MOVES_A_PERSON * max(people, 3)
        if self._known():
            walk.weigh(person=6, seat=20, head=6, kept=8)
        else:
            walk.weigh(person=3, seat=10, head=3)
        small = is_small(self.universe)
        cooling = GENTLY if self._known() else WARMLY
        cooling = replace(cooling, moves=moves, step=min(STEP, moves // 10))

        def between() -> None:
            now = walk.worth()
            if self.prover is None and self.budget.spent >= moves and not small:
                self._begin("placed", 0 if now is None else now.placed)
            self._turn(0 if now is None else now.placed)

        def enough() -> bool:
            now = walk.worth() or self.worth
            return now.placed >= self.placed_bound or (small and self.budget.spent >= SMALL * moves)

        def better(_: float) -> None:
            self._better(walk, "placed")

        anneal(walk, self.budget, cooling, until=PLACING, between=between, enough=enough, on_better=better)
        self._end()

    def _better(self, walk: WeekWalk, level: str, *, always: bool = False) -> None:
        best = walk.worth()
        if best is None or self.on_progress is None:
            return
        more = best.placed > self.worth.placed
        if always or more or self.elapsed() >= self.told + EVERY:
            self.worth, self.told = best, self.elapsed()
            self.tell(level, "better", best, walk.full())

    def _prove(self, walk: WeekWalk) -> bool:
        """Prove a small clinic's week; whether nothing is left to find."""
        if not is_small(self.universe) or self.budget.over():
            return False
        left = self._left()
        plan = walk.plan() if walk.worth() is not None else self.plan
        proof = prove(self.universe, plan, seconds=left, seed=self.seed, should_stop=self.budget.should_stop)
        if proof.impossible:
            raise ProblemInvalid([("locked", "the locked sessions cannot all be held")])
        self._take(proof.plan)
        if proof.placed_bound is not None:
            self.placed_bound = min(self.placed_bound, proof.placed_bound)
        if proof.preference_bound is not None:
            self._no_more_than(proof.preference_bound)
        walk.start_from(proof.plan)
        return proof.finished

    def _improve(self, walk: WeekWalk) -> None:
        """What people prefer, and fewer sessions where that costs nobody anything; full weeks are not given up."""
        kept = 12.0 if self._known() else 0.0
        like = LIKED_MOST / _usual_wish(self.universe)
        walk.weigh(person=20, seat=20 + 2 * kept, head=6, like=like, kept=kept, minute=0.002)
        walk.return_to_best()
        best = walk.worth() or self.worth
        self._better(walk, "preference", always=True)
        if best.placed or not self.placed_bound:
            self._begin("preference", best.preference, placed_at_least=best.placed)

        def between() -> None:
            now = walk.worth() or best
            if now.placed == best.placed:
                self._turn(now.preference)

        def better(_: float) -> None:
            self._better(walk, "preference")

        soon = self.budget.share() + SOON * (1 - self.budget.share())
        anneal(walk, self.budget, QUICKLY, between=between, on_better=better, until=soon)
        anneal(walk, self.budget, SLOWLY, between=between, on_better=better)
        self._end()

    def _begin(self, goal: Literal["placed", "preference"], target: int, placed_at_least: int = 0) -> None:
        """Work on the bound of a level, beside the search or in turns with it."""
        apart = self.threads > 1 and self.budget.work is None
        if not apart and self._listing() > LISTED_WITHIN * self._left():
            return
        full_only = goal == "preference" and placed_at_least >= self.placed_bound
        self.prover = Prover(
            self.universe, goal, target, full_only, 0 if full_only else placed_at_least, self.budget.stopwatch
        )
        if apart:
            self.prover.begin_apart()

    def _left(self) -> float:
        """Seconds that remain; with work, as if there were many."""
        if self.budget.work is not None or self.budget.seconds is None:
            return 3600.0
        return self.budget.seconds - self.elapsed()

    def _listing(self) -> float:
        """About how many seconds a bound takes before its first step."""
        return sum(len(slots) for slots in self.universe.slots_of) / SEATS_LISTED_A_SECOND

    def _turn(self, target: int) -> None:
        if self.prover is not None:
            self.prover.target = target
            self.prover.turn(by_work=self.budget.work is not None)
            self._bound(self.prover)

    def _end(self) -> None:
        if self.prover is not None:
            self.prover.end()
            self._bound(self.prover)
        self.prover = None

    def _bound(self, prover: Prover) -> None:
        if prover.bound is not None and prover.goal == "placed":
            self.placed_bound = min(self.placed_bound, prover.bound)
        elif prover.bound is not None:
            self._no_more_than(prover.bound)

    def _no_more_than(self, preference: int) -> None:
        known = self.preference_bound
        self.preference_bound = preference if known is None else min(known, preference)

    def solution(self) -> Solution:
        """The best week as sessions, with reasons and claims."""
        proved = self.worth.placed == self.placed_bound
        reasons = explain(self.universe, self.plan, unplaced(self.universe, self.plan), proved=proved)
        if self.preference_bound is None:
            self.preference_bound = preference_ceiling(self.universe)
        self.preference_bound = max(self.preference_bound, self.worth.preference)
        claims = Claims(
            placed=self.worth.placed,
            placed_bound=self.placed_bound,
            preference=self.worth.preference,
            preference_bound=self.preference_bound,
            seconds=round(self.elapsed(), 1),
        )
        self.tell("preference", "finished", self.worth, self._full())
        return Solution(sessions_of(self.universe, self.plan), reasons, claims)


def _usual_wish(universe: Universe) -> float:
    """The points that people usually give to what they prefer."""
    points = [
        value
        for person in universe.problem.participants
        for wishes in (
            person.prefers.modes, person.prefers.day_parts, person.prefers.clinicians, person.prefers.clinician_gender
        )
        for value in wishes.values()
        if value > 0
    ]  # fmt: skip
    return sum(points) / len(points) if points else 1.0
