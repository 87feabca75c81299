"""The exact search for one person's full week: day by day, with the least that their life would have to give way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hearthside.scheduling.domain.entities import MODES, Participant

from .week import Opening, Running, bits, openings, without

Family = dict[int, list[int]]  # of one day: which services (a mask), and the least that each asks
Option = tuple[int, int]  # quarter hours of a day, demand
FIELD, GUARD, MOST_A_WEEK = 4, 8, 7


class Demands(Protocol):
    """How the places of a week are turned into what they ask."""

    first: int

    def of(self, opening: Opening) -> list[int]:
        """The ways in which the person could sit there."""
        ...

    def beyond(self, minutes: int) -> int | None:
        """What so many minutes on one day would ask."""
        ...


@dataclass(frozen=True, slots=True)
class Chances:
    """One person's possible places, by service and day, before their life is looked at."""

    person: Participant
    services: tuple[str, ...]
    minutes: tuple[int, ...]
    openings: tuple[tuple[tuple[Opening, ...], ...], ...]  # by service, by day
    possible: bool


def chances(week: Running, person: Participant) -> Chances:
    """Where this person could sit in a running week, others untouched."""
    week = without(week, person.id)
    ordered = [o for o in person.orders if o.per_week]
    countable = sum(
        week.services[o.service].minutes * o.per_week for o in ordered if week.services[o.service].countable
    )
    found = []
    for order in ordered:
        places: list[list[Opening]] = [[] for _ in range(7)]
        for opening in openings(week, person, week.services[order.service]):
            places[opening.day].append(opening)
        held = [[o for o in day if o.held] for day in places]
        found.append(tuple(tuple(stay or day) for stay, day in zip(held, places, strict=True)))
    return Chances(
        person, tuple(o.service for o in ordered), tuple(week.services[o.service].minutes for o in ordered),
        tuple(found),
        countable >= person.min_minutes
        and sum(o.per_week for o in ordered) >= person.min_days
        and all(o.per_week <= MOST_A_WEEK for o in ordered),
    )  # fmt: skip


