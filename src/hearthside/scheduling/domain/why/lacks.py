"""What the clinic lacks, ranked across everybody without a full week: each claim is a week that was solved again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.places import WeekIndex, book, index_week, insert

from .additions import GROUP, HOURS, Addition, Seeker, at_times, could_sit, for_everybody, missing, seekers
from .needs import Need, needs
from .trying import minutes_more, opened, with_enough
from .week import Running, running

TRIED, TIMES, SHOWN = 8, 4, 6
MANY_TIMES = {1: 12, 2: 6, 3: 4}  # times of each addition that are looked at, by how many are added
Wanted = dict[str, list[frozenset[Need]]]


@dataclass(frozen=True, slots=True)
class Lack:
    """What the clinic could add at once, who would have a full week then, and the week that shows it.

    `missing` says for each addition what the clinic does not have for it; `minutes` how much each clinician of added
    hours would be there more; `joined` how many others gain a seat, where a new group needs them to be large enough.
    """

    additions: tuple[Addition, ...]
    missing: tuple[tuple[str, ...], ...]
    minutes: tuple[int, ...]
    people: tuple[str, ...]
    priority: int
    joined: int
    problem: Problem
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Lacks:
    """Who could have a full week without any change, and what would place the others, best first."""

    free: tuple[str, ...]
    ranked: tuple[Lack, ...]


def lacks(week: Running, unplaced: Iterable[str]) -> Lacks:
    """What would give a full week to the most people who have none, best first."""
    names = _by_priority(week, unplaced)
    index, free = _inserted(index_week(for_everybody(week.problem, names), week.sessions), names)
    base = running(index.problem, index.sessions())
    waiting = seekers(base, [name for name in names if name not in free])
    wanted = {seeker.person.id: needs(base, seeker.person) for seeker in waiting}
    found = [lack for chosen in _sets(base, wanted) if (lack := _best(base, waiting, wanted, chosen)) is not None]
    found += _together(base, waiting, found)
    return Lacks(free, tuple(_distinct(sorted(found, key=_rank))[:SHOWN]))


def _by_priority(week: Running, names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-week.people[name].priority, name))


def _inserted(index: WeekIndex, names: Iterable[str]) -> tuple[WeekIndex, tuple[str, ...]]:
    """These people one after another, as many as find a full week beside those before them."""
    placed = []
    for name in names:
        found = insert(index, index.people[name])
        if found is not None:
            index = book(index, found)
            placed.append(name)
    return index, tuple(placed)


def _sets(week: Running, wanted: Wanted) -> list[frozenset[Need]]:
    """The sets of additions that could complete the most weeks; of each size the best few."""
    support: dict[frozenset[Need], int] = {}
    for chosen in {need for sets in wanted.values() for need in sets}:
        support[chosen] = sum(
            week.people[name].priority for name, sets in wanted.items() if any(need <= chosen for need in sets)
        )
    ranked = sorted(support, key=lambda chosen: (-support[chosen], sorted(map(_key, chosen))))
    sizes = sorted({len(chosen) for chosen in ranked})
    return [chosen for size in sizes for chosen in [c for c in ranked if len(c) == size][:TRIED]]


def _key(need: Need) -> tuple[object, ...]:
    return need.service, need.day, need.mode, need.audience, need.clinician


def _best(week: Running, waiting: list[Seeker], wanted: Wanted, chosen: frozenset[Need]) -> Lack | None:
    """The times at which these additions together place the most people."""
    hoping = [s for s in waiting if any(need <= chosen for need in wanted[s.person.id])]
    ways = [_ways(week, hoping, need)[: MANY_TIMES[len(chosen)]] for need in sorted(chosen, key=_key)]
    tries = []
    for added in product(*ways):
        worth = sum(seeker.person.priority for seeker in hoping if seeker.helped(week, added))
        if worth:
            tries.append((worth, added))
    tries.sort(key=lambda item: (-item[0], sum(a.kind != GROUP for a in item[1])))
    for _, added in tries[:TIMES]:
        lack = tried(week, added, [seeker.person.id for seeker in waiting if seeker.helped(week, added)])
        if lack is not None:
            return lack
    return None


def _ways(week: Running, waiting: list[Seeker], need: Need) -> list[Addition]:
    """The times at which the most people who wait could come to such a session."""
    if need.kind == HOURS:
        return [Addition(HOURS, need.service, clinician=need.clinician)]
    ways = at_times(week, week.services[need.service], need.audience, need.mode, need.day)
    scored = [
        (sum(s.person.priority for s in waiting if could_sit(week, s.person, way)), len(missing(week, way)), way)
        for way in ways
    ]
    scored.sort(key=lambda item: (-item[0], item[1], item[2].start))
    return [way for worth, _, way in scored if worth]


def _together(week: Running, waiting: list[Seeker], singles: Sequence[Lack]) -> list[Lack]:
    """Two of the best single additions at once."""
    best = sorted((lack for lack in singles if len(lack.additions) == 1), key=_rank)[:TIMES]
    found = []
    for one, two in combinations(best, 2):
        added = one.additions + two.additions
        lack = tried(week, added, [s.person.id for s in waiting if s.helped(week, added)])
        if lack is not None and len(lack.people) > max(len(one.people), len(two.people)):
            found.append(lack)
    return found


def tried(week: Running, added: Sequence[Addition], names: Iterable[str]) -> Lack | None:
    """The week with these additions and as many of these people as find a full week in it together."""
    lacking = tuple(missing(week, addition) for addition in added)
    fuller, groups = opened(week, added)
    index, placed = _inserted(index_week(fuller.problem, fuller.sessions), names)
    final = with_enough(running(fuller.problem, index.sessions()), groups, placed)
    if not placed or final is None:
        return None
    before = sum(len(s.participants) for s in index.sessions())
    minutes = tuple(minutes_more(week, final, addition) for addition in added)
    if any(addition.kind == HOURS and not more for addition, more in zip(added, minutes, strict=True)):
        return None
    return Lack(
        tuple(added), lacking, minutes, placed, sum(week.people[name].priority for name in placed),
        sum(len(s.participants) for s in final.sessions) - before, final.problem, final.sessions,
    )  # fmt: skip


def _rank(lack: Lack) -> tuple[object, ...]:
    """Most people by priority for each addition first, then what asks least of the clinic."""
    asks = sum(len(one) for one in lack.missing)
    where = [(a.day, a.start, a.service, a.mode, a.clinician) for a in lack.additions]
    return -lack.priority / len(lack.additions), -lack.priority, asks, where


def _distinct(ranked: Sequence[Lack]) -> list[Lack]:
    """The claims that place somebody whom a claim before them, of as few additions, does not."""
    kept: list[Lack] = []
    for lack in ranked:
        people, size = set(lack.people), len(lack.additions)
        if not any(people <= set(before.people) and len(before.additions) <= size for before in kept):
            kept.append(lack)
    return kept
