"""Our own referee of a timetable of courses: hard rules and the four costs of formulation UD2."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from .reading import Instance, Lecture


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which hard rules are broken how often, and what the timetable costs."""

    broken: dict[str, int]
    capacity: int
    spread: int
    compact: int
    stability: int

    @property
    def cost(self) -> int:
        """The sum of the four costs."""
        return self.capacity + self.spread + self.compact + self.stability


def verify_courses(instance: Instance, lectures: tuple[Lecture, ...]) -> Verdict:
    """What a timetable breaks and costs."""
    seats = [seats for _, seats in instance.rooms]
    capacity = sum(max(0, instance.courses[x.course].students - seats[x.room]) for x in lectures)
    days, rooms = defaultdict(set), defaultdict(set)
    for x in lectures:
        days[x.course].add(x.day)
        rooms[x.course].add(x.room)
    spread = sum(5 * max(0, c.min_days - len(days[n])) for n, c in enumerate(instance.courses))
    stability = sum(len(used) - 1 for used in rooms.values())
    broken = {rule: times for rule, times in _broken(instance, lectures).items() if times}
    return Verdict(broken, capacity, spread, _compact(instance, lectures), stability)


def _compact(instance: Instance, lectures: tuple[Lecture, ...]) -> int:
    cost = 0
    for members in instance.curricula:
        taken = {(x.day, x.period) for x in lectures if x.course in members}
        cost += 2 * sum(not {(day, p - 1), (day, p + 1)} & taken for day, p in taken)
    return cost


def _broken(instance: Instance, lectures: tuple[Lecture, ...]) -> dict[str, int]:
    given = Counter(x.course for x in lectures)
    places = Counter((x.room, x.day, x.period) for x in lectures)
    together = defaultdict(list)
    for x in lectures:
        together[x.day, x.period].append(x.course)
    pairs = Counter(pair for here in together.values() for pair in combinations(sorted(here), 2))
    same = {pair for members in instance.curricula for pair in combinations(sorted(members), 2)}
    teachers = [c.teacher for c in instance.courses]
    return {
        "lectures": sum(abs(c.lectures - given[n]) for n, c in enumerate(instance.courses)),
        "room": sum(n - 1 for n in places.values()),
        "unavailable": sum((x.course, x.day, x.period) in instance.closed for x in lectures),
        "outside": sum(not (0 <= x.day < instance.days and 0 <= x.period < instance.periods_per_day) for x in lectures),
        "twice at once": sum(n for (a, b), n in pairs.items() if a == b),
        "teacher": sum(n for (a, b), n in pairs.items() if a != b and teachers[a] == teachers[b]),
        "curriculum": sum(n for pair, n in pairs.items() if pair in same),
    }
