"""What stands between one person and a full week of a running clinic, and the smallest change that would help.

Both answers come from the same exact search: a set is named only if the person has a full week once it gives way,
and has none when any part of it stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from hearthside.scheduling.domain.places import index_week, insert

from .demands import Part, Removal, Shift
from .giving import given_way
from .search import Chances, Search, chances
from .week import QUARTER, Running, scarce

DEEPEST = 3  # parts of a conflict up to which all the smallest sets are searched for; beyond, one is found
MOST_SHOWN = 12
CHANGES_AT_ONCE = 2
EVERYTHING = -1
# how many minutes of somebody's week a change of another kind is thought to weigh
WEIGHTS = {"mode": 30, "clinician": 45}
BY_MINUTES = frozenset({"ends_earlier", "starts_later", "longer_day", "shorter_way"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """Times and choices of a person of which each stands in the way; empty where a full week is free already."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody could change, as little as helps."""

    parts: tuple[Part, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """Fewer parts first, then fewer minutes."""
        return len(self.parts), sum(WEIGHTS.get(part.kind, part.minutes) for part in self.parts)


Named = TypeVar("Named", Conflict, Change)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Everything about one person without a full week; without conflicts it is the clinic that lacks something."""

    participant: str
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]

    @property
    def free_now(self) -> bool:
        """Whether a full week is free for this person as it is."""
        return any(not conflict.parts for conflict in self.conflicts)


def obstacles(week: Running, person_id: str) -> Obstacles:
    """What stands in the way of a full week in the running week, and what would help."""
    places = chances(week, week.people[person_id])
    found = _true(week, places, _conflicts(places))
    changes = _true(week, places, _changes(places)) if found and found[0].parts else ()
    return Obstacles(person_id, found, changes)


def conflicts(week: Running, person_id: str) -> tuple[Conflict, ...]:
    """The smallest sets of a person's times and choices that keep a full week from them."""
    places = chances(week, week.people[person_id])
    return _true(week, places, _conflicts(places))


def helpful_changes(week: Running, person_id: str) -> tuple[Change, ...]:
    """The smallest changes that give a person a full week, one thing if one is enough, best first."""
    places = chances(week, week.people[person_id])
    return _true(week, places, _changes(places))


def _true(week: Running, places: Chances, named: tuple[Named, ...]) -> tuple[Named, ...]:
    """Where a clinician has hours for some of a person's own sessions only, what a second solver confirms."""
    if not named or not scarce(week, places.person):
        return named
    index, person = index_week(week.problem, week.sessions), places.person
    return tuple(
        one
        for one in named
        if insert(index, given_way(person, one.parts)) is not None
        and all(insert(index, given_way(person, less)) is None for less in smaller(one))
    )


def _conflicts(places: Chances) -> tuple[Conflict, ...]:
    ledger = Removal(places.person)
    search = Search(places, ledger)
    if not search.feasible(EVERYTHING):
        return ()
    one = min((_shrunk(search, ledger, order) for order in ledger.orders()), key=ledger.size)
    for most in range(min(ledger.size(one), DEEPEST) + 1):
        found = search.least(most)
        if found:
            named = sorted(found, key=lambda demand: _order(ledger.read(demand)))
            return tuple(Conflict(ledger.read(demand)) for demand in named[:MOST_SHOWN])
    return (Conflict(ledger.read(one)),)


def _shrunk(search: Search, ledger: Removal, order: Iterable[int]) -> int:
    """One set of which every part is needed: whatever can come back comes back."""
    allowed = (1 << len(ledger.parts)) - 1
    for place in order:
        if search.feasible(allowed & ~(1 << place)):
            allowed &= ~(1 << place)
    return allowed


def _changes(places: Chances) -> tuple[Change, ...]:
    ledger = Shift(places.person)
    search = Search(places, ledger)
    if not search.feasible(EVERYTHING):
        return ()
    for most in range(1, CHANGES_AT_ONCE + 1):
        found = [Change(ledger.read(demand)) for demand in search.least(most)]
        found = [change for change in found if _leaves_something(change)]
        if found:
            return tuple(sorted(found, key=lambda c: (c.weight, _order(c.parts)))[:MOST_SHOWN])
    return ()


def _leaves_something(change: Change) -> bool:
    """Whether a commitment that starts later and ends earlier is still there."""
    less: dict[object, int] = {}
    for part in change.parts:
        if part.commitment is not None:
            less[part.commitment] = less.get(part.commitment, 0) + part.minutes
    return all(
        part.commitment is None or less[part.commitment] < part.commitment.span.end - part.commitment.span.start
        for part in change.parts
    )


def _order(parts: tuple[Part, ...]) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (part.kind, part.commitment.span.day if part.commitment else part.day or 0,
         part.commitment.span.start if part.commitment else 0)
        for part in parts
    )  # fmt: skip


def smaller(named: Conflict | Change) -> Iterator[tuple[Part, ...]]:
    """Everything that is a little less than this; none of it is enough."""
    for number, part in enumerate(named.parts):
        rest = named.parts[:number] + named.parts[number + 1 :]
        by_minutes = part.kind in BY_MINUTES and part.minutes > QUARTER
        yield (*rest, replace(part, minutes=part.minutes - QUARTER)) if by_minutes else rest
