"""The only module that knows OR-Tools: one step of the search as a CP-SAT model."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import gcd
from typing import Any

from ortools.sat.python import cp_model

from .entities import IN_PERSON
from .plan import Plan, is_full
from .scope import Seat, Step, room_choices


@dataclass(frozen=True, slots=True)
class Goal:
    """Which levels a step improves; a level that is off is left out of the objective."""

    placed: bool = False
    partial: bool = False
    kept: bool = False
    preference: bool = False
    cost: bool = False
    stay_full: frozenset[int] = frozenset()
    placed_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and with what a step may search."""

    seconds: float
    seed: int
    workers: int
    should_stop: Callable[[], bool]
    on_better: Callable[[float, float], None] | None = None
    enough: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step found: a plan or none, whether it is proved, value and bound of the objective."""

    plan: Plan | None
    proved: bool
    impossible: bool
    value: float
    bound: float | None


Interval = tuple[int, int, Any]


@dataclass(slots=True)
class Model:
    """The variables of one step."""

    step: Step
    goal: Goal
    model: Any = field(default_factory=cp_model.CpModel)
    open: dict[int, Any] = field(default_factory=dict)
    room: dict[tuple[int, int], Any] = field(default_factory=dict)
    seat: list[Any] = field(default_factory=list)
    fill: dict[tuple[tuple[int, ...], int, int], Any] = field(default_factory=dict)
    full: dict[int, Any] = field(default_factory=dict)
    given: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    hints: list[tuple[Any, int]] = field(default_factory=list)


def solve_step(step: Step, goal: Goal, limits: Limits) -> Outcome:
    """Search one step; never worse than the plan it starts from where that plan is returned."""
    built = Model(step, goal)
    _open(built)
    _seats(built)
    _rooms(built)
    _clinicians(built)
    by_person: dict[int, list[int]] = defaultdict(list)
    for number, seat in enumerate(step.seats):
        by_person[seat.person].append(number)
    for person in step.scope.days:
        _person(built, person, by_person.get(person, []))
    _enemies(built)
    _objective(built)
    _hint(built)
    return _search(built, limits)


def _open(built: Model) -> None:
    for candidate in sorted(built.step.free):
        built.open[candidate] = built.model.new_bool_var("")


def _seats(built: Model) -> None:
    """Seats, how many of each kind sit in each session, and the sizes of sessions."""
    step, model = built.step, built.model
    load: dict[int, list[Any]] = defaultdict(list)
    alike: dict[tuple[tuple[int, ...], int], list[Any]] = defaultdict(list)
    for seat in step.seats:
        var = model.new_bool_var("")
        built.seat.append(var)
        if all(c in built.open for c in seat.choices):
            model.add_bool_or([*(built.open[c] for c in seat.choices), var.negated()])
        if len(seat.choices) == 1:
            load[seat.choices[0]].append(var)
            if (seat.person, seat.choices[0]) in step.must:
                model.add(var == 1)
        else:
            alike[seat.choices, seat.slot].append(var)
    for (choices, slot), variables in alike.items():
        fills = []
        for c in choices:
            most = min(step.universe.service(c).max_size, len(variables))
            fill = model.new_bool_var("") if most == 1 else model.new_int_var(0, most, "")
            built.fill[choices, slot, c] = fill
            load[c].append(fill)
            fills.append(fill)
        model.add(sum(variables) == sum(fills))
    for c in sorted(step.free | step.frozen.keys()):
        _size(built, c, load.get(c, []))


def _size(built: Model, c: int, load: list[Any]) -> None:
    step, model = built.step, built.model
    service = step.universe.service(c)
    low, high = max(1, service.min_size), service.max_size
    if c in step.frozen:
        there = len(step.frozen[c])
        if c in step.plan.rooms:
            high = min(high, step.universe.room_classes[step.plan.rooms[c]].capacity)
        model.add_linear_constraint(cp_model.LinearExpr.sum(load), low - there, max(0, high - there))
        return
    opened = built.open[c]
    if step.universe.slot(c).mode == IN_PERSON:
        rooms = room_choices(step.universe, c)
        if not rooms:
            model.add(opened == 0)
        elif len(rooms) == 1:
            built.room[c, rooms[0][0]] = opened
        else:
            for number, _ in rooms:
                built.room[c, number] = model.new_bool_var("")
            model.add(sum(built.room[c, number] for number, _ in rooms) == opened)
        top = sum(seats * built.room[c, number] for number, seats in rooms)
    else:
        top = high * opened
    if high == 1:
        model.add(sum(load) == opened)
        return
    model.add(sum(load) >= low * opened)
    model.add(sum(load) <= top)


def _cliques(intervals: list[Interval]) -> Iterable[list[Any]]:
    """The largest sets of things that are all under way at one moment."""
    intervals.sort(key=lambda item: (item[0], item[1]))
    active: list[Interval] = []
    grown = False
    for item in intervals:
        still = [other for other in active if other[1] > item[0]]
        if len(still) < len(active) and grown:
            yield [other[2] for other in active]
            grown = False
        active = [*still, item]
        grown = True
    if grown:
        yield [other[2] for other in active]


def _when(step: Step, c: int, what: Any) -> Interval:
    slot = step.universe.slot(c)
    return slot.day * 10_000 + slot.start, slot.day * 10_000 + slot.end, what


def _rooms(built: Model) -> None:
    step = built.step
    uses: dict[int, list[Interval]] = defaultdict(list)
    for (c, number), var in built.room.items():
        uses[number].append(_when(step, c, var))
    for c in step.frozen:
        if c in step.plan.rooms:
            uses[step.plan.rooms[c]].append(_when(step, c, 1))
    for number, intervals in uses.items():
        count = len(step.universe.room_classes[number].rooms)
        for clique in _cliques(intervals):
            fixed = sum(isinstance(item, int) for item in clique)
            variables = [item for item in clique if not isinstance(item, int)]
            if len(variables) + fixed > count and variables:
                built.model.add(sum(variables) <= count - fixed)


def _clinicians(built: Model) -> None:
    step = built.step
    uses: dict[int, list[Interval]] = defaultdict(list)
    contact: dict[int, list[Any]] = defaultdict(list)
    spent: dict[int, int] = defaultdict(int)
    for c in step.frozen:
        spent[step.universe.candidates[c].clinician] += step.universe.service(c).minutes
    for c, var in built.open.items():
        clinician = step.universe.candidates[c].clinician
        uses[clinician].append(_when(step, c, var))
        contact[clinician].append(step.universe.service(c).minutes * var)
    for clinician, intervals in uses.items():
        for clique in _cliques(intervals):
            if len(clique) > 1:
                built.model.add_at_most_one(clique)
        most = step.universe.problem.clinicians[clinician].max_contact_minutes
        built.model.add(sum(contact[clinician]) <= max(0, most - spent[clinician]))


def _person(built: Model, person: int, numbers: list[int]) -> None:
    step, model = built.step, built.model
    by_day: dict[int, list[tuple[Seat, Any]]] = defaultdict(list)
    by_service: dict[str, list[Any]] = defaultdict(list)
    for number in numbers:
        seat, var = step.seats[number], built.seat[number]
        by_day[step.universe.slots[seat.slot].day].append((seat, var))
        by_service[step.universe.service(seat.choices[0]).id].append(var)
    for items in by_day.values():
        _day(built, person, items)
    who = step.universe.problem.participants[person]
    full = 1 if person in built.goal.stay_full else None
    if full is None and built.goal.placed:
        full = built.full[person] = model.new_bool_var("")
        built.hints.append((full, is_full(step.universe, person, step.seats_now.get(person, set()))))
    for number, order in enumerate(who.orders):
        need, seats = step.need[person, number], by_service.get(order.service, [])
        if full is not None and need > 0:
            model.add(sum(seats) >= need * full)
        if seats and len(seats) > need:
            model.add(sum(seats) <= need)
    if full is not None:
        _enough(built, person, full, by_day)


def _enough(built: Model, person: int, full: Any, by_day: dict[int, list[tuple[Seat, Any]]]) -> None:
    """A full week has its days and its minutes; the orders alone often see to both."""
    step, model = built.step, built.model
    who = step.universe.problem.participants[person]
    minutes = {s.id: s.minutes for s in step.universe.problem.services if s.countable}
    if sum(o.per_week * minutes.get(o.service, 0) for o in who.orders) < who.min_minutes:
        model.add(full == 0)
    if max((o.per_week for o in who.orders), default=0) >= who.min_days:
        return
    used = [len({step.universe.slot(c).day for c in step.settled[person]})]
    for items in by_day.values():
        day = model.new_bool_var("")
        built.hints.append((day, any(_taken(built, seat) for seat, _ in items)))
        model.add(sum(var for _, var in items) >= day)
        used.append(day)
    model.add(sum(used) >= who.min_days * full)


def _day(built: Model, person: int, items: list[tuple[Seat, Any]]) -> None:
    """One day of one person: nothing at once, no service twice, one mode, not too long."""
    step, model = built.step, built.model
    universe = step.universe
    for clique in _cliques([_when(step, seat.choices[0], var) for seat, var in items]):
        if len(clique) > 1:
            model.add_at_most_one(clique)
    services: dict[int, list[Any]] = defaultdict(list)
    modes: dict[str, list[Any]] = defaultdict(list)
    for seat, var in items:
        slot = universe.slots[seat.slot]
        services[slot.service].append(var)
        modes[slot.mode].append(var)
    for variables in services.values():
        if len(variables) > 1:
            model.add_at_most_one(variables)
    if len(modes) > 1:
        here = model.new_bool_var("")
        built.hints.append((here, any(_taken(built, s) and universe.slots[s.slot].mode == IN_PERSON for s, _ in items)))
        for mode, variables in modes.items():
            for var in variables:
                model.add_implication(var, here if mode == IN_PERSON else here.negated())
    most = universe.problem.participants[person].max_minutes_per_day
    if sum(universe.problem.services[s].minutes for s in services) > most:
        model.add(sum(universe.problem.services[s].minutes * var for s, vs in services.items() for var in vs) <= most)


def _enemies(built: Model) -> None:
    sits: dict[tuple[int, int], Any] = {}
    for seat, var in zip(built.step.seats, built.seat, strict=True):
        if len(seat.choices) == 1:
            sits[seat.person, seat.choices[0]] = var
    for (person, c), var in sits.items():
        for other in built.step.universe.enemies[person]:
            if other > person and (other, c) in sits:
                built.model.add_bool_or([var.negated(), sits[other, c].negated()])


def _partial(built: Model) -> list[tuple[Any, int]]:
    """Countable minutes that count only for people without a full week."""
    step, model = built.step, built.model
    minutes: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    for seat, var in zip(step.seats, built.seat, strict=True):
        service = step.universe.service(seat.choices[0])
        if service.countable and seat.person not in built.goal.stay_full:
            minutes[seat.person].append((var, service.minutes))
            built.given[seat.person] += service.minutes * _taken(built, seat)
    found = []
    for person, terms in minutes.items():
        most = sum(o.per_week for o in step.universe.problem.participants[person].orders) * 1440
        given = model.new_int_var(0, most, "")
        model.add(given <= sum(var * length for var, length in terms))
        now = built.given[person]
        if person in built.full:
            model.add(given <= most * (1 - built.full[person]))
            now = 0 if is_full(step.universe, person, step.seats_now.get(person, set())) else now
        built.hints.append((given, now))
        found.append((given, 1))
    return found


def _taken(built: Model, seat: Seat) -> bool:
    """Whether the plan so far has this seat."""
    return not built.step.seats_now.get(seat.person, set()).isdisjoint(seat.choices)


def _objective(built: Model) -> None:
    """One number in which a lower level can never outweigh a higher one."""
    step, goal = built.step, built.goal
    people = step.universe.problem.participants
    levels: list[list[tuple[Any, int]]] = []
    placed = [(var, people[p].priority) for p, var in built.full.items()]
    if goal.placed_at_least is not None:
        built.model.add(sum(var * weight for var, weight in placed) >= goal.placed_at_least)
    if goal.placed:
        levels.append(placed)
    if goal.partial:
        levels.append(_partial(built))
    pairs = list(zip(step.seats, built.seat, strict=True))
    if goal.kept:
        levels.append([(var, 1) for seat, var in pairs if seat.kept])
    if goal.preference:
        levels.append([(var, seat.points) for seat, var in pairs if seat.points])
    if goal.cost:
        levels.append([(var, -step.universe.service(c).minutes) for c, var in built.open.items()])
    weight, terms = 1, []
    for level in reversed([level for level in levels if level]):
        unit = gcd(*(factor for _, factor in level)) or 1
        terms += [(var, factor // unit * weight) for var, factor in level]
        weight *= 1 + sum(abs(factor) // unit * _most(var) for var, factor in level)
    if terms:
        built.model.maximize(sum(var * factor for var, factor in terms))


def _most(var: Any) -> int:
    return int(var.proto.domain[-1])


def _hint(built: Model) -> None:
    """Start from the plan there is."""
    step, model = built.step, built.model
    mine = step.seats_now
    for var, value in built.hints:
        model.add_hint(var, value)
    for c, var in built.open.items():
        model.add_hint(var, c in step.plan.members)
    for (c, number), var in built.room.items():
        if var is not built.open[c]:
            model.add_hint(var, c in step.plan.members and step.plan.rooms.get(c) == number)
    filled: dict[tuple[tuple[int, ...], int, int], int] = defaultdict(int)
    for seat, var in zip(step.seats, built.seat, strict=True):
        taken = mine.get(seat.person, set()).intersection(seat.choices)
        model.add_hint(var, bool(taken))
        for c in taken:
            filled[seat.choices, seat.slot, c] += 1
    for key, var in built.fill.items():
        model.add_hint(var, filled[key])


def _search(built: Model, limits: Limits) -> Outcome:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.05, limits.seconds)
    solver.parameters.random_seed = limits.seed % 2**31
    solver.parameters.num_workers = limits.workers
    if limits.should_stop():
        return Outcome(None, False, False, 0, None)
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            if limits.should_stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        status = solver.solve(built.model, _Callback(limits))
    finally:
        done.set()
        watcher.join()
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    bound = None if status in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID) else solver.best_objective_bound
    return Outcome(
        _plan(built, solver) if found else None,
        status == cp_model.OPTIMAL,
        status == cp_model.INFEASIBLE,
        solver.objective_value if found else 0,
        bound,
    )


class _Callback(cp_model.CpSolverSolutionCallback):
    """Tells of every better week, and stops where it is good enough."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits

    def on_solution_callback(self) -> None:
        """Called by the solver for each better week."""
        if self.limits.on_better is not None:
            self.limits.on_better(self.objective_value, self.best_objective_bound)
        if self.limits.enough is not None and self.objective_value >= self.limits.enough:
            self.stop_search()


