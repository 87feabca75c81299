"""Chooses one repair: first among the people who are hit, then among as many others as the proof asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import goals
from .board import Board
from .model import Built, Reach, build

NOTHING_KNOWN = -(10**12)
POLISH = 0.5


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to repair: what is made small, in which order; `anybody` may be asked to move where it helps.

    The first level is what people lose. The second is what this kind is about, and what is proved.
    """

    name: str
    levels: tuple[goals.Level, ...]
    anybody: bool = True
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


@dataclass(slots=True)
class _Answer:
    built: Built
    of: Callable[[Any], int]
    values: list[int]
    bounds: list[int]


def choose(
    board: Board, kind: Kind, clock: Clock, on_better: Callable[[Choice], None] | None = None,
    start: Choice | None = None,
) -> Choice | None:  # fmt: skip
    """The best repair of a kind that the time allows; `start` is one of another kind to begin from."""
    hit = frozenset(p for f in board.hit for p in board.members[f])
    floors = [0, goals.least(kind.levels[1], board)]
    best: Choice | None = None
    free, only = frozenset[int](), kind.only or (None if start else already_open)
    while clock.left() > 0:
        answer = _solve(board, kind, Reach(hit | free, keep=hit - free, only=only), clock, floors, best or start)
        if answer is not None and (best is None or answer.values[:3] <= best.values[:3]):
            best = _choice(answer)
            if on_better is not None:
                on_better(best)
        if only is not kind.only:
            only = kind.only
            if best is None or best.values[:2] != floors or best.values[2] > 0:
                continue
        if best is None and not hit <= free:
            free = hit
            continue
        if best is None or best.values[:2] == floors or not kind.anybody:
            break
        wider = _wider(board, kind, clock, floors, best, free | (_losers(board, best) or hit))
        if best.values[:2] == floors or wider | hit <= free:
            break
        free = free | hit if wider <= free else wider
    if best is not None:
        best.bounds = floors
    return best


def _wider(
    board: Board, kind: Kind, clock: Clock, floors: list[int], best: Choice, people: frozenset[int]
) -> frozenset[int]:
    """Raises the floors by what these people at least lose, and adds those whom a better repair would have to ask."""
    loose = _solve(board, kind, Reach(people, rest_stays=False), clock, floors, best, levels=2)
    if loose is None:
        return frozenset()
    floors[:] = _raise(floors, loose)
    return people | _asked(board, loose)


def already_open(board: Board, person: int, c: int) -> bool:  # noqa: ARG001
    """Whether a session is one that people know and that goes on: among these a first repair is found at once."""
    return board.home.get(board.family(c)) == c


def _losers(board: Board, choice: Choice) -> frozenset[int]:
    """People whose week was full and is no longer, and those who lose time otherwise."""
    minutes: dict[int, int] = defaultdict(int)
    for c, people in choice.members.items():
        service = board.universe.service(c)
        for person in people:
            minutes[person] += service.minutes if service.countable else 0
    return frozenset(p for p, before in board.minutes.items() if minutes[p] < before)


def _raise(floors: list[int], loose: _Answer) -> list[int]:
    """Bounds of a relaxation hold for every week; the second only where the first is reached."""
    first = max(floors[0], loose.bounds[0])
    if loose.values[0] != loose.bounds[0] or len(loose.values) < 2:
        return [first, floors[1]]
    return [first, max(floors[1], loose.bounds[1]) if first == floors[0] else loose.bounds[1]]


def _solve(
    board: Board, kind: Kind, reach: Reach, clock: Clock, floors: list[int], near: Choice | None,
    levels: int | None = None,
) -> _Answer | None:  # fmt: skip
    from hearthside.scheduling.domain.cpsat import Limits, minimise, new_model

    built = build(board, reach, new_model())
    _hint(built, near)
    of: Callable[[Any], int] | None = None
    values, bounds = list[int](), list[int]()
    for number, level in enumerate(kind.levels[:levels]):
        measure = level(built)
        value = bound = floor = floors[number] if number < 2 else NOTHING_KNOWN
        if of is None or (value := of(measure.expression)) > floor:
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
        if not reach.rest_stays and near and value >= near.values[0] and near.values[1] == floors[1]:
            break
    return None if of is None else _Answer(built, of, values, bounds)


def _hint(built: Built, near: Choice | None) -> None:
    """Start from a repair that is known, or from the published week."""
    board, model = built.board, built.model
    members = near.members if near else {c: set(board.members[f]) for f, c in board.home.items()}
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
    for var, numbers in built.days:
        model.add_hint(var, any(sits[n] for n in numbers))
    for (family, c), number in built.stay.items():
        if not isinstance(number, int):
            model.add_hint(number, len(built.rest(family)) if board.home[family] == c else 0)


def _start_from(built: Built, of: Callable[[Any], int]) -> None:
    built.model.clear_hints()
    parts: list[Any] = [*built.var, *built.open.values(), *built.fill.values(), *built.full.values()]
    parts += [*built.lost.values(), *built.join.values(), *(var for var, _ in built.days)]
    parts += [number for number in built.stay.values() if not isinstance(number, int)]
    parts += [var for (c, _), var in built.room.items() if var is not built.open[c]]
    for var in parts:
        built.model.add_hint(var, of(var))


def _asked(board: Board, loose: _Answer) -> frozenset[int]:
    """People of the rest whom a relaxed answer takes out, brings in, moves to another mode or lets meet an enemy."""
    built, of, found = loose.built, loose.of, set[int]()
    for family, home in board.home.items():
        number = built.stay.get((family, home))
        if number is not None and not isinstance(number, int) and of(number) < len(built.rest(family)):
            found |= built.rest(family)
    for c, number in built.join.items():
        if of(number):
            able = board.universe.people_of_slot[board.universe.candidates[c].slot]
            found |= {p for p in able if p not in board.full and p not in built.people}
    for seat, var in zip(built.seats, built.var, strict=True):
        family = board.family(seat.choices[0])
        if board.universe.enemies[seat.person] and family in board.home and of(var):
            found |= board.universe.enemies[seat.person] & built.rest(family)
    return frozenset(found)


def _choice(answer: _Answer) -> Choice:
    built, of, board = answer.built, answer.of, answer.built.board
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
    return Choice(members, rooms, list(answer.values), [NOTHING_KNOWN, NOTHING_KNOWN])
