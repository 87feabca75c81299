"""What a repair makes small, level by level, and the least that each could ever be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .board import Board, Family
from .model import Built, Seat

Time = tuple[int, int, int]
Terms = list[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to make small: a constant and terms."""

    base: int
    terms: Terms

    @property
    def expression(self) -> Any:
        """As the solver takes it."""
        return self.base + sum(var * factor for var, factor in self.terms)


NOTHING_KNOWN = -(10**12)

Level = Callable[[Built], Measure]


def time_of(family: Family) -> Time:
    """Service, day and start: what somebody keeps when only the clinician changes."""
    return family[:3]


def same_time(board: Board, person: int, c: int) -> bool:
    """Whether a candidate starts when one of this person's seats of the same service starts."""
    return time_of(board.family(c)) in {time_of(f) for f in board.seats.get(person, ())}


def losses(built: Built) -> Measure:
    """Full weeks lost by priority; then countable minutes lost, which never outweigh one; beside what must be lost."""
    heavy, people = weight(built.board), built.board.universe.problem.participants
    terms: Terms = [(var, -heavy * people[p].priority) for p, var in built.full.items()]
    base = sum(heavy * people[p].priority for p in built.full)
    return Measure(base, [*terms, *((var, 1) for var in built.lost.values())])


def weight(board: Board) -> int:
    """What a full week weighs against minutes."""
    return 1 + sum(board.minutes.values())


def disturbed(built: Built) -> Measure:
    """Published seats (person, service, day, start, clinician) that somebody does not keep."""
    board = built.board
    terms: Terms = [(var, -1) for seat, var in _pairs(built) if seat.home is not None]
    base = sum(len(board.seats.get(p, ())) for p in built.people)
    return Measure(base + sum(len(built.rest(f)) for f in board.members if f not in board.home), terms)


def _pairs(built: Built) -> zip[tuple[Seat, Any]]:
    return zip(built.seats, built.var, strict=True)


def _seat_time(board: Board, seat: Seat) -> Time:
    slot = board.universe.slots[seat.slot]
    return slot.service, slot.day, slot.start


def moved(built: Built) -> Measure:
    """Published seats whose time somebody does not keep, whoever leads."""
    board = built.board
    times = {p: {time_of(f) for f in board.seats.get(p, ())} for p in built.people}
    terms: Terms = [(var, -1) for seat, var in _pairs(built) if _seat_time(board, seat) in times[seat.person]]
    return Measure(sum(len(mine) for mine in times.values()), terms)


def shifted(built: Built) -> Measure:
    """Seats at the same time that somebody has to take in another mode."""
    board = built.board
    modes = {(p, time_of(f)): board.mode[f] for p in built.people for f in board.seats.get(p, ())}
    terms: Terms = []
    for seat, var in _pairs(built):
        if modes.get((seat.person, _seat_time(board, seat))) not in {None, board.universe.slots[seat.slot].mode}:
            terms.append((var, 1))
    return Measure(0, terms)


def times_then_modes(built: Built) -> Measure:
    """Times that change, then modes."""
    return _one(moved(built), shifted(built))


def told(built: Built) -> Measure:
    """People for whom anything changes."""
    board, model = built.board, built.model
    terms: Terms = []
    base = len({p for f in board.hit if not board.variants.get(f) for p in built.rest(f)})
    for person in sorted(built.people):
        homes = {f: board.home[f] for f in board.seats.get(person, ()) if f in board.home}
        if len(homes) < len(board.seats.get(person, ())):
            base += 1
            continue
        changed = model.new_bool_var("")
        terms.append((changed, 1))
        stays = set()
        for number in built.mine[person]:
            seat, var = built.seats[number], built.var[number]
            if seat.home is not None and seat.choices == (homes[seat.home],):
                model.add_bool_or([changed, var])
                stays.add(seat.home)
            else:
                model.add_implication(var, changed)
        if stays != set(homes):
            model.add(changed == 1)
    return Measure(base, terms)


def strangers(built: Built) -> Measure:
    """Seats with a clinician whom somebody did not have for that service before."""
    return Measure(0, [(var, 1) for seat, var in _pairs(built) if not seat.known])


def wishes(built: Built) -> Measure:
    """Points of preference (turned round), then contact minutes."""
    universe = built.board.universe
    points = Measure(0, [(var, -seat.points) for seat, var in _pairs(built) if seat.points])
    return _one(points, Measure(0, [(var, universe.service(c).minutes // 15) for c, var in built.open.items()]))


def _one(high: Measure, low: Measure) -> Measure:
    """Two measures in one number; the lower never outweighs the higher."""
    heavy = 1 + sum(abs(factor) * _most(var) for var, factor in low.terms)
    terms = [(var, factor * heavy) for var, factor in high.terms]
    return Measure(high.base * heavy + low.base, [*terms, *low.terms])


def _most(var: Any) -> int:
    return var if isinstance(var, int) else int(var.proto.domain[-1])


def least_disturbed(board: Board) -> int:
    """Seats that nobody could keep in any week: no candidate of their session is left."""
    universe = board.universe
    return sum(
        not any(p in universe.people_of_slot[universe.candidates[c].slot] for c in board.variants.get(family, ()))
        for family, people in board.members.items()
        for p in people
    )


def least_moved(board: Board) -> int:
    """Seats whose time nobody could keep in any week, whoever led."""
    universe = board.universe
    times: dict[int, set[Time]] = {}
    for person in {p for people in board.members.values() for p in people}:
        slots = (universe.slots[s] for s in universe.slots_of[person] if universe.seats_of(person, s))
        times[person] = {(slot.service, slot.day, slot.start) for slot in slots}
    return sum(time_of(family) not in times[p] for family, people in board.members.items() for p in people)


def least_told(board: Board) -> int:
    """People who sit in a session that cannot be kept in any form."""
    return len({p for f in board.hit if not board.variants.get(f) for p in board.members[f]})


def least(level: Level, board: Board) -> int:
    """What a level could never fall below."""
    known = {disturbed: least_disturbed, moved: least_moved, told: least_told}
    return known[level](board) if level in known else 0
