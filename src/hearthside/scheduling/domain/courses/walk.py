"""A random walk over timetables of courses: every lecture always somewhere, clashes at a price, costs up to date."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Words = NDArray[np.uint64]

LEAST_PRICE = 12.0
SLACK = 12.0  # what a move with more clashes is thought to save at most; it is given up unseen beyond that
BEST, COST, CLASHES, ACCEPTED = 0, 1, 2, 3  # the places in `told`
GAMMA, MIX1, MIX2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
U27, U30, U31, U32, U52 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32), np.uint64(52)
BIT32, BIT33 = np.uint64(1 << 32), np.uint64(1 << 33)
LOW = np.uint64(0xFFFFFFFF)
DRAWS = 4096  # as many thresholds of acceptance are prepared: minus the logarithms of evenly spread chances
NOWHERE = 1 << 30  # the best cost before there is a timetable without clashes

# Nothing here makes arrays, so numba need not count who uses them: that alone makes a walk seven times as fast.
OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
compiled: Any = njit(**OPTIONS)
inlined: Any = njit(**OPTIONS, forceinline=True)


class State(NamedTuple):
    """A timetable and everything counted about it; plain arrays, so that compiled code can walk on them."""

    course: Numbers  # of each lecture
    first: Numbers  # lecture of each course
    lectures: Numbers  # of each course
    period: Numbers  # of each lecture, of the week
    room: Numbers  # of each lecture
    cell: Numbers  # lecture at each period and room, or -1
    open_at: Numbers  # periods at which each course may be
    opens: Numbers  # how many those are
    near: Numbers  # courses that must not be at once with each course
    nears: Numbers  # how many those are
    apart: NDArray[np.bool_]  # whether two courses must not be at once
    clashes: Numbers  # for each course and period: lectures there that it must not meet, and 1 where it is closed
    groups: Numbers  # curricula of each course
    grouped: Numbers  # how many those are
    member: NDArray[np.bool_]  # whether a course is in a curriculum
    weight: Numbers  # curricula of exactly the same courses, counted once
    there: Numbers  # for each curriculum and period: lectures
    taken: NDArray[np.int64]  # for each curriculum and day: a bit for each period with a lecture
    over: Numbers  # for each course and room: students without a seat
    in_room: Numbers  # for each course and room: lectures
    on_day: Numbers  # for each course and day: lectures
    min_days: Numbers  # of each course
    used_days: Numbers  # of each course
    day: Numbers  # of each period
    bit: NDArray[np.int64]  # of each period within its day
    price: NDArray[np.float64]  # of a clash: of two lectures that must not be at once, or one at a closed time
    draws: NDArray[np.float64]  # thresholds of acceptance at temperature 1
    told: NDArray[np.int64]  # best cost, cost, clashes, moves accepted
    chance: Words  # state of the random numbers
    best_period: Numbers
    best_room: Numbers


@inlined
def _draw(chance: Any) -> Any:
    """The next 64 random bits (splitmix64)."""
    chance[0] += GAMMA
    z = chance[0]
    z = (z ^ (z >> U30)) * MIX1
    z = (z ^ (z >> U27)) * MIX2
    return z ^ (z >> U31)


@inlined
def _lonely(bits: int) -> int:
    """How many periods of a day have a lecture and none beside it."""
    left, count = bits & ~(bits << 1) & ~(bits >> 1), 0
    while left:
        left &= left - 1
        count += 1
    return count


@inlined
def _compact(s: State, course: int, other: int, old: int, new: int) -> int:
    """What the compactness of a course's curricula gains or loses by a lecture's going from one period to another."""
    day, day2, bit, bit2 = s.day[old], s.day[new], s.bit[old], s.bit[new]
    change = 0
    for k in range(s.grouped[course]):
        group = s.groups[course, k]
        if other >= 0 and s.member[group, other]:
            continue
        before = s.taken[group, day]
        after = before & ~bit if s.there[group, old] == 1 else before
        if day == day2:
            after |= bit2
            if after != before:
                change += s.weight[group] * (_lonely(after) - _lonely(before))
        else:
            if after != before:
                change += s.weight[group] * (_lonely(after) - _lonely(before))
            if s.there[group, new] == 0:
                before = s.taken[group, day2]
                change += s.weight[group] * (_lonely(before | bit2) - _lonely(before))
    return 2 * change


@inlined
def _spread(s: State, course: int, old: int, new: int) -> int:
    """What the working days of a course gain or lose by a lecture's going from one period to another."""
    day, day2 = s.day[old], s.day[new]
    if day == day2:
        return 0
    days, least = s.used_days[course], s.min_days[course]
    after = days - (s.on_day[course, day] == 1) + (s.on_day[course, day2] == 0)
    return int(5 * (max(0, least - after) - max(0, least - days)))


@inlined
def _rooms(s: State, course: int, old: int, new: int) -> int:
    """What seats and steadiness of rooms gain or lose by a lecture's going from one room to another."""
    if old == new:
        return 0
    steady = (s.in_room[course, new] == 0) - (s.in_room[course, old] == 1)
    return int(s.over[course, new] - s.over[course, old] + steady)


