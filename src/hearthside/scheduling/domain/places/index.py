"""A running week, ready for questions: who is free when, which session has a place, which room stands empty.

Built once a week; every change gives a new index that shares what stayed the same with the old one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from hearthside.scheduling.domain.entities import IN_PERSON, Clinician, Participant, Problem, Room, Service, Session

from .masks import ALL, at, on_grid, quarters, run, starts_free, starts_within


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session of the week with what a question needs of it."""

    session: Session
    start: int
    times: int
    capacity: int
    people: frozenset[str]


@dataclass(slots=True)
class WeekIndex:
    """Sessions, people, clinicians and rooms of one week; changed only by making another one."""

    problem: Problem
    services: dict[str, Service]
    clinicians: dict[str, Clinician]
    rooms: dict[str, Room]
    people: dict[str, Participant]
    apart: dict[str, frozenset[str]]
    locked: frozenset[str]
    grid: int
    places: Mapping[str, int]
    opening: dict[int, int] = field(default_factory=dict)
    working: dict[tuple[str, int], int] = field(default_factory=dict)
    sittings: dict[str, Sitting] = field(default_factory=dict)
    of_service: dict[str, dict[str, Sitting]] = field(default_factory=dict)
    seats: dict[str, frozenset[str]] = field(default_factory=dict)
    leader_free: dict[str, int] = field(default_factory=dict)
    minutes_left: dict[str, int] = field(default_factory=dict)
    room_free: dict[str, int] = field(default_factory=dict)
    leader_starts: dict[tuple[str, int], int] = field(default_factory=dict)
    room_starts: dict[int, int] = field(default_factory=dict)

    def sessions(self) -> tuple[Session, ...]:
        """The week as it stands, in the order of time."""
        found = [sitting.session for sitting in self.sittings.values()]
        return tuple(sorted(found, key=lambda s: (s.day, s.start, s.id)))

    def held_by(self, person: str) -> list[Session]:
        """The sessions that somebody sits in, in the order of time."""
        found = [self.sittings[name].session for name in self.seats.get(person, ())]
        return sorted(found, key=lambda s: (s.day, s.start, s.id))

    def enemies(self, person: Participant) -> frozenset[str]:
        """Everybody whom this person must not meet, whoever of the two said so."""
        return self.apart.get(person.id, frozenset()) | frozenset(person.not_with)

    def starts_of_leader(self, clinician: str, count: int) -> int:
        """Where a clinician is at work, free, and the clinic open, for so many quarter-hours."""
        key = clinician, count
        found = self.leader_starts.get(key)
        if found is None:
            if count not in self.opening:
                self.opening[count] = starts_within(self.problem.opening, count) & self.grid
            if key not in self.working:
                self.working[key] = starts_within(self.clinicians[clinician].works, count)
            found = self.opening[count] & self.working[key] & starts_free(self.leader_free[clinician], count)
            self.leader_starts[key] = found
        return found

    def starts_of_rooms(self, count: int) -> int:
        """Where at least one room is free for so many quarter-hours."""
        found = self.room_starts.get(count)
        if found is None:
            found = 0
            for free in self.room_free.values():
                found |= starts_free(free, count)
            self.room_starts[count] = found
        return found

    def room_at(self, times: int) -> str:
        """The smallest room that is free at these times."""
        free = [name for name, mask in self.room_free.items() if mask & times == times]
        return min(free, key=lambda name: (self.rooms[name].capacity, name))

    def knows(self, person: Participant) -> WeekIndex:
        """The index with this person in it as they ask now."""
        if self.people.get(person.id) == person:
            return self
        others = tuple(p for p in self.problem.participants if p.id != person.id)
        index = self._copy()
        index.problem = replace(self.problem, participants=(*others, person))
        index.people = {**self.people, person.id: person}
        index.apart = dict(self.apart)
        for other in person.not_with:
            index.apart[other] = index.apart.get(other, frozenset()) | {person.id}
        index.apart[person.id] = self.enemies(person)
        return index

    def joined(self, person: str, session: Session, *, new: bool = False) -> WeekIndex:
        """The index with somebody in a session, which may be opened for them."""
        index = self._copy()
        if new:
            index._take(session)
            members: tuple[str, ...] = (person,)
        else:
            members = (*self.sittings[session.id].session.participants, person)
        index._put(replace(session, participants=members))
        index.seats[person] = self.seats.get(person, frozenset()) | {session.id}
        return index

    def without(self, person: str, session_id: str, *, stays_open: bool = False) -> WeekIndex:
        """The index after somebody gave up a place; a session that nobody sits in closes unless somebody follows."""
        index, session = self._copy(), self.sittings[session_id].session
        members = tuple(p for p in session.participants if p != person)
        index.seats[person] = self.seats[person] - {session_id}
        if members or stays_open:
            index._put(replace(session, participants=members))
        else:
            index._close(session)
        return index

    def _copy(self) -> WeekIndex:
        return replace(
            self,
            sittings=dict(self.sittings),
            of_service=dict(self.of_service),
            seats=dict(self.seats),
            leader_free=dict(self.leader_free),
            minutes_left=dict(self.minutes_left),
            room_free=dict(self.room_free),
            leader_starts=dict(self.leader_starts),
            room_starts=dict(self.room_starts),
        )

    def _put(self, session: Session) -> None:
        """Write a session down with those who sit in it now."""
        self.sittings[session.id] = sitting = self._sitting(session)
        self.of_service[session.service] = {**self.of_service.get(session.service, {}), session.id: sitting}

    def _sitting(self, session: Session) -> Sitting:
        room, service = self.rooms.get(session.room or ""), self.services[session.service]
        capacity = min(service.max_size, room.capacity) if room else service.max_size
        capacity = min(capacity, self.places.get(session.id, capacity))
        times, _ = self._times(session)
        return Sitting(session, at(session.day, session.start), times, capacity, frozenset(session.participants))

    def _times(self, session: Session) -> tuple[int, int]:
        minutes = self.services[session.service].minutes
        return run(at(session.day, session.start), quarters(minutes)), minutes

    def _take(self, session: Session) -> None:
        """Clinician and room are not free while the session lasts."""
        times, minutes = self._times(session)
        self.leader_free[session.clinician] &= ~times
        self.minutes_left[session.clinician] -= minutes
        if session.room in self.room_free:
            self.room_free[session.room] &= ~times
        self._forget(session)

    def _close(self, session: Session) -> None:
        """Take a session off the week."""
        times, minutes = self._times(session)
        self.leader_free[session.clinician] |= times
        self.minutes_left[session.clinician] += minutes
        if session.room in self.room_free:
            self.room_free[session.room] |= times
        self._forget(session)
        del self.sittings[session.id]
        rest = self.of_service[session.service]
        self.of_service[session.service] = {name: s for name, s in rest.items() if name != session.id}

    def _forget(self, session: Session) -> None:
        self.leader_starts = {key: m for key, m in self.leader_starts.items() if key[0] != session.clinician}
        if session.mode == IN_PERSON:
            self.room_starts = {}


