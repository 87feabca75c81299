"""The variables of one step of the search, and the limits that sessions, rooms and clinicians set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .entities import IN_PERSON
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


Interval = tuple[int, int, Any]


@dataclass(slots=True)
class Model:
    """The variables of one step."""

    step: Step
    goal: Goal
    model: Any
    open: dict[int, Any] = field(default_factory=dict)
    room: dict[tuple[int, int], Any] = field(default_factory=dict)
    seat: list[Any] = field(default_factory=list)
    fill: dict[tuple[tuple[int, ...], int, int], Any] = field(default_factory=dict)
    full: dict[int, Any] = field(default_factory=dict)
    given: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    hints: list[tuple[Any, int]] = field(default_factory=list)


def open_sessions(built: Model) -> None:
    """Every free candidate session may be opened."""
    for candidate in sorted(built.step.free):
        built.open[candidate] = built.model.new_bool_var("")


def seat_people(built: Model) -> None:
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
        if load:
            model.add(sum(load) >= low - there)
            model.add(sum(load) <= max(0, high - there))
        elif there < low:
            model.add_bool_or([])
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


def cliques(intervals: list[Interval]) -> Iterable[list[Any]]:
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


def when(step: Step, c: int, what: Any) -> Interval:
    """The time of a candidate session, with the thing that takes it up."""
    slot = step.universe.slot(c)
    return slot.day * 10_000 + slot.start, slot.day * 10_000 + slot.end, what


def limit_rooms(built: Model) -> None:
    """Never more sessions at once than rooms of a class."""
    step = built.step
    uses: dict[int, list[Interval]] = defaultdict(list)
    for (c, number), var in built.room.items():
        uses[number].append(when(step, c, var))
    for c in step.frozen:
        if c in step.plan.rooms:
            uses[step.plan.rooms[c]].append(when(step, c, 1))
    for number, intervals in uses.items():
        count = len(step.universe.room_classes[number].rooms)
        for clique in cliques(intervals):
            fixed = sum(isinstance(item, int) for item in clique)
            variables = [item for item in clique if not isinstance(item, int)]
            if len(variables) + fixed > count and variables:
                built.model.add(sum(variables) <= count - fixed)


def limit_clinicians(built: Model) -> None:
    """A clinician leads one session at a time and keeps within their contact minutes."""
    step = built.step
    uses: dict[int, list[Interval]] = defaultdict(list)
    contact: dict[int, list[Any]] = defaultdict(list)
    spent: dict[int, int] = defaultdict(int)
    for c in step.frozen:
        spent[step.universe.candidates[c].clinician] += step.universe.service(c).minutes
    for c, var in built.open.items():
        clinician = step.universe.candidates[c].clinician
        uses[clinician].append(when(step, c, var))
        contact[clinician].append(step.universe.service(c).minutes * var)
    for clinician, intervals in uses.items():
        for clique in cliques(intervals):
            if len(clique) > 1:
                built.model.add_at_most_one(clique)
        most = step.universe.problem.clinicians[clinician].max_contact_minutes
        built.model.add(sum(contact[clinician]) <= max(0, most - spent[clinician]))


def taken(built: Model, seat: Seat) -> bool:
    """Whether the plan so far has this seat."""
    return not built.step.seats_now.get(seat.person, set()).isdisjoint(seat.choices)