@inlined
def _count(s: State, lecture: int, period: int, room: int, sign: int) -> None:
    """Count a lecture in at a period and room, or out."""
    course, day, bit = s.course[lecture], s.day[period], s.bit[period]
    for k in range(s.nears[course]):
        s.clashes[s.near[course, k], period] += sign
    for k in range(s.grouped[course]):
        group = s.groups[course, k]
        s.there[group, period] += sign
        if s.there[group, period]:
            s.taken[group, day] |= bit
        else:
            s.taken[group, day] &= ~bit
    s.in_room[course, room] += sign
    s.on_day[course, day] += sign
    if s.on_day[course, day] == (1 if sign > 0 else 0):
        s.used_days[course] += sign


@compiled
def put(s: State, lecture: int, period: int, room: int) -> None:
    """Place a lecture that is nowhere yet."""
    s.period[lecture], s.room[lecture] = period, room
    s.cell[period, room] = lecture
    _count(s, lecture, period, room, 1)


@compiled
def _exchange(s: State, lecture: int, period: int, room: int) -> None:
    """Place a lecture elsewhere; one that is there comes to where it was."""
    old, old_room, other = s.period[lecture], s.room[lecture], s.cell[period, room]
    _count(s, lecture, old, old_room, -1)
    if other >= 0:
        _count(s, other, period, room, -1)
        s.period[other], s.room[other] = old, old_room
        _count(s, other, old, old_room, 1)
    s.cell[old, old_room] = other
    put(s, lecture, period, room)


@inlined
def _clash(s: State, course: int, other: int, old: int, new: int) -> int:
    """How many clashes more or fewer there are when a course's lecture goes, and another comes to where it was."""
    change = s.clashes[course, new] - s.clashes[course, old] + 1
    if other >= 0:
        change += s.clashes[other, old] - s.clashes[other, new] + 1
        if s.apart[course, other]:
            change -= 2
    return int(change)


@compiled
def keep(s: State) -> None:
    """Remember the timetable as the best."""
    s.told[BEST] = s.told[COST]
    for lecture in range(s.course.shape[0]):
        s.best_period[lecture], s.best_room[lecture] = s.period[lecture], s.room[lecture]


@inlined
def _room(s: State, course: int, new: int, old: int, bits: Any) -> int:
    """Where to go at a period: to the lecture that is in the way, where the course is already, or anywhere."""
    if new != old and s.clashes[course, new] == 1 and bits & BIT32:
        for room in range(s.in_room.shape[1]):
            lecture = s.cell[new, room]
            if lecture >= 0 and s.apart[course, s.course[lecture]]:
                return room
    low = bits & LOW
    if bits & BIT33:
        return int(s.room[s.first[course] + np.int64((low * np.uint64(s.lectures[course])) >> U32)])
    return int(np.int64((low * np.uint64(s.in_room.shape[1])) >> U32))


@compiled
def walk(s: State, moves: int, temperature: float) -> None:
    """Try so many moves: a lecture to another period and room, exchanged with the one that is there."""
    price = s.price[0]
    lectures = np.uint64(s.course.shape[0])
    for _ in range(moves):
        one, two = _draw(s.chance), _draw(s.chance)
        lecture = np.int64(((one & LOW) * lectures) >> U32)
        course, old, old_room = s.course[lecture], s.period[lecture], s.room[lecture]
        new = s.open_at[course, np.int64(((one >> U32) * np.uint64(s.opens[course])) >> U32)]
        room = _room(s, course, new, old, two)
        other = s.cell[new, room]
        partner = s.course[other] if other >= 0 else -1
        if partner == course:
            continue
        most = temperature * s.draws[np.int64(two >> U52)]
        hard, soft = 0, _rooms(s, course, old_room, room)
        if new != old:
            hard = _clash(s, course, partner, old, new)
            if hard * price > most + SLACK:
                continue
            soft += _spread(s, course, old, new) + _compact(s, course, partner, old, new)
        if partner >= 0:
            soft += _rooms(s, partner, room, old_room)
            if new != old:
                soft += _spread(s, partner, new, old) + _compact(s, partner, course, new, old)
        if soft + hard * price > most:
            continue
        _exchange(s, lecture, new, room)
        s.told[COST] += soft
        s.told[CLASHES] += hard
        s.told[ACCEPTED] += 1
        if s.told[CLASHES] == 0 and s.told[COST] < s.told[BEST]:
            keep(s)


@compiled
def to_best(s: State) -> None:
    """Go back to the best timetable."""
    for lecture in range(s.course.shape[0]):
        _count(s, lecture, s.period[lecture], s.room[lecture], -1)
        s.cell[s.period[lecture], s.room[lecture]] = -1
    for lecture in range(s.course.shape[0]):
        put(s, lecture, s.best_period[lecture], s.best_room[lecture])
    s.told[COST], s.told[CLASHES] = s.told[BEST], 0