@dataclass(slots=True)
class Search:
    """A person's chances with what each asks, ready to be searched again and again.

    What is `allowed` has given way already and counts no more; of the rest, at most so many parts may.
    """

    chances: Chances
    demands: Demands
    options: list[dict[str, list[list[Option]]]] = field(init=False)
    must: list[int] = field(init=False)
    extra: list[int | None] = field(init=False)
    touched: list[int] = field(init=False)
    seen: dict[tuple[int, int, int], Family] = field(default_factory=dict)
    weeks: dict[tuple[frozenset[int], ...], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        days = [[places[day] for places in self.chances.openings] for day in range(7)]
        self.options = [{mode: [_options(p, mode, self.demands) for p in day] for mode in MODES} for day in days]
        self.must = [sum(1 << n for n, places in enumerate(day) if any(o.held for o in places)) for day in days]
        lengths = self.chances.minutes
        self.extra = [
            self.demands.beyond(sum(m for n, m in enumerate(lengths) if subset >> n & 1))
            for subset in range(1 << len(lengths))
        ]
        minutes = _union(asked for asked in self.extra if asked)
        self.touched = [
            _union(asked for mode in day.values() for mine in mode for _, asked in mine) | minutes
            for day in self.options
        ]

    def least(self, most: int, allowed: int = 0) -> list[int]:
        """Every least demand of at most so many parts that gives a full week; `[0]` if nothing needs to give way."""
        if not self.chances.possible:
            return []
        days = [self.family(day, most, allowed) for day in range(7)]
        return weeks(self.chances.person, days, self.demands.first, most)

    def feasible(self, allowed: int) -> bool:
        """Whether the person has a full week once all these parts give way."""
        if not self.chances.possible:
            return False
        days = tuple(frozenset(self.family(day, 0, allowed)) for day in range(7))
        if days not in self.weeks:
            self.weeks[days] = possible(self.chances.person, days)
        return self.weeks[days]

    def family(self, day: int, most: int, allowed: int) -> Family:
        """What the person could have on a day, all in one mode: each set of services with the least that it asks."""
        key = day, most, allowed & self.touched[day]
        if key not in self.seen:
            self.seen[key] = self._family(day, most, allowed)
        return self.seen[key]

    def _family(self, day: int, most: int, allowed: int) -> Family:
        must = self.must[day]
        found: Family = {} if must else {0: [0]}
        for mode in MODES:
            options = []
            for number, every in enumerate(self.options[day][mode]):
                mine = self._few(every, most, allowed)
                if mine:
                    options.append((number, mine))
            if not must & ~sum(1 << number for number, _ in options):
                options.sort(key=lambda item: len(item[1]))
                self._add(found, self._combined(options, most), must, most, allowed)
        return found

    def _few(self, options: list[Option], most: int, allowed: int) -> list[Option]:
        """The options that ask few enough parts, those that ask least first."""
        found: dict[int, list[int]] = {}
        first = self.demands.first
        for when, demand in options:
            left = demand & ~allowed
            if (left & first).bit_count() <= most:
                keep(found.setdefault(when, []), left)
        flat = [(when, demand) for when, asked in found.items() for demand in asked]
        return sorted(flat, key=lambda item: item[1].bit_count())

    def _combined(self, options: list[tuple[int, list[Option]]], most: int) -> dict[tuple[int, int], list[int]]:
        """Every set of these services that fits into the day, built one service after another."""
        first = self.demands.first
        states: dict[tuple[int, int], list[int]] = {(0, 0): [0]}
        for position, (number, mine) in enumerate(options):
            last = position == len(options) - 1
            for (subset, busy), asked in list(states.items()):
                target = subset | 1 << number
                if self.extra[target] is None:
                    continue
                for demand in asked:
                    for when, more in mine:
                        if not busy & when and ((demand | more) & first).bit_count() <= most:
                            keep(states.setdefault((target, 0 if last else busy | when), []), demand | more)
                            if last and not more:
                                break
        return states

    def _add(self, found: Family, states: dict[tuple[int, int], list[int]], must: int, most: int, allowed: int) -> None:
        """Adds what the minutes of a day ask, and leaves out what does not hold the sessions that must stay."""
        for (subset, _), asked in states.items():
            extra = self.extra[subset]
            if not subset or must & ~subset or extra is None:
                continue
            for demand in asked:
                both = demand | extra & ~allowed
                if (both & self.demands.first).bit_count() <= most:
                    keep(found.setdefault(subset, []), both)


def _options(places: Iterable[Opening], mode: str, demands: Demands) -> list[Option]:
    """The places of a service on a day as (quarter hours, demand)."""
    found: dict[int, list[int]] = {}
    for opening in places:
        if opening.mode == mode:
            when = bits(0, opening.start, opening.end)
            for demand in demands.of(opening):
                keep(found.setdefault(when, []), demand)
    return [(when, demand) for when, asked in found.items() for demand in asked]


def _union(demands: Iterable[int]) -> int:
    found = 0
    for demand in demands:
        found |= demand
    return found


def keep(smallest: list[int], demand: int) -> None:
    """Adds a demand unless another asks no more; those that ask more go."""
    for other in smallest:
        if not other & ~demand:
            return
    smallest[:] = [other for other in smallest if demand & ~other]
    smallest.append(demand)


def weeks(person: Participant, days: list[Family], first: int, most: int) -> list[int]:
    """Seven days put together so that every order is met exactly on enough days, with the least that it asks."""
    target, guard, count = _orders(person)
    states: dict[tuple[int, int], list[int]] = {(target, 0): [0]}
    for number, day in enumerate(days):
        later = _later(days[number + 1 :], count) | guard
        fresh: dict[tuple[int, int], list[int]] = {}
        steps = [(_fields(subset), bool(subset), asked) for subset, asked in day.items()]
        for (left, used), before in states.items():
            for taken, some, asked in steps:
                rest = (left | guard) - taken
                if rest & guard != guard or (later - (rest ^ guard)) & guard != guard:
                    continue
                goal = fresh.setdefault((rest ^ guard, used + (some and used < person.min_days)), [])
                for one in before:
                    for two in asked:
                        if ((one | two) & first).bit_count() <= most:
                            keep(goal, one | two)
        states = fresh
    return states.get((0, person.min_days), [])


def possible(person: Participant, days: Sequence[Iterable[int]]) -> bool:
    """Whether seven days can be put together so that every order is met exactly on enough days."""
    target, guard, count = _orders(person)
    states = {target: 0}  # what is still owed, and on how many days at most the rest was
    for number, day in enumerate(days):
        later = _later(days[number + 1 :], count) | guard
        fresh: dict[int, int] = {}
        steps = [(_fields(subset), bool(subset)) for subset in day]
        for left, used in states.items():
            for taken, some in steps:
                rest = (left | guard) - taken
                if rest & guard == guard and (later - (rest ^ guard)) & guard == guard:
                    rest ^= guard
                    if fresh.get(rest, -1) < used + some:
                        fresh[rest] = used + some
        states = fresh
    return states.get(0, -1) >= person.min_days


def _orders(person: Participant) -> tuple[int, int, int]:
    """What is owed, a field for each service; the bits that guard the fields; how many fields there are."""
    ordered = [o.per_week for o in person.orders if o.per_week]
    guard = sum(GUARD << FIELD * n for n in range(len(ordered)))
    return sum(number << FIELD * n for n, number in enumerate(ordered)), guard, len(ordered)


def _later(days: Sequence[Iterable[int]], services: int) -> int:
    """On how many of these days each service is possible at all."""
    return sum(sum(any(subset >> n & 1 for subset in day) for day in days) << FIELD * n for n in range(services))


def _fields(subset: int) -> int:
    """One in the field of each service of a set."""
    found, place = 0, 0
    while subset:
        found |= (subset & 1) << place
        subset, place = subset >> 1, place + FIELD
    return found
