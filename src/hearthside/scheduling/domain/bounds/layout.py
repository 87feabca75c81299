"""The universe as flat arrays: what each person can attend, and what each clinician can open."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from math import prod
from typing import Any, Literal, NamedTuple

import numpy as np

from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.entities import IN_PERSON, ONLINE, day_part
from hearthside.scheduling.domain.plan import published_seats

from .alone import could_be_full

SCALE = 100_000  # prices are whole parts of a point, so that every bound is exact
MOST_SERVICES, MASKS, MOST_STATES = 6, 64, 4096  # beyond these a person's week is looked at in parts
DAYS = 7

Array = np.ndarray[Any, Any]
Goal = Literal["placed", "preference", "kept"]


class People(NamedTuple):
    """Everybody's possible seats; a unit is a person, or a part of one who has very many orders."""

    first_unit: Array
    reward: Array
    priority: Array
    can_be_full: Array
    services: Array
    least_days: Array
    step: Array
    first_count: Array
    open: Array
    first_block: Array
    block_day: Array
    first_entry: Array
    service: Array
    before: Array
    points: Array


class Staff(NamedTuple):
    """Every session that each clinician can open; a group is a slot with leaders who are alike to all who come."""

    first_member: Array
    member: Array
    member_points: Array
    least: Array
    most: Array
    online: Array
    begin: Array
    end: Array
    minutes: Array
    first_option: Array
    option_group: Array
    option_before: Array
    contact: Array
    seats: Array
    rooms: Array


@dataclass(frozen=True, slots=True)
class Layout:
    """Both sides, with the person and slot of each seat and the candidate of each option."""

    people: People
    staff: Staff
    person_of: Array
    slot_of: Array
    candidate_of: Array
    moments: int


@dataclass(slots=True)
class _Unit:
    orders: list[tuple[int, int]]
    days: int


def build_layout(universe: Universe, goal: Goal) -> Layout:
    """All arrays for one goal."""
    people, person_of, slot_of = _people(universe, goal)
    staff, candidate_of, moments = _staff(universe, person_of, slot_of, goal)
    return Layout(people, staff, person_of, slot_of, candidate_of, moments)


def _units(universe: Universe, person: int, services: dict[str, int], used: set[int]) -> list[_Unit]:
    """The orders of one person, in as few parts as can be looked at exactly."""
    who = universe.problem.participants[person]
    orders = [
        (services[o.service], min(o.per_week, DAYS)) for o in who.orders if o.per_week and services[o.service] in used
    ]
    least = who.min_days if max((n for _, n in orders), default=0) < who.min_days <= DAYS else 0
    units: list[_Unit] = [_Unit([], 0)]
    states = 1
    for order in orders:
        if len(units[-1].orders) == MOST_SERVICES or states * (order[1] + 1) > MOST_STATES:
            units.append(_Unit([], 0))
            states = 1
        units[-1].orders.append(order)
        states *= order[1] + 1
    if len(units) == 1 and states * (least + 1) <= MOST_STATES:
        units[0].days = least
    return units


