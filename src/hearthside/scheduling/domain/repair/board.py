"""The week after an outage in small numbers: who sat where, which seats can still be had, what is lost in any case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from hearthside.scheduling.domain.bounds import could_be_full
from hearthside.scheduling.domain.candidates import RoomClass, Slot, Universe, build_universe
from hearthside.scheduling.domain.entities import IN_PERSON, Problem, Session, Span
from hearthside.scheduling.domain.held import MARK
from hearthside.scheduling.domain.model import cliques
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

from .due import due, most_minutes
from .outage import DAY, Situation

Family = tuple[int, int, int, int]


@dataclass(slots=True)
class Board:
    """The candidates that may be used, and the published seats; a family is a session in any mode, room or group.

    `full` are the people whose week was full and could still be; `minutes` what each had of what can still be had.
    """

    universe: Universe
    situation: Situation
    members: dict[Family, frozenset[int]] = field(default_factory=dict)
    home: dict[Family, int] = field(default_factory=dict)
    variants: dict[Family, list[int]] = field(default_factory=lambda: defaultdict(list))
    locked: set[int] = field(default_factory=set)
    mode: dict[Family, str] = field(default_factory=dict)
    full: set[int] = field(default_factory=set)
    minutes: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    seats: dict[int, list[Family]] = field(default_factory=lambda: defaultdict(list))
    hit: set[Family] = field(default_factory=set)
    blocked: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def family(self, c: int) -> Family:
        """What a candidate shares with the same session in another mode, room or group."""
        slot = self.universe.slot(c)
        return slot.service, slot.day, slot.start, self.universe.candidates[c].clinician

    def rooms(self, c: int) -> list[tuple[int, int]]:
        """The classes of room that could hold a session, each with the seats that it gives."""
        slot, service = self.universe.slot(c), self.universe.service(c)
        if slot.mode != IN_PERSON:
            return []
        span = Span(slot.day, slot.start, slot.end)
        return [
            (number, min(group.capacity, service.max_size))
            for number, group in enumerate(self.universe.room_classes)
            if group.capacity >= max(1, service.min_size)
            and (c in self.locked or not _overlap(span, self.blocked.get(group.rooms[0], [])))
        ]


def build_board(found: Situation) -> Board:
    """Everything a repair is chosen from."""
    blocked: dict[str, list[Span]] = defaultdict(list)
    for room, span in found.blocked:
        blocked[room].append(span)
    may = _usable(found, blocked)
    board = Board(build_universe(found.problem, may), found, blocked=blocked)
    had = _had(found.problem)
    board.full = {p for p in had if could_be_full(board.universe, p)}
    cut = due(board.universe, had)
    if cut.participants != found.problem.participants:
        board.universe = build_universe(cut, may)
    board.universe.room_classes = _room_classes(found.problem, set(blocked))
    _published(board)
    for c in range(len(board.universe.candidates)):
        family = board.family(c)
        if family in board.members and (board.home.get(family, c) == c or board.home[family] not in board.locked):
            board.variants[family].append(c)
    return board


def _usable(found: Situation, blocked: dict[str, list[Span]]) -> Callable[[Slot, int], bool]:
    """Whether a session may be held: a locked one, or one that begins later and finds a room."""
    problem = found.problem
    locked = {
        (s.service, s.audience, s.mode, s.day, s.start, s.clinician)
        for s in problem.published or ()
        if s.id in problem.locked
    }

    @cache
    def possible(slot: Slot) -> bool:
        service = problem.services[slot.service]
        if MARK in service.id or slot.day * DAY + slot.start < found.now:
            return False
        span = Span(slot.day, slot.start, slot.end)
        return slot.mode != IN_PERSON or any(
            r.capacity >= max(1, service.min_size) and not _overlap(span, blocked.get(r.id, [])) for r in problem.rooms
        )

    def may(slot: Slot, clinician: int) -> bool:
        service, leader = problem.services[slot.service].id, problem.clinicians[clinician].id
        held = (service, slot.audience, slot.mode, slot.day, slot.start, leader) in locked
        return held or possible(slot)

    return may


def _had(problem: Problem) -> set[int]:
    """People whose published week is full."""
    week = Solution(tuple(problem.published or ()), ())
    full = verify(problem, week).scores.full
    return {p for p, who in enumerate(problem.participants) if who.id in full}


def _room_classes(problem: Problem, alone: set[str]) -> list[RoomClass]:
    """Rooms with the same seats are one class; one that is locked or gone for a time stands alone."""
    alone = alone | {s.room for s in problem.published or () if s.id in problem.locked and s.room}
    most = max((s.max_size for s in problem.services), default=1)
    alike: dict[tuple[int, str], list[str]] = defaultdict(list)
    for room in problem.rooms:
        alike[min(room.capacity, most), room.id if room.id in alone else ""].append(room.id)
    return [RoomClass(capacity, tuple(rooms)) for (capacity, _), rooms in alike.items() if capacity > 0]


def _published(board: Board) -> None:
    problem, universe = board.situation.problem, board.universe
    services = {s.id: i for i, s in enumerate(problem.services)}
    clinicians = {c.id: i for i, c in enumerate(problem.clinicians)}
    people = {p.id: i for i, p in enumerate(problem.participants)}
    gone = {s.id for s in board.situation.affected}
    for session in problem.published or ():
        service, clinician = services[session.service], clinicians[session.clinician]
        family = service, session.day, session.start, clinician
        sitting = frozenset(people[p] for p in session.participants if p in people)
        if not sitting:
            continue
        board.members[family], board.mode[family] = sitting, session.mode
        if session.id in gone:
            board.hit.add(family)
        c = universe.index.get((service, session.audience, session.mode, session.day, session.start, clinician))
        if c is not None and session.id not in gone:
            board.home[family] = c
            if session.id in problem.locked:
                board.locked.add(c)
        for person in sitting:
            board.seats[person].append(family)
            counted = problem.services[service]
            board.minutes[person] += counted.minutes if counted.countable else 0
    for person in board.seats:
        board.minutes[person] = min(board.minutes[person], most_minutes(universe, person))


def sessions_of(board: Board, members: dict[int, set[int]]) -> tuple[Session, ...]:
    """The sessions of a repaired week with their rooms and ids; what stays keeps both."""
    universe, problem = board.universe, board.situation.problem
    old = {_same(s): s for s in problem.published or ()}
    rooms = _rooms(board, members)
    taken = {s.id for s in problem.published or ()}
    fresh = (name for name in (f"n{n}" for n in range(1, 10**9)) if name not in taken)
    found = []
    for c in sorted(members, key=lambda c: (universe.slot(c).day, universe.slot(c).start, c)):
        slot, service = universe.slot(c), universe.service(c).id
        people = tuple(problem.participants[p].id for p in sorted(members[c]))
        session = Session(
            "", service, slot.audience, slot.mode, slot.day, slot.start, rooms.get(c),
            problem.clinicians[universe.candidates[c].clinician].id, people,
        )  # fmt: skip
        before = old.get(_same(session))
        found.append(replace(session, id=before.id if before else next(fresh)))
    return tuple(found)


def _same(session: Session) -> tuple[str, int, int, str]:
    return session.service, session.day, session.start, session.clinician


def _rooms(board: Board, members: dict[int, set[int]]) -> dict[int, str]:
    """A room for each session in person: its own where it stays, else a free one; only where none is left, moved."""
    universe = board.universe
    busy: dict[str, list[Span]] = defaultdict(list)
    for room, spans in board.blocked.items():
        busy[room] += spans
    own = {board.home[f]: s.room for f, s in _homes(board).items() if f in board.home and s.room}
    seats = {r.id: r.capacity for r in board.situation.problem.rooms}
    found = {c: room for c, room in own.items() if c in members and len(members[c]) <= seats.get(room, 0)}
    for c, room in found.items():
        busy[room].append(_span(universe, c))
    rooms = sorted(board.situation.problem.rooms, key=lambda r: (r.capacity, r.id))
    for c in sorted(members, key=lambda c: (universe.slot(c).day, universe.slot(c).start, c)):
        if c in found or universe.slot(c).mode != IN_PERSON:
            continue
        span = _span(universe, c)
        fits = (r.id for r in rooms if r.capacity >= len(members[c]) and not _overlap(span, busy[r.id]))
        free = next(fits, None)
        if free is None:
            return _dealt(board, members, own)
        found[c] = free
        busy[free].append(span)
    return found


def _span(universe: Universe, c: int) -> Span:
    slot = universe.slot(c)
    return Span(slot.day, slot.start, slot.end)


def _overlap(span: Span, others: list[Span]) -> bool:
    return any(o.day == span.day and o.start < span.end and span.start < o.end for o in others)


def _dealt(board: Board, members: dict[int, set[int]], own: dict[int, str]) -> dict[int, str]:
    """All rooms dealt anew so that the fewest sessions that stay change theirs."""
    from hearthside.scheduling.domain.cpsat import Limits, minimise, new_model

    universe, model = board.universe, new_model()
    choice: dict[tuple[int, str], Any] = {}
    by_room: dict[str, list[tuple[int, int, Any]]] = defaultdict(list)
    in_person = [c for c in members if universe.slot(c).mode == IN_PERSON]
    for c in in_person:
        span = _span(universe, c)
        for room in board.situation.problem.rooms:
            free = (c in own and own[c] == room.id) or not _overlap(span, board.blocked.get(room.id, []))
            if free and room.capacity >= len(members[c]) and (c not in board.locked or own.get(c) == room.id):
                choice[c, room.id] = var = model.new_bool_var("")
                by_room[room.id].append((span.day * 1440 + span.start, span.day * 1440 + span.end, var))
                model.add_hint(var, own.get(c) == room.id)
        model.add_exactly_one([choice[c, r.id] for r in board.situation.problem.rooms if (c, r.id) in choice])
    for intervals in by_room.values():
        for clique in cliques(intervals):
            model.add_at_most_one(clique)
    moves = sum(1 - choice[c, room] for c, room in own.items() if (c, room) in choice)
    dealt = minimise(model, moves, Limits(2, 1, 1, lambda: False))
    return {} if dealt is None else {c: room for (c, room), var in choice.items() if dealt.of(var)}


def _homes(board: Board) -> dict[Family, Session]:
    problem = board.situation.problem
    services = {s.id: i for i, s in enumerate(problem.services)}
    clinicians = {c.id: i for i, c in enumerate(problem.clinicians)}
    return {(services[s.service], s.day, s.start, clinicians[s.clinician]): s for s in problem.published or ()}
