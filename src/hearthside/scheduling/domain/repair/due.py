"""What each person is due after an outage: their full week, or as much of it as the clinic could give at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hearthside.scheduling.domain.bounds import could_be_full
from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.entities import Participant, Problem

NEVER = 10**6


def due(universe: Universe, full: set[int]) -> Problem:
    """The problem in which those who had a full week, and cannot have it any more, order what they can still have."""
    people = [
        _cut(universe, p) if p in full and not (who.priority and could_be_full(universe, p)) else who
        for p, who in enumerate(universe.problem.participants)
    ]
    return replace(universe.problem, participants=tuple(people))


def most_minutes(universe: Universe, person: int) -> int:
    """Countable minutes that somebody could be given at most, if the whole clinic were theirs."""
    services = {s.id: s for s in universe.problem.services}
    days = _days(universe, person)
    return sum(
        min(o.per_week, len(days[o.service])) * services[o.service].minutes
        for o in universe.problem.participants[person].orders
        if services[o.service].countable
    )


def _cut(universe: Universe, person: int) -> Participant:
    """Orders that can be met; with something that does not count among them, no week is called full."""
    who, days = universe.problem.participants[person], _days(universe, person)
    orders = tuple(replace(o, per_week=min(o.per_week, len(days[o.service]))) for o in who.orders)
    countable = all(s.countable for s in universe.problem.services if s.id in {o.service for o in orders})
    return replace(who, orders=orders, min_days=0, min_minutes=0 if countable else NEVER)


def _days(universe: Universe, person: int) -> dict[str, set[int]]:
    """The days on which each service could be attended."""
    days: dict[str, set[int]] = defaultdict(set)
    for number in universe.slots_of[person]:
        if universe.seats_of(person, number):
            slot = universe.slots[number]
            days[universe.problem.services[slot.service].id].add(slot.day)
    return days
