"""What no week can exceed, found by looking at each person alone."""

from __future__ import annotations

from collections import defaultdict

from hearthside.scheduling.domain.candidates import Universe


def hopeless(universe: Universe) -> set[int]:
    """People whose orders cannot all be met even with the whole clinic to themselves."""
    return {p for p in range(len(universe.problem.participants)) if not could_be_full(universe, p)}


def could_be_full(universe: Universe, person: int) -> bool:
    """Whether the orders add up and enough different days have a session of each service."""
    who = universe.problem.participants[person]
    countable = {s.id: s.minutes if s.countable else 0 for s in universe.problem.services}
    if sum(o.per_week * countable[o.service] for o in who.orders) < who.min_minutes:
        return False
    if sum(o.per_week for o in who.orders) < who.min_days:
        return False
    days: dict[str, set[int]] = defaultdict(set)
    for slot in universe.slots_of[person]:
        if universe.seats_of(person, slot):
            where = universe.slots[slot]
            days[universe.problem.services[where.service].id].add(where.day)
    if len(set().union(*days.values())) < who.min_days:
        return False
    return all(len(days[o.service]) >= o.per_week for o in who.orders)


def preference_ceiling(universe: Universe) -> int:
    """The points of everybody's best days, as if nobody else were there."""
    return sum(_best(universe, p) for p in range(len(universe.problem.participants)))


def _best(universe: Universe, person: int) -> int:
    """The best points of each service on its best days, added up."""
    best: dict[str, dict[int, int]] = defaultdict(dict)
    for slot in universe.slots_of[person]:
        where = universe.slots[slot]
        days = best[universe.problem.services[where.service].id]
        for c in universe.seats_of(person, slot):
            days[where.day] = max(days.get(where.day, 0), universe.points(person, c))
    return sum(
        sum(sorted(best[o.service].values(), reverse=True)[: o.per_week])
        for o in universe.problem.participants[person].orders
    )
