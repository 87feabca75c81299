"""The moves of the search, compiled: take a seat, move a session, open one, close one; each mends what it broke."""

from __future__ import annotations

from hearthside.scheduling.domain.compiled import compiler

from .layout import (
    ANYBODY,
    AUDIENCES,
    BUFFER,
    CAND,
    CROWD,
    CROWD_FIRST,
    FIXED,
    GOT,
    KIND,
    KIND_CAND,
    KIND_COUNT,
    KIND_FIRST,
    KIND_SIZE,
    KINDS,
    LEADER,
    LEADERS,
    LEAST,
    MEMBER,
    MODE,
    N_SHORT,
    NAMED,
    OF_KIND,
    OPTION,
    OPTION_FIRST,
    OWN,
    PEOPLE,
    PER_LIKE,
    PER_WEEK,
    SEAT,
    SERVICE,
    SERVICES,
    SESSIONS,
    SHORT,
    SIZE,
    SLOT,
    TAKEN,
    TOP,
    TWIN,
    WHERE,
    WIDEST,
    Chance,
    Floats,
    Ints,
)
from .reseat import (
    below,
    clear_day,
    disband,
    free_leader,
    is_fixed,
    leave,
    unit,
    worry,
)
from .seats import close_session, fits, open_session, pick_room, rise, sit, welcome, worth_of_seat

compiled = compiler(__file__)


@compiled
def somebody(c: Ints, w: Ints, x: Chance) -> int:
    """A person to make a move for: half of the time one who still waits."""
    if w[N_SHORT] > 0 and unit(x) < 0.5:
        return int(w[w[SHORT] + below(x, w[N_SHORT])])
    return below(x, c[PEOPLE])


@compiled
def something(c: Ints, w: Ints, x: Chance, p: int) -> int:
    """A service that this person has ordered, one that is missing where there is one; or -1."""
    services = c[SERVICES]
    shift = below(x, services)
    found = -1
    for j in range(services):
        service = (j + shift) % services
        if c[c[PER_WEEK] + p * c[SERVICES] + service] > w[w[GOT] + p * c[SERVICES] + service]:
            return int(service)
        if c[c[PER_WEEK] + p * c[SERVICES] + service] > 0:
            found = service
    return found


@compiled
def give_up(c: Ints, w: Ints, f: Floats, x: Chance, p: int, service: int) -> bool:
    """Where the order is already met, leave one seat of the service; whether there is one to leave."""
    if w[w[GOT] + p * c[SERVICES] + service] < c[c[PER_WEEK] + p * c[SERVICES] + service]:
        return True
    number = w[w[TAKEN] + p]
    shift = below(x, number) if number > 0 else 0
    for j in range(number):
        k = (j + shift) % number
        s = w[w[SEAT] + p * w[OWN] + k]
        if c[c[SERVICE] + w[w[WHERE] + p * w[OWN] + k]] == service and not is_fixed(w, p, s):
            leave(c, w, f, p, s)
            return True
    return False


@compiled
def take_seat(c: Ints, w: Ints, f: Floats, x: Chance, p: int, service: int) -> bool:
    """Somebody takes a seat in an open group; whoever stands in the way looks for another."""
    kind = c[c[KINDS] + (p * c[SERVICES] + service) * c[AUDIENCES] + 0]
    for j in range(1, c[AUDIENCES]):
        if c[c[KINDS] + (p * c[SERVICES] + service) * c[AUDIENCES] + j] >= 0 and below(x, j + 1) == 0:
            kind = c[c[KINDS] + (p * c[SERVICES] + service) * c[AUDIENCES] + j]
    if kind < 0 or w[w[KIND_SIZE] + kind] == 0:
        return False
    s = w[w[OF_KIND] + kind * w[SESSIONS] + below(x, w[w[KIND_SIZE] + kind])]
    slot = c[c[SLOT] + w[w[CAND] + s]]
    for k in range(w[w[TAKEN] + p]):
        if w[w[SEAT] + p * w[OWN] + k] == s:
            return False
    if not welcome(c, w, p, s) or not worry(w, p):
        return False
    if w[w[SIZE] + s] >= w[w[TOP] + s]:
        first = max(0, w[w[FIXED] + s])
        if first >= w[w[SIZE] + s]:
            return False
        other = w[w[MEMBER] + s * w[WIDEST] + first + below(x, w[w[SIZE] + s] - first)]
        worry(w, other)
        rise(c, w, f, other, s)
    if not clear_day(c, w, f, p, slot) or not give_up(c, w, f, x, p, service):
        return False
    if w[w[CAND] + s] < 0:
        return False
    sit(c, w, f, p, s)
    return True


