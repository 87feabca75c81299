"""What one participant's week allows: nothing at once, one mode a day, what was ordered, nobody they must not meet."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from .entities import IN_PERSON
from .model import Model, cliques, taken, when
from .plan import is_full
from .scope import Seat


def limit_person(built: Model, person: int, numbers: list[int]) -> None:
    """One participant's week: each day possible, each order at most met, a full week where it must be."""
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
        built.hints.append((day, any(taken(built, seat) for seat, _ in items)))
        model.add(sum(var for _, var in items) >= day)
        used.append(day)
    model.add(sum(used) >= who.min_days * full)


def _day(built: Model, person: int, items: list[tuple[Seat, Any]]) -> None:
    """One day of one person: nothing at once, no service twice, one mode, not too long."""
    step, model = built.step, built.model
    universe = step.universe
    for clique in cliques([when(step, seat.choices[0], var) for seat, var in items]):
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
        built.hints.append((here, any(taken(built, s) and universe.slots[s.slot].mode == IN_PERSON for s, _ in items)))
        for mode, variables in modes.items():
            for var in variables:
                model.add_implication(var, here if mode == IN_PERSON else here.negated())
    most = universe.problem.participants[person].max_minutes_per_day
    if sum(universe.problem.services[s].minutes for s in services) > most:
        model.add(sum(universe.problem.services[s].minutes * var for s, vs in services.items() for var in vs) <= most)


def keep_enemies_apart(built: Model) -> None:
    """People who must not meet never share a session."""
    sits: dict[tuple[int, int], Any] = {}
    for seat, var in zip(built.step.seats, built.seat, strict=True):
        if len(seat.choices) == 1:
            sits[seat.person, seat.choices[0]] = var
    for (person, c), var in sits.items():
        for other in built.step.universe.enemies[person]:
            if other > person and (other, c) in sits:
                built.model.add_bool_or([var.negated(), sits[other, c].negated()])
