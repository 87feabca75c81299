"""By how much the proved bound falls once somebody takes one seat, or one session is opened, at given prices.

A week that is worth at least so much holds only seats and sessions whose losses leave the bound that high. All others
may be left out of an exact search for such a week: where it finds none, there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, nextafter

import numpy as np

from hearthside.scheduling.domain.compiled import compiler

from .layout import DAYS, MASKS, MOST_STATES, SCALE, Array, Layout, People, Staff
from .openings import price_groups
from .weeks import NEVER, fill_days, join_days

compiled = compiler(__file__)
SURELY = 10**13  # so dear that whoever can take the seat does
IMPOSSIBLE = 10**12


@dataclass(frozen=True, slots=True)
class Losses:
    """A bound, and what each seat (person, slot) and each candidate session takes from it, in parts of a point."""

    bound: int
    seats: dict[tuple[int, int], int]
    sessions: dict[int, int]

    @property
    def points(self) -> float:
        """The bound in points, never rounded down."""
        return nextafter(self.bound / SCALE, inf)

    def of(self, person: int, slot: int, candidate: int) -> float:
        """What somebody's seat in a candidate session of this slot takes from the bound, in points; never too much."""
        lost = self.seats.get((person, slot), IMPOSSIBLE) + self.sessions.get(candidate, IMPOSSIBLE)
        return nextafter(lost / SCALE, -inf)


def losses(layout: Layout, prices: Array, ends: Array, bound: int, *, full_only: bool) -> Losses:
    """The losses at these prices, at which this bound was found."""
    seats = len(layout.slot_of)
    taken = np.zeros(seats, dtype=np.int64)
    worth = layout.people.points - prices[:seats]
    _lose_seats(layout.people, worth, int(prices[ends[2]]), full_only, taken)
    opened = np.zeros(len(layout.candidate_of), dtype=np.int64)
    room_price = np.ascontiguousarray(prices[ends[0] : ends[1]]).reshape(-1, layout.moments)
    value, room = (np.empty(len(layout.staff.least), dtype=np.int64) for _ in range(2))
    price_groups(layout.staff, np.ascontiguousarray(prices[:seats]), room_price, value, room)
    _lose_sessions(layout.staff, value, np.ascontiguousarray(prices[ends[1] : ends[2]]), opened)
    places = zip(layout.person_of.tolist(), layout.slot_of.tolist(), strict=True)
    return Losses(
        bound,
        dict(zip(places, taken.tolist(), strict=True)),
        dict(zip(layout.candidate_of.tolist(), opened.tolist(), strict=True)),
    )


@compiled
def _lose_seats(people: People, worth: Array, bonus: int, full_only: bool, loss: Array) -> None:
    """What each seat takes from its person's best week."""
    longest = parts = 1
    for p in range(len(people.reward)):
        parts = max(parts, people.first_unit[p + 1] - people.first_unit[p])
    for u in range(len(people.services)):
        first, last = people.first_block[u], people.first_block[u + 1]
        longest = max(longest, people.first_entry[last] - people.first_entry[first] + last - first)
    table = np.empty((longest + 1, MASKS), dtype=np.int64)
    day_block = np.empty((DAYS, MASKS), dtype=np.int64)
    value = np.empty((DAYS + 1, MOST_STATES), dtype=np.int64)
    came, took = np.empty((DAYS + 1, MOST_STATES), dtype=np.int64), np.empty((DAYS + 1, MOST_STATES), dtype=np.int64)
    ends = np.empty(2, dtype=np.int64)
    both = np.empty((parts, 2), dtype=np.int64)
    for p in range(len(people.reward)):
        first, reward = people.first_unit[p], people.reward[p] + bonus * people.priority[p]
        number = people.first_unit[p + 1] - first
        for part in range(number):
            fill_days(people, first + part, worth, table, day_block)
            both[part] = join_days(people, first + part, table, day_block, value, came, took, ends)
        usual = _best(both, number, reward, people.can_be_full[p], full_only)
        for part in range(number):
            u, before = first + part, (both[part, 0], both[part, 1])
            for e in range(people.first_entry[people.first_block[u]], people.first_entry[people.first_block[u + 1]]):
                worth[e] += SURELY
                fill_days(people, u, worth, table, day_block)
                both[part] = join_days(people, u, table, day_block, value, came, took, ends)
                worth[e] -= SURELY
                loss[e] = usual + SURELY - _best(both, number, reward, people.can_be_full[p], full_only)
            both[part] = before


@compiled
def _best(both: Array, number: int, reward: int, can_be_full: bool, full_only: bool) -> int:
    """The worth of a person's week: a full one, or any."""
    full, any_week = reward, 0
    for part in range(number):
        full, any_week = max(NEVER, full + both[part, 0]), any_week + both[part, 1]
    if can_be_full and full > NEVER // 2 and (full_only or full >= any_week):
        return int(full)
    return int(any_week)


@compiled
def _lose_sessions(staff: Staff, worth: Array, hour_price: Array, loss: Array) -> None:
    """What each session takes from its leader's best week."""
    longest = 0
    for c in range(len(staff.contact)):
        longest = max(longest, staff.first_option[c + 1] - staff.first_option[c])
    best = np.zeros(longest + 1, dtype=np.int64)
    for c in range(len(staff.contact)):
        low = staff.first_option[c]
        count = staff.first_option[c + 1] - low
        usual = 0
        for chosen in range(-1, count):
            for i in range(count):
                g = staff.option_group[low + i]
                with_it = best[staff.option_before[low + i]] + worth[g] - hour_price[c] * staff.minutes[g]
                best[i + 1] = max(best[i], with_it + (SURELY if i == chosen else 0))
            if chosen < 0:
                usual = best[count]
            else:
                loss[low + chosen] = usual + SURELY - best[count]
