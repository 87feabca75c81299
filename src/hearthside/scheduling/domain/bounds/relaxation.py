"""A proved bound on the whole week: people and clinicians choose apart, and prices for seats bring them together.

Whoever attends pays the price of a seat and whoever opens a session earns it. At any prices the best choices of
everybody alone are worth at least as much as the best week together, so every value is a bound; the search is for
prices at which it is low. Prices are whole parts of a point and all sums are exact.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.compiled import compiler

from .layout import SCALE, Array, Goal, Layout, People, Staff, build_layout
from .losses import Losses, losses
from .openings import choose_openings, mark_openings, price_groups
from .weeks import choose_weeks

compiled = compiler(__file__)
SMOOTH = 0.05  # how much of a new slope is taken over
FIRST_ROUND, WIDE, NARROWER, CLOSE = 250, 0.1, 0.7, 0.001  # steps, and their lengths in worths of a seat
ABOUT_SEATS = 30  # how much longer the steps are where a seat itself is what counts
ROOM_STEP, MINUTE_STEP, FULL_STEP = 0.1, 0.001, 0.01
UNIT, ROUND, DONE = range(3)


class Prices(NamedTuple):
    """Prices of seats, of rooms by class and moment, of each clinician's minutes, and what a full week is worth."""

    seat: Array
    room: Array
    minute: Array
    full: Array


class Asked(NamedTuple):
    """Which weeks count: only those with everybody's full week, or with priorities of at least so much placed."""

    full_only: bool
    placed_at_least: int


class Relaxation:
    """Prices for seats, rooms and minutes, and the lowest bound that they have proved so far.

    With `full_only` the bound holds for weeks in which everybody who could be placed is; with `placed_at_least`, for
    those that place priorities of at least that sum. Otherwise it holds for every week.
    """

    def __init__(
        self,
        universe: Universe,
        *,
        goal: Goal,
        full_only: bool = False,
        placed_at_least: int = 0,
    ) -> None:
        self.layout: Layout = build_layout(universe, goal)
        self._asked = Asked(full_only, placed_at_least)
        self._candidates = len(universe.candidates)
        seats, classes = len(self.layout.slot_of), max(1, len(universe.room_classes))
        clinicians = len(universe.problem.clinicians)
        self._ends = np.cumsum([seats, classes * self.layout.moments, clinicians, 1])
        self._best = np.zeros(self._ends[-1], dtype=np.int64)
        self._best[:seats] = -_highest(self.layout.staff, seats)
        self._slope = np.zeros(self._ends[-1])
        lowest = evaluate(self.layout.people, self.layout.staff, self._asked, self._best, self._ends, self._slope)
        self._centre = self._best.astype(np.float64)
        self._slope[:] = 0
        asked_seats = sum(o.per_week for p in universe.problem.participants for o in p.orders)
        unit = max(10.0, abs(lowest) / max(1, asked_seats))
        self._state = np.array([unit * (ABOUT_SEATS if goal == "kept" else 1), 0.0, 0.0])
        self._lowest: int = lowest

    def improve(self, steps: int, target: int) -> int:
        """Search for better prices; the target is the value of the best week known, below which no bound can be."""
        prices = self._best, self._centre, self._slope
        known = self._lowest, target * SCALE
        self._lowest = _improve(
            self.layout.people, self.layout.staff, self._asked, self._ends, prices, known, self._state, steps
        )
        return self.bound

    @property
    def bound(self) -> int:
        """The lowest bound so far: no week that counts is worth more."""
        return self._lowest // SCALE

    def losses(self) -> Losses:
        """What each seat and session takes from the bound; may be asked while another thread improves the prices."""
        prices = self._best.copy()
        slope = np.zeros(len(prices))
        bound = evaluate(self.layout.people, self.layout.staff, self._asked, prices, self._ends, slope)
        return losses(self.layout, prices, self._ends, bound, full_only=self._asked.full_only)

    @property
    def prices(self) -> Prices:
        """The best prices so far, in points."""
        seat, room, minute, full = np.split(self._best / SCALE, self._ends[:-1])
        return Prices(seat, room.reshape(-1, self.layout.moments), minute, full)

    def worths(self) -> Array:
        """What opening each candidate session would bring at these prices, in points, its leader's time not counted."""
        staff, ends = self.layout.staff, self._ends
        room_price = self._best[ends[0] : ends[1]].reshape(-1, self.layout.moments)
        worth, room = (np.empty(len(staff.least), dtype=np.int64) for _ in range(2))
        price_groups(staff, self._best[: ends[0]], room_price, worth, room)
        worths = np.full(self._candidates, -np.inf)
        worths[self.layout.candidate_of] = worth[staff.option_group] / SCALE
        return worths


