"""Chooses one repair among given people and seats, level by level; everybody else stays where they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hearthside.scheduling.domain.plan import is_full

from . import goals
from .board import Board
from .model import Built, Reach, build

POLISH = 0.5


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to repair: what is made small, in which order, and which seats somebody may newly take.

    The first level is what people lose. The second is what this kind is about.
    """

    name: str
    levels: tuple[goals.Level, ...]
    only: Callable[[Board, int, int], bool] | None = None


@dataclass(slots=True)
class Clock:
    """How long may be searched, and whether to stop."""

    until: float
    seconds: Callable[[], float]
    should_stop: Callable[[], bool]
    seed: int = 1
    workers: int = 2

    def left(self) -> float:
        """Seconds that are left."""
        return 0.0 if self.should_stop() else self.until - self.seconds()

    def part(self, seconds: float) -> Clock:
        """A clock for a part of what is left."""
        return Clock(min(self.until, self.seconds() + seconds), self.seconds, self.should_stop, self.seed, self.workers)


@dataclass(slots=True)
class Choice:
    """A repaired week in numbers, with the value of each level and the proved bounds of the first two."""

    members: dict[int, set[int]]
    rooms: dict[int, int]
    values: list[int]
    bounds: list[int]

    @property
    def proved(self) -> bool:
        """Whether nothing better is possible in what people lose and in what this kind is about."""
        return self.values[:2] == self.bounds[:2]


def choose(board: Board, kind: Kind, clock: Clock, start: Choice | None = None) -> Choice | None:
    """A repair of a kind in which only those who are hit change anything; `start` is one of another kind."""
    hit = frozenset(p for f in board.hit for p in board.members[f])
    floors = [0, goals.least(kind.levels[1], board)]
    for kept in (hit, frozenset[int]()):
        if clock.left() <= 0:
            break
        best = solve(board, kind.levels, Reach(hit, kept, kind.only), clock, start, floors)
        if best is not None:
            best.bounds = floors
            return best
    return None


def solve(
    board: Board, levels: tuple[goals.Level, ...], reach: Reach, clock: Clock, near: Choice | None,
    floors: list[int], reached: int = 0,
) -> Choice | None:  # fmt: skip
    """The best choice within reach; levels that `near` has reached already are only kept."""
    from hearthside.scheduling.domain.cpsat import Limits, minimise, new_model

    built = build(board, reach, new_model())
    _hint(built, near)
    of: Callable[[Any], int] | None = None
    values, bounds = list[int](), list[int]()
    for number, level in enumerate(levels):
        measure = level(built)
        if number < len(floors):
            built.model.add(measure.expression >= floors[number])
        value = bound = floor = floors[number] if number < len(floors) else goals.NOTHING_KNOWN
        if near is not None and number < reached:
            value = near.values[number]
        elif of is None or (value := of(measure.expression)) > floor:
            seconds = clock.left() if number < 2 else min(clock.left(), POLISH)
            limits = Limits(seconds, clock.seed, clock.workers, clock.should_stop)
            found = minimise(built.model, measure.expression, limits) if seconds > 0 else None
            if found is not None:
                of, value, bound = found.of, found.value, found.bound
                _start_from(built, of)
            elif of is None:
                return None
        values.append(value)
        bounds.append(max(bound, floor))
        built.model.add(measure.expression <= value)
    return None if of is None else _choice(built, of, values, bounds)


def _hint(built: Built, near: Choice | None) -> None:
    """Start from a repair that is known, or from the published week."""
    board, model = built.board, built.model
    members = near.members if near else {c: set(board.members[f]) for f, c in board.home.items()}
    rooms = near.rooms if near else {}
    filled: dict[tuple[tuple[int, ...], int], int] = defaultdict(int)
    sits: list[bool] = []
    for seat, var in zip(built.seats, built.var, strict=True):
        taken = [c for c in seat.choices if seat.person in members.get(c, ())]
        sits.append(bool(taken))
        model.add_hint(var, bool(taken))
        for c in taken:
            filled[seat.choices, c] += 1
    for key, number in built.fill.items():
        model.add_hint(number, filled[key])
    for c, var in built.open.items():
        model.add_hint(var, c in members)
    for (c, number), var in built.room.items():
        if var is not built.open[c] and (c in rooms or c not in members):
            model.add_hint(var, rooms.get(c) == number)
    for var, numbers in built.days:
        model.add_hint(var, any(sits[n] for n in numbers))
    _hint_losses(built, sits)


def _hint_losses(built: Built, sits: list[bool]) -> None:
    universe = built.board.universe
    for person, var in built.lost.items():
        services = (universe.service(built.seats[n].choices[0]) for n in built.mine[person] if sits[n])
        given = sum(s.minutes for s in services if s.countable)
        built.model.add_hint(var, max(0, built.board.minutes[person] - given))
    for person, var in built.full.items():
        seats = {built.seats[n].choices[0] for n in built.mine[person] if sits[n]}
        built.model.add_hint(var, is_full(universe, person, seats))


def _start_from(built: Built, of: Callable[[Any], int]) -> None:
    built.model.clear_hints()
    parts: list[Any] = [*built.var, *built.open.values(), *built.fill.values(), *built.full.values()]
    parts += [*built.lost.values(), *(var for var, _ in built.days)]
    parts += [var for (c, _), var in built.room.items() if var is not built.open[c]]
    for var in parts:
        built.model.add_hint(var, of(var))


def _choice(built: Built, of: Callable[[Any], int], values: list[int], bounds: list[int]) -> Choice:
    board = built.board
    members: dict[int, set[int]] = {c: set() for c, var in built.open.items() if of(var)}
    left = {key: of(number) for key, number in built.fill.items()}
    for seat, var in zip(built.seats, built.var, strict=True):
        if of(var):
            c = next((c for c in seat.choices if left.get((seat.choices, c), 0)), seat.choices[0])
            members[c].add(seat.person)
            if len(seat.choices) > 1:
                left[seat.choices, c] -= 1
    for family, c in board.home.items():
        if built.rest(family):
            members[c] |= built.rest(family)
    rooms = {c: number for (c, number), var in built.room.items() if c in members and of(var)}
    return Choice(members, rooms, values, bounds)
