"""Compiled steps that moves are made of: free a leader, clear a day, find a seat, look for lost ones again."""

from __future__ import annotations

import numpy as np

from hearthside.scheduling.domain.compiled import compiler

from .layout import (
    ANYBODY,
    AUDIENCES,
    BEGIN,
    BUSY,
    CAND,
    CONTACT,
    DAY,
    END,
    FIXED,
    GOT,
    KIND_SIZE,
    KINDS,
    LEADER,
    LEADERS,
    LEAST,
    LED,
    MAX_MINUTES,
    MEMBER,
    MINUTES,
    MISSING,
    MODE,
    MOST,
    N_QUEUE,
    NAMED,
    OF_KIND,
    OPTION,
    OPTION_FIRST,
    OWN,
    PER_WEEK,
    QUEUE,
    SEAT,
    SERVICE,
    SERVICES,
    SESSIONS,
    SIZE,
    SLOT,
    STEPS,
    TAKEN,
    TOP,
    WHERE,
    WIDEST,
    Chance,
    Floats,
    Ints,
)
from .seats import close_session, fits, open_session, pick_room, rise, sit, welcome, worth_of_seat
from .week import QUEUE_MOST

TRIES = 24


compiled = compiler(__file__)


@compiled
def chance(x: Chance) -> int:
    """The next number of this week's own chance, a whole one."""
    number = x[0]
    number ^= number << np.uint64(13)
    number ^= number >> np.uint64(7)
    number ^= number << np.uint64(17)
    x[0] = number
    return int(number >> np.uint64(11))


@compiled
def below(x: Chance, most: int) -> int:
    """A chance number from 0 to below `most`."""
    return int(np.int64(chance(x) % np.uint64(most)))


@compiled
def unit(x: Chance) -> float:
    """A chance number from 0 to below 1."""
    return chance(x) * (1.0 / 9007199254740992.0)


@compiled
def worry(w: Ints, p: int) -> bool:
    """Remember somebody who lost a seat; false where too many did."""
    at = w[N_QUEUE]
    if at >= QUEUE_MOST:
        return False
    w[w[QUEUE] + at] = p
    w[N_QUEUE] = at + 1
    return True


@compiled
def is_fixed(w: Ints, p: int, s: int) -> bool:
    """Whether a locked session keeps this person."""
    for i in range(w[w[FIXED] + s]):  # noqa: SIM110 - compiled
        if w[w[MEMBER] + s * w[WIDEST] + i] == p:
            return True
    return False


@compiled
def leave(c: Ints, w: Ints, f: Floats, p: int, s: int) -> None:
    """Somebody leaves; a session that nobody sits in is closed."""
    rise(c, w, f, p, s)
    if w[w[SIZE] + s] == 0 and w[w[FIXED] + s] < 0:
        close_session(c, w, f, s)


@compiled
def disband(c: Ints, w: Ints, f: Floats, s: int) -> bool:
    """Close a session; those in it look for another."""
    if w[w[FIXED] + s] >= 0:
        return False
    while w[w[SIZE] + s] > 0:
        p = w[w[MEMBER] + s * w[WIDEST] + w[w[SIZE] + s] - 1]
        if not worry(w, p):
            return False
        rise(c, w, f, p, s)
    close_session(c, w, f, s)
    return True


@compiled
def free_leader(c: Ints, w: Ints, f: Floats, cand: int, groups: bool) -> bool:
    """Make the leader of a candidate session free: single sessions give way, groups only where asked."""
    slot, leader = c[c[SLOT] + cand], c[c[LEADER] + cand]
    for u in range(c[c[BEGIN] + slot], c[c[END] + slot]):
        s = w[w[BUSY] + leader * c[STEPS] + u]
        if s >= 0:
            if not groups and w[w[TOP] + s] > 1:
                return False
            if not disband(c, w, f, s):
                return False
    return bool(w[w[LED] + leader] + c[c[MINUTES] + slot] <= c[c[CONTACT] + leader])


@compiled
def leader_is_free(c: Ints, w: Ints, cand: int) -> bool:
    """Whether the leader of a candidate session could lead it now."""
    slot, leader = c[c[SLOT] + cand], c[c[LEADER] + cand]
    if w[w[LED] + leader] + c[c[MINUTES] + slot] > c[c[CONTACT] + leader]:
        return False
    for u in range(c[c[BEGIN] + slot], c[c[END] + slot]):  # noqa: SIM110 - compiled
        if w[w[BUSY] + leader * c[STEPS] + u] >= 0:
            return False
    return True