def _highest(staff: Staff, seats: int) -> Array:
    """The points that each seat gets from the leader who is liked best, so that nobody counts them as free."""
    highest = np.full(seats, -(10**12))
    np.maximum.at(highest, staff.member, staff.member_points)
    return np.where(highest > -(10**12), highest, 0)


@compiled
def evaluate(people: People, staff: Staff, asked: Asked, prices: Array, ends: Array, slope: Array) -> int:
    """The exact bound at these whole prices, and how it changes with each of them."""
    seats, clinicians, groups = len(people.service), len(staff.contact), len(staff.least)
    classes = max(1, len(staff.seats))
    moments = (ends[1] - ends[0]) // classes
    price = prices[:seats]
    room_price = prices[ends[0] : ends[1]].reshape(classes, moments)
    minute_price = prices[ends[1] : ends[2]]
    chosen = np.empty(seats, dtype=np.int64)
    given = np.empty(seats, dtype=np.int64)
    worth = np.empty(groups, dtype=np.int64)
    room = np.empty(groups, dtype=np.int64)
    opened = np.empty(groups, dtype=np.int64)
    spent = np.empty(clinicians, dtype=np.int64)
    in_use = np.empty((classes, moments), dtype=np.int64)
    bonus = prices[ends[2]]
    total, placed = choose_weeks(people, people.points - price, bonus, asked.full_only, chosen)
    price_groups(staff, price, room_price, worth, room)
    total += choose_openings(staff, worth, minute_price, opened, spent)
    mark_openings(staff, price, room, opened, given, in_use)
    for e in range(seats):
        slope[e] = given[e] - chosen[e]
    for r in range(len(staff.seats)):
        for t in range(moments):
            total += staff.rooms[r] * room_price[r, t]
            slope[ends[0] + r * moments + t] = staff.rooms[r] - in_use[r, t]
    for c in range(clinicians):
        total += staff.contact[c] * minute_price[c]
        slope[ends[1] + c] = staff.contact[c] - spent[c]
    slope[ends[2]] = placed - asked.placed_at_least
    return int(total - bonus * asked.placed_at_least)


@compiled
def _improve(
    people: People,
    staff: Staff,
    asked: Asked,
    ends: Array,
    prices: tuple[Array, Array, Array],
    known: tuple[int, int],
    state: Array,
    steps: int,
) -> int:
    """Rounds of steps that shorten, each round longer than the one before and from the best prices so far."""
    best, centre, slope = prices
    lowest, target = known
    trial = np.empty(len(centre), dtype=np.int64)
    here = np.zeros(len(centre), dtype=np.float64)
    for _ in range(steps):
        if lowest < target + SCALE:
            break  # no whole number of points lies between the best week and the bound
        length = FIRST_ROUND * 2 ** state[ROUND]
        first = state[UNIT] * WIDE * NARROWER ** state[ROUND]
        step = first * (state[UNIT] * CLOSE / first) ** (state[DONE] / length)
        _move(centre, slope, ends, step, trial)
        found = evaluate(people, staff, asked, trial, ends, here)
        for i in range(len(centre)):
            slope[i] += SMOOTH * (here[i] - slope[i])
        if found < lowest:
            best[:] = trial
            lowest = found
        state[DONE] += 1
        if state[DONE] >= length:
            state[ROUND], state[DONE] = state[ROUND] + 1, 0
            centre[:] = best
    return lowest


@compiled
def _move(centre: Array, slope: Array, ends: Array, step: float, trial: Array) -> None:
    """One step against the slope, rooms and minutes in their own measure; only prices of seats may be negative."""
    for i in range(len(centre)):
        if i < ends[0]:
            centre[i] -= step * slope[i]
        else:
            measure = ROOM_STEP if i < ends[1] else MINUTE_STEP if i < ends[2] else FULL_STEP
            centre[i] = max(0.0, centre[i] - step * measure * slope[i])
        trial[i] = np.rint(centre[i])
