"""The repair that disturbs the fewest seats: a walk finds one, prices bound it, and exact searches close the gap.

Beside the walk, prices for seats (`bounds.relaxation`) prove how many seats any repair without avoidable losses
disturbs. They also say which seats and sessions a repair with at most so many disturbed seats could hold at all.
Among these, few at first, CP-SAT looks for a better repair; where it finds none, there is none, and the bound rises.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from random import Random
from typing import TYPE_CHECKING

from hearthside.scheduling.domain.plan import is_full, locked_plan, published_plan
from hearthside.scheduling.domain.proving import Prover
from hearthside.scheduling.domain.search.annealing import Budget, Cooling, anneal

from . import goals
from .board import Board
from .model import Reach
from .search import Choice, Clock, solve

if TYPE_CHECKING:
    from hearthside.scheduling.domain.bounds.losses import Losses
    from hearthside.scheduling.domain.search.walk import WeekWalk

LEVELS = goals.losses, goals.disturbed
LATER = goals.times_then_modes, goals.wishes
SMALL = 5_000  # seats to choose from, up to which everything is searched at once
WALK, LAST = 0.25, 0.1  # shares of the time for the walk, and for times, modes and wishes at the end
GENTLY = Cooling(hot=1.5, cold=0.7, again=1.0, step=10_000)
MOVES_A_PERSON = 2_000
SEAT_WEIGHTS = 20, 60, 200  # of a missing seat; a published seat weighs 8
FIRST, WIDER, MUCH_WIDER = 0.5, 1.5, 4.0  # how far below the bound seats may lead at first, in seats
WIDEST = 50.0  # from here on no seat is left out
SHARE, LEAST_SECONDS = 0.4, 2.0  # of what is left for one exact search
FEW, FEW_WIDTH, A_MOMENT, PATIENCE, TOO_SHORT = 24, 1.0, 1.5, 6, 0.4  # people, seats, seconds, failures, seconds
EVERY = 0.5  # seconds between two reports


def fewest(board: Board, clock: Clock, on_better: Callable[[Choice], None]) -> Choice | None:
    """The repair in which nobody loses more than they must and the fewest seats change; proved where time allows."""
    universe = board.universe
    everybody = frozenset(range(len(universe.problem.participants)))
    search = Search(board, clock, everybody, goals.least_disturbed(board), on_better)
    if sum(len(universe.seats_of(p, s)) for p in everybody for s in universe.slots_of[p]) <= SMALL:
        search.at_once()
    else:
        search.run(clock.part((1 - LAST) * clock.left()))
    return search.finished()


@dataclass(slots=True)
class Search:
    """The search for one repair: at once in a small clinic, else by a walk, prices and exact searches."""

    board: Board
    clock: Clock
    everybody: frozenset[int]
    least: int  # seats that any repair without avoidable losses disturbs, as proved so far
    on_better: Callable[[Choice], None]
    best: Choice | None = None
    told: float = float("-inf")
    seats: int = field(init=False)
    prover: Prover = field(init=False)
    chance: Random = field(init=False)
    few: int = FEW
    all_searched: bool = False

    def __post_init__(self) -> None:
        self.chance = Random(self.clock.seed)  # noqa: S311 - no secret
        self.seats = sum(len(people) for people in self.board.members.values())
        self.prover = Prover(self.board.universe, "kept", 0, full_only=True, stopwatch=self.clock.seconds)

    def at_once(self) -> None:
        """Search among everybody's seats."""
        self.best = solve(self.board, LEVELS, Reach(self.everybody), self.clock, None, [0, self.least])
        self.all_searched = self.best is not None and self.best.proved

    def run(self, clock: Clock) -> None:
        """Walk, then search exactly among more and more seats, until nothing better is possible."""
        from hearthside.scheduling.domain.engine import warm

        warm()
        self.prover.begin_apart()
        try:
            self._walk(clock.part(WALK * clock.left()))
            self._narrow(clock)
        finally:
            self.prover.end()
            self._bound()

    def _take(self, choice: Choice) -> None:
        if self.best is None or choice.values[:2] < self.best.values[:2]:
            self.best = choice
            if choice.values[0] == 0:
                self.prover.target = self.seats - choice.values[1]
        if self.clock.seconds() >= self.told + EVERY:
            self.told = self.clock.seconds()
            self.on_better(self.best)

    def _bound(self) -> None:
        if self.prover.bound is not None:
            self.least = max(self.least, self.seats - self.prover.bound)

    def _done(self) -> bool:
        self._bound()
        return self.best is not None and self.best.values[0] == 0 and self.best.values[1] <= self.least

    def _walk(self, clock: Clock) -> None:
        """From the published week to one that is whole again, by many small moves."""
        walk = _walk(self.board, self.clock.seed)
        people = len(self.everybody)

        def better(_: float) -> None:
            if walk.worth() is not None:
                plan = walk.plan()
                self._take(Choice(plan.members, plan.rooms, measured(self.board, plan.members), []))

        better(0.0)
        cooling = Cooling(GENTLY.hot, GENTLY.cold, MOVES_A_PERSON * max(people, 3), GENTLY.again, step=GENTLY.step)
        for seat in SEAT_WEIGHTS:
            if self._done() or (self.best is not None and self.best.values[0] == 0):
                break
            walk.weigh(person=6, seat=seat, head=6, kept=8)
            budget = Budget(clock.left() / 2, None, clock.should_stop, clock.seconds)
            anneal(walk, budget, cooling, enough=partial(self._walked, budget, cooling), on_better=better)

    def _walked(self, budget: Budget, cooling: Cooling) -> bool:
        """Whether the exact search may begin: once nobody loses more than they must, after one cooling."""
        whole = self.best is not None and self.best.values[0] == 0
        return self._done() or (whole and budget.spent >= (cooling.moves or 0))

    def _narrow(self, clock: Clock) -> None:
        """Exact searches: among the seats of a few people at a time, then among all that a better repair could hold."""
        width = FIRST
        while clock.left() > TOO_SHORT and not self._done():
            losses = self.prover.losses()
            if losses is None:
                self._walk(clock.part(EVERY))
                continue
            whole = self.best is not None and self.best.values[0] == 0
            if self._exactly(clock, losses, width):
                if width > WIDEST:
                    self.all_searched = not whole
                    break
                width *= WIDER if whole else MUCH_WIDER
            else:
                self._among_few(clock.part(SHARE * clock.left()), losses)

    def _exactly(self, clock: Clock, losses: Losses, width: float) -> bool:
        """Search among everybody's seats that lead no further down from the bound; whether that came to an end."""
        whole = self.best is not None and self.best.values[0] == 0
        width = min(width, self._needed(losses)) if whole else width
        part = clock.part(max(LEAST_SECONDS, SHARE * clock.left()))
        found = self._solve(self.everybody, self._only(losses, width), part)
        if found is None:
            return False
        if whole:
            self._prove(losses, width, found)
        self._take(found)
        return found.proved

    def _among_few(self, clock: Clock, losses: Losses) -> None:
        """Search among some people at a time: those for whom something changed, and some of the others."""
        tries = 0
        while clock.left() > TOO_SHORT and self.best is not None and not self._done() and tries < PATIENCE:
            changed = sorted(self._changed(self.best))
            others = sorted(self.everybody - set(changed))
            free = {*self._some(changed, self.few), *self._some(others, self.few // 2)}
            found = self._solve(free | set(changed), self._only(losses, FEW_WIDTH, free), clock.part(A_MOMENT))
            tries = 0 if found is not None and found.values[:2] < self.best.values[:2] else tries + 1
            if found is None or not found.proved:
                self.few = max(FEW // 2, self.few - FEW // 4)
            elif tries:
                self.few += FEW // 4
            if found is not None:
                self._take(found)

    def _some(self, people: list[int], number: int) -> list[int]:
        return self.chance.sample(people, min(number, len(people)))

    def _solve(self, people: Set[int], only: Callable[[Board, int, int], bool], clock: Clock) -> Choice | None:
        whole = self.best is not None and self.best.values[0] == 0
        floors = [0, self.least if whole else goals.least_disturbed(self.board)]
        reach = Reach(frozenset(people), only=only)
        return solve(self.board, LEVELS, reach, clock, self.best, floors, reached=1 if whole else 0)

    def _needed(self, losses: Losses) -> float:
        """How far below the bound a repair with one disturbed seat less may lie."""
        kept = self.seats - self.best.values[1] + 1 if self.best is not None else 0
        return max(0.0, losses.points - kept)

    def _only(
        self, losses: Losses, width: float, free: Set[int] | None = None
    ) -> Callable[[Board, int, int], bool]:  # fmt: skip
        """Whether a seat is part of the best repair known, or leads no further down from the bound."""
        known = self.best.members if self.best is not None else {}

        def only(board: Board, person: int, c: int) -> bool:
            if person in known.get(c, ()):
                return True
            may = free is None or person in free
            return may and (width > WIDEST or losses.of(person, board.universe.candidates[c].slot, c) <= width)

        return only

    def _prove(self, losses: Losses, width: float, found: Choice) -> None:
        """No repair with at most so many disturbed seats lies outside; inside, the exact search has its own bound."""
        inside = self.seats - ceil(losses.points - width)
        self.least = max(self.least, min(found.bounds[1], inside + 1))

    def finished(self) -> Choice | None:
        """The best repair, with the times, modes and wishes that cost no further seat."""
        best = self.best
        if best is None:
            return None
        whole = best.values[0] == 0
        bounds = [0, self.least if whole else goals.least_disturbed(self.board)]
        if self.all_searched:
            bounds = best.values[:2]
        losses = self.prover.losses()
        near = None if losses is None else self._only(losses, FIRST)

        def only(board: Board, person: int, c: int) -> bool:
            return goals.same_time(board, person, c) or near is None or near(board, person, c)

        reach = Reach(self._changed(best), only=only)
        better = solve(self.board, (*LEVELS, *LATER), reach, self.clock, best, bounds, reached=2)
        best = better or best
        best.bounds = bounds
        return best

    def _changed(self, choice: Choice) -> frozenset[int]:
        """People with a seat that is not as it was."""
        board = self.board
        found: set[int] = {p for f in board.hit for p in board.members[f]}
        for family, before in board.members.items():
            found |= before - choice.members.get(board.home.get(family, -1), set())
        for c, now in choice.members.items():
            if board.home.get(board.family(c)) != c:
                found |= now
        return frozenset(found)


def measured(board: Board, members: dict[int, set[int]]) -> list[int]:
    """What people lose, and how many seats are disturbed, as the goals of the same name count them."""
    universe, services = board.universe, board.universe.problem.services
    seats: dict[int, list[int]] = defaultdict(list)
    for c, people in members.items():
        for person in people:
            seats[person].append(c)
    lost = disturbed = 0
    for person, homes in board.seats.items():
        mine = [board.family(c) for c in seats[person]]
        disturbed += len(set(homes) - set(mine))
        given = sum(services[f[0]].minutes for f in mine if services[f[0]].countable)
        lost += max(0, board.minutes[person] - given)
        if person in board.full and not is_full(universe, person, set(seats[person])):
            lost += goals.weight(board) * universe.problem.participants[person].priority
    return [lost, disturbed]


def _walk(board: Board, seed: int) -> WeekWalk:
    """A walk that begins in what is left of the published week; nobody looks for more than they had."""
    from hearthside.scheduling.domain.search.arrays import clinic_of
    from hearthside.scheduling.domain.search.layout import PER_WEEK
    from hearthside.scheduling.domain.search.walk import WeekWalk

    universe = board.universe
    clinic = clinic_of(universe)
    services = len(universe.problem.services)
    for person in set(range(len(universe.problem.participants))) - board.full:
        row = clinic[PER_WEEK] + person * services
        had = Counter(service for service, *_ in board.seats.get(person, ()))
        for service in range(services):
            clinic[row + service] = min(clinic[row + service], had[service])
    walk = WeekWalk(universe, clinic, seed, locked_plan(universe))
    for number, group in enumerate(universe.room_classes):
        for span in board.blocked.get(group.rooms[0], []):
            walk.close_rooms(number, span)
    walk.weigh(person=6, seat=SEAT_WEIGHTS[0], head=6, kept=8)
    walk.join(published_plan(universe))
    return walk
