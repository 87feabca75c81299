"""Two weeks beside each other: what the clinic gives in each, and who is better or worse off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from hearthside.scheduling.domain.entities import Participant, Problem, Session, day_part
from hearthside.scheduling.domain.hours import minutes_of
from hearthside.scheduling.domain.solution import Reason, Solution

Time = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """One week in numbers; minutes, and points of preference beside the most that anybody's wishes allow."""

    asked: int
    placed: int
    priority: int
    treatment_minutes: int
    preference: int
    preference_best: int
    contact_minutes: int
    contact_most: int
    sessions: int
    seats: int
    room_minutes: Mapping[str, int]
    opening_minutes: int


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person in both weeks."""

    participant: str
    full_before: bool
    full_after: bool
    minutes_before: int
    minutes_after: int
    points_before: int
    points_after: int
    wishes_lost: tuple[str, ...]
    wishes_won: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of both weeks, the people for whom something differs, times and rooms newly used or no longer."""

    before: Figures
    after: Figures
    gains: tuple[PersonChange, ...]
    loses: tuple[PersonChange, ...]
    same: int
    newcomers_full: int
    newcomers: tuple[str, ...]
    gone: tuple[str, ...]
    orders_freed: int
    times_won: tuple[tuple[int, str, tuple[str, ...]], ...]
    times_lost: tuple[tuple[int, str, tuple[str, ...]], ...]
    unplaced: Mapping[str, tuple[Reason, ...]]


def compare_weeks(problem_a: Problem, solution_a: Solution, problem_b: Problem, solution_b: Solution) -> Comparison:
    """What differs between the week of one clinic and the week of a changed one."""
    before, after = _Week(problem_a, solution_a), _Week(problem_b, solution_b)
    both = [p.id for p in problem_a.participants if p.id in after.people]
    changes = [_change(name, before, after) for name in both]
    differ = [c for c in changes if _standing(c, after=False) != _standing(c, after=True)]
    newcomers = tuple(name for name in after.people if name not in before.people)
    times_a, times_b = before.times(), after.times()
    return Comparison(
        before=before.figures(),
        after=after.figures(),
        gains=tuple(c for c in differ if _standing(c, after=True) > _standing(c, after=False)),
        loses=tuple(c for c in differ if _standing(c, after=True) < _standing(c, after=False)),
        same=len(both) - len(differ),
        newcomers=newcomers,
        newcomers_full=sum(after.full(name) for name in newcomers),
        gone=tuple(name for name in before.people if name not in after.people),
        orders_freed=sum(_freed(before.people[name], after.people[name]) for name in both),
        times_won=tuple((*time, rooms) for time, rooms in times_b.items() if time not in times_a),
        times_lost=tuple((*time, rooms) for time, rooms in times_a.items() if time not in times_b),
        unplaced={u.participant: u.reasons for u in solution_b.unplaced},
    )


def comparison_to_json(comparison: Comparison) -> dict[str, object]:
    """The comparison as JSON."""
    data = asdict(comparison)
    data["unplaced"] = {
        name: [{"code": r.code, **r.data} for r in reasons] for name, reasons in comparison.unplaced.items()
    }
    return data


def _standing(change: PersonChange, *, after: bool) -> tuple[bool, int, int]:
    """What counts for a person, the first difference decides: a full week, then hours, then wishes."""
    if after:
        return change.full_after, change.minutes_after, change.points_after
    return change.full_before, change.minutes_before, change.points_before


def _freed(before: Participant, after: Participant) -> int:
    """Orders that named a clinician who is no longer there."""
    named = {o.service: o.clinician for o in after.orders}
    return sum(o.clinician is not None and o.service in named and named[o.service] is None for o in before.orders)


