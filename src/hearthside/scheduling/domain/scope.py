"""One step of the search as data: what may change, and what of the week so far stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from .candidates import Universe
from .entities import IN_PERSON
from .plan import Plan, locked_plan


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose days are decided anew, and which candidate sessions may be opened."""

    days: Mapping[int, frozenset[int]]
    opens: frozenset[int]


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant in one of several candidate sessions of a slot that are all the same to them."""

    person: int
    slot: int
    choices: tuple[int, ...]
    points: int
    kept: bool


@dataclass(slots=True)
class Step:
    """What a scope means for the plan: free and frozen sessions, seats to choose, seats that stay."""

    universe: Universe
    plan: Plan
    scope: Scope
    free: set[int] = field(default_factory=set)
    frozen: dict[int, set[int]] = field(default_factory=dict)
    seats: list[Seat] = field(default_factory=list)
    must: set[tuple[int, int]] = field(default_factory=set)
    settled: dict[int, list[int]] = field(default_factory=dict)
    need: dict[tuple[int, int], int] = field(default_factory=dict)
    seats_now: dict[int, set[int]] = field(default_factory=dict)


def prepare(universe: Universe, plan: Plan, scope: Scope, kept: set[tuple[int, int]], *, by_points: bool) -> Step:
    """Everything the model needs for one step; seats are told apart by points only where asked."""
    step = Step(universe, plan, scope)
    locked = locked_plan(universe).members
    _split(step, locked)
    mine = step.seats_now = plan.seats()
    for person, days in scope.days.items():
        step.settled[person] = [c for c in mine.get(person, ()) if universe.slot(c).day not in days]
    options = _options(step)
    enemies = _met_enemies(step)
    for person, slot, choices in options:
        groups: dict[tuple[int, bool, int | None], list[int]] = defaultdict(list)
        for c in choices:
            if universe.enemies[person] & step.frozen.get(c, set()):
                continue
            was = (person, c) in kept
            points = universe.points(person, c) if by_points else 0
            alone = c if person in enemies or (person in locked.get(c, ())) else None
            groups[points, was, alone].append(c)
        for (points, was, alone), found in groups.items():
            step.seats.append(Seat(person, slot, tuple(found), points, was))
            if alone is not None and person in locked.get(found[0], ()):
                step.must.add((person, found[0]))
    return step


def _split(step: Step, locked: Mapping[int, set[int]]) -> None:
    """Sessions of the plan that somebody outside the scope needs are frozen; the rest is free."""
    universe, days = step.universe, step.scope.days
    for candidate, people in step.plan.members.items():
        day = universe.slot(candidate).day
        stay = {p for p in people if day not in days.get(p, ())}
        if stay or candidate in locked:
            step.frozen[candidate] = stay
        else:
            step.free.add(candidate)
    busy: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for candidate in step.frozen:
        slot = universe.slot(candidate)
        busy[universe.candidates[candidate].clinician, slot.day].append((slot.start, slot.end))
    for candidate in step.scope.opens:
        slot = universe.slot(candidate)
        taken = busy.get((universe.candidates[candidate].clinician, slot.day), ())
        if candidate not in step.frozen and not any(slot.start < e and b < slot.end for b, e in taken):
            step.free.add(candidate)


def _options(step: Step) -> list[tuple[int, int, list[int]]]:
    """Who could sit where; new sessions that cannot reach their smallest size are dropped."""
    universe = step.universe
    active = step.free | step.frozen.keys()
    slots = {universe.candidates[c].slot for c in active}
    found: list[tuple[int, int, list[int]]] = []
    hopes: dict[int, int] = defaultdict(int)
    for person, days in step.scope.days.items():
        for number, order in enumerate(universe.problem.participants[person].orders):
            done = sum(universe.service(c).id == order.service for c in step.settled[person])
            step.need[person, number] = order.per_week - done
        wanted = {
            order.service: step.need[person, number]
            for number, order in enumerate(universe.problem.participants[person].orders)
        }
        for slot in universe.slots_of[person]:
            where = universe.slots[slot]
            service = universe.problem.services[where.service]
            if slot not in slots or where.day not in days or wanted[service.id] <= 0:
                continue
            choices = [c for c in universe.seats_of(person, slot) if c in active]
            if choices:
                found.append((person, slot, choices))
            for c in choices:
                hopes[c] += 1
    short = {c for c in step.free if hopes[c] < max(1, universe.service(c).min_size)}
    step.free -= short
    kept = [(p, s, [c for c in choices if c not in short]) for p, s, choices in found]
    return [item for item in kept if item[2]]


def _met_enemies(step: Step) -> set[int]:
    """Participants in the scope who could meet somebody they must not meet."""
    there = set(step.scope.days) | {p for people in step.frozen.values() for p in people}
    return {p for p in step.scope.days if step.universe.enemies[p] & there}


def room_choices(universe: Universe, candidate: int) -> list[tuple[int, int]]:
    """The classes of room that could hold a session, each with the seats that it gives."""
    if universe.slot(candidate).mode != IN_PERSON:
        return []
    service = universe.service(candidate)
    return [
        (number, min(group.capacity, service.max_size))
        for number, group in enumerate(universe.room_classes)
        if group.capacity >= max(1, service.min_size)
    ]