def _people(universe: Universe, goal: Goal) -> tuple[People, Array, Array]:
    problem = universe.problem
    numbers = {s.id: i for i, s in enumerate(problem.services)}
    first_unit, first_block, first_entry, first_count = [0], [0], [0], [0]
    table: dict[str, list[Any]] = defaultdict(list)
    for person, who in enumerate(problem.participants):
        used = {universe.slots[s].service for s in universe.slots_of[person]}
        for unit in _units(universe, person, numbers, used):
            local = {service: k for k, (service, _) in enumerate(unit.orders)}
            minutes = [problem.services[s].minutes for s, _ in unit.orders]
            step, left = _counting([n for _, n in unit.orders], minutes, who.max_minutes_per_day)
            table["services"].append(len(unit.orders))
            table["least_days"].append(unit.days)
            table["step"].append(step)
            table["open"] += left
            first_count.append(len(table["open"]))
            for day, slots in _blocks(universe, person, local):
                ends = [universe.slots[s].end for s in slots]
                table["block_day"].append(day)
                for slot in slots:
                    where = universe.slots[slot]
                    likes = who.prefers
                    points = likes.modes.get(where.mode, 0) + likes.day_parts.get(day_part(where.day, where.start), 0)
                    table["person_of"].append(person)
                    table["slot_of"].append(slot)
                    table["service"].append(local[where.service])
                    table["before"].append(bisect_right(ends, where.start))
                    table["points"].append(points * SCALE if goal == "preference" else 0)
                first_entry.append(len(table["slot_of"]))
            first_block.append(len(table["block_day"]))
        first_unit.append(len(table["services"]))
    people = People(
        first_unit=_whole(first_unit),
        reward=_whole([p.priority * SCALE if goal == "placed" else 0 for p in problem.participants]),
        priority=_whole([p.priority for p in problem.participants]),
        can_be_full=np.array([could_be_full(universe, p) for p in range(len(problem.participants))], dtype=np.bool_),
        services=_whole(table["services"]),
        least_days=_whole(table["least_days"]),
        step=_whole(table["step"]).reshape(-1, MASKS),
        first_count=_whole(first_count),
        open=_whole(table["open"]),
        first_block=_whole(first_block),
        block_day=_whole(table["block_day"]),
        first_entry=_whole(first_entry),
        service=_whole(table["service"]),
        before=_whole(table["before"]),
        points=_whole(table["points"]),
    )
    return people, _whole(table["person_of"]), _whole(table["slot_of"])


