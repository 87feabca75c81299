"""What one step of the search tries to reach, as one number in which no level outweighs a higher one."""

from __future__ import annotations

from collections import defaultdict
from math import gcd
from typing import Any

from .model import Model, taken
from .plan import is_full


def _partial(built: Model) -> list[tuple[Any, int]]:
    """Countable minutes that count only for people without a full week."""
    step, model = built.step, built.model
    minutes: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    for seat, var in zip(step.seats, built.seat, strict=True):
        service = step.universe.service(seat.choices[0])
        if service.countable and seat.person not in built.goal.stay_full:
            minutes[seat.person].append((var, service.minutes))
            built.given[seat.person] += service.minutes * taken(built, seat)
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


def set_objective(built: Model) -> None:
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
    levels = [[(var, factor) for var, factor in level if factor] for level in levels]
    levels = [level for level in levels if level]
    for level in reversed(levels):
        unit = gcd(*(factor for _, factor in level)) if len(levels) > 1 else 1
        terms += [(var, factor // unit * weight) for var, factor in level]
        weight *= 1 + sum(abs(factor) // unit * _most(var) for var, factor in level)
    if terms:
        built.model.maximize(sum(var * factor for var, factor in terms))


def _most(var: Any) -> int:
    return int(var.proto.domain[-1])