class _Week:
    """A week arranged for looking things up."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.sessions = solution.sessions
        self.services = {s.id: s for s in problem.services}
        self.clinicians = {c.id: c for c in problem.clinicians}
        self.people = {p.id: p for p in problem.participants}
        self.seats: dict[str, list[Session]] = defaultdict(list)
        for session in solution.sessions:
            for name in session.participants:
                self.seats[name].append(session)

    def minutes(self, name: str) -> int:
        """Countable minutes of a person."""
        mine = [self.services[s.service] for s in self.seats[name]]
        return sum(service.minutes for service in mine if service.countable)

    def full(self, name: str) -> bool:
        """Whether somebody has the full week that was ordered."""
        who, mine = self.people[name], self.seats[name]
        met = all(sum(s.service == o.service for s in mine) == o.per_week for o in who.orders)
        return met and len({s.day for s in mine}) >= who.min_days and self.minutes(name) >= who.min_minutes

    def wishes(self, name: str) -> dict[str, int]:
        """Points of a person by what the wish is about."""
        likes = self.people[name].prefers
        found = dict.fromkeys(("mode", "day_part", "clinician", "gender"), 0)
        for s in self.seats[name]:
            found["mode"] += likes.modes.get(s.mode, 0)
            found["day_part"] += likes.day_parts.get(day_part(s.day, s.start), 0)
            found["clinician"] += likes.clinicians.get(s.clinician, 0)
            found["gender"] += likes.clinician_gender.get(self.clinicians[s.clinician].gender or "", 0)
        return found

    def times(self) -> dict[Time, tuple[str, ...]]:
        """The parts of days in which there are sessions, with the rooms they are in."""
        found: dict[Time, set[str]] = defaultdict(set)
        for s in self.sessions:
            part = day_part(0, s.start)  # a weekend's evening is an evening here
            found[s.day, part] |= {s.room} if s.room else set()
        order = ("morning", "afternoon", "evening")
        return {
            time: tuple(sorted(found[time])) for time in sorted(found, key=lambda t: (t[0], order.index(t[1])))
        }  # fmt: skip

    def figures(self) -> Figures:
        """The week in numbers."""
        full = [name for name in self.people if self.full(name)]
        rooms = {room.id: 0 for room in self.problem.rooms}
        for s in self.sessions:
            if s.room is not None:
                rooms[s.room] = rooms.get(s.room, 0) + self.services[s.service].minutes
        return Figures(
            asked=len(self.people),
            placed=len(full),
            priority=sum(self.people[name].priority for name in full),
            treatment_minutes=sum(self.minutes(name) for name in self.people),
            preference=sum(sum(self.wishes(name).values()) for name in self.people),
            preference_best=sum(self.best(p) for p in self.problem.participants),
            contact_minutes=sum(self.services[s.service].minutes for s in self.sessions),
            contact_most=sum(c.max_contact_minutes for c in self.problem.clinicians),
            sessions=len(self.sessions),
            seats=sum(len(s.participants) for s in self.sessions),
            room_minutes=rooms,
            opening_minutes=minutes_of(self.problem.opening),
        )

    def best(self, person: Participant) -> int:
        """The points if each seat were just as the person would have it, were nobody else there."""
        likes, total = person.prefers, 0
        modes = max((likes.modes.get(mode, 0) for mode in person.modes), default=0)
        part = max(likes.day_parts.values(), default=0)
        for order in person.orders:
            leaders = [
                likes.clinicians.get(c.id, 0) + likes.clinician_gender.get(c.gender or "", 0)
                for c in self.problem.clinicians
                if order.service in c.leads and order.clinician in (None, c.id)
            ]
            total += order.per_week * (modes + max(part, 0) + max(leaders, default=0))
        return total


def _change(name: str, before: _Week, after: _Week) -> PersonChange:
    old, new = before.wishes(name), after.wishes(name)
    return PersonChange(
        participant=name,
        full_before=before.full(name),
        full_after=after.full(name),
        minutes_before=before.minutes(name),
        minutes_after=after.minutes(name),
        points_before=sum(old.values()),
        points_after=sum(new.values()),
        wishes_lost=tuple(wish for wish in old if new[wish] < old[wish]),
        wishes_won=tuple(wish for wish in old if new[wish] > old[wish]),
    )
