"""Sessions that stay whatever the solver does: begun ones, locked ones, and those a person was given by overruling.

A locked session that keeps every rule is simply locked. One that cannot be asked of the solver by the ordinary rules
(it has begun, it is smaller than its group should be, a commitment was overruled) becomes a service of its own,
"process@s12", ordered by exactly the people in it; their order for the service is lowered by one. One that nobody
sits in is left out: its leader is not free at that time, and `rooms_around` keeps other sessions out of its room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .entities import IN_PERSON, Audience, Clinician, Order, Participant, Problem, Room, Service, Session, Span
from .solution import Solution
from .verify import verify

MARK = "@"
ABOUT_THE_WHOLE_WEEK = frozenset({"neither placed nor listed with a reason"})


def base_service(service_id: str) -> str:
    """The clinic's own code of a service that a problem may carry as one session's own."""
    return service_id.partition(MARK)[0]


def with_held(problem: Problem, locked: Iterable[str], begun: Iterable[str]) -> Problem:
    """The problem with these published sessions held: they keep everything, and nobody joins a begun one."""
    sessions = {s.id: s for s in problem.published or ()}
    empty = [sessions[name] for name in sorted({*locked, *begun}) if not sessions[name].participants]
    problem = _without(problem, empty)
    locked, begun = set(locked) - {s.id for s in empty}, set(begun) - {s.id for s in empty}
    odd = {name for name in locked | begun if name in begun or not _ordinary(problem, sessions[name])}
    together = Solution(tuple(sessions[name] for name in sorted((locked | begun) - odd)), ())
    if _broken(problem, together):
        odd = locked | begun
    for name in sorted(odd):
        problem = _as_own_service(problem, sessions[name])
    return replace(problem, locked=tuple(sorted(locked | begun)))


def rooms_around(problem: Problem, week: Iterable[Session], empty: Iterable[Session]) -> list[Session]:
    """The week with every session that a held empty one keeps out of its room in another room that is free."""
    minutes = {s.id: s.minutes for s in problem.services}
    blocked: list[tuple[str | None, Span]] = [(s.room, _span(s, minutes)) for s in empty if s.room]
    placed: list[Session] = []
    week = list(week)
    taken = [(s.room, _span(s, minutes)) for s in week if s.room] + blocked
    for session in week:
        span = _span(session, minutes)
        if any(room == session.room and _clash(other, span) for room, other in blocked):
            free = [
                room.id
                for room in sorted(problem.rooms, key=lambda room: room.capacity)
                if room.capacity >= len(session.participants)
                and not any(name == room.id and _clash(other, span) for name, other in taken)
            ]
            session = replace(session, room=free[0]) if free else session  # noqa: PLW2901
            taken.append((session.room, span))
        placed.append(session)
    return placed


def _clash(one: Span, two: Span) -> bool:
    return one.day == two.day and one.start < two.end and two.start < one.end


def _span(session: Session, minutes: dict[str, int]) -> Span:
    length = minutes.get(session.service) or minutes.get(base_service(session.service), 60)
    return Span(session.day, session.start, session.start + length)


def _without(problem: Problem, empty: list[Session]) -> Problem:
    """The problem without held sessions that nobody sits in; their leaders are busy all the same."""
    if not empty:
        return problem
    minutes = {s.id: s.minutes for s in problem.services}
    busy = {s.clinician: [_span(o, minutes) for o in empty if o.clinician == s.clinician] for s in empty}
    return replace(
        problem,
        published=tuple(s for s in problem.published or () if s not in empty) or None,
        clinicians=tuple(replace(c, works=without(c.works, busy.get(c.id, []))) for c in problem.clinicians),
    )


def without(hours: tuple[Span, ...], busy: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of hours outside the times that are taken."""
    for window in busy:
        hours = tuple(part for span in hours for part in _parts(span, window))
    return hours


def _parts(span: Span, window: Span) -> list[Span]:
    """What is left of a stretch outside a window of the same day."""
    if not _clash(span, window):
        return [span]
    left = (Span(span.day, span.start, window.start), Span(span.day, window.end, span.end))
    return [part for part in left if part.start < part.end]


