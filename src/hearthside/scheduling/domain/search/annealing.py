"""Simulated annealing for any walk: cools, reheats, and stops by time, by work or when told to.

A walk makes moves on a state of its own, usually in a compiled kernel. The driver only knows its temperature, its
cost (less is better) and how many moves it has made. What depends on the clock is only when to stop and, where one
cooling spans the whole budget, how warm it is; with a budget of work alone every run is the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Walk(Protocol):
    """Something that can be annealed."""

    def run(self, moves: int, temperature: float) -> None:
        """Try this many moves at this temperature, remembering the best state met."""

    def best(self) -> float:
        """The cost of the best state met so far."""

    def return_to_best(self) -> None:
        """Go on from the best state met so far."""


@dataclass(slots=True)
class Budget:
    """How much may be spent: seconds, moves or both; with both, moves say how far it is and seconds only end it."""

    seconds: float | None = None
    work: int | None = None
    should_stop: Callable[[], bool] = lambda: False
    stopwatch: Callable[[], float] = time.monotonic
    spent: int = 0
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.stopwatch()

    def share(self) -> float:
        """How much of the budget is used up, from 0 to 1."""
        if self.work is not None:
            return min(1.0, self.spent / max(self.work, 1))
        return self._time_share()

    def _time_share(self) -> float:
        if self.seconds is None:
            return 0.0
        return min(1.0, (self.stopwatch() - self.began) / max(self.seconds, 1e-9))

    def over(self) -> bool:
        """Whether nothing is left, or somebody pressed stop."""
        return self.should_stop() or self.share() >= 1.0 or self._time_share() >= 1.0

    def left(self, moves: int) -> int:
        """This many moves, or the fewer that the work limit leaves."""
        return moves if self.work is None else max(0, min(moves, self.work - self.spent))


@dataclass(frozen=True, slots=True)
class Cooling:
    """From hot to cold, in so many moves or over the whole budget; then again, not quite so hot, from the best."""

    hot: float
    cold: float
    moves: int | None = None
    again: float = 0.5
    growth: float = 1.5
    step: int = 50_000

    def temperature(self, share: float, hot: float) -> float:
        """How warm it is after this share of one cooling."""
        return float(hot * (self.cold / hot) ** min(1.0, share))


def anneal(
    walk: Walk,
    budget: Budget,
    cooling: Cooling,
    *,
    on_better: Callable[[float], None] = lambda _: None,
    good_enough: float | None = None,
    enough: Callable[[], bool] = lambda: False,
    between: Callable[[], None] = lambda: None,
    until: float = 1.0,
) -> float:
    """Cool the walk again and again until this share of the budget is spent; the best cost, where the walk is left."""
    hot, length, best = cooling.hot, cooling.moves, walk.best()
    since, start = 0, budget.share()
    while not (budget.over() or budget.share() >= until or enough()):
        if good_enough is not None and best <= good_enough:
            break
        share = (budget.share() - start) / max(until - start, 1e-9) if length is None else since / length
        moves = budget.left(cooling.step)
        walk.run(moves, cooling.temperature(share, hot))
        budget.spent += moves
        since += moves
        if walk.best() < best:
            best = walk.best()
            on_better(best)
        between()
        if length is not None and since >= length:
            since, length, hot = 0, int(length * cooling.growth), max(cooling.cold, cooling.hot * cooling.again)
            walk.return_to_best()
    walk.return_to_best()
    return best
