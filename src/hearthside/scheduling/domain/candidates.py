"""Every session that could be opened in a week, and who could sit in it: small numbers instead of ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from .entities import DAY_NAMES, IN_PERSON, MODES, Audience, Participant, Problem, Service, Span, day_part


@dataclass(frozen=True, slots=True)
class Slot:
    """A service for an audience at one time in one mode, whoever leads it."""

    service: int
    audience: str
    mode: str
    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A slot with the clinician who would lead it."""

    slot: int
    clinician: int


@dataclass(frozen=True, slots=True)
class RoomClass:
    """Rooms that are alike: the same number of seats."""

    capacity: int
    rooms: tuple[str, ...]


@dataclass(slots=True)
class Universe:
    """The problem in numbers: slots, candidate sessions and who fits where."""

    problem: Problem
    slots: list[Slot] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    of_slot: list[list[int]] = field(default_factory=list)
    people_of_slot: list[list[int]] = field(default_factory=list)
    slots_of: list[list[int]] = field(default_factory=list)
    room_classes: list[RoomClass] = field(default_factory=list)
    index: dict[tuple[int, str, str, int, int, int], int] = field(default_factory=dict)
    enemies: list[frozenset[int]] = field(default_factory=list)

    def slot(self, candidate: int) -> Slot:
        """The slot of a candidate session."""
        return self.slots[self.candidates[candidate].slot]

    def service(self, candidate: int) -> Service:
        """The service of a candidate session."""
        return self.problem.services[self.slot(candidate).service]

    def points(self, person: int, candidate: int) -> int:
        """What a participant's preferences give to a seat in this candidate session."""
        likes = self.problem.participants[person].prefers
        slot = self.slot(candidate)
        clinician = self.problem.clinicians[self.candidates[candidate].clinician]
        return (
            likes.modes.get(slot.mode, 0)
            + likes.day_parts.get(day_part(slot.day, slot.start), 0)
            + likes.clinicians.get(clinician.id, 0)
            + likes.clinician_gender.get(clinician.gender or "", 0)
        )

    def seats_of(self, person: int, slot: int) -> list[int]:
        """The candidate sessions of a slot that meet this participant's order."""
        service = self.problem.services[self.slots[slot].service].id
        order = next(o for o in self.problem.participants[person].orders if o.service == service)
        if order.clinician is None:
            return self.of_slot[slot]
        return [
            c for c in self.of_slot[slot] if self.problem.clinicians[self.candidates[c].clinician].id == order.clinician
        ]


def build_universe(problem: Problem, may: Callable[[Slot, int], bool] | None = None) -> Universe:
    """All candidate sessions of a problem, those that could never fill left out; `may` leaves out more of them."""
    universe = Universe(problem)
    universe.slots_of = [[] for _ in problem.participants]
    universe.enemies = _enemies(problem)
    universe.room_classes = _room_classes(problem)
    locked = _locked_keys(problem)
    busy = [{mode: _busy(person, mode) for mode in person.modes} for person in problem.participants]
    for number, service in enumerate(problem.services):
        times = starts(problem, service.minutes)
        for audience in service.audiences:
            eligible = [
                i
                for i, person in enumerate(problem.participants)
                if fits(person, service, audience) and service.minutes <= person.max_minutes_per_day
            ]
            could_lead = [i for i in range(len(problem.clinicians)) if leads(problem, i, service, audience)]
            for mode in MODES:
                if mode == IN_PERSON and not problem.rooms:
                    continue
                days = [[(p, busy[p][mode][day]) for p in eligible if mode in busy[p]] for day in range(len(DAY_NAMES))]
                for day, start in times:
                    slot = Slot(number, audience.id, mode, day, start, start + service.minutes)
                    under_way = _minutes(slot.start, slot.end)
                    people = [p for p, taken in days[day] if not taken & under_way]
                    leaders = [c for c in _leaders(problem, slot, could_lead) if may is None or may(slot, c)]
                    _add(universe, slot, leaders, people, locked)
    return universe


def _leaders(problem: Problem, slot: Slot, could_lead: list[int]) -> list[int]:
    """Clinicians who work at the time of this slot, in its mode."""
    when = Span(slot.day, slot.start, slot.end)
    return [
        i for i in could_lead if slot.mode in problem.clinicians[i].modes and within(when, problem.clinicians[i].works)
    ]


def _minutes(start: int, end: int) -> int:
    """A stretch of a day as a number: a bit within every minute, one between minutes, one for a mere moment."""
    if start == end:
        return 1 << 2 * start
    start, end = max(0, start), min(end, 1440)
    return ((1 << max(0, 2 * (end - start) - 1)) - 1) << 2 * start + 1


