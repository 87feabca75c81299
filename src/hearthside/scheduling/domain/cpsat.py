"""The only module that knows OR-Tools: one step of the search, solved by CP-SAT."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from ortools.sat.python import cp_model

from .model import Goal, Model, limit_clinicians, limit_rooms, open_sessions, seat_people
from .model_goals import set_objective
from .model_people import keep_enemies_apart, limit_person
from .plan import Plan
from .scope import Step


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and with what a step may search."""

    seconds: float
    seed: int
    workers: int
    should_stop: Callable[[], bool]
    on_better: Callable[[float, float], None] | None = None
    work: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step found: a plan or none, whether it is proved, value and bound of the objective."""

    plan: Plan | None
    proved: bool
    impossible: bool
    value: float
    bound: float | None


def solve_step(step: Step, goal: Goal, limits: Limits) -> Outcome:
    """Search one step; never worse than the plan it starts from where that plan is returned."""
    built = Model(step, goal, cp_model.CpModel())
    open_sessions(built)
    seat_people(built)
    limit_rooms(built)
    limit_clinicians(built)
    by_person: dict[int, list[int]] = defaultdict(list)
    for number, seat in enumerate(step.seats):
        by_person[seat.person].append(number)
    for person in step.scope.days:
        limit_person(built, person, by_person.get(person, []))
    keep_enemies_apart(built)
    set_objective(built)
    _hint(built)
    return _search(built, limits)


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
    if limits.work is not None:
        solver.parameters.max_deterministic_time = limits.work
    if limits.should_stop():
        return Outcome(None, False, False, 0, None)
    status = _watched(solver, built.model, limits, _Callback(limits))
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    value = solver.objective_value if found else 0.0
    bound = solver.best_objective_bound if found else None
    if bound is not None and status != cp_model.OPTIMAL and bound <= value:
        bound = None  # stopped before any bound was known
    return Outcome(
        _plan(built, solver) if found else None,
        status == cp_model.OPTIMAL,
        status == cp_model.INFEASIBLE,
        value,
        bound,
    )


def _watched(
    solver: cp_model.CpSolver, model: Any, limits: Limits, callback: cp_model.CpSolverSolutionCallback | None = None
) -> Any:  # fmt: skip
    """Solve, and stop soon after somebody asks for it."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            if limits.should_stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(model, callback)
    finally:
        done.set()
        watcher.join()


class _Callback(cp_model.CpSolverSolutionCallback):
    """Tells of every better week."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits

    def on_solution_callback(self) -> None:
        """Called by the solver for each better week."""
        if self.limits.on_better is not None:
            self.limits.on_better(self.objective_value, self.best_objective_bound)


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


@dataclass(frozen=True, slots=True)
class Least:
    """The least value found of an expression, its proved bound, and the value of every variable."""

    value: int
    bound: int
    proved: bool
    of: Callable[[Any], int]


def new_model() -> Any:
    """A model without variables, for those who build their own."""
    return cp_model.CpModel()


def minimise(model: Any, expression: Any, limits: Limits) -> Least | None:
    """The least value of an expression in a model; nothing where none was found in time or none is possible.

    The full linear relaxation and little presolving find and prove in seconds what the usual portfolio did not in
    a minute (adr/0006).
    """
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.05, limits.seconds)
    solver.parameters.random_seed = limits.seed % 2**31
    solver.parameters.num_workers = limits.workers
    solver.parameters.subsolvers.append("max_lp")
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    if limits.work is not None:
        solver.parameters.max_deterministic_time = limits.work
    model.minimize(expression)
    status = _watched(solver, model, limits)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    value, bound = round(solver.objective_value), ceil(solver.best_objective_bound - 1e-6)
    return Least(value, bound, status == cp_model.OPTIMAL, solver.value)