def _counting(need: list[int], minutes: list[int], limit: int) -> tuple[list[int], list[int]]:
    """How a day's services move the count of what is met (-1 where a day is too long), and what a count leaves open."""
    stride = [prod(n + 1 for n in need[:k]) for k in range(len(need) + 1)]
    step = [-1] * MASKS
    for mask in range(1 << len(need)):
        inside = [k for k in range(len(need)) if mask & (1 << k)]
        if sum(minutes[k] for k in inside) <= limit:
            step[mask] = sum(stride[k] for k in inside)
    left = [
        sum(1 << k for k, n in enumerate(need) if count // stride[k] % (n + 1) < n)
        for count in range(stride[len(need)])
    ]
    return step, left


def _blocks(universe: Universe, person: int, local: dict[int, int]) -> list[tuple[int, list[int]]]:
    """The slots of one person by day and mode, each in the order in which they end."""
    blocks: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for slot in universe.slots_of[person]:
        where = universe.slots[slot]
        if where.service in local and universe.seats_of(person, slot):
            blocks[where.day, where.mode == ONLINE].append(slot)
    return [
        (day, sorted(blocks[day, online], key=lambda s: (universe.slots[s].end, s))) for day, online in sorted(blocks)
    ]


def _staff(universe: Universe, person_of: Array, slot_of: Array, goal: Goal) -> tuple[Staff, Array, int]:
    problem = universe.problem
    entries_of: list[list[int]] = [[] for _ in universe.slots]
    for entry, slot in enumerate(slot_of):
        entries_of[slot].append(entry)
    moments = -(-1440 // problem.start_step)  # of a day
    liking = _liking(universe, goal)
    known = published_seats(universe) if goal == "kept" else set()
    wanted = _wanted(universe)
    table: dict[str, list[Any]] = defaultdict(list)
    first_member, group_of = [0], [-1] * len(universe.candidates)
    members: list[Array] = []
    for number, slot in enumerate(universe.slots):
        entries = _whole(entries_of[number])
        service = problem.services[slot.service]
        leaders = [universe.candidates[c].clinician for c in universe.of_slot[number]]
        people = person_of[entries] if len(entries) else entries
        likes = liking[people][:, leaders]
        if known:
            likes = likes + SCALE * _kept(universe, people, number, known)
        order = wanted[people, slot.service][:, None]
        allowed = (order < 0) | (order == np.array(leaders)[None, :])
        kinds: dict[bytes, int] = {}
        for column, candidate in enumerate(universe.of_slot[number]):
            inside = allowed[:, column]
            if inside.sum() < max(1, service.min_size):
                continue
            points = likes[:, column][inside]
            key = inside.tobytes() + points.tobytes()
            if key not in kinds:
                kinds[key] = len(table["least"])
                members.append(np.stack([entries[inside], points]))
                first_member.append(first_member[-1] + int(inside.sum()))
                table["least"].append(max(1, service.min_size))
                table["most"].append(service.max_size)
                table["online"].append(slot.mode != IN_PERSON)
                table["begin"].append(slot.day * moments + slot.start // problem.start_step)
                table["end"].append(slot.day * moments - (-slot.end // problem.start_step))
                table["minutes"].append(service.minutes)
            group_of[candidate] = kinds[key]
    first_option, group, before, candidates = _options(universe, group_of)
    both = np.concatenate(members, axis=1) if members else np.zeros((2, 0), dtype=np.int64)
    staff = Staff(
        first_member=_whole(first_member),
        member=np.ascontiguousarray(both[0]),
        member_points=np.ascontiguousarray(both[1]),
        least=_whole(table["least"]),
        most=_whole(table["most"]),
        online=np.array(table["online"], dtype=np.bool_),
        begin=_whole(table["begin"]),
        end=_whole(table["end"]),
        minutes=_whole(table["minutes"]),
        first_option=first_option,
        option_group=group,
        option_before=before,
        contact=_whole([c.max_contact_minutes for c in problem.clinicians]),
        seats=_whole([r.capacity for r in universe.room_classes]),
        rooms=_whole([len(r.rooms) for r in universe.room_classes]),
    )
    return staff, candidates, moments * DAYS


def _options(universe: Universe, group_of: list[int]) -> tuple[Array, Array, Array, Array]:
    """The candidate sessions of each clinician in the order in which they end."""
    mine: list[list[int]] = [[] for _ in universe.problem.clinicians]
    for candidate, group in enumerate(group_of):
        if group >= 0:
            mine[universe.candidates[candidate].clinician].append(candidate)
    first, groups, before, candidates = [0], [], [], []
    for options in mine:
        times = [(universe.slot(c).day * 1440 + universe.slot(c).end, c) for c in options]
        times.sort()
        ends = [end for end, _ in times]
        for _, c in times:
            slot = universe.slot(c)
            groups.append(group_of[c])
            before.append(bisect_right(ends, slot.day * 1440 + slot.start))
            candidates.append(c)
        first.append(len(groups))
    return _whole(first), _whole(groups), _whole(before), _whole(candidates)


def _kept(universe: Universe, people: Array, slot: int, known: set[tuple[int, int]]) -> Array:
    """1 for each person and candidate session of a slot that is a published seat."""
    seats = [[(p, c) in known for c in universe.of_slot[slot]] for p in people.tolist()]
    return np.array(seats, dtype=np.int64).reshape(len(people), len(universe.of_slot[slot]))


def _liking(universe: Universe, goal: Goal) -> Array:
    """What each person gives to each clinician, whatever the session."""
    problem = universe.problem
    liking = np.zeros((len(problem.participants), len(problem.clinicians)), dtype=np.int64)
    if goal == "preference":
        for i, person in enumerate(problem.participants):
            for j, clinician in enumerate(problem.clinicians):
                likes = person.prefers
                points = likes.clinicians.get(clinician.id, 0) + likes.clinician_gender.get(clinician.gender or "", 0)
                liking[i, j] = points * SCALE
    return liking


def _wanted(universe: Universe) -> Array:
    """The clinician whom each person's order for each service names, or -1."""
    problem = universe.problem
    services = {s.id: i for i, s in enumerate(problem.services)}
    clinicians = {c.id: i for i, c in enumerate(problem.clinicians)}
    wanted = np.full((len(problem.participants), len(problem.services)), -1, dtype=np.int64)
    for i, person in enumerate(problem.participants):
        for order in person.orders:
            if order.clinician is not None:
                wanted[i, services[order.service]] = clinicians[order.clinician]
    return wanted


def _whole(values: list[Any]) -> Array:
    return np.array(values, dtype=np.int64)
