"""Makes timetables of courses with the same annealing as weeks: two walks side by side, the better one kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from hearthside.scheduling.domain.search.annealing import Budget, Cooling, anneal

from .reading import Course, Instance, Lecture
from .start import first_state, lectures_best
from .verify import Verdict, verify_courses
from .walk import BEST, CLASHES, LEAST_PRICE, NOWHERE, State, to_best, walk

# A lonely lecture costs 2: hardly minded when hot, hardly ever agreed to when cold. Several starts are cooled quickly,
# as some freeze in a poor place; the best of them is warmed a little and cooled slowly, twice.
QUICK, STARTS, STARTED = Cooling(hot=10.0, cold=0.2), 3, 0.3  # the share of the budget by which one start is chosen
SLOW = ((Cooling(hot=2.0, cold=0.2), 0.7), (Cooling(hot=1.0, cold=0.2), 1.0))  # and the share by which each is over
STRICT, DEARER, CHEAPER, MOST_PRICE = 2.0, 1.05, 0.99, 200.0  # below this warmth clashes that last grow dearer
MILLION = 1_000_000
SEEDS = 1 << 62


@dataclass(frozen=True, slots=True)
class CourseProgress:
    """Where the search stands, for a terminal."""

    cost: int
    bound: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Timetable:
    """A timetable of courses, what it breaks and costs, the least that any can cost, and the work that went in."""

    lectures: tuple[Lecture, ...]
    verdict: Verdict
    bound: int
    moves: int
    seconds: float


@dataclass(slots=True)
class CourseWalk:
    """A walk over timetables as the annealing drives it."""

    state: State

    def run(self, moves: int, temperature: float) -> None:
        """Try this many moves; clashes that last in the cold grow dearer."""
        walk(self.state, moves, temperature)
        if temperature < STRICT:
            factor = DEARER if self.state.told[CLASHES] else CHEAPER
            self.state.price[0] = min(MOST_PRICE, max(LEAST_PRICE, self.state.price[0] * factor))

    def best(self) -> float:
        """The least cost of a timetable without clashes."""
        return float(self.state.told[BEST])

    def return_to_best(self) -> None:
        """Go on from the best timetable, where there is one without clashes."""
        if self.best() < NOWHERE:
            to_best(self.state)


def solve_courses(
    instance: Instance,
    *,
    seconds: float | None = None,
    seed: int = 1,
    work: float | None = None,
    threads: int = 2,
    on_progress: Callable[[CourseProgress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
    stopwatch: Callable[[], float] = time.monotonic,
) -> Timetable:
    """The best timetable found in the time, a walk a thread; with `work` (millions of moves) always the same."""
    began = stopwatch()
    warm()
    bound, by_time = least_cost(instance), work is None
    search = _Search(instance, bound, on_progress, should_stop, lambda: stopwatch() - began, by_time)
    each = None if work is None else max(1, round(work * MILLION / threads))
    left = None if seconds is None else max(0.0, seconds - search.elapsed())
    budgets = [Budget(left, each, search.over, stopwatch) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(search.one_walk, (seed * threads + n for n in range(threads)), budgets))
    verdicts = [verify_courses(instance, lectures) for lectures in found]
    best = min(range(threads), key=lambda n: (sum(verdicts[n].broken.values()), verdicts[n].cost, n))
    moves = sum(budget.spent for budget in budgets)
    return Timetable(found[best], verdicts[best], bound, moves, round(search.elapsed(), 1))


def warm() -> None:
    """Compile the walk, or load what was compiled before, so that no search has to wait for it."""
    CourseWalk(first_state(Instance("", 1, 1, (Course("", "", 1, 1, 1),), (("", 1),), (), frozenset()), 1)).run(1, 1.0)


def least_cost(instance: Instance) -> int:
    """What every timetable costs: largest lectures in largest rooms, and days beyond the lectures or the week."""
    seats = sorted((seats for _, seats in instance.rooms for _ in range(instance.periods)), reverse=True)
    students = sorted((c.students for c in instance.courses for _ in range(c.lectures)), reverse=True)
    standing = sum(max(0, many - few) for many, few in zip(students, seats, strict=False))
    return standing + sum(5 * max(0, c.min_days - min(c.lectures, instance.days)) for c in instance.courses)


@dataclass(slots=True)
class _Search:
    instance: Instance
    bound: int
    on_progress: Callable[[CourseProgress], None]
    should_stop: Callable[[], bool]
    elapsed: Callable[[], float]
    by_time: bool  # by work alone every walk goes to its own end, so that each run is the same
    best: float = NOWHERE
    lock: Lock = field(default_factory=Lock)

    def over(self) -> bool:
        """Whether somebody pressed stop, or a walk found what no timetable can better."""
        return (self.by_time and self.best <= self.bound) or self.should_stop()

    def better(self, cost: float) -> None:
        """Tell of a timetable that is better than those of all walks before."""
        with self.lock:
            if cost < self.best:
                self.best = cost
                self.on_progress(CourseProgress(int(cost), self.bound, self.elapsed()))

    def one_walk(self, seed: int, budget: Budget) -> tuple[Lecture, ...]:
        """Walks from several starts, of which the best goes on."""
        if not any(c.lectures for c in self.instance.courses):
            return ()
        walks = []
        for n in range(STARTS):
            walks.append(CourseWalk(first_state(self.instance, (seed * STARTS + n) % SEEDS)))
            self._cool(walks[n], budget, QUICK, STARTED * (n + 1) / STARTS)
        best = min(walks, key=CourseWalk.best)
        for cooling, until in SLOW:
            self._cool(best, budget, cooling, until)
        return lectures_best(self.instance, best.state)

    def _cool(self, one: CourseWalk, budget: Budget, cooling: Cooling, until: float) -> None:
        anneal(one, budget, cooling, on_better=self.better, good_enough=self.bound, until=until)