@compiled
def any_leader(c: Ints, x: Chance, p: int, service: int, slot: int) -> int:
    """A candidate session of this slot that meets this person's order; or -1."""
    start, stop = c[c[LEADERS] + slot], c[c[LEADERS] + slot + 1]
    named = c[c[NAMED] + p * c[SERVICES] + service]
    if named == ANYBODY:
        return int(start + below(x, stop - start))
    for cand in range(start, stop):
        if c[c[LEADER] + cand] == named:
            return cand
    return -1


@compiled
def make_way(c: Ints, w: Ints, f: Floats, x: Chance, cand: int) -> int:
    """Free leader and room for a candidate session: the class of room, -1 online, -2 where it cannot be."""
    if not free_leader(c, w, f, cand, unit(x) < 0.2):
        return -2
    slot = c[c[SLOT] + cand]
    if c[c[MODE] + slot] == 1:
        return -1
    room = pick_room(c, w, slot)
    return room if room >= 0 else -2


@compiled
def open_for(c: Ints, w: Ints, f: Floats, x: Chance, p: int, service: int) -> bool:
    """Open a session at a time that suits this person, and fill it."""
    row = p * c[SERVICES] + service
    first, number = c[c[OPTION_FIRST] + row], c[c[OPTION_FIRST] + row + 1] - c[c[OPTION_FIRST] + row]
    if number == 0 or not worry(w, p):
        return False
    slot = c[c[OPTION] + first + below(x, number)]
    cand = any_leader(c, x, p, service, slot)
    if cand < 0 or not clear_day(c, w, f, p, slot) or not give_up(c, w, f, x, p, service):
        return False
    room = make_way(c, w, f, x, cand)
    if (
        room < -1
        or not fits(c, w, p, slot)
        or w[w[GOT] + p * c[SERVICES] + service] >= c[c[PER_WEEK] + p * c[SERVICES] + service]
    ):
        return False
    s = open_session(c, w, f, cand, room, -1)
    sit(c, w, f, p, s)
    if w[w[TOP] + s] > 1:
        fill(c, w, f, x, s)
        attract(c, w, f, x, s)
    return True


@compiled
def fill(c: Ints, w: Ints, f: Floats, x: Chance, s: int) -> None:
    """Everybody who misses this service and can come takes a seat while there are some."""
    slot = c[c[SLOT] + w[w[CAND] + s]]
    service = c[c[SERVICE] + slot]
    first, number = c[c[CROWD_FIRST] + slot], c[c[CROWD_FIRST] + slot + 1] - c[c[CROWD_FIRST] + slot]
    at = below(x, number) if number > 0 else 0
    for _ in range(number):
        if w[w[SIZE] + s] >= w[w[TOP] + s]:
            return
        at = at + 1 if at + 1 < number else 0
        p = c[c[CROWD] + first + at]
        if (
            w[w[GOT] + p * c[SERVICES] + service] < c[c[PER_WEEK] + p * c[SERVICES] + service]
            and fits(c, w, p, slot)
            and welcome(c, w, p, s)
        ):
            sit(c, w, f, p, s)


@compiled
def attract(c: Ints, w: Ints, f: Floats, x: Chance, s: int) -> None:
    """People come over from other groups: those who like it better, or anybody while it is too small."""
    cand = w[w[CAND] + s]
    slot = c[c[SLOT] + cand]
    service = c[c[SERVICE] + slot]
    least = c[c[LEAST] + service]
    first, number = c[c[CROWD_FIRST] + slot], c[c[CROWD_FIRST] + slot + 1] - c[c[CROWD_FIRST] + slot]
    at = below(x, number) if number > 0 else 0
    for _ in range(number):
        size = w[w[SIZE] + s]
        if size >= w[w[TOP] + s] or (size >= least and f[PER_LIKE] == 0.0):
            return
        at = at + 1 if at + 1 < number else 0
        p = c[c[CROWD] + first + at]
        if w[w[GOT] + p * c[SERVICES] + service] < c[c[PER_WEEK] + p * c[SERVICES] + service] or not welcome(
            c, w, p, s
        ):
            continue
        come_over(c, w, f, p, s, slot, service, worth_of_seat(c, f, p, cand), size < least)