@compiled
def clear_day(c: Ints, w: Ints, f: Floats, p: int, slot: int) -> bool:
    """Somebody gives up what stands in the way of a seat in this slot; false where a locked seat does."""
    day, begin, end = c[c[DAY] + slot], c[c[BEGIN] + slot], c[c[END] + slot]
    mode, service = c[c[MODE] + slot], c[c[SERVICE] + slot]
    total, most = c[c[MINUTES] + slot], c[c[MAX_MINUTES] + p]
    for again in range(2):
        k = w[w[TAKEN] + p] - 1
        while k >= 0:
            other = w[w[WHERE] + p * w[OWN] + k]
            if c[c[DAY] + other] == day:
                clash = (
                    c[c[MODE] + other] != mode
                    or c[c[SERVICE] + other] == service
                    or (c[c[BEGIN] + other] < end and begin < c[c[END] + other])
                )
                if clash or (again and total > most):
                    s = w[w[SEAT] + p * w[OWN] + k]
                    if is_fixed(w, p, s):
                        return False
                    total -= c[c[MINUTES] + other] * again
                    leave(c, w, f, p, s)
                elif not again:
                    total += c[c[MINUTES] + other]
            k -= 1
    return bool(total <= most)


@compiled
def find_single(c: Ints, w: Ints, f: Floats, x: Chance, p: int, service: int) -> bool:
    """Open a session for one person where their leader and a room are free; whether there is one."""
    row = p * c[SERVICES] + service
    first, number = c[c[OPTION_FIRST] + row], c[c[OPTION_FIRST] + row + 1] - c[c[OPTION_FIRST] + row]
    if number == 0:
        return False
    named = c[c[NAMED] + p * c[SERVICES] + service]
    at = below(x, number)
    best, best_worth, found = -1, -1.0, 0
    for _ in range(number):
        at = at + 1 if at + 1 < number else 0
        slot = c[c[OPTION] + first + at]
        if not fits(c, w, p, slot) or (c[c[MODE] + slot] == 0 and pick_room(c, w, slot) < 0):
            continue
        start, stop = c[c[LEADERS] + slot], c[c[LEADERS] + slot + 1]
        shift = below(x, stop - start) if named == ANYBODY else 0
        for i in range(start, stop):
            cand = i + shift if i + shift < stop else i + shift - stop + start
            if (named != ANYBODY and named != c[c[LEADER] + cand]) or not leader_is_free(c, w, cand):
                continue
            value = worth_of_seat(c, f, p, cand)
            if value > best_worth:
                best, best_worth = cand, value
            found += 1
            if named == ANYBODY and found >= TRIES:
                break
        if found >= TRIES:
            break
    if best < 0:
        return False
    slot = c[c[SLOT] + best]
    room = pick_room(c, w, slot) if c[c[MODE] + slot] == 0 else -1
    sit(c, w, f, p, open_session(c, w, f, best, room, -1))
    return True


@compiled
def find_group(c: Ints, w: Ints, f: Floats, x: Chance, p: int, service: int, apart: int) -> bool:
    """Sit in the open session that is worth most, other than `apart`; whether there is one."""
    best, best_worth = -1, -1.0
    for j in range(c[AUDIENCES]):
        kind = c[c[KINDS] + (p * c[SERVICES] + service) * c[AUDIENCES] + j]
        if kind < 0:
            break
        number = w[w[KIND_SIZE] + kind]
        at = below(x, number) if number > 0 else 0
        for _ in range(number):
            at = at + 1 if at + 1 < number else 0
            s = w[w[OF_KIND] + kind * w[SESSIONS] + at]
            if s == apart or w[w[SIZE] + s] >= w[w[TOP] + s] or not welcome(c, w, p, s):
                continue
            cand = w[w[CAND] + s]
            if not fits(c, w, p, c[c[SLOT] + cand]):
                continue
            value = worth_of_seat(c, f, p, cand)
            if w[w[SIZE] + s] < c[c[LEAST] + service]:
                value += 2.0
            if value > best_worth:
                best, best_worth = s, value
    if best < 0:
        return False
    sit(c, w, f, p, best)
    return True


@compiled
def heal(c: Ints, w: Ints, f: Floats, x: Chance, apart: int) -> None:
    """Look for new seats for everybody who lost one."""
    for i in range(w[N_QUEUE]):
        p = w[w[QUEUE] + i]
        if w[w[MISSING] + p] == 0:
            continue
        shift = below(x, c[SERVICES])
        for j in range(c[SERVICES]):
            service = (j + shift) % c[SERVICES]
            tries = c[c[PER_WEEK] + p * c[SERVICES] + service] - w[w[GOT] + p * c[SERVICES] + service]
            for _ in range(tries):
                if c[c[MOST] + service] == 1:
                    if not find_single(c, w, f, x, p, service):
                        break
                elif not find_group(c, w, f, x, p, service, apart):
                    break
