"""The walk through weeks: compiled steps, the best valid week, and what the annealing driver sees of it."""

from __future__ import annotations

import math
from datetime import date

from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.compiled import compiler
from hearthside.scheduling.domain.entities import Problem, Span
from hearthside.scheduling.domain.plan import Plan, Worth

from .arrays import clinic_of, room_order, steps_a_day
from .ceiling import ceiling
from .layout import (
    CAND,
    COST,
    COUNT,
    FIXED,
    GOT,
    IN_USE,
    LEAST,
    MEMBER,
    MODE,
    MOST,
    N_LOG,
    N_QUEUE,
    N_UNDER,
    PAIN,
    PEOPLE,
    PER_WEEK,
    PLACED,
    ROOM,
    SERVICE,
    SERVICES,
    SESSIONS,
    SIZE,
    SLOT,
    SPENT,
    STEPS,
    TAKEN,
    TOP,
    WEIGHTS,
    WIDEST,
    Chance,
    Counts,
    Floats,
    Ints,
)
from .moves import a_group, open_for, shift_session, somebody, something, take_seat
from .reseat import disband, heal, leader_is_free, unit
from .seats import close_session, feel, fits, open_session, pick_room, rise, room_is_free, sit, undo, welcome
from .week import empty_week, packed, plan_of

compiled = compiler(__file__)


@compiled
def keep_if_better(w: Ints, best: Ints, worth: Counts) -> None:
    """Keep a valid week that is worth more than the best, where the first difference decides."""
    if w[N_UNDER] > 0:
        return
    for i in range(5):
        now = -w[SPENT] if i == 4 else w[PLACED + i]
        if now < worth[i]:
            return
        if now > worth[i]:
            for j in range(6):
                worth[j] = -w[SPENT] if j == 4 else w[PLACED + j]
            best[:] = w[w[CAND] : w[TAKEN]]
            return


@compiled
def one_move(c: Ints, w: Ints, f: Floats, x: Chance) -> bool:
    """Make one move of any kind; false where it cannot be made."""
    kind = unit(x)
    if kind < 0.75:
        p = somebody(c, w, x)
        service = something(c, w, x, p)
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
    return disband(c, w, f, s)


@compiled
def steps(c: Ints, w: Ints, f: Floats, x: Chance, best: Ints, worth: Counts, moves: int, temperature: float) -> None:
    """Many moves, each kept or taken back."""
    w[N_LOG] = 0
    for _ in range(moves):
        before = f[COST]
        w[N_QUEUE] = 0
        good = one_move(c, w, f, x)
        if good:
            heal(c, w, f, x, -1)
            change = f[COST] - before
            good = change <= 1e-9 or unit(x) < math.exp(-change / temperature)
        if good:
            w[N_LOG] = 0
            keep_if_better(w, best, worth)
        else:
            undo(c, w, f)
            f[COST] = before


@compiled
def load(c: Ints, w: Ints, f: Floats, sessions: Ints) -> None:
    """Take over a week; everything is counted anew."""
    for s in range(w[SESSIONS]):
        if w[w[CAND] + s] >= 0:
            while w[w[SIZE] + s] > 0:
                rise(c, w, f, w[w[MEMBER] + s * w[WIDEST] + w[w[SIZE] + s] - 1], s)
                w[N_LOG] = 0
            close_session(c, w, f, s)
            w[N_LOG] = 0
    f[COST] = 0.0
    for p in range(c[PEOPLE]):
        f[PAIN + p] = 0.0
        feel(c, w, f, p)
    first = w[CAND]
    for i in range(w[SESSIONS]):
        if sessions[i] >= 0:
            room, fixed = sessions[w[ROOM] - first + i], sessions[w[FIXED] - first + i]
            s = open_session(c, w, f, sessions[i], room, fixed)
            for k in range(sessions[w[SIZE] - first + i]):
                sit(c, w, f, sessions[w[MEMBER] - first + i * w[WIDEST] + k], s)
                w[N_LOG] = 0
            w[N_LOG] = 0


