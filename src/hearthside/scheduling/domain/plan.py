"""A week in numbers while it is being made, and its way back to sessions with rooms and ids."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from .candidates import Universe
from .entities import IN_PERSON, MODES, Session


@dataclass(slots=True)
class Plan:
    """Open candidate sessions with who sits in them, and the class of room of those in person."""

    members: dict[int, set[int]] = field(default_factory=dict)
    rooms: dict[int, int] = field(default_factory=dict)

    def seats(self) -> dict[int, set[int]]:
        """The candidate sessions of each participant."""
        found: dict[int, set[int]] = defaultdict(set)
        for candidate, people in self.members.items():
            for person in people:
                found[person].add(candidate)
        return found


@dataclass(frozen=True, slots=True)
class Worth:
    """What a plan is worth, level by level; compares like the goals do."""

    placed: int
    partial: int
    kept: int
    preference: int
    cost: int

    def key(self) -> tuple[int, int, int, int, int]:
        """Larger is better, the first difference decides."""
        return self.placed, self.partial, self.kept, self.preference, -self.cost


def is_full(universe: Universe, person: int, seats: set[int]) -> bool:
    """Whether these seats are the full week that was ordered."""
    who = universe.problem.participants[person]
    count: dict[str, int] = defaultdict(int)
    days, countable = set(), 0
    for candidate in seats:
        service = universe.service(candidate)
        count[service.id] += 1
        days.add(universe.slot(candidate).day)
        countable += service.minutes if service.countable else 0
    met = all(count[o.service] == o.per_week for o in who.orders)
    return met and len(days) >= who.min_days and countable >= who.min_minutes


def worth(universe: Universe, plan: Plan) -> Worth:
    """The five scores of a plan."""
    seats = plan.seats()
    before = published_seats(universe)
    placed = partial = kept = preference = 0
    for person, who in enumerate(universe.problem.participants):
        mine = seats.get(person, set())
        if is_full(universe, person, mine):
            placed += who.priority
        else:
            services = [universe.service(c) for c in mine]
            partial += sum(s.minutes for s in services if s.countable)
        kept += sum((person, c) in before for c in mine)
        preference += sum(universe.points(person, c) for c in mine)
    cost = sum(universe.service(c).minutes for c in plan.members)
    return Worth(placed, partial, kept, preference, cost)


def unplaced(universe: Universe, plan: Plan) -> list[int]:
    """Everybody who has no full week."""
    seats = plan.seats()
    people = range(len(universe.problem.participants))
    return [p for p in people if not is_full(universe, p, seats.get(p, set()))]


def published_seats(universe: Universe) -> set[tuple[int, int]]:
    """The seats of the candidate sessions that people already know."""
    problem = universe.problem
    number = {p.id: i for i, p in enumerate(problem.participants)}
    known = {
        (number[p], s.service, s.day, s.start, s.clinician)
        for s in problem.published or ()
        for p in s.participants
        if p in number
    }
    if not known:
        return set()
    times = {key[1:] for key in known}
    found = set()
    for index, candidate in enumerate(universe.candidates):
        slot = universe.slots[candidate.slot]
        when = (
            problem.services[slot.service].id,
            slot.day,
            slot.start,
            problem.clinicians[candidate.clinician].id,
        )
        if when in times:
            found |= {(p, index) for p in universe.people_of_slot[candidate.slot] if (p, *when) in known}
    return found


def candidate_of(universe: Universe, session: Session) -> int | None:
    """The number of a session written with ids, where it is one of the candidates."""
    services = {s.id: i for i, s in enumerate(universe.problem.services)}
    clinicians = {c.id: i for i, c in enumerate(universe.problem.clinicians)}
    if session.service not in services or session.clinician not in clinicians:
        return None
    key = (
        services[session.service],
        session.audience,
        session.mode,
        session.day,
        session.start,
        clinicians[session.clinician],
    )
    return universe.index.get(key)


def locked_plan(universe: Universe) -> Plan:
    """The sessions that must stay, with everybody in them."""
    plan = Plan()
    number = {p.id: i for i, p in enumerate(universe.problem.participants)}
    class_of = {room: i for i, group in enumerate(universe.room_classes) for room in group.rooms}
    for session in universe.problem.published or ():
        candidate = candidate_of(universe, session) if session.id in universe.problem.locked else None
        if candidate is not None:
            plan.members[candidate] = {number[p] for p in session.participants if p in number}
            if session.room is not None:
                plan.rooms[candidate] = class_of[session.room]
    return plan


def published_plan(universe: Universe) -> Plan:
    """The published sessions that are not locked and could still be opened, with those who are still here."""
    number = {p.id: i for i, p in enumerate(universe.problem.participants)}
    class_of = {room: i for i, group in enumerate(universe.room_classes) for room in group.rooms}
    plan = Plan()
    for session in universe.problem.published or ():
        candidate = _any_mode(universe, session)
        if session.id not in universe.problem.locked and candidate is not None:
            plan.members[candidate] = {number[p] for p in session.participants if p in number}
            if session.room in class_of:
                plan.rooms[candidate] = class_of[session.room]
    return plan


def _any_mode(universe: Universe, session: Session) -> int | None:
    found = candidate_of(universe, session)
    for mode in MODES:
        found = candidate_of(universe, replace(session, mode=mode)) if found is None else found
    return found


def sessions_of(universe: Universe, plan: Plan) -> tuple[Session, ...]:
    """The sessions of a plan with rooms and ids; published sessions that stay keep theirs."""
    problem = universe.problem
    rooms = _assign_rooms(universe, plan)
    old = {(s.service, s.day, s.start, s.clinician): s.id for s in problem.published or ()}
    old |= {(s.service, s.day, s.start, s.clinician): s.id for s in problem.published or () if s.id in problem.locked}
    taken = {session.id for session in problem.published or ()}
    fresh = (name for name in (f"s{n}" for n in range(1, 10**9)) if name not in taken)
    found = []
    for index in sorted(plan.members, key=lambda c: (universe.slot(c).day, universe.slot(c).start, c)):
        slot = universe.slot(index)
        service = problem.services[slot.service].id
        clinician = problem.clinicians[universe.candidates[index].clinician].id
        found.append(
            Session(
                id=old.get((service, slot.day, slot.start, clinician)) or next(fresh),
                service=service,
                audience=slot.audience,
                mode=slot.mode,
                day=slot.day,
                start=slot.start,
                room=rooms.get(index),
                clinician=clinician,
                participants=tuple(problem.participants[p].id for p in sorted(plan.members[index])),
            )
        )
    return tuple(found)


def _assign_rooms(universe: Universe, plan: Plan) -> dict[int, str]:
    """Rooms inside each class, in the order of time: never short where the class is never overfull."""
    rooms: dict[int, str] = {}
    busy: dict[str, int] = {}
    in_person = [c for c in plan.members if universe.slot(c).mode == IN_PERSON]
    for candidate in sorted(in_person, key=lambda c: (universe.slot(c).day, universe.slot(c).start, c)):
        slot = universe.slot(candidate)
        begin, end = slot.day * 1440 + slot.start, slot.day * 1440 + slot.end
        group = universe.room_classes[plan.rooms[candidate]].rooms
        room = next(room for room in group if busy.get(room, -1) <= begin)
        rooms[candidate], busy[room] = room, end
    return rooms
