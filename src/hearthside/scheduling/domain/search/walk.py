"""The walk through weeks: compiled steps, the best valid week, and what the annealing driver sees of it."""

from __future__ import annotations

import math

from numba import njit

from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.plan import Plan

from .layout import (
    CAND,
    COST,
    FIXED,
    MEMBER,
    MOST,
    N_LOG,
    N_TODO,
    N_UNDER,
    PAIN,
    PEOPLE,
    PLACED,
    ROOM,
    SESSIONS,
    SIZE,
    SPENT,
    TAKEN,
    WEIGHTS,
    WIDEST,
    Ints,
)
from .moves import a_group, open_for, shift_session, somebody, something, take_seat
from .reseat import disband, heal, unit
from .seats import close_session, feel, open_session, rise, sit, undo
from .week import empty_week, packed, plan_of


@njit(cache=True, nogil=True)
def keep_if_better(w, best, worth):
    """Keep a valid week that is worth more than the best, where the first difference decides."""
    if w[N_UNDER] > 0:
        return
    for i in range(5):
        now = -w[SPENT] if i == 4 else w[PLACED + i]
        if now < worth[i]:
            return
        if now > worth[i]:
            for j in range(5):
                worth[j] = -w[SPENT] if j == 4 else w[PLACED + j]
            best[:] = w[w[CAND] : w[TAKEN]]
            return


@njit(cache=True, nogil=True)
def one_move(c, w, f, x):
    """Make one move of any kind; false where it cannot be made."""
    kind = unit(x)
    if kind < 0.75:
        p = somebody(c, w, f, x)
        service = something(c, w, f, x, p)
        if service < 0:
            return False
        if c[c[MOST] + service] == 1 or kind < 0.05:
            return open_for(c, w, f, x, p, service)
        return take_seat(c, w, f, x, p, service)
    s = a_group(c, w, x)
    if s < 0:
        return False
    if kind < 0.97:
        return shift_session(c, w, f, x, s)
    return disband(c, w, f, x, s)


@njit(cache=True, nogil=True)
def steps(c, w, f, x, best, worth, moves, temperature):
    """Many moves, each kept or taken back."""
    w[N_LOG] = 0
    for _ in range(moves):
        before = f[COST]
        w[N_TODO] = 0
        good = one_move(c, w, f, x)
        if good:
            heal(c, w, f, x, -1)
            change = f[COST] - before
            good = change <= 1e-9 or unit(x) < math.exp(-change / temperature)
        if good:
            w[N_LOG] = 0
            keep_if_better(w, best, worth)
        else:
            undo(c, w, f, x)
            f[COST] = before


@njit(cache=True, nogil=True)
def load(c, w, f, x, sessions):
    """Take over a week; everything is counted anew."""
    for s in range(w[SESSIONS]):
        if w[w[CAND] + s] >= 0:
            while w[w[SIZE] + s] > 0:
                rise(c, w, f, x, w[w[MEMBER] + s * w[WIDEST] + w[w[SIZE] + s] - 1], s)
                w[N_LOG] = 0
            close_session(c, w, f, x, s)
            w[N_LOG] = 0
    f[COST] = 0.0
    for p in range(c[PEOPLE]):
        f[PAIN + p] = 0.0
        feel(c, w, f, x, p)
    first = w[CAND]
    for i in range(w[SESSIONS]):
        if sessions[i] >= 0:
            room, fixed = sessions[w[ROOM] - first + i], sessions[w[FIXED] - first + i]
            s = open_session(c, w, f, x, sessions[i], room, fixed)
            for k in range(sessions[w[SIZE] - first + i]):
                sit(c, w, f, x, sessions[w[MEMBER] - first + i * w[WIDEST] + k], s)
                w[N_LOG] = 0
            w[N_LOG] = 0


class WeekWalk:
    """A walk through the weeks of one problem, for the annealing driver."""

    def __init__(self, universe: Universe, clinic: Ints, seed: int, plan: Plan) -> None:
        self.universe = universe
        self.state = empty_week(universe, clinic, seed)
        self.start_from(plan)
        keep_if_better(self.state.week, self.state.best, self.state.best_worth)

    def start_from(self, plan: Plan) -> None:
        """Go on from this plan."""
        load(*self.state.args(), packed(self.universe, plan, self.state))

    def weigh(self, **weights: float) -> None:
        """Weigh the goals anew."""
        for name, value in weights.items():
            self.state.costs[WEIGHTS[name]] = value
        load(*self.state.args(), self.state.sessions().copy())

    def run(self, moves: int, temperature: float) -> None:
        """Try this many moves."""
        steps(*self.state.args(), self.state.best, self.state.best_worth, moves, temperature)

    def return_to_best(self) -> None:
        """Go on from the best week."""
        load(*self.state.args(), self.state.best)

    def plan(self) -> Plan:
        """The best week as a plan."""
        return plan_of(self.universe, self.state)
