"""Why somebody has no full week: facts about their own times and about the clinic, never a guess."""

from __future__ import annotations

from collections import defaultdict

from .bounds import could_be_full
from .candidates import Universe, clashes, fits, leads, starts, within
from .entities import IN_PERSON, MODES, Audience, Order, Participant, Service, Span
from .plan import Plan
from .solution import Reason, Refusal, Unplaced


def explain(universe: Universe, plan: Plan, people: list[int]) -> tuple[Unplaced, ...]:
    """At least one reason for each of these people, from the problem and the week."""
    seats = plan.seats()
    return tuple(
        Unplaced(
            universe.problem.participants[person].id,
            tuple(_reasons(universe, plan, person, seats.get(person, set()))),
        )
        for person in people
    )


def _reasons(universe: Universe, plan: Plan, person: int, seats: set[int]) -> list[Reason]:
    who = universe.problem.participants[person]
    found = _orders(universe, who)
    for order in who.orders:
        got = sum(universe.service(c).id == order.service for c in seats)
        if got < order.per_week:
            found += _missing(universe, plan, person, order, got)
    if could_be_full(universe, person) and not any(r.code != Refusal.SEARCH_ENDED.value for r in found):
        found = [Reason(Refusal.ORDERS_DO_NOT_FIT_TOGETHER.value)]
    return found or [Reason(Refusal.COMMITMENTS_LEAVE_TOO_FEW_DAYS.value, {"min_days": who.min_days})]


def _orders(universe: Universe, who: Participant) -> list[Reason]:
    """Orders that cannot reach the minutes or the days, whatever the week."""
    if not who.orders:
        return [Reason(Refusal.NO_ORDERS.value, {"min_minutes": who.min_minutes})]
    countable = {s.id: s.minutes if s.countable else 0 for s in universe.problem.services}
    minutes = sum(o.per_week * countable[o.service] for o in who.orders)
    sessions = sum(o.per_week for o in who.orders)
    found = []
    if minutes < who.min_minutes:
        found.append(Reason(Refusal.ORDER_IMPOSSIBLE.value, {"minutes": minutes, "min_minutes": who.min_minutes}))
    if sessions < who.min_days:
        found.append(Reason(Refusal.ORDER_IMPOSSIBLE.value, {"sessions": sessions, "min_days": who.min_days}))
    return found


def _missing(universe: Universe, plan: Plan, person: int, order: Order, got: int) -> list[Reason]:
    """Why the rest of one order is not met."""
    facts = {"service": order.service, "ordered": order.per_week, "given": got}
    days = _days(universe, person, order)
    if len(days) < order.per_week:
        return [Reason(code, {**facts, **data}) for code, data in _never(universe, person, order, days)]
    taken = {universe.slot(c).day for c in plan.seats().get(person, ())}
    found = []
    full = [c for c in _open(universe, plan, person, order) if _is_full(universe, plan, c)]
    if full and not taken.issuperset(universe.slot(c).day for c in full):
        found.append(Reason(Refusal.GROUP_FULL.value, {**facts, "sessions": len(full)}))
    found += _clinic_side(universe, plan, person, order, facts)
    return found or [Reason(Refusal.SEARCH_ENDED.value, facts)]


def _days(universe: Universe, person: int, order: Order) -> set[int]:
    """Days on which this person could have a session of this order."""
    return {
        universe.slots[s].day
        for s in universe.slots_of[person]
        if universe.problem.services[universe.slots[s].service].id == order.service and universe.seats_of(person, s)
    }


def _open(universe: Universe, plan: Plan, person: int, order: Order) -> list[int]:
    mine = set(universe.slots_of[person])
    return [
        c
        for c in plan.members
        if universe.candidates[c].slot in mine
        and universe.service(c).id == order.service
        and c in universe.seats_of(person, universe.candidates[c].slot)
        and person not in plan.members[c]
    ]


def _is_full(universe: Universe, plan: Plan, c: int) -> bool:
    most = universe.service(c).max_size
    if c in plan.rooms:
        most = min(most, universe.room_classes[plan.rooms[c]].capacity)
    return len(plan.members[c]) >= most


def _never(universe: Universe, person: int, order: Order, days: set[int]) -> list[tuple[str, dict[str, object]]]:
    """The first thing that is lacking for this order, however the week is made."""
    problem, who = universe.problem, universe.problem.participants[person]
    service = next(s for s in problem.services if s.id == order.service)
    audiences = [a for a in service.audiences if fits(who, service, a)]
    facts: dict[str, object] = {"days": len(days)}
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
        return [(Refusal.GROUP_BELOW_MINIMUM.value, {"min_size": service.min_size, **facts})]
    return [(Refusal.NO_COMMON_TIME.value, facts)]


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


def _clinic_side(universe: Universe, plan: Plan, person: int, order: Order, facts: dict[str, object]) -> list[Reason]:
    """What keeps a further session from being opened: hours of clinicians, rooms, too few people."""
    blocked: dict[str, int] = defaultdict(int)
    contact: dict[int, int] = defaultdict(int)
    for c in plan.members:
        contact[universe.candidates[c].clinician] += universe.service(c).minutes
    for slot in universe.slots_of[person]:
        where = universe.slots[slot]
        if universe.problem.services[where.service].id != order.service:
            continue
        for c in universe.seats_of(person, slot):
            if c not in plan.members:
                blocked[_block(universe, plan, contact, c)] += 1
    return [Reason(code, {**facts, "times": times}) for code, times in blocked.items() if code]


def _block(universe: Universe, plan: Plan, contact: dict[int, int], c: int) -> str:
    slot, service = universe.slot(c), universe.service(c)
    leader = universe.candidates[c].clinician
    same_time = [
        o
        for o in plan.members
        if universe.slot(o).day == slot.day and universe.slot(o).start < slot.end and slot.start < universe.slot(o).end
    ]
    if contact[leader] + service.minutes > universe.problem.clinicians[leader].max_contact_minutes or any(
        universe.candidates[o].clinician == leader for o in same_time
    ):
        return Refusal.CLINICIAN_HOURS.value
    in_rooms = sum(universe.slot(o).mode == IN_PERSON for o in same_time)
    if slot.mode == IN_PERSON and in_rooms >= len(universe.problem.rooms):
        return Refusal.NO_ROOM.value
    return Refusal.GROUP_BELOW_MINIMUM.value if service.min_size > 1 else ""
