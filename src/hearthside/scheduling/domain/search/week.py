"""A week while it is searched, as arrays; and its way from and to a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.plan import Plan, locked_plan

from . import layout as at
from .arrays import room_order
from .layout import PAIN, WEEK_HEAD, Floats, Ints, pack

QUEUE_MOST = 400


@dataclass(slots=True)
class Week:
    """The clinic, the week, its costs and its chance; `best` holds sessions and people of the best week met."""

    clinic: Ints
    week: Ints
    costs: Floats
    chance: NDArray[np.uint64]
    best: Ints
    worth: NDArray[np.int64]

    def args(self) -> tuple[Ints, Ints, Floats, NDArray[np.uint64]]:
        """What every compiled step takes."""
        return self.clinic, self.week, self.costs, self.chance

    def sessions(self) -> Ints:
        """The part of the week that says everything: sessions and the people in them."""
        return self.week[self.week[at.CAND] : self.week[at.TAKEN]]


def empty_week(universe: Universe, c: Ints, seed: int) -> Week:
    """A week without sessions."""
    people, services, kinds = int(c[at.PEOPLE]), int(c[at.SERVICES]), int(c[at.KIND_COUNT])
    orders = c[c[at.PER_WEEK] : c[at.PER_WEEK] + people * services].reshape(people, services)
    most = _most_sessions(universe)
    widest = max([1, *(min(s.max_size, people) for s in universe.problem.services)])
    own = max(1, min(int(orders.sum(axis=1).max(initial=0)), 7 * services))
    each, none = np.zeros(people, np.int32), np.full(most, -1, np.int32)
    runs = {
        at.CAND: none, at.SIZE: 0 * none, at.ROOM: none, at.FIXED: none, at.PLACE: none, at.TOP: none,
        at.NUMBER: none, at.MEMBER: np.zeros(most * widest),
        at.TAKEN: each, at.MISSING: orders.sum(axis=1), at.GIVEN: each, at.WHOLE: each, at.SHORT: each,
        at.SHORT_AT: each - 1, at.SEAT: np.zeros(people * own), at.WHERE: np.zeros(people * own),
        at.GOT: np.zeros(people * services), at.OF_KIND: np.zeros((kinds + 1) * most),
        at.KIND_SIZE: np.zeros(kinds + 1), at.BUSY: np.full(c[at.LEADER_COUNT] * c[at.STEPS], -1),
        at.LED: np.zeros(c[at.LEADER_COUNT]), at.IN_USE: np.zeros(c[at.ROOMS] * c[at.STEPS]),
        at.FREE: np.arange(most)[::-1], at.LOG: np.zeros(3 * (16_384 + 16 * people)),
        at.QUEUE: np.zeros(QUEUE_MOST), at.BUFFER: np.zeros(widest),
    }  # fmt: skip
    week = pack(WEEK_HEAD, {at.SESSIONS: most, at.WIDEST: widest, at.OWN: own, at.N_FREE: most}, runs)
    best = week[week[at.CAND] : week[at.TAKEN]].copy()
    chance = np.array([_spread(seed)], np.uint64)
    return Week(c, week, np.zeros(PAIN + people), chance, best, np.full(6, -1, np.int64))


def _spread(seed: int) -> int:
    """A seed whose neighbours look nothing like it, never zero."""
    return (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) % 2**64 or 1


def _most_sessions(universe: Universe) -> int:
    """No week has more sessions than this."""
    problem = universe.problem
    shortest = min((s.minutes for s in problem.services), default=1440)
    by_leaders = sum(min(c.max_contact_minutes, 7 * 1440) // shortest for c in problem.clinicians)
    by_seats = sum(o.per_week for p in problem.participants for o in p.orders) + len(problem.locked)
    return max(1, min(by_leaders, by_seats, len(universe.candidates))) + 2


def packed(universe: Universe, plan: Plan, week: Week) -> Ints:
    """A plan as the sessions of a week; in locked ones the people who stay come first."""
    fixed = locked_plan(universe).members
    order = {r: i for i, r in enumerate(room_order(universe))}
    most, widest = int(week.week[at.SESSIONS]), int(week.week[at.WIDEST])
    found = np.full_like(week.best, -1)
    rows, members = found[: 4 * most].reshape(4, most), found[-most * widest :].reshape(most, widest)
    for i, (c, people) in enumerate(sorted(plan.members.items())):
        stay = fixed.get(c)
        first = sorted(stay or ())
        everybody = [*first, *sorted(people - set(first))]
        room = order[plan.rooms[c]] if c in plan.rooms else -1
        rows[:, i] = c, len(everybody), room, -1 if stay is None else len(first)
        members[i, : len(everybody)] = everybody
    return found


def plan_of(universe: Universe, week: Week) -> Plan:
    """The best week as a plan."""
    order = room_order(universe)
    most, widest = int(week.week[at.SESSIONS]), int(week.week[at.WIDEST])
    rows, members = week.best[: 4 * most].reshape(4, most), week.best[-most * widest :].reshape(most, widest)
    plan = Plan()
    for (c, size, room, _), people in zip(rows.T.tolist(), members.tolist(), strict=True):
        if c >= 0:
            plan.members[c] = set(people[:size])
            if room >= 0:
                plan.rooms[c] = order[room]
    return plan