@compiled
def join(c: Ints, w: Ints, f: Floats, sessions: Ints) -> None:
    """Take over what still can be of a week that people know; groups that became too small are let go."""
    first = w[CAND]
    for i in range(w[SESSIONS]):
        cand = sessions[i]
        if cand < 0 or not leader_is_free(c, w, cand):
            continue
        slot = c[c[SLOT] + cand]
        service = c[c[SERVICE] + slot]
        room = -1
        if c[c[MODE] + slot] == 0:
            room = sessions[w[ROOM] - first + i]
            if room < 0 or not room_is_free(c, w, room, slot):
                room = pick_room(c, w, slot)
            if room < 0:
                continue
        s = open_session(c, w, f, cand, room, -1)
        for k in range(sessions[w[SIZE] - first + i]):
            p = sessions[w[MEMBER] - first + i * w[WIDEST] + k]
            missing = w[w[GOT] + p * c[SERVICES] + service] < c[c[PER_WEEK] + p * c[SERVICES] + service]
            if missing and w[w[SIZE] + s] < w[w[TOP] + s] and fits(c, w, p, slot) and welcome(c, w, p, s):
                sit(c, w, f, p, s)
        w[N_QUEUE] = 0
        if w[w[SIZE] + s] < c[c[LEAST] + service] or w[w[SIZE] + s] == 0:
            disband(c, w, f, s)
        w[N_LOG] = 0


class WeekWalk:
    """A walk through the weeks of one problem, for the annealing driver."""

    def __init__(self, universe: Universe, clinic: Ints, seed: int, plan: Plan) -> None:
        self.universe = universe
        self.state = empty_week(universe, clinic, seed)
        self.start_from(plan)

    def _remember(self) -> None:
        keep_if_better(self.state.week, self.state.best, self.state.worth)

    def start_from(self, plan: Plan) -> None:
        """Go on from this plan."""
        load(*self.state.args()[:3], packed(self.universe, plan, self.state))
        self._remember()

    def join(self, plan: Plan) -> None:
        """Add what still can be of this plan to the week."""
        join(*self.state.args()[:3], packed(self.universe, plan, self.state))
        self._remember()

    def close_rooms(self, room_class: int, span: Span) -> None:
        """Keep every further session out of the rooms of a class at this time."""
        week, clinic, a_day = self.state.week, self.state.clinic, steps_a_day(self.universe)
        step, row = self.universe.problem.start_step, room_order(self.universe).index(room_class)
        first = week[IN_USE] + row * clinic[STEPS] + span.day * a_day
        week[first + span.start // step : first - (-span.end // step)] += clinic[clinic[COUNT] + row]

    def weigh(self, **weights: float) -> None:
        """Weigh the goals anew."""
        for name, value in weights.items():
            self.state.costs[WEIGHTS[name]] = value
        load(*self.state.args()[:3], self.state.sessions().copy())

    def run(self, moves: int, temperature: float) -> None:
        """Try this many moves."""
        steps(*self.state.args(), self.state.best, self.state.worth, moves, temperature)

    def best(self) -> float:
        """The worth of the best week as a cost: full weeks, then kept seats, then preferences."""
        placed, _, kept, liked = self.state.worth[:4].tolist()
        return float(-(placed * 10**9 + kept * 10**5 + liked))

    def worth(self) -> Worth | None:
        """What the best week is worth; nothing where no valid week was met."""
        placed, partial, kept, liked, spent, _ = self.state.worth.tolist()
        return None if placed < 0 else Worth(placed, partial, kept, liked, -spent)

    def full(self) -> int:
        """How many people have a full week in the best week."""
        return max(0, int(self.state.worth[5]))

    def return_to_best(self) -> None:
        """Go on from the best valid week, where the week as it stands is not nearer to what is wanted."""
        if self.state.worth[0] < 0:
            return
        now, cost = self.state.sessions().copy(), self.state.costs[COST]
        load(*self.state.args()[:3], self.state.best)
        if self.state.costs[COST] > cost:
            load(*self.state.args()[:3], now)

    def plan(self) -> Plan:
        """The best week as a plan."""
        return plan_of(self.universe, self.state)


def nobody() -> Universe:
    """A clinic with nobody in it."""
    return Universe(Problem(date(1970, 1, 1), "UTC", 60, (), (), (), (), ()))


def warm() -> None:
    """Compile every step."""
    walk = WeekWalk(nobody(), clinic_of(nobody()), 1, Plan())
    walk.join(Plan())
    walk.run(0, 1.0)
    ceiling(walk.state.clinic)
