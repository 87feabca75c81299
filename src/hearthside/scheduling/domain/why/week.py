"""A running week arranged for questions: who leads and which rooms are used when, and where one person could sit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hearthside.scheduling.domain.candidates import fits, leads, starts, within
from hearthside.scheduling.domain.entities import (
    IN_PERSON,
    MODES,
    Audience,
    Clinician,
    Participant,
    Problem,
    Room,
    Service,
    Session,
    Span,
)

QUARTER = 15
QUARTERS = 96  # of a day


@dataclass(frozen=True, slots=True)
class Opening:
    """A session in which one person could sit: an open one with a place, or one of their own that could be opened."""

    service: str
    mode: str
    day: int
    start: int
    end: int
    clinicians: tuple[str, ...]
    session: Session | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """A week with its problem; busy times of clinicians and rooms are masks of quarter hours."""

    problem: Problem
    sessions: tuple[Session, ...]
    services: dict[str, Service]
    clinicians: dict[str, Clinician]
    people: dict[str, Participant]
    rooms: dict[str, Room]
    leading: dict[str, int]
    in_rooms: dict[str, int]
    contact: dict[str, int]
    enemies: dict[str, frozenset[str]]

    def end(self, session: Session) -> int:
        """The minute at which a session ends."""
        return session.start + self.services[session.service].minutes

    def of(self, person: str) -> tuple[Session, ...]:
        """The sessions in which somebody sits, in the order of time."""
        mine = (s for s in self.sessions if person in s.participants)
        return tuple(sorted(mine, key=lambda s: (s.day, s.start)))

    def places(self, session: Session) -> int:
        """How many people a session can hold where it is."""
        most = self.services[session.service].max_size
        return min(most, self.rooms[session.room].capacity) if session.room in self.rooms else most

    def is_full(self, person: Participant, seats: Iterable[Session]) -> bool:
        """Whether these sessions are the full week that was ordered for this person."""
        held = list(seats)
        countable = sum(self.services[s.service].minutes for s in held if self.services[s.service].countable)
        met = all(sum(s.service == o.service for s in held) == o.per_week for o in person.orders)
        return met and len({s.day for s in held}) >= person.min_days and countable >= person.min_minutes


def running(problem: Problem, sessions: Iterable[Session]) -> Running:
    """The week with everything that is asked of it again and again."""
    services = {s.id: s for s in problem.services}
    known = tuple(s for s in sessions if s.service in services)
    leading: dict[str, int] = {}
    in_rooms: dict[str, int] = {}
    contact: dict[str, int] = {}
    for session in known:
        minutes = services[session.service].minutes
        when = bits(session.day, session.start, session.start + minutes)
        leading[session.clinician] = leading.get(session.clinician, 0) | when
        contact[session.clinician] = contact.get(session.clinician, 0) + minutes
        if session.room is not None:
            in_rooms[session.room] = in_rooms.get(session.room, 0) | when
    pairs: dict[str, set[str]] = {p.id: set(p.not_with) for p in problem.participants}
    for person in problem.participants:
        for other in person.not_with:
            pairs.setdefault(other, set()).add(person.id)
    return Running(
        problem, known, services, {c.id: c for c in problem.clinicians}, {p.id: p for p in problem.participants},
        {r.id: r for r in problem.rooms}, leading, in_rooms, contact, {p: frozenset(o) for p, o in pairs.items()},
    )  # fmt: skip


def bits(day: int, start: int, end: int) -> int:
    """The quarter hours of a stretch as a mask over the week."""
    first, last = start // QUARTER, -(-end // QUARTER)
    return ((1 << (last - first)) - 1) << (day * QUARTERS + first)


def without(week: Running, person: str) -> Running:
    """The week once somebody has left the sessions that were only theirs; held ones stay."""
    lone = {s.id for s in week.sessions if s.participants == (person,) and s.id not in week.problem.locked}
    return running(week.problem, (s for s in week.sessions if s.id not in lone)) if lone else week


def scarce(week: Running, person: Participant) -> bool:
    """Whether some clinician could lead one of this person's own sessions but not all of them."""
    own = [week.services[o.service] for o in person.orders if o.per_week and week.services[o.service].min_size <= 1]
    least, most = min((s.minutes for s in own), default=0), own_minutes(week, person)
    left = (c.max_contact_minutes - week.contact.get(c.id, 0) for c in week.problem.clinicians)
    return least < most and any(least <= minutes < most for minutes in left)


def own_minutes(week: Running, person: Participant) -> int:
    """The minutes of all sessions that could be opened for this person alone."""
    ordered = ((week.services[o.service], o.per_week) for o in person.orders)
    return sum(service.minutes * count for service, count in ordered if service.min_size <= 1)


def openings(week: Running, person: Participant, service: Service) -> list[Opening]:
    """Every place that the clinic has for this person in this service, whatever their own life allows.

    Ask it of a week `without` the person: a place that others need them to keep, or that is locked, comes as held.
    """
    audiences = [a for a in service.audiences if fits(person, service, a)]
    names = {a.id for a in audiences}
    enemies = week.enemies[person.id]
    found = []
    for session in week.sessions:
        if session.service != service.id:
            continue
        mine = person.id in session.participants
        others = len(session.participants) - mine
        if not mine and (session.audience not in names or others >= week.places(session)):
            continue
        if not mine and enemies.intersection(session.participants):
            continue
        held = mine and (session.id in week.problem.locked or 0 < others < service.min_size)
        found.append(Opening(
            service.id, session.mode, session.day, session.start, session.start + service.minutes,
            (session.clinician,), session, held,
        ))  # fmt: skip
    if service.min_size <= 1 <= service.max_size and audiences:
        found += _alone(week, service, audiences, own_minutes(week, person))
    return found


def _alone(week: Running, service: Service, audiences: list[Audience], minutes: int) -> list[Opening]:
    """Sessions for one person that a clinician with so many free minutes and a free room could still open."""
    leaders = {
        clinician.id: clinician
        for number, clinician in enumerate(week.problem.clinicians)
        if any(leads(week.problem, number, service, a) for a in audiences)
        and week.contact.get(clinician.id, 0) + minutes <= clinician.max_contact_minutes
    }
    found = []
    for day, start in starts(week.problem, service.minutes):
        end = start + service.minutes
        when, span = bits(day, start, end), Span(day, start, end)
        free = [
            c for c in leaders.values() if not week.leading.get(c.id, 0) & when and within(span, c.works)
        ]  # fmt: skip
        roomy = bool(free) and any(r.capacity and not week.in_rooms.get(r.id, 0) & when for r in week.problem.rooms)
        for mode in MODES:
            names = tuple(c.id for c in free if mode in c.modes)
            if names and (mode != IN_PERSON or roomy):
                found.append(Opening(service.id, mode, day, start, end, names))
    return found