@compiled
def come_over(c: Ints, w: Ints, f: Floats, p: int, s: int, slot: int, service: int, value: float, needed: bool) -> None:
    """Somebody changes into this session from another of the service, where that is no loss."""
    for k in range(w[w[TAKEN] + p]):
        old = w[w[SEAT] + p * w[OWN] + k]
        if old == s:
            return
        if c[c[SERVICE] + w[w[WHERE] + p * w[OWN] + k]] != service or is_fixed(w, p, old):
            continue
        gain = value - worth_of_seat(c, f, p, w[w[CAND] + old])
        if w[w[SIZE] + old] <= c[c[LEAST] + service]:
            gain -= 1.0
        if not (gain > 0.0 or (needed and gain >= 0.0)):
            continue
        rise(c, w, f, p, old)
        if fits(c, w, p, slot):
            sit(c, w, f, p, s)
            if w[w[SIZE] + old] == 0 and w[w[FIXED] + old] < 0:
                close_session(c, w, f, old)
            return
        sit(c, w, f, p, old)


@compiled
def elsewhere(c: Ints, x: Chance, cand: int) -> int:
    """Another candidate session for the same people: other leader, other mode, other time, or anything."""
    slot = c[c[SLOT] + cand]
    way = below(x, 5)
    if way == 0:
        start, stop = c[c[LEADERS] + slot], c[c[LEADERS] + slot + 1]
        return int(start + below(x, stop - start))
    kind = c[c[KIND] + slot]
    first, number = c[c[KIND_FIRST] + kind], c[c[KIND_FIRST] + kind + 1] - c[c[KIND_FIRST] + kind]
    if way == 1 and c[c[TWIN] + slot] >= 0:
        twin = c[c[TWIN] + slot]
        for other in range(c[c[LEADERS] + twin], c[c[LEADERS] + twin + 1]):
            if c[c[LEADER] + other] == c[c[LEADER] + cand]:
                return other
    found = c[c[KIND_CAND] + first + below(x, number)]
    if way == 2:
        for _ in range(8):
            if c[c[LEADER] + found] == c[c[LEADER] + cand]:
                break
            found = c[c[KIND_CAND] + first + below(x, number)]
    return int(found)


@compiled
def shift_session(c: Ints, w: Ints, f: Floats, x: Chance, s: int) -> bool:
    """A group meets at another time, in another mode or with another leader; those who cannot follow look around."""
    cand = w[w[CAND] + s]
    new = elsewhere(c, x, cand)
    if new == cand:
        return False
    size = w[w[SIZE] + s]
    for i in range(size):
        w[w[BUFFER] + i] = w[w[MEMBER] + s * w[WIDEST] + i]
    if not disband(c, w, f, s):
        return False
    room = make_way(c, w, f, x, new)
    if room < -1:
        return False
    s = open_session(c, w, f, new, room, -1)
    slot = c[c[SLOT] + new]
    service = c[c[SERVICE] + slot]
    push = unit(x) < 0.3
    for i in range(size):
        p = w[w[BUFFER] + i]
        if w[w[SIZE] + s] >= w[w[TOP] + s]:
            break
        if w[w[GOT] + p * c[SERVICES] + service] >= c[c[PER_WEEK] + p * c[SERVICES] + service] or not welcome(
            c, w, p, s
        ):
            continue
        if not fits(c, w, p, slot) and (not push or not clear_day(c, w, f, p, slot)):
            continue
        sit(c, w, f, p, s)
    fill(c, w, f, x, s)
    attract(c, w, f, x, s)
    return bool(w[w[SIZE] + s] != 0)


@compiled
def a_group(c: Ints, w: Ints, x: Chance) -> int:
    """Any open group that is not locked; or -1."""
    row = c[KIND_COUNT]
    number = w[w[KIND_SIZE] + row]
    return w[w[OF_KIND] + row * w[SESSIONS] + below(x, number)] if number > 0 else -1
