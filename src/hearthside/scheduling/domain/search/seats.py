"""The smallest changes of a week, compiled: sit, rise, open, close; counts stay true, and all can be taken back."""

from __future__ import annotations

from hearthside.scheduling.domain.compiled import compiler

from .layout import (
    ANYBODY,
    BEGIN,
    BUSY,
    CAN,
    CAND,
    COST,
    COUNT,
    COUNTABLE,
    DAY,
    END,
    FIXED,
    FOE,
    FOE_FIRST,
    FREE,
    GIVEN,
    GOT,
    HOPELESS,
    IN_USE,
    KEPT,
    KIND,
    KIND_COUNT,
    KIND_SIZE,
    LEADER,
    LEAST,
    LED,
    LENGTH,
    LIKED,
    LIKES,
    LIKINGS,
    LOG,
    MAX_MINUTES,
    MEMBER,
    MIN_DAYS,
    MINUTES,
    MISSING,
    MODE,
    MOST,
    N_FREE,
    N_LOG,
    N_SHORT,
    N_UNDER,
    N_WHOLE,
    NAMED,
    NUMBER,
    OF_KIND,
    OWN,
    PAIN,
    PART,
    PARTIAL,
    PER_HEAD,
    PER_KEPT,
    PER_LIKE,
    PER_MINUTE,
    PER_PERSON,
    PER_SEAT,
    PLACE,
    PLACED,
    PRIORITY,
    ROOM,
    ROOMS,
    SEAT,
    SEATS,
    SERVICE,
    SERVICES,
    SESSIONS,
    SHORT,
    SHORT_AT,
    SIZE,
    SLOT,
    SLOTS,
    SPENT,
    STEPS,
    TAKEN,
    TOP,
    WAS,
    WAS_FIRST,
    WHERE,
    WHOLE,
    WIDEST,
    Floats,
    Ints,
)

SIT, RISE, OPEN, CLOSE = range(4)
LIKES_PART, LIKES_LEADER = 2, 6


compiled = compiler(__file__)


@compiled
def points(c: Ints, p: int, cand: int) -> int:
    """What a participant's preferences give to a candidate session."""
    slot = c[c[SLOT] + cand]
    return int(
        c[c[LIKES] + p * c[LIKINGS] + c[c[MODE] + slot]]
        + c[c[LIKES] + p * c[LIKINGS] + LIKES_PART + c[c[PART] + slot]]
        + c[c[LIKES] + p * c[LIKINGS] + LIKES_LEADER + c[c[LEADER] + cand]]
    )


@compiled
def was_there(c: Ints, p: int, cand: int) -> int:
    """1 where the published week has this seat, else 0."""
    for i in range(c[c[WAS_FIRST] + p], c[c[WAS_FIRST] + p + 1]):
        if c[c[WAS] + i] == cand:
            return 1
    return 0


@compiled
def worth_of_seat(c: Ints, f: Floats, p: int, cand: int) -> float:
    """How much a seat in this candidate session lowers the cost, beside being a seat."""
    return float(f[PER_LIKE] * points(c, p, cand) + f[PER_KEPT] * was_there(c, p, cand))


@compiled
def _days(c: Ints, w: Ints, p: int) -> int:
    used = 0
    for k in range(w[w[TAKEN] + p]):
        used |= 1 << c[c[DAY] + w[w[WHERE] + p * w[OWN] + k]]
    total = 0
    while used:
        total += used & 1
        used >>= 1
    return total


@compiled
def feel(c: Ints, w: Ints, f: Floats, p: int) -> None:
    """Bring one person's share of the cost and of the tally up to date."""
    lack = w[w[MISSING] + p]
    if lack == 0:
        lack = max(0, c[c[MIN_DAYS] + p] - _days(c, w, p))
    whole = lack == 0 and c[c[HOPELESS] + p] == 0
    priority = c[c[PRIORITY] + p]
    pain = 0.0
    if lack > 0:
        pain = f[PER_SEAT] * lack
        if c[c[HOPELESS] + p] == 0:
            pain = (pain + f[PER_PERSON]) * max(1, priority)
    f[COST] += pain - f[PAIN + p]
    f[PAIN + p] = pain
    if whole and not w[w[WHOLE] + p]:
        w[PLACED] += priority
        w[w[WHOLE] + p] = 1
        w[N_WHOLE] += 1
    elif not whole and w[w[WHOLE] + p]:
        w[PLACED] -= priority
        w[w[WHOLE] + p] = 0
        w[N_WHOLE] -= 1
    at = w[w[SHORT_AT] + p]
    if w[w[MISSING] + p] > 0 and at < 0:
        w[w[SHORT_AT] + p] = w[N_SHORT]
        w[w[SHORT] + w[N_SHORT]] = p
        w[N_SHORT] += 1
    elif w[w[MISSING] + p] == 0 and at >= 0:
        w[N_SHORT] -= 1
        last = w[w[SHORT] + w[N_SHORT]]
        w[w[SHORT] + at] = last
        w[w[SHORT_AT] + last] = at
        w[w[SHORT_AT] + p] = -1