def _add(
    universe: Universe,
    slot: Slot,
    leaders: list[int],
    people: list[int],
    locked: set[tuple[str, str, str, int, int, str]],
) -> None:
    problem, service = universe.problem, universe.problem.services[slot.service]
    key = (service.id, slot.audience, slot.mode, slot.day, slot.start)
    kept = {c for c in leaders if (*key, problem.clinicians[c].id) in locked}
    if not kept:
        people = _who_may_meet(people, universe.enemies, service.min_size)
    enough = len(people) >= max(1, service.min_size)
    leaders = leaders if enough else [c for c in leaders if c in kept]
    if not leaders or service.max_size < 1:
        return
    number = len(universe.slots)
    universe.slots.append(slot)
    universe.people_of_slot.append(people)
    universe.of_slot.append([])
    for p in people:
        universe.slots_of[p].append(number)
    for clinician in leaders:
        index = len(universe.candidates)
        universe.candidates.append(Candidate(number, clinician))
        universe.of_slot[number].append(index)
        universe.index[slot.service, slot.audience, slot.mode, slot.day, slot.start, clinician] = index


def _who_may_meet(people: list[int], enemies: list[frozenset[int]], least: int) -> list[int]:
    """Those who could be in a group of at least so many without anybody whom they must not meet."""
    if not any(enemies[p] for p in people):
        return people
    while True:
        there = frozenset(people)
        kept = [p for p in people if len(people) - len(there & enemies[p]) >= least]
        if len(kept) == len(people):
            return people
        people = kept


def starts(problem: Problem, minutes: int) -> list[tuple[int, int]]:
    """Every day and minute at which a session of this length may start."""
    found = set()
    for hours in problem.opening:
        first = -(-hours.start // problem.start_step) * problem.start_step
        for start in range(first, hours.end - minutes + 1, problem.start_step):
            found.add((hours.day, start))
    return sorted(found)


def fits(person: Participant, service: Service, audience: Audience) -> bool:
    """Whether a participant has ordered the service and belongs to the audience."""
    return (
        any(o.service == service.id and o.per_week for o in person.orders)
        and person.track in audience.tracks
        and (audience.language is None or audience.language in person.languages)
    )


def leads(problem: Problem, clinician: int, service: Service, audience: Audience) -> bool:
    """Whether a clinician may lead this service for this audience."""
    who = problem.clinicians[clinician]
    return (
        service.id in who.leads
        and bool(set(who.tracks) & set(audience.tracks))
        and (audience.language is None or audience.language in who.languages)
    )


def within(when: Span, hours: tuple[Span, ...]) -> bool:
    """Whether a session lies inside one stretch of hours."""
    return any(h.day == when.day and h.start <= when.start and when.end <= h.end for h in hours)


def clashes(when: Span, busy: list[Span]) -> bool:
    """Whether a session touches a busy time."""
    return any(b.day == when.day and when.start < b.end and b.start < when.end for b in busy)


def _busy(person: Participant, mode: str) -> list[int]:
    """By day, the minutes that a participant's life takes up, widened by the way there and back."""
    travel = person.travel_minutes if mode == IN_PERSON else 0
    days = [0] * len(DAY_NAMES)
    for commitment in person.commitments:
        span = commitment.span
        days[span.day] |= _minutes(span.start - travel, span.end + travel)
    return days


def _enemies(problem: Problem) -> list[frozenset[int]]:
    number = {p.id: i for i, p in enumerate(problem.participants)}
    pairs: dict[int, set[int]] = defaultdict(set)
    for person in problem.participants:
        for other in person.not_with:
            pairs[number[person.id]].add(number[other])
            pairs[number[other]].add(number[person.id])
    return [frozenset(pairs[i]) for i in range(len(problem.participants))]


def _locked_keys(problem: Problem) -> set[tuple[str, str, str, int, int, str]]:
    return {
        (s.service, s.audience, s.mode, s.day, s.start, s.clinician)
        for s in problem.published or ()
        if s.id in problem.locked
    }


def _room_classes(problem: Problem) -> list[RoomClass]:
    """Rooms with the same seats are one class; a room with a locked session stands alone."""
    alone = {s.room for s in problem.published or () if s.id in problem.locked}
    sizes = {min(s.max_size, 10_000) for s in problem.services}
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    seats: dict[tuple[object, ...], int] = {}
    for room in problem.rooms:
        key: tuple[object, ...] = tuple(sorted(min(size, room.capacity) for size in sizes))
        key = (*key, room.id) if room.id in alone else key
        alike[key].append(room.id)
        seats[key] = min(room.capacity, seats.get(key, room.capacity))
    return [RoomClass(seats[key], tuple(rooms)) for key, rooms in alike.items() if seats[key] > 0 or key[-1] in alone]
