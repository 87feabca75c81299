"""A running week with something added, so that it can be solved again and judged by the referee."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from hearthside.scheduling.domain.candidates import fits, within
from hearthside.scheduling.domain.entities import IN_PERSON, MODES, Clinician, Problem, Room, Session, Span

from .additions import HOURS, LARGER, NEW, Addition
from .others import fits_beside, free_rooms, leaders
from .week import Running, running

ALL_WEEK = 7 * 1440


def opened(week: Running, added: Sequence[Addition]) -> tuple[Running, list[tuple[str, Addition]]]:
    """The week with these additions, and the new groups by name; nobody sits in them yet."""
    groups = []
    for number, addition in enumerate(added):
        name = f"{NEW}{number + 1}"
        if addition.kind == HOURS:
            week = running(_with_hours(week.problem, addition, name), week.sessions)
        else:
            week = _with_group(week, addition, name)
            groups.append((name, addition))
    return week, groups


def _with_hours(problem: Problem, addition: Addition, name: str) -> Problem:
    """One clinician, or one more, is there whenever the clinic is open."""
    if addition.clinician:
        staff = (
            replace(c, works=problem.opening, max_contact_minutes=ALL_WEEK) if c.id == addition.clinician else c
            for c in problem.clinicians
        )
        return replace(problem, clinicians=tuple(staff))
    tracks = tuple(dict.fromkeys(p.track for p in problem.participants))
    speaks = tuple(dict.fromkeys(language for p in problem.participants for language in p.languages))
    more = Clinician(name, (addition.service,), tracks, speaks, None, MODES, problem.opening, ALL_WEEK)
    return replace(problem, clinicians=(*problem.clinicians, more))


def _with_group(week: Running, addition: Addition, name: str) -> Running:
    """One more empty group, led and housed by what is free, or by what is added for it."""
    problem, service = week.problem, week.services[addition.service]
    audience = next(a for a in service.audiences if a.id == addition.audience)
    beside = addition.kind == LARGER
    free = [] if beside else leaders(week, service, audience, None, addition.mode, addition.day, addition.start)
    leader = min(free, key=lambda c: week.contact.get(c, 0), default=name)
    if not free:
        speaks = (audience.language,) if audience.language else ()
        more = Clinician(name, (service.id,), audience.tracks, speaks, None, MODES, problem.opening, ALL_WEEK)
        problem = replace(problem, clinicians=(*problem.clinicians, more))
    room: str | None = None
    if addition.mode == IN_PERSON:
        seats = max(1, service.min_size)
        rooms = [] if beside else free_rooms(week, addition.day, addition.start, addition.end, seats)
        room = max(rooms, key=lambda r: week.rooms[r].capacity, default=name)
        if not rooms:
            problem = replace(problem, rooms=(*problem.rooms, Room(name, addition.places)))
    group = Session(name, service.id, addition.audience, addition.mode, addition.day, addition.start, room, leader, ())
    return running(problem, (*week.sessions, group))


def with_enough(
    week: Running, groups: Iterable[tuple[str, Addition]], placed: Collection[str]
) -> Running | None:  # fmt: skip
    """The week with every new group large enough, with people who gain a seat; nothing where one stays too small."""
    for name, addition in groups:
        group = next(s for s in week.sessions if s.id == name)
        there = _joined(week, group, addition, placed)
        if len(there) < max(1, addition.least):
            return None
        grown = replace(group, participants=there)
        week = running(week.problem, (grown if s.id == name else s for s in week.sessions))
    return week


def _joined(week: Running, group: Session, addition: Addition, placed: Collection[str]) -> tuple[str, ...]:
    """Those in a new group and, while they are too few, others who could use a seat in it."""
    service, there = week.services[group.service], list(group.participants)
    audience = next(a for a in service.audiences if a.id == group.audience)
    if not there:
        return ()
    for person in week.problem.participants:
        if len(there) >= addition.least:
            break
        mine = list(week.of(person.id))
        order = next((o for o in person.orders if o.service == service.id and o.clinician is None), None)
        if (
            order is not None and person.id not in placed and group.mode in person.modes
            and fits(person, service, audience)
            and sum(s.service == service.id for s in mine) < order.per_week
            and not week.enemies[person.id].intersection(there)
            and fits_beside(week, person, mine, service, group.mode, group.day, group.start)
        ):  # fmt: skip
            there.append(person.id)
    return tuple(there)


def minutes_more(before: Running, after: Running, addition: Addition) -> int:
    """How much more than now a clinician of added hours is there, or leads; nothing for a group."""
    if addition.kind != HOURS:
        return 0
    known = before.clinicians.get(addition.clinician)
    if known is None:
        had = {c.id for c in before.problem.clinicians}
        fresh = {c.id for c in after.problem.clinicians if c.id not in had and c.leads == (addition.service,)}
        return sum(after.end(s) - s.start for s in after.sessions if s.clinician in fresh and not s.id.startswith(NEW))
    mine = [s for s in after.sessions if s.clinician == known.id]
    lengths = {s.id: after.end(s) - s.start for s in mine}
    outside = sum(lengths[s.id] for s in mine if not within(Span(s.day, s.start, after.end(s)), known.works))
    return max(outside, sum(lengths.values()) - known.max_contact_minutes)
