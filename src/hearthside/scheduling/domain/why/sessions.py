"""Why a session is when, where and with whom it is: whom another time would suit, who could lead it, which rooms."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.scheduling.domain.candidates import starts
from hearthside.scheduling.domain.entities import IN_PERSON, Service, Session, Span

from .others import clear, free_rooms, leaders
from .week import Running

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class OtherTime:
    """Another time for the same people: how many of them could come, and whether the clinic could hold it."""

    day: int
    start: int
    people: int
    clinician_free: bool
    leader_free: bool
    room_free: bool


@dataclass(frozen=True, slots=True)
class SessionReason:
    """Why a session is where it is, as facts."""

    session: Session
    end: int
    people: int
    locked: bool
    not_earlier: int
    not_later: int
    hours: tuple[Span, ...]
    leaders: int
    rooms: int
    times: int
    as_good: int
    others: tuple[OtherTime, ...]


def why_session(week: Running, session: Session) -> SessionReason:
    """How many of its people could come at other times, and what its clinician and its room leave open."""
    service, end = week.services[session.service], week.end(session)
    step, count = week.problem.start_step, len(session.participants)
    grid = [when for when in starts(week.problem, service.minutes) if when != (session.day, session.start)]
    times = [_other(week, session, service, day, start) for day, start in grid]
    full = [time for time in times if time.people == count]
    best = sorted(times, key=lambda t: (-t.people, not (t.clinician_free and t.room_free), t.day, t.start))
    audience = next((a for a in service.audiences if a.id == session.audience), None)
    others = (
        leaders(week, service, audience, None, session.mode, session.day, session.start) if audience is not None else []
    )
    clinician = week.clinicians.get(session.clinician)
    return SessionReason(
        session, end, count, session.id in week.problem.locked,
        count - _coming(week, session, service, session.day, session.start - step),
        count - _coming(week, session, service, session.day, session.start + step),
        tuple(span for span in clinician.works if span.day == session.day) if clinician else (),
        len(others), _rooms(week, session, end), len(grid), len(full),
        tuple(time for time in best[:MOST_SHOWN] if time.people),
    )  # fmt: skip


def _coming(week: Running, session: Session, service: Service, day: int, start: int) -> int:
    """How many of the people in a session could come at another time, their own other sessions left aside."""
    people = (week.people[name] for name in session.participants)
    return sum(clear(person, session.mode, day, start, start + service.minutes) for person in people)


def _other(week: Running, session: Session, service: Service, day: int, start: int) -> OtherTime:
    audience = next((a for a in service.audiences if a.id == session.audience), None)
    free = leaders(week, service, audience, None, session.mode, day, start) if audience else []
    end = start + service.minutes
    roomy = session.mode != IN_PERSON or bool(free_rooms(week, day, start, end, len(session.participants)))
    people = _coming(week, session, service, day, start)
    return OtherTime(day, start, people, session.clinician in free, bool(free), roomy)


def _rooms(week: Running, session: Session, end: int) -> int:
    """How many other rooms would hold this session."""
    if session.mode != IN_PERSON:
        return 0
    return len(free_rooms(week, session.day, session.start, end, len(session.participants)))
