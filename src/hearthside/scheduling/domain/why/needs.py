"""Which few additions would complete somebody's week: the same exact search, with sessions that do not exist yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hearthside.scheduling.domain.candidates import fits, leads, starts
from hearthside.scheduling.domain.entities import MODES, Audience, Participant, Service

from .additions import GROUP, HOURS, NEW
from .demands import Part, Removal
from .others import clear
from .search import Chances, Search, chances
from .week import Opening, Running

MOST_TOGETHER, MOST_SETS = 3, 80
COARSE = 60  # minutes between the starts that are looked at first


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a person's week could use, at one of many times."""

    kind: str
    service: str
    audience: str = ""
    mode: str = ""
    day: int = 0
    clinician: str = ""


@dataclass(slots=True)
class _Needs(Removal):
    """A seat that exists asks nothing or is out of reach; one that would have to be added is one part."""

    def of(self, opening: Opening) -> list[int]:
        """Nothing, the addition that this would be, or no way."""
        if opening.clinicians[0] != NEW:
            return [0] if not any(Removal.of(self, opening)[:1] or [1]) else []
        _, kind, about = opening.clinicians
        if kind == HOURS:
            need = Need(HOURS, opening.service, clinician=about)
        else:
            need = Need(GROUP, opening.service, about, opening.mode, opening.day)
        return [1 << self.run(need, Part("need"))]

    def beyond(self, minutes: int) -> int | None:
        """Nobody's day is made longer here."""
        return 0 if minutes <= self.person.max_minutes_per_day else None

    def needs(self, demand: int) -> frozenset[Need]:
        """The additions of a demand."""
        return frozenset(key for key, place in self.places.items() if isinstance(key, Need) and demand >> place & 1)


def needs(week: Running, person: Participant) -> list[frozenset[Need]]:
    """The smallest sets of additions, at most three at once, with which this person could have a full week."""
    ledger = _Needs(person)
    search = Search(_with_additions(week, chances(week, person)), ledger)
    if not search.chances.possible:
        return []
    for most in range(1, MOST_TOGETHER + 1):
        found = search.least(most)
        if found:
            return [ledger.needs(demand) for demand in sorted(found)[:MOST_SETS]]
    return []


def _with_additions(week: Running, places: Chances) -> Chances:
    """The chances with every session that could be added around this person's life."""
    more = []
    for service, days in zip(places.services, places.openings, strict=True):
        fresh: list[list[Opening]] = [[] for _ in range(7)]
        for opening in _added(week, places.person, service):
            fresh[opening.day].append(opening)
        more.append(tuple(
            day if any(o.held for o in day) else (*day, *new) for day, new in zip(days, fresh, strict=True)
        ))  # fmt: skip
    return replace(places, openings=tuple(more))


def _added(week: Running, person: Participant, service_id: str) -> Iterator[Opening]:
    service = week.services[service_id]
    order = next(o for o in person.orders if o.service == service_id)
    if service.max_size <= 1:
        kinds = [(NEW, HOURS, order.clinician or "")]
    else:
        kinds = [(NEW, GROUP, a.id) for a in _widest(week, person, service) if order.clinician is None]
    for day, start in starts(week.problem, service.minutes):
        for mode in MODES:
            end = start + service.minutes
            if start % COARSE == 0 and mode in person.modes and clear(person, mode, day, start, end):
                for kind in kinds:
                    yield Opening(service_id, mode, day, start, end, kind)


def _widest(week: Running, person: Participant, service: Service) -> list[Audience]:
    """Of the audiences that somebody belongs to, the one that most others do too and that can be led."""
    led = {
        a.id: any(leads(week.problem, number, service, a) for number in range(len(week.problem.clinicians)))
        for a in service.audiences
    }
    own = [a for a in service.audiences if fits(person, service, a)]
    if len(own) < 2:
        return own
    people = week.problem.participants
    return [max(own, key=lambda a: (led[a.id], sum(fits(other, service, a) for other in people)))]


__all__ = ["Need", "needs"]
