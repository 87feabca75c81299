"""A clinic as arrays that compiled code reads: made once from the universe, never changed by the search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from hearthside.scheduling.domain.bounds import hopeless
from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.entities import DAY_PARTS, MODES, day_part
from hearthside.scheduling.domain.plan import published_seats

from . import layout as at
from .layout import ANYBODY, CLINIC_HEAD, Ints, pack


def lists(items: Iterable[Sequence[int]]) -> tuple[Ints, Ints]:
    """Lists of different lengths as one array of first positions and one of all items."""
    rows = [list(row) for row in items]
    first = np.zeros(len(rows) + 1, np.int32)
    first[1:] = np.cumsum([len(row) for row in rows], dtype=np.int32)
    return first, np.array([item for row in rows for item in row] or [0], np.int32)


def steps_a_day(universe: Universe) -> int:
    """How many starts a day the grid has."""
    return -(-1440 // universe.problem.start_step) + 1


def _table(rows: Iterable[Sequence[int]], width: int) -> Ints:
    return np.array(list(rows) or np.zeros((0, width)), np.int32).reshape(-1, width)


def _slots(universe: Universe) -> tuple[Ints, dict[tuple[int, str], int]]:
    kinds: dict[tuple[int, str], int] = {}
    problem, a_day = universe.problem, steps_a_day(universe)
    number = {(s.service, s.audience, s.mode, s.day, s.start): i for i, s in enumerate(universe.slots)}
    rows = []
    for slot in universe.slots:
        kind = kinds.setdefault((slot.service, slot.audience), len(kinds))
        other = MODES[1 - MODES.index(slot.mode)]
        begin = slot.day * a_day + slot.start // problem.start_step
        length = -(-problem.services[slot.service].minutes // problem.start_step)
        rows.append(
            (
                kind, slot.service, MODES.index(slot.mode), slot.day, begin, begin + length,
                problem.services[slot.service].minutes, DAY_PARTS.index(day_part(slot.day, slot.start)),
                number.get((slot.service, slot.audience, other, slot.day, slot.start), -1),
            )
        )  # fmt: skip
    return _table(rows, 9), kinds


def room_order(universe: Universe) -> list[int]:
    """The classes of rooms, small ones first."""
    return sorted(range(len(universe.room_classes)), key=lambda r: (universe.room_classes[r].capacity, r))


def _orders(universe: Universe) -> Ints:
    problem = universe.problem
    services = {s.id: i for i, s in enumerate(problem.services)}
    leaders = {c.id: i for i, c in enumerate(problem.clinicians)}
    order = np.zeros((len(problem.participants), len(services), 2), np.int32)
    order[:, :, 1] = ANYBODY
    for p, person in enumerate(problem.participants):
        for item in person.orders:
            named = ANYBODY if item.clinician is None else leaders[item.clinician]
            order[p, services[item.service]] = (item.per_week, named)
    return order


def _options(universe: Universe, order: Ints) -> list[list[int]]:
    """For each participant and service, the slots with somebody who could lead it for them."""
    width = len(universe.problem.services)
    options: list[list[int]] = [[] for _ in range(len(universe.slots_of) * width)]
    for p, slots in enumerate(universe.slots_of):
        for number in slots:
            service = universe.slots[number].service
            named = order[p, service, 1]
            if named == ANYBODY or any(universe.candidates[c].clinician == named for c in universe.of_slot[number]):
                options[p * width + service].append(number)
    return options


def _kinds(universe: Universe, slot: Ints, options: list[list[int]]) -> Ints:
    """The audiences of a service in which a participant could sit, filled up with -1."""
    rows = [sorted({int(slot[s, 0]) for s in mine}) for mine in options]
    width = max([1, *(len(row) for row in rows)])
    table = [row + [-1] * (width - len(row)) for row in rows]
    shape = (len(universe.slots_of), len(universe.problem.services), width)
    return np.array(table or [], np.int32).reshape(shape)


def _likes(universe: Universe) -> Ints:
    problem = universe.problem
    rows = []
    for person in problem.participants:
        likes = person.prefers
        rows.append(
            [
                *(likes.modes.get(mode, 0) for mode in MODES),
                *(likes.day_parts.get(part, 0) for part in DAY_PARTS),
                *(
                    likes.clinicians.get(c.id, 0) + likes.clinician_gender.get(c.gender or "", 0)
                    for c in problem.clinicians
                ),
            ]
        )
    return _table(rows, len(MODES) + len(DAY_PARTS) + len(problem.clinicians))


def clinic_of(universe: Universe) -> Ints:
    """The clinic as one array."""
    problem = universe.problem
    slot, kinds = _slots(universe)
    order = _orders(universe)
    options = _options(universe, order)
    kinds_of, likes = _kinds(universe, slot, options), _likes(universe)
    by_kind: list[list[int]] = [[] for _ in kinds]
    for c, candidate in enumerate(universe.candidates):
        by_kind[slot[candidate.slot, 0]].append(c)
    rooms = [universe.room_classes[r] for r in room_order(universe)]
    single = {
        at.PEOPLE: len(problem.participants), at.SERVICES: len(problem.services), at.SLOTS: len(slot),
        at.AUDIENCES: kinds_of.shape[2], at.LIKINGS: likes.shape[1], at.ROOMS: len(rooms),
        at.KIND_COUNT: len(kinds), at.STEPS: 7 * steps_a_day(universe), at.LEADER_COUNT: len(problem.clinicians),
    }  # fmt: skip
    runs = dict(zip(range(at.KIND, at.TWIN + 1), slot.T, strict=True))
    runs |= {
        at.SLOT: [c.slot for c in universe.candidates], at.LEADER: [c.clinician for c in universe.candidates],
        at.LEAST: [s.min_size for s in problem.services],
        at.MOST: [min(s.max_size, len(problem.participants)) for s in problem.services],
        at.COUNTABLE: [s.countable for s in problem.services], at.LENGTH: [s.minutes for s in problem.services],
        at.PER_WEEK: order[:, :, 0], at.NAMED: order[:, :, 1],
        at.SEATS: [min(r.capacity, 100_000) for r in rooms], at.COUNT: [len(r.rooms) for r in rooms],
        at.CONTACT: [min(c.max_contact_minutes, 7 * 1440) for c in problem.clinicians],
        at.LEADERS: lists(universe.of_slot)[0], at.KINDS: kinds_of, at.LIKES: likes,
    }  # fmt: skip
    return pack(CLINIC_HEAD, single, runs | _people(universe) | _lists(universe, options, by_kind))


def _people(universe: Universe) -> dict[int, Any]:
    """What is asked of each person's week, and the slots that each can come to."""
    people, nobody = universe.problem.participants, hopeless(universe)
    can = np.zeros((len(people), len(universe.slots)), np.int32)
    for number, crowd in enumerate(universe.people_of_slot):
        can[crowd, number] = 1
    return {
        at.PRIORITY: [p.priority for p in people], at.MIN_DAYS: [min(p.min_days, 100) for p in people],
        at.MAX_MINUTES: [min(p.max_minutes_per_day, 10_000) for p in people],
        at.HOPELESS: [i in nobody for i in range(len(people))], at.CAN: can,
    }  # fmt: skip


def _lists(universe: Universe, options: list[list[int]], by_kind: list[list[int]]) -> dict[int, Any]:
    was: list[list[int]] = [[] for _ in universe.slots_of]
    for p, c in sorted(published_seats(universe)):
        was[p].append(c)
    found = {}
    for first, items in (
        (at.OPTION_FIRST, options),
        (at.CROWD_FIRST, universe.people_of_slot),
        (at.KIND_FIRST, by_kind),
        (at.FOE_FIRST, [sorted(foes) for foes in universe.enemies]),
        (at.WAS_FIRST, was),
    ):
        found[first], found[first + 1] = lists(items)
    return found
