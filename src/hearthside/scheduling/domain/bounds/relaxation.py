"""A proved bound on the whole week: people and clinicians choose apart, and prices for seats bring them together.

Whoever attends pays the price of a seat and whoever opens a session earns it. At any prices the best choices of
everybody alone are worth at least as much as the best week together, so every value is a bound; the search is for
prices at which it is low. Prices are whole thousandths of a point and all sums are exact.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numba import njit

from hearthside.scheduling.domain.candidates import Universe

from .layout import SCALE, Array, Layout, People, Staff, build_layout
from .openings import choose_openings, mark_openings, price_groups
from .weeks import choose_weeks

SMOOTH, LONGEST_STEP, SHORTER, PATIENCE, REACH = 0.03, 2.0, 0.8, 20, 0.02


class Relaxation:
    """Prices for seats, rooms and hours, and the lowest bound that they have proved so far."""

    def __init__(
        self, universe: Universe, *, goal: Literal["placed", "preference"], full_only: bool = False, threads: int = 1
    ) -> None:
        self.layout: Layout = build_layout(universe, preference=goal == "preference")
        self.full_only = full_only
        seats, classes = len(self.layout.slot_of), max(1, len(universe.room_classes))
        self._centre = np.zeros(seats + classes * self.layout.moments + len(universe.problem.clinicians))
        self._centre[:seats] = -_highest(self.layout.staff, seats)
        self._slope = np.zeros_like(self._centre)
        self._state = np.array([np.inf, 1.0, 0.0, 0.0])
        self.bound: int = 2**62
        self.improve(1, 0)

    def improve(self, steps: int, target: int) -> int:
        """Search for better prices; the target is the value of the best week known."""
        lowest = _improve(
            self.layout.people,
            self.layout.staff,
            self.full_only,
            self._centre,
            self._slope,
            self._state,
            steps,
            float(target) * SCALE,
        )
        self.bound = min(self.bound, lowest // SCALE)
        return self.bound

    @property
    def prices(self) -> Array:
        """The price of each seat, in points, for the person and slot that the layout names."""
        return self._centre[: len(self.layout.slot_of)] / SCALE


def _highest(staff: Staff, seats: int) -> Array:
    """The points that each seat gets from the leader who is liked best, so that nobody counts them as free."""
    highest = np.full(seats, -(10**12))
    np.maximum.at(highest, staff.member, staff.member_points)
    return np.where(highest > -(10**12), highest, 0)


@njit(cache=True, nogil=True)
def evaluate(people: People, staff: Staff, full_only: bool, prices: Array, slope: Array) -> int:  # pragma: no cover
    """The exact bound at these whole prices, and how it changes with each of them."""
    seats, clinicians, groups = len(people.service), len(staff.contact), len(staff.least)
    classes = max(1, len(staff.seats))
    moments = (len(prices) - seats - clinicians) // classes
    price = prices[:seats]
    room_price = prices[seats : seats + classes * moments].reshape(classes, moments)
    hour_price = prices[seats + classes * moments :]
    chosen = np.empty(seats, dtype=np.int64)
    given = np.empty(seats, dtype=np.int64)
    worth = np.empty(groups, dtype=np.int64)
    room = np.empty(groups, dtype=np.int64)
    opened = np.empty(groups, dtype=np.int64)
    spent = np.empty(clinicians, dtype=np.int64)
    in_use = np.empty((classes, moments), dtype=np.int64)
    total = choose_weeks(people, people.points - price, full_only, chosen)
    price_groups(staff, price, room_price, worth, room)
    total += choose_openings(staff, worth, hour_price, opened, spent)
    mark_openings(staff, price, room, opened, given, in_use)
    for e in range(seats):
        slope[e] = given[e] - chosen[e]
    for r in range(len(staff.seats)):
        for t in range(moments):
            total += staff.rooms[r] * room_price[r, t]
            slope[seats + r * moments + t] = staff.rooms[r] - in_use[r, t]
    for c in range(clinicians):
        total += staff.contact[c] * hour_price[c]
        slope[seats + classes * moments + c] = staff.contact[c] - spent[c]
    return total


@njit(cache=True, nogil=True)
def _improve(
    people: People,
    staff: Staff,
    full_only: bool,
    centre: Array,
    slope: Array,
    state: Array,
    steps: int,
    target: float,
) -> int:  # pragma: no cover
    """Steps of the volume algorithm: along an average of slopes, from the best prices so far."""
    free = len(people.service)
    trial = np.empty(len(centre), dtype=np.int64)
    here = np.empty(len(centre), dtype=np.float64)
    lowest = 2**62
    for _ in range(steps):
        if state[0] == np.inf:
            for i in range(len(centre)):
                trial[i] = np.rint(centre[i])
            lowest = evaluate(people, staff, full_only, trial, slope)
            state[0] = lowest
            continue
        length = 0.0
        for i in range(len(centre)):
            if i < free or centre[i] > 0 or slope[i] < 0:
                length += slope[i] * slope[i]
        if length < 1e-9:
            break
        step = state[1] * max(state[0] - max(target, state[0] - REACH * abs(state[0])), 1.0) / length
        for i in range(len(centre)):
            price = np.rint(centre[i] - step * slope[i])
            trial[i] = price if i < free else max(0, price)
        found = evaluate(people, staff, full_only, trial, here)
        lowest = min(lowest, found)
        along = 0.0
        for i in range(len(centre)):
            along += here[i] * slope[i]
            slope[i] = SMOOTH * here[i] + (1 - SMOOTH) * slope[i]
        if found < state[0]:
            centre[:] = trial
            state[0], state[2] = found, 0.0
            if along > 0:
                state[1] = min(LONGEST_STEP, state[1] * 1.1)
        else:
            state[2] += 1
            if state[2] >= PATIENCE:
                state[1], state[2] = state[1] * SHORTER, 0.0
    return lowest
