"""One person's question to a week: what is still owed to them, and every seat that could give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hearthside.scheduling.domain.entities import IN_PERSON, Audience, Participant, Service, Session, day_part

from .index import WeekIndex
from .masks import ALL, DAY, QUARTER, at, quarters, run, starts_free, whole_day

MOST_A_WEEK = 7  # one session of a service a day


@dataclass(frozen=True, slots=True)
class Choice:
    """A seat that the person could take: in an open session, or in one that would be opened for them."""

    service: str
    mode: str
    start: int
    length: int
    points: int
    cost: int = 0
    session: str = ""
    audience: str = ""
    clinician: str = ""
    scarce: bool = False
    price: int = 0

    @property
    def day(self) -> int:
        """The day of the week."""
        return self.start // DAY

    @property
    def time(self) -> tuple[int | str, ...]:
        """When exactly, and how."""
        return self.start, self.mode

    @property
    def part(self) -> tuple[int | str, ...]:
        """On which day, in which part of it, and how."""
        return self.day, day_part(self.day, self.start % DAY * QUARTER), self.mode


@dataclass(slots=True)
class Ask:
    """What somebody needs beside the sessions they keep."""

    person: Participant
    kept: tuple[Session, ...]
    owed: dict[str, int]
    busy: int = 0
    modes: dict[int, frozenset[str]] = field(default_factory=dict)
    given: dict[int, frozenset[str]] = field(default_factory=dict)
    minutes: dict[int, int] = field(default_factory=dict)
    exact: bool = True

    def new_minutes(self, services: dict[str, Service]) -> int:
        """The contact minutes of all that could be opened for this person alone."""
        return sum(n * services[s].minutes for s, n in self.owed.items() if services[s].min_size <= 1)


def ask(index: WeekIndex, person: Participant, kept: Iterable[Session]) -> Ask:
    """The question of somebody who keeps these sessions; `exact` says whether orders can be met to the letter."""
    kept = tuple(kept)
    has = Counter(session.service for session in kept)
    asked = Ask(person, kept, {o.service: max(0, o.per_week - has[o.service]) for o in person.orders})
    ordered = {o.service: o.per_week for o in person.orders}
    total = sum(o.per_week * index.services[o.service].minutes for o in person.orders if _counts(index, o.service))
    asked.exact = (
        all(number <= ordered.get(service, 0) for service, number in has.items())
        and max(ordered.values(), default=0) <= MOST_A_WEEK
        and total >= person.min_minutes
        and person.min_days <= MOST_A_WEEK
    )
    for session in kept:
        service, day = index.services[session.service], session.day
        asked.busy |= run(at(day, session.start), quarters(service.minutes))
        asked.modes[day] = frozenset({session.mode})
        asked.given[day] = asked.given.get(day, frozenset()) | {session.service}
        asked.minutes[day] = asked.minutes.get(day, 0) + service.minutes
    return asked


def _counts(index: WeekIndex, service: str) -> bool:
    return index.services[service].countable


def open_starts(asked: Ask, mode: str, minutes: int) -> int:
    """Where a session of this length could start in this mode, as far as the person's own life goes."""
    travel = asked.person.travel_minutes if mode == IN_PERSON else 0
    after, before = quarters(minutes + travel), quarters(travel)
    blocked = 0
    for commitment in asked.person.commitments:
        span = commitment.span
        blocked |= _window(span.day, span.start // QUARTER - after + 1, quarters(span.end) + before)
    for day, modes in asked.modes.items():
        if mode not in modes:
            blocked |= whole_day(day)
    return starts_free(ALL & ~asked.busy, quarters(minutes)) & ~blocked


def _window(day: int, first: int, last: int) -> int:
    first, last = max(0, first), min(DAY, last)
    return run(day * DAY + first, last - first)


def fitting(person: Participant, service: Service) -> Iterator[Audience]:
    """The audiences of a service that somebody belongs to."""
    for audience in service.audiences:
        if person.track in audience.tracks and (audience.language is None or audience.language in person.languages):
            yield audience