def index_week(
    problem: Problem, sessions: Iterable[Session], *, places: Mapping[str, int] = MappingProxyType({})
) -> WeekIndex:
    """The index of a running week; build it once, then ask often. `places` caps sessions below their service's size."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for person in problem.participants:
        for other in person.not_with:
            pairs[person.id].add(other)
            pairs[other].add(person.id)
    index = WeekIndex(
        problem=problem,
        services={s.id: s for s in problem.services},
        clinicians={c.id: c for c in problem.clinicians},
        rooms={r.id: r for r in problem.rooms},
        people={p.id: p for p in problem.participants},
        apart={name: frozenset(others) for name, others in pairs.items()},
        locked=frozenset(problem.locked),
        grid=on_grid(problem.start_step),
        places=places,
        leader_free={c.id: ALL for c in problem.clinicians},
        minutes_left={c.id: c.max_contact_minutes for c in problem.clinicians},
        room_free={r.id: ALL for r in problem.rooms if r.capacity},
    )
    seats: dict[str, set[str]] = defaultdict(set)
    by_service: dict[str, dict[str, Sitting]] = defaultdict(dict)
    for session in sessions:
        index._take(session)
        index.sittings[session.id] = by_service[session.service][session.id] = index._sitting(session)
        for name in session.participants:
            seats[name].add(session.id)
    index.of_service = dict(by_service)
    index.seats = {name: frozenset(mine) for name, mine in seats.items()}
    return index
