"""A first timetable of courses with everything counted about it, from which a walk sets out."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from .reading import Instance, Lecture
from .verify import verify_courses
from .walk import BEST, CLASHES, COST, DRAWS, LEAST_PRICE, NOWHERE, Numbers, State, keep, put, to_best


def first_state(instance: Instance, seed: int) -> State:
    """Every lecture somewhere, those with the least choice first, each where it clashes least."""
    state = _empty(instance, seed)
    cells = np.random.default_rng(seed).permutation(instance.periods * len(instance.rooms))
    periods, rooms = np.divmod(cells, len(instance.rooms) or 1)
    choice = state.opens - 2 * state.nears
    clashes = 0
    for lecture in np.argsort(choice[state.course], kind="stable"):
        course = state.course[lecture]
        price = state.clashes[course, periods] * 1000.0 + np.minimum(state.over[course, rooms], 900)
        price[state.cell[periods, rooms] >= 0] = np.inf
        best = int(np.argmin(price))
        clashes += int(state.clashes[course, periods[best]])
        put(state, int(lecture), int(periods[best]), int(rooms[best]))
    keep(state)
    to_best(state)  # nowhere else; but it is compiled now and not when time is up
    state.told[CLASHES] = clashes
    state.told[COST] = verify_courses(instance, lectures_now(instance, state)).cost
    state.told[BEST] = NOWHERE if clashes else state.told[COST]
    return state


def lectures_now(instance: Instance, state: State) -> tuple[Lecture, ...]:
    """The timetable where the walk stands."""
    return _lectures(instance, state, state.period, state.room)


def lectures_best(instance: Instance, state: State) -> tuple[Lecture, ...]:
    """The best timetable without clashes; where the walk stands while it has found none."""
    if state.told[BEST] == NOWHERE:
        return lectures_now(instance, state)
    return _lectures(instance, state, state.best_period, state.best_room)


def _lectures(instance: Instance, state: State, period: Numbers, room: Numbers) -> tuple[Lecture, ...]:
    per_day = instance.periods_per_day
    return tuple(
        Lecture(int(c), int(r), int(p) // per_day, int(p) % per_day)
        for c, p, r in zip(state.course, period, room, strict=True)
    )


def _ragged(rows: list[list[int]]) -> tuple[Numbers, Numbers]:
    """Lists of different lengths as a table, and their lengths."""
    table = np.zeros((len(rows), max(map(len, rows), default=0)), np.int32)
    for n, row in enumerate(rows):
        table[n, : len(row)] = row
    return table, np.array([len(row) for row in rows], np.int32)


def _apart(instance: Instance) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which courses must not be at once: one teacher, one curriculum, or one course."""
    together = defaultdict(list)
    for n, course in enumerate(instance.courses):
        together[course.teacher].append(n)
    apart = np.eye(len(instance.courses), dtype=np.bool_)
    for members in (*together.values(), *map(list, instance.curricula)):
        apart[np.ix_(members, members)] = True
    return apart


def _empty(instance: Instance, seed: int) -> State:
    courses, periods = instance.courses, instance.periods
    size, rooms = len(courses), len(instance.rooms)
    curricula = Counter(tuple(sorted(members)) for members in instance.curricula)
    groups = [[g for g, members in enumerate(curricula) if n in members] for n in range(size)]
    closed = np.zeros((size, periods), np.int32)
    for one, day, period in instance.closed:
        closed[one, day * instance.periods_per_day + period] = 1
    apart = _apart(instance)
    lectures = np.array([c.lectures for c in courses], np.int32)
    course = np.repeat(np.arange(size, dtype=np.int32), lectures)
    open_at, opens = _ragged([list(np.flatnonzero(row == 0)) or list(range(periods)) for row in closed])
    near, nears = _ragged([list(np.flatnonzero(row)) for row in apart])
    group_table, grouped = _ragged(groups)
    member = np.zeros((len(curricula), size), np.bool_)
    for g, members in enumerate(curricula):
        member[g, list(members)] = True
    students, seats = [c.students for c in courses], [seats for _, seats in instance.rooms]

    days, within = np.divmod(np.arange(periods), instance.periods_per_day)

    def none(*shape: int) -> Numbers:
        return np.zeros(shape, np.int32)

    return State(
        course=course, first=(np.cumsum(lectures) - lectures).astype(np.int32), lectures=lectures,
        period=none(len(course)), room=none(len(course)), cell=none(periods, rooms) - np.int32(1),
        open_at=open_at, opens=opens, near=near, nears=nears, apart=apart, clashes=closed,
        groups=group_table, grouped=grouped, member=member, weight=np.array(list(curricula.values()), np.int32),
        there=none(len(curricula), periods), taken=np.zeros((len(curricula), instance.days), np.int64),
        over=np.maximum(0, np.subtract.outer(students, seats)).astype(np.int32).reshape(size, rooms),
        in_room=none(size, rooms), on_day=none(size, instance.days),
        min_days=np.array([c.min_days for c in courses], np.int32), used_days=none(size),
        day=days.astype(np.int32), bit=np.int64(1) << within.astype(np.int64),
        price=np.array([LEAST_PRICE]), draws=-np.log((np.arange(DRAWS) + 0.5) / DRAWS), told=np.zeros(4, np.int64),
        chance=np.array([seed], np.int64).view(np.uint64),
        best_period=none(len(course)), best_room=none(len(course)),
    )  # fmt: skip
