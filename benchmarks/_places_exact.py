"""One newcomer's best week the slow way: every seat and every rule in a constraint model of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ortools.sat.python import cp_model

from hearthside.scheduling.domain.candidates import leads, starts, within
from hearthside.scheduling.domain.entities import (
    IN_PERSON,
    Clinician,
    Order,
    Participant,
    Problem,
    Service,
    Session,
    Span,
    day_part,
)

COST = 100_000


@dataclass(frozen=True, slots=True)
class Seat:
    """A place that the newcomer could take, or a session that could be opened for them."""

    service: str
    mode: str
    span: Span
    points: int
    cost: int
    clinician: str


def exact(problem: Problem, week: tuple[Session, ...], person: Participant) -> tuple[int, int] | None:
    """Points and contact minutes of the best full week; None where there is none."""
    seats = list(_seats(problem, week, person))
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in seats]
    minutes = {s.id: s.minutes for s in problem.services}
    for order in person.orders:
        model.add(sum(x for x, s in zip(taken, seats, strict=True) if s.service == order.service) == order.per_week)
    days = []
    for day in range(7):
        today = [(x, s) for x, s in zip(taken, seats, strict=True) if s.span.day == day]
        here = model.new_bool_var("")
        days.append(here)
        model.add(sum(x for x, _ in today) >= here)
        model.add(sum(x * minutes[s.service] for x, s in today) <= person.max_minutes_per_day)
        for i, (x, one) in enumerate(today):
            for y, two in today[i + 1 :]:
                if one.mode != two.mode or one.service == two.service or _touch(one.span, two.span):
                    model.add_bool_or([~x, ~y])
    model.add(sum(days) >= person.min_days)
    for clinician in problem.clinicians:
        used = sum(minutes[s.service] for s in week if s.clinician == clinician.id)
        mine = [x * s.cost for x, s in zip(taken, seats, strict=True) if s.clinician == clinician.id and s.cost]
        if mine:
            model.add(sum(mine) <= clinician.max_contact_minutes - used)
    model.maximize(sum(x * (s.points * COST - s.cost) for x, s in zip(taken, seats, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    chosen = [s for x, s in zip(taken, seats, strict=True) if solver.value(x)]
    return sum(s.points for s in chosen), sum(s.cost for s in chosen)


def _touch(one: Span, two: Span) -> bool:
    return one.day == two.day and one.start < two.end and two.start < one.end


def _seats(problem: Problem, week: tuple[Session, ...], person: Participant) -> Iterator[Seat]:
    services = {s.id: s for s in problem.services}
    clinicians = {c.id: c for c in problem.clinicians}
    rooms = {r.id: r.capacity for r in problem.rooms}
    enemies = {*person.not_with, *(p.id for p in problem.participants if person.id in p.not_with)}
    for order in person.orders:
        service = services[order.service]
        audiences = {
            a.id
            for a in service.audiences
            if person.track in a.tracks and (a.language is None or a.language in person.languages)
        }
        for session in week:
            if session.service != service.id or session.audience not in audiences:
                continue
            span = Span(session.day, session.start, session.start + service.minutes)
            places = min(service.max_size, rooms[session.room]) if session.room else service.max_size
            free = len(session.participants) < places and not enemies & set(session.participants)
            led = order.clinician in (None, session.clinician)
            if free and led and _comes(person, span, session.mode):
                points = _points(person, clinicians[session.clinician], session.mode, span)
                yield Seat(service.id, session.mode, span, points, 0, session.clinician)
        if service.min_size <= 1:
            yield from _opened(problem, week, person, order, service, audiences)


def _opened(
    problem: Problem,
    week: tuple[Session, ...],
    person: Participant,
    order: Order,
    service: Service,
    audiences: Iterable[str],
) -> Iterator[Seat]:
    minutes = {s.id: s.minutes for s in problem.services}
    busy = [(s, Span(s.day, s.start, s.start + minutes[s.service])) for s in week]
    for audience in (a for a in service.audiences if a.id in audiences):
        for day, start in starts(problem, service.minutes):
            span = Span(day, start, start + service.minutes)
            there = [s for s, other in busy if _touch(span, other)]
            for number, clinician in enumerate(problem.clinicians):
                if (
                    order.clinician not in (None, clinician.id)
                    or not leads(problem, number, service, audience)
                    or not within(span, clinician.works)
                    or clinician.id in {s.clinician for s in there}
                ):
                    continue
                for mode in set(clinician.modes) & set(person.modes):
                    room = mode != IN_PERSON or any(r.id not in {s.room for s in there} for r in problem.rooms)
                    if room and _comes(person, span, mode):
                        points = _points(person, clinician, mode, span)
                        yield Seat(service.id, mode, span, points, service.minutes, clinician.id)


def _comes(person: Participant, span: Span, mode: str) -> bool:
    travel = person.travel_minutes if mode == IN_PERSON else 0
    away = Span(span.day, span.start - travel, span.end + travel)
    return mode in person.modes and not any(_touch(away, c.span) for c in person.commitments)


def _points(person: Participant, clinician: Clinician, mode: str, span: Span) -> int:
    likes = person.prefers
    return (
        likes.modes.get(mode, 0)
        + likes.day_parts.get(day_part(span.day, span.start), 0)
        + likes.clinicians.get(clinician.id, 0)
        + likes.clinician_gender.get(clinician.gender or "", 0)
    )