def _plan(built: Model, solver: Any) -> Plan:
    """The week that the model found, seats of one kind dealt out as before where possible."""
    step = built.step
    plan = Plan({}, {})
    for candidate, people in step.frozen.items():
        plan.members[candidate] = set(people)
        if candidate in step.plan.rooms:
            plan.rooms[candidate] = step.plan.rooms[candidate]
    for c, var in built.open.items():
        if solver.boolean_value(var):
            plan.members[c] = set()
    for (c, number), var in built.room.items():
        if solver.boolean_value(var):
            plan.rooms[c] = number
    groups: dict[tuple[tuple[int, ...], int], list[int]] = defaultdict(list)
    for seat, var in zip(step.seats, built.seat, strict=True):
        if solver.boolean_value(var):
            if len(seat.choices) == 1:
                plan.members[seat.choices[0]].add(seat.person)
            else:
                groups[seat.choices, seat.slot].append(seat.person)
    for (choices, slot), together in groups.items():
        left = {c: solver.value(built.fill[choices, slot, c]) for c in choices}
        for person in sorted(together, key=lambda p: not any(p in step.plan.members.get(c, ()) for c in choices)):
            was = [c for c in choices if left[c] and person in step.plan.members.get(c, ())]
            c = was[0] if was else next(c for c in choices if left[c])
            left[c] -= 1
            plan.members[c].add(person)
    return plan