@compiled
def note(w: Ints, what: int, a: int, b: int) -> None:
    """Write one change into the journal."""
    at = w[N_LOG]
    w[w[LOG] + 3 * at + 0] = what
    w[w[LOG] + 3 * at + 1] = a
    w[w[LOG] + 3 * at + 2] = b
    w[N_LOG] = at + 1


@compiled
def _seated(c: Ints, w: Ints, f: Floats, p: int, s: int, sign: int) -> None:
    """What sitting down and standing up have in common."""
    cand = w[w[CAND] + s]
    service = c[c[SERVICE] + c[c[SLOT] + cand]]
    if not w[w[WHOLE] + p]:
        w[PARTIAL] -= w[w[GIVEN] + p]
    w[w[GOT] + p * c[SERVICES] + service] += sign
    w[w[MISSING] + p] -= sign
    w[w[GIVEN] + p] += sign * c[c[COUNTABLE] + service] * c[c[LENGTH] + service]
    liked, kept = points(c, p, cand), was_there(c, p, cand)
    w[LIKED] += sign * liked
    w[KEPT] += sign * kept
    f[COST] -= sign * (f[PER_LIKE] * liked + f[PER_KEPT] * kept)
    feel(c, w, f, p)
    if not w[w[WHOLE] + p]:
        w[PARTIAL] += w[w[GIVEN] + p]


@compiled
def sit(c: Ints, w: Ints, f: Floats, p: int, s: int) -> None:
    """Somebody takes a seat."""
    size = w[w[SIZE] + s]
    slot = c[c[SLOT] + w[w[CAND] + s]]
    w[w[MEMBER] + s * w[WIDEST] + size] = p
    w[w[SIZE] + s] = size + 1
    least = c[c[LEAST] + c[c[SERVICE] + slot]]
    if size < least:
        f[COST] -= f[PER_HEAD]
        w[N_UNDER] -= size + 1 == least
    k = w[w[TAKEN] + p]
    w[w[SEAT] + p * w[OWN] + k] = s
    w[w[WHERE] + p * w[OWN] + k] = slot
    w[w[TAKEN] + p] = k + 1
    _seated(c, w, f, p, s, 1)
    note(w, SIT, p, s)


@compiled
def rise(c: Ints, w: Ints, f: Floats, p: int, s: int) -> None:
    """Somebody leaves a seat."""
    size = w[w[SIZE] + s] - 1
    at = size
    while w[w[MEMBER] + s * w[WIDEST] + at] != p:
        at -= 1
    w[w[MEMBER] + s * w[WIDEST] + at] = w[w[MEMBER] + s * w[WIDEST] + size]
    w[w[SIZE] + s] = size
    slot = c[c[SLOT] + w[w[CAND] + s]]
    least = c[c[LEAST] + c[c[SERVICE] + slot]]
    if size < least:
        f[COST] += f[PER_HEAD]
        w[N_UNDER] += size + 1 == least
    last = w[w[TAKEN] + p] - 1
    k = last
    while w[w[SEAT] + p * w[OWN] + k] != s:
        k -= 1
    w[w[SEAT] + p * w[OWN] + k] = w[w[SEAT] + p * w[OWN] + last]
    w[w[WHERE] + p * w[OWN] + k] = w[w[WHERE] + p * w[OWN] + last]
    w[w[TAKEN] + p] = last
    _seated(c, w, f, p, s, -1)
    note(w, RISE, p, s)


@compiled
def _list(w: Ints, kind: int, s: int, column: int) -> None:
    at = w[w[KIND_SIZE] + kind]
    w[w[OF_KIND] + kind * w[SESSIONS] + at] = s
    w[w[KIND_SIZE] + kind] = at + 1
    w[w[column] + s] = at


@compiled
def _unlist(w: Ints, kind: int, s: int, column: int) -> None:
    w[w[KIND_SIZE] + kind] -= 1
    last = w[w[OF_KIND] + kind * w[SESSIONS] + w[w[KIND_SIZE] + kind]]
    w[w[OF_KIND] + kind * w[SESSIONS] + w[w[column] + s]] = last
    w[w[column] + last] = w[w[column] + s]


@compiled
def open_session(c: Ints, w: Ints, f: Floats, cand: int, room: int, fixed: int) -> int:
    """Open a candidate session in a room of this class (-1 online); its number."""
    w[N_FREE] -= 1
    s = w[w[FREE] + w[N_FREE]]
    slot, leader = c[c[SLOT] + cand], c[c[LEADER] + cand]
    service = c[c[SERVICE] + slot]
    most, least = c[c[MOST] + service], c[c[LEAST] + service]
    w[w[CAND] + s] = cand
    w[w[SIZE] + s] = 0
    w[w[ROOM] + s] = room
    w[w[FIXED] + s] = fixed
    w[w[TOP] + s] = most if room < 0 else min(most, c[c[SEATS] + room])
    for u in range(c[c[BEGIN] + slot], c[c[END] + slot]):
        w[w[BUSY] + leader * c[STEPS] + u] = s
        if room >= 0:
            w[w[IN_USE] + room * c[STEPS] + u] += 1
    minutes = c[c[MINUTES] + slot]
    w[w[LED] + leader] += minutes
    w[SPENT] += minutes
    f[COST] += f[PER_MINUTE] * minutes + f[PER_HEAD] * least
    w[N_UNDER] += least > 0
    _list(w, c[c[KIND] + slot], s, PLACE)
    if most > 1 and fixed < 0:
        _list(w, c[KIND_COUNT], s, NUMBER)
    note(w, OPEN, s, 0)
    return int(s)


