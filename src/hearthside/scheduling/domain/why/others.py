"""Who could come at a time at all, and what keeps a session from being open at it."""

from __future__ import annotations

from collections.abc import Iterator

from hearthside.scheduling.domain.candidates import fits, leads, within
from hearthside.scheduling.domain.entities import IN_PERSON, Audience, Order, Participant, Service, Session, Span

from .week import Running, bits


def clear(person: Participant, mode: str, day: int, start: int, end: int) -> bool:
    """Whether a session at this time, and the way there and back, touches nothing of a person's life."""
    travel = person.travel_minutes if mode == IN_PERSON else 0
    return not any(
        c.span.day == day and start - travel < c.span.end and c.span.start < end + travel for c in person.commitments
    )


def fits_beside(
    week: Running, person: Participant, rest: list[Session], service: Service, mode: str, day: int, start: int
) -> bool:
    """Whether a session at this time would fit a person's life and their other seats."""
    end, today = start + service.minutes, [s for s in rest if s.day == day]
    return (
        clear(person, mode, day, start, end)
        and all(s.mode == mode and s.service != service.id for s in today)
        and not any(s.start < end and start < week.end(s) for s in today)
        and sum(week.services[s.service].minutes for s in today) + service.minutes <= person.max_minutes_per_day
    )


def come_at(week: Running, service: Service, audience: Audience, mode: str, day: int, start: int) -> Iterator[str]:
    """Everybody of an audience who ordered the service and whose life leaves room for a session at this time."""
    for person in week.problem.participants:
        mine = mode in person.modes and fits(person, service, audience)
        if mine and clear(person, mode, day, start, start + service.minutes):
            yield person.id


def leaders(
    week: Running, service: Service, audience: Audience, order: Order | None, mode: str, day: int, start: int
) -> list[str]:
    """Clinicians who are at work and free for a further session at this time."""
    end = start + service.minutes
    when = bits(day, start, end)
    return [
        clinician.id
        for number, clinician in enumerate(week.problem.clinicians)
        if (order is None or order.clinician in (None, clinician.id))
        and mode in clinician.modes
        and within(Span(day, start, end), clinician.works)
        and not week.leading.get(clinician.id, 0) & when
        and week.contact.get(clinician.id, 0) + service.minutes <= clinician.max_contact_minutes
        and leads(week.problem, number, service, audience)
    ]


def free_rooms(week: Running, day: int, start: int, end: int, seats: int = 1) -> list[str]:
    """Rooms with so many seats in which nothing is on at this time."""
    when = bits(day, start, end)
    return [r.id for r in week.problem.rooms if r.capacity >= seats and not week.in_rooms.get(r.id, 0) & when]


def unopened(
    week: Running, person: Participant, service: Service, order: Order | None, mode: str, day: int, start: int
) -> str:
    """Why no session of a service is open for this person at a time that would suit them."""
    audiences = [a for a in service.audiences if fits(person, service, a)]
    led = [a for a in audiences if leaders(week, service, a, order, mode, day, start)]
    if not led:
        return "clinician_hours"
    if mode == IN_PERSON and not free_rooms(week, day, start, start + service.minutes, max(1, service.min_size)):
        return "no_room"
    for audience in led:
        for count, _ in enumerate(come_at(week, service, audience, mode, day, start), 1):
            if count >= service.min_size:
                return "not_needed"
    return "group_below_minimum"