def _ordinary(problem: Problem, session: Session) -> bool:
    return not _broken(problem, Solution((session,), ()))


def _broken(problem: Problem, week: Solution) -> bool:
    return any(breach.rule not in ABOUT_THE_WHOLE_WEEK for breach in verify(problem, week).broken)


def _as_own_service(problem: Problem, session: Session) -> Problem:
    """One session as a service of its own, with everything widened just enough to hold it."""
    was = next((s for s in problem.services if s.id == session.service), None)
    minutes, size = (was.minutes if was else 60), len(session.participants)
    span = Span(session.day, session.start, session.start + minutes)
    inside = [p for p in problem.participants if p.id in session.participants]
    leader = next((c for c in problem.clinicians if c.id == session.clinician), None)
    tracks = tuple(dict.fromkeys([*(leader.tracks if leader else ()), *(p.track for p in inside)])) or ("any",)
    own = Service(
        f"{session.service}{MARK}{session.id}", was.kind if was else "group", minutes, size, max(size, 1),
        was.countable if was else True, (Audience(session.audience, tracks),),
    )  # fmt: skip
    return replace(
        problem,
        opening=_with_span(problem.opening, span),
        rooms=_rooms(problem.rooms, session.room, size),
        services=(*problem.services, own),
        clinicians=_clinicians(problem.clinicians, leader, session, own, span),
        participants=tuple(_person(p, session, own, span) if p in inside else p for p in problem.participants),
        published=tuple(replace(s, service=own.id) if s.id == session.id else s for s in problem.published or ()),
    )


def _with_span(hours: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    """The hours with a stretch added, joined where they touch."""
    joined: list[Span] = []
    for item in sorted((*hours, span), key=lambda h: (h.day, h.start)):
        last = joined[-1] if joined else None
        if last and last.day == item.day and item.start <= last.end:
            joined[-1] = Span(last.day, last.start, max(last.end, item.end))
        else:
            joined.append(item)
    return tuple(joined)


def _rooms(rooms: tuple[Room, ...], needed: str | None, size: int) -> tuple[Room, ...]:
    if needed is None:
        return rooms
    if needed not in {room.id for room in rooms}:
        return (*rooms, Room(needed, size))
    return tuple(replace(r, capacity=max(r.capacity, size)) if r.id == needed else r for r in rooms)


def _clinicians(
    clinicians: tuple[Clinician, ...], leader: Clinician | None, session: Session, own: Service, span: Span
) -> tuple[Clinician, ...]:
    tracks = own.audiences[0].tracks
    if leader is None:
        new = Clinician(session.clinician, (own.id,), tracks, (), None, (session.mode,), (span,), own.minutes)
        return (*clinicians, new)
    held = sum(MARK in service for service in (*leader.leads, own.id))
    widened = replace(
        leader, leads=(*leader.leads, own.id), tracks=leader.tracks or tracks,
        modes=tuple(dict.fromkeys([*leader.modes, session.mode])), works=_with_span(leader.works, span),
        max_contact_minutes=max(leader.max_contact_minutes, held * own.minutes),
    )  # fmt: skip
    return tuple(widened if c is leader else c for c in clinicians)


def _person(person: Participant, session: Session, own: Service, span: Span) -> Participant:
    """Somebody who sits in a held session: it counts towards their order, and their life makes room for it."""
    orders = [replace(o, per_week=o.per_week - 1) if o.service == session.service else o for o in person.orders]
    travel = person.travel_minutes if session.mode == IN_PERSON else 0
    window = Span(span.day, span.start - travel, span.end + travel)
    held_minutes = own.minutes * sum(MARK in o.service for o in orders) + own.minutes
    return replace(
        person,
        orders=(*(o for o in orders if o.per_week > 0), Order(own.id, 1)),
        modes=tuple(dict.fromkeys([*person.modes, session.mode])),
        not_with=tuple(other for other in person.not_with if other not in session.participants),
        commitments=tuple(replace(c, span=part) for c in person.commitments for part in _parts(c.span, window)),
        max_minutes_per_day=max(person.max_minutes_per_day, held_minutes),
    )
