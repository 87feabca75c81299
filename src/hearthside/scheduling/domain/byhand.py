"""Moves by hand: what a move changes, and every rule that stands against it, at once.

`check_move` names each rule with the referee's own words (`verify.Breach.rule`): a move has no objection exactly when
the referee finds no new breach. `Desk` keeps a week indexed, so that every target of a session is judged in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .byhand_rules import KEPT, Changed, Objection, Week, faults, fixed
from .candidates import starts
from .entities import ONLINE, Problem, Session, Span

ANY_ROOM = "any"
_Key = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class MoveSession:
    """A session to another time, place, way to meet or leader, with everybody in it."""

    session: str
    day: int
    start: int
    mode: str
    room: str | None
    clinician: str


@dataclass(frozen=True, slots=True)
class MovePerson:
    """A person out of one session, into another, or both."""

    participant: str
    leaves: str | None = None
    joins: str | None = None


@dataclass(frozen=True, slots=True)
class AddSession:
    """A session more."""

    session: Session


@dataclass(frozen=True, slots=True)
class RemoveSession:
    """A session less."""

    session: str


Move = MoveSession | MovePerson | AddSession | RemoveSession


@dataclass(frozen=True, slots=True)
class Target:
    """A time and a place for a session, and everything that stands against it."""

    move: MoveSession
    objections: tuple[Objection, ...]

    @property
    def allowed(self) -> bool:
        """Whether a draft may hold it there."""
        return allowed(self.objections)


@dataclass(frozen=True, slots=True)
class Opening:
    """A session that a person could join, and everything that stands against it."""

    session: Session
    objections: tuple[Objection, ...]

    @property
    def allowed(self) -> bool:
        """Whether a draft may seat them there."""
        return allowed(self.objections)


class UnknownMove(Exception):
    """The move names a session or a person that is not there."""


def check_move(problem: Problem, sessions: Iterable[Session], move: Move) -> tuple[Objection, ...]:
    """Every rule that stands against a move; nothing where the referee would find no new breach."""
    return Desk(problem, sessions).check(move)


def allowed(objections: Iterable[Objection]) -> bool:
    """Whether a draft may hold it: a group that is still too small is filled by a later move."""
    return all(objection.too_few for objection in objections)


def apply(sessions: Iterable[Session], changed: Changed) -> tuple[Session, ...]:
    """The week after a change, in the order of time."""
    after: dict[str, Session | None] = {**{s.id: s for s in sessions}, **changed}
    return tuple(sorted((s for s in after.values() if s is not None), key=lambda s: (s.day, s.start, s.id)))


class Desk:
    """A week laid out for moving things by hand; `kept` are sessions and people that must stay as they are."""

    def __init__(self, problem: Problem, sessions: Iterable[Session], kept: Iterable[str] = ()) -> None:
        self.week = Week(problem, tuple(sessions))
        self.kept = frozenset(kept)
        self._before: dict[frozenset[str], dict[_Key, int]] = {}

    def changes(self, move: Move) -> dict[str, Session | None]:
        """The sessions that a move touches as they would be after it; raises UnknownMove."""
        if isinstance(move, AddSession):
            if move.session.id in self.week.by_id:
                raise UnknownMove(move.session.id)
            return {move.session.id: move.session}
        if isinstance(move, RemoveSession):
            return {self._session(move.session).id: None}
        if isinstance(move, MoveSession):
            now = self._session(move.session)
            return {
                now.id: replace(
                    now, day=move.day, start=move.start, mode=move.mode, room=move.room, clinician=move.clinician
                )
            }
        return self._person(move)

    def check(self, move: Move) -> tuple[Objection, ...]:
        """Every rule that stands against a move."""
        return self._judge(self.changes(move))

    def targets(self, session: str, *, mode: str, clinician: str, room: str | None) -> tuple[Target, ...]:
        """Every time at which the session could start, in this room or the best free one, judged."""
        now = self._session(session)
        service = self.week.services.get(now.service)
        found = []
        for day, start in starts(self.week.problem, service.minutes) if service else ():
            span = Span(day, start, start + service.minutes) if service else Span(day, start, start)
            place = None if mode == ONLINE else self._room(now, span) if room == ANY_ROOM else room
            move = MoveSession(now.id, day, start, mode, place, clinician)
            found.append(Target(move, self.check(move)))
        return tuple(found)

    def openings(self, participant: str, leaves: str | None = None) -> tuple[Opening, ...]:
        """Every other session of the services that this person is ordered, judged."""
        person = self.week.people.get(participant)
        if person is None:
            raise UnknownMove(participant)
        only = self._session(leaves).service if leaves else None
        ordered = {o.service for o in person.orders}
        return tuple(
            Opening(s, self.check(MovePerson(participant, leaves, s.id)))
            for s in self.week.sessions
            if participant not in s.participants and s.service in ordered and only in (None, s.service)
        )

    def _session(self, name: str) -> Session:
        if name not in self.week.by_id:
            raise UnknownMove(name)
        return self.week.by_id[name]

    def _person(self, move: MovePerson) -> dict[str, Session | None]:
        if move.leaves == move.joins:
            raise UnknownMove(move.participant)
        changed: dict[str, Session | None] = {}
        if move.leaves is not None:
            left = self._session(move.leaves)
            if move.participant not in left.participants:
                raise UnknownMove(move.participant)
            changed[left.id] = replace(left, participants=tuple(p for p in left.participants if p != move.participant))
        if move.joins is not None:
            joined = self._session(move.joins)
            changed[joined.id] = replace(joined, participants=(*joined.participants, move.participant))
        return changed

    def _room(self, session: Session, span: Span) -> str | None:
        """The session's own room where it is free, else the smallest that is free and large enough."""
        size = len(session.participants)
        rooms = sorted(self.week.rooms.values(), key=lambda r: (r.id != session.room, r.capacity, r.id))
        free = (r.id for r in rooms if r.capacity >= size and not self.week.holds(("room", r.id), span, session.id))
        return next(free, session.room or (rooms[0].id if rooms else None))

    def _judge(self, changed: Changed) -> tuple[Objection, ...]:
        before = self._standing(changed)
        found = {_key(o): o for o in faults(self.week, changed)}
        new = [o for key, o in found.items() if abs(o.amount) > before.get(key, -1)]
        return (*self._kept(changed), *new)

    def _standing(self, changed: Changed) -> dict[_Key, int]:
        """What the touched sessions break already; a move is not blamed for that."""
        names = frozenset(changed)
        if names not in self._before:
            now = {name: self.week.by_id.get(name) for name in names}
            self._before[names] = {_key(o): abs(o.amount) for o in faults(self.week, now)}
        return self._before[names]

    def _kept(self, changed: Changed) -> Iterable[Objection]:
        for name, after in changed.items():
            before = self.week.by_id.get(name)
            if before is None:
                continue
            moved = after is None or fixed(before) != fixed(after)
            gone = set(before.participants) - set(after.participants if after else ())
            if name in self.kept and (moved or gone):
                yield Objection(KEPT, name)
            for person in before.participants:
                if person in self.kept and (moved or person in gone):
                    yield Objection(KEPT, name, person)


def _key(objection: Objection) -> _Key:
    return objection.rule, objection.session, objection.participant, objection.other, objection.amount < 0