@compiled
def close_session(c: Ints, w: Ints, f: Floats, s: int) -> None:
    """Close a session in which nobody sits."""
    cand, room = w[w[CAND] + s], w[w[ROOM] + s]
    slot, leader = c[c[SLOT] + cand], c[c[LEADER] + cand]
    service = c[c[SERVICE] + slot]
    for u in range(c[c[BEGIN] + slot], c[c[END] + slot]):
        w[w[BUSY] + leader * c[STEPS] + u] = -1
        if room >= 0:
            w[w[IN_USE] + room * c[STEPS] + u] -= 1
    minutes, least = c[c[MINUTES] + slot], c[c[LEAST] + service]
    w[w[LED] + leader] -= minutes
    w[SPENT] -= minutes
    f[COST] -= f[PER_MINUTE] * minutes + f[PER_HEAD] * least
    w[N_UNDER] -= least > 0
    _unlist(w, c[c[KIND] + slot], s, PLACE)
    if c[c[MOST] + service] > 1 and w[w[FIXED] + s] < 0:
        _unlist(w, c[KIND_COUNT], s, NUMBER)
    w[w[CAND] + s] = -1
    w[w[FREE] + w[N_FREE]] = s
    w[N_FREE] += 1
    note(w, CLOSE, cand, room)


@compiled
def undo(c: Ints, w: Ints, f: Floats) -> None:
    """Take back everything in the journal, last things first."""
    at = w[N_LOG] - 1
    while at >= 0:
        what, a, b = w[w[LOG] + 3 * at + 0], w[w[LOG] + 3 * at + 1], w[w[LOG] + 3 * at + 2]
        w[N_LOG] = at
        if what == SIT:
            rise(c, w, f, a, b)
        elif what == RISE:
            sit(c, w, f, a, b)
        elif what == OPEN:
            close_session(c, w, f, a)
        else:
            open_session(c, w, f, a, b, -1)
        at -= 1
    w[N_LOG] = 0


@compiled
def fits(c: Ints, w: Ints, p: int, slot: int) -> bool:
    """Whether somebody's week leaves room for one more seat in this slot."""
    day, begin, end = c[c[DAY] + slot], c[c[BEGIN] + slot], c[c[END] + slot]
    mode, service, total = c[c[MODE] + slot], c[c[SERVICE] + slot], c[c[MINUTES] + slot]
    for k in range(w[w[TAKEN] + p]):
        other = w[w[WHERE] + p * w[OWN] + k]
        if c[c[DAY] + other] != day:
            continue
        if (
            c[c[MODE] + other] != mode
            or c[c[SERVICE] + other] == service
            or (c[c[BEGIN] + other] < end and begin < c[c[END] + other])
        ):
            return False
        total += c[c[MINUTES] + other]
    return bool(total <= c[c[MAX_MINUTES] + p])


@compiled
def welcome(c: Ints, w: Ints, p: int, s: int) -> bool:
    """Whether somebody may sit in this session at all: their life, their clinician, nobody they must not meet."""
    cand = w[w[CAND] + s]
    slot = c[c[SLOT] + cand]
    if not c[c[CAN] + p * c[SLOTS] + slot]:
        return False
    named = c[c[NAMED] + p * c[SERVICES] + c[c[SERVICE] + slot]]
    if named != ANYBODY and named != c[c[LEADER] + cand]:
        return False
    for i in range(c[c[FOE_FIRST] + p], c[c[FOE_FIRST] + p + 1]):
        foe = c[c[FOE] + i]
        for k in range(w[w[TAKEN] + foe]):
            if w[w[SEAT] + foe * w[OWN] + k] == s:
                return False
    return True


@compiled
def room_is_free(c: Ints, w: Ints, room: int, slot: int) -> bool:
    """Whether a room of this class is free for this slot, and not too small for the smallest group."""
    service = c[c[SERVICE] + slot]
    if c[c[SEATS] + room] < max(1, c[c[LEAST] + service]):
        return False
    for u in range(c[c[BEGIN] + slot], c[c[END] + slot]):
        if w[w[IN_USE] + room * c[STEPS] + u] >= c[c[COUNT] + room]:
            return False
    return True


@compiled
def pick_room(c: Ints, w: Ints, slot: int) -> int:
    """The smallest class of free room that holds the whole group, else the largest that holds its least; or -1."""
    service = c[c[SERVICE] + slot]
    found = -1
    for room in range(c[ROOMS]):
        if room_is_free(c, w, room, slot):
            found = room
            if c[c[SEATS] + room] >= c[c[MOST] + service]:
                break
    return found
