"""Why somebody has no full week: facts about their own times and about the clinic, never a guess."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from .bounds import could_be_full
from .candidates import Slot, Universe, build_universe, clashes, fits, leads, starts, within
from .entities import IN_PERSON, MODES, Audience, Order, Participant, Service, Span
from .impossible import impossible_orders
from .plan import Plan
from .solution import Reason, Refusal, Unplaced


@dataclass(slots=True)
class _Week:
    """The final week, arranged for looking things up."""

    universe: Universe
    plan: Plan
    seats: dict[int, set[int]]
    proved: bool
    contact: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    leading: dict[tuple[int, int], list[Slot]] = field(default_factory=lambda: defaultdict(list))
    in_rooms: dict[int, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    open_now: set[int] = field(default_factory=set)
    waiting: set[tuple[int, str]] = field(default_factory=set)
    blocks: dict[int, str] = field(default_factory=dict)
    if_all_met: dict[str, Universe] = field(default_factory=dict)


def explain(universe: Universe, plan: Plan, people: list[int], *, proved: bool) -> tuple[Unplaced, ...]:
    """At least one reason for each of these people; where more could be possible, that the search ended too."""
    week = _Week(universe, plan, plan.seats(), proved)
    for c in plan.members:
        slot, leader = universe.slot(c), universe.candidates[c].clinician
        week.contact[leader] += universe.service(c).minutes
        week.leading[leader, slot.day].append(slot)
        week.open_now.add(universe.candidates[c].slot)
        if slot.mode == IN_PERSON:
            week.in_rooms[slot.day].append(slot)
    for person in people:
        for order in universe.problem.participants[person].orders:
            if _given(week, person, order) < order.per_week:
                week.waiting.add((person, order.service))
    return tuple(Unplaced(universe.problem.participants[person].id, tuple(_reasons(week, person))) for person in people)


def _given(week: _Week, person: int, order: Order) -> int:
    return sum(week.universe.service(c).id == order.service for c in week.seats.get(person, ()))


def _reasons(week: _Week, person: int) -> list[Reason]:
    who = week.universe.problem.participants[person]
    found = impossible_orders(who, {s.id: s for s in week.universe.problem.services})
    for order in who.orders:
        got = _given(week, person, order)
        if got < order.per_week:
            found += _missing(week, person, order, got)
    if could_be_full(week.universe, person):
        if not week.proved:
            found.append(Reason(Refusal.SEARCH_ENDED.value))
        return found or [Reason(Refusal.ORDERS_DO_NOT_FIT_TOGETHER.value)]
    return found or [Reason(Refusal.COMMITMENTS_LEAVE_TOO_FEW_DAYS.value, {"min_days": who.min_days})]


def _missing(week: _Week, person: int, order: Order, got: int) -> list[Reason]:
    """Why the rest of one order is not met."""
    facts: dict[str, object] = {"service": order.service, "ordered": order.per_week, "given": got}
    days = _days(week.universe, person, order)
    if len(days) < order.per_week:
        return [Reason(code, {**facts, **data}) for code, data in _never(week, person, order, days)]
    opened = _open(week, person, order)
    full = [c for c in opened if _is_full(week, c)]
    found = [Reason(Refusal.GROUP_FULL.value, {**facts, "sessions": len(full)})] if full else []
    apart = [c for c in opened if c not in full and week.plan.members[c] & week.universe.enemies[person]]
    if apart and len(apart) + len(full) == len(opened):
        found.append(Reason(Refusal.MUST_NOT_MEET.value, {**facts, "sessions": len(apart)}))
    return found + _clinic_side(week, person, order, facts)


def _days(universe: Universe, person: int, order: Order) -> set[int]:
    """Days on which this person could have a session of this order."""
    return {
        universe.slots[s].day
        for s in universe.slots_of[person]
        if universe.problem.services[universe.slots[s].service].id == order.service and universe.seats_of(person, s)
    }


def _open(week: _Week, person: int, order: Order) -> list[int]:
    """Open sessions that would meet this order and that the person is not in."""
    universe = week.universe
    return [
        c
        for slot in universe.slots_of[person]
        if slot in week.open_now and universe.problem.services[universe.slots[slot].service].id == order.service
        for c in universe.seats_of(person, slot)
        if c in week.plan.members and person not in week.plan.members[c]
    ]


def _is_full(week: _Week, c: int) -> bool:
    most = week.universe.service(c).max_size
    if c in week.plan.rooms:
        most = min(most, week.universe.room_classes[week.plan.rooms[c]].capacity)
    return len(week.plan.members[c]) >= most


def _never(week: _Week, person: int, order: Order, days: set[int]) -> list[tuple[str, dict[str, object]]]:
    """The first thing that is lacking for this order, however the week is made."""
    universe, problem = week.universe, week.universe.problem
    who = problem.participants[person]
    service = next(s for s in problem.services if s.id == order.service)
    audiences = [a for a in service.audiences if fits(who, service, a)]
    facts: dict[str, object] = {"days": len(days)}
    if service.minutes > who.max_minutes_per_day or not who.modes:
        return []
    if not audiences:
        return [(Refusal.NO_AUDIENCE.value, {"track": who.track})]
    leaders = [
        c
        for c, clinician in enumerate(problem.clinicians)
        if (order.clinician in (None, clinician.id)) and any(leads(problem, c, service, a) for a in audiences)
    ]
    if not leaders:
        return [(Refusal.NO_TRAINED_CLINICIAN.value, {"clinician": order.clinician} if order.clinician else {})]
    seats = max((room.capacity for room in problem.rooms), default=0)
    if who.modes == (IN_PERSON,) and seats < max(1, service.min_size):
        return [(Refusal.NO_ROOM.value, {"seats": seats})]
    own, staffed, shared = _staffed(universe, who, service, audiences, order)
    opened = {day for day, _ in starts(problem, service.minutes)}
    if len(opened) < order.per_week:
        return [(Refusal.NO_COMMON_TIME.value, {"open_days": len(opened)})]
    if len(own) < order.per_week:
        return [(Refusal.COMMITMENTS_LEAVE_TOO_FEW_DAYS.value, {"days": len(own)})]
    if len(staffed) < order.per_week:
        return [(Refusal.NO_COMMON_TIME.value, {"days": len(staffed)})]
    if len(shared) < order.per_week:
        if universe.enemies[person] and len(_days(_if_all_met(week, service), person, order)) >= order.per_week:
            return [(Refusal.MUST_NOT_MEET.value, {"min_size": service.min_size, **facts})]
        return [(Refusal.GROUP_BELOW_MINIMUM.value, {"min_size": service.min_size, **facts})]
    return [(Refusal.NO_COMMON_TIME.value, facts)]


def _if_all_met(week: _Week, service: Service) -> Universe:
    """The sessions of one service that there could be if everybody might meet."""
    if service.id not in week.if_all_met:
        problem = week.universe.problem
        people = tuple(replace(p, not_with=()) for p in problem.participants)
        week.if_all_met[service.id] = build_universe(replace(problem, participants=people, services=(service,)))
    return week.if_all_met[service.id]


def _staffed(
    universe: Universe, who: Participant, service: Service, audiences: list[Audience], order: Order
) -> tuple[set[int], set[int], set[int]]:
    """Days on which the person is free; with a clinician too; and with enough others too."""
    problem = universe.problem
    own, staffed = set(), set()
    for day, start in starts(problem, service.minutes):
        for mode in MODES:
            when = Span(day, start, start + service.minutes)
            travel = who.travel_minutes if mode == IN_PERSON else 0
            busy = [Span(c.span.day, c.span.start - travel, c.span.end + travel) for c in who.commitments]
            if mode not in who.modes or clashes(when, busy):
                continue
            own.add(day)
            if any(
                within(when, clinician.works)
                and mode in clinician.modes
                and order.clinician in (None, clinician.id)
                and any(leads(problem, c, service, a) for a in audiences)
                for c, clinician in enumerate(problem.clinicians)
            ):
                staffed.add(day)
    number = next(i for i, p in enumerate(problem.participants) if p.id == who.id)
    return own, staffed, _days(universe, number, order)


def _clinic_side(week: _Week, person: int, order: Order, facts: dict[str, object]) -> list[Reason]:
    """What keeps a further session from being opened: hours of clinicians, rooms, too few people."""
    universe = week.universe
    blocked: dict[str, int] = defaultdict(int)
    for slot in universe.slots_of[person]:
        if universe.problem.services[universe.slots[slot].service].id == order.service:
            for c in universe.seats_of(person, slot):
                if c not in week.plan.members:
                    if c not in week.blocks:
                        week.blocks[c] = _block(week, c)
                    blocked[week.blocks[c]] += 1
    return [Reason(code, {**facts, "times": times}) for code, times in blocked.items() if code]


def _block(week: _Week, c: int) -> str:
    slot, service, leader = week.universe.slot(c), week.universe.service(c), week.universe.candidates[c].clinician
    most = week.universe.problem.clinicians[leader].max_contact_minutes
    if week.contact[leader] + service.minutes > most or _during(slot, week.leading[leader, slot.day]):
        return Refusal.CLINICIAN_HOURS.value
    if slot.mode == IN_PERSON and _during(slot, week.in_rooms[slot.day]) >= len(week.universe.problem.rooms):
        return Refusal.NO_ROOM.value
    there = week.universe.people_of_slot[week.universe.candidates[c].slot]
    if sum((p, service.id) in week.waiting for p in there) < service.min_size:
        return Refusal.GROUP_BELOW_MINIMUM.value
    return ""


def _during(slot: Slot, others: list[Slot]) -> int:
    return sum(o.start < slot.end and slot.start < o.end for o in others)
