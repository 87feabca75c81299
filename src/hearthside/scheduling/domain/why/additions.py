"""What a clinic could add to a running week, and for whom it would make a full week possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from hearthside.scheduling.domain.candidates import fits, leads, starts
from hearthside.scheduling.domain.entities import IN_PERSON, Audience, Participant, Problem, Service, Session

from .demands import Removal
from .others import clear, free_rooms, leaders
from .search import Search, chances, possible
from .week import Running, bits

NEW = "+"  # before the name of what the clinic does not have yet
FEW_PLACES = 4  # more than so many further people is a further group, not a larger one
GROUP, LARGER, HOURS = "group", "larger", "hours"


@dataclass(frozen=True, slots=True)
class Addition:
    """A further group, a full group that holds a few more, or a clinician's hours for sessions that people have alone.

    Hours belong to one clinician, or to one more where no clinician is named; they may be at any time.
    """

    kind: str
    service: str
    audience: str = ""
    mode: str = ""
    day: int = 0
    start: int = 0
    end: int = 0
    places: int = 1
    least: int = 0
    clinician: str = ""
    beside: Session | None = None


@dataclass(slots=True)
class Seeker:
    """Somebody without a full week, ready to be asked of one addition after another."""

    person: Participant
    search: Search
    numbers: dict[str, int] = field(init=False)
    plans: dict[tuple[int, str], frozenset[tuple[int, int]]] = field(default_factory=dict)
    days: list[frozenset[int]] = field(default_factory=list)
    suits: dict[Addition, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {service: n for n, service in enumerate(self.search.chances.services)}

    def helped(self, week: Running, additions: Iterable[Addition]) -> bool:
        """Whether a full week is possible with these additions, as far as other newcomers leave them alone."""
        if not self.search.chances.possible:
            return False
        mine = [addition for addition in additions if self.fits(week, addition)]
        if not self.days:
            self.days = [frozenset(self.search.family(day, 0, 0)) for day in range(7)]
        days = list(self.days)
        for day in range(7):
            today = [a for a in mine if a.kind == HOURS or a.day == day]
            if today:
                days[day] |= self._more(week, day, today)
        key = tuple(days)
        if key not in self.search.weeks:
            self.search.weeks[key] = possible(self.person, key)
        return self.search.weeks[key]

    def fits(self, week: Running, addition: Addition) -> bool:
        """Whether the person could sit in an addition, looked at once."""
        if addition not in self.suits:
            self.suits[addition] = could_sit(week, self.person, addition)
        return self.suits[addition]

    def _more(self, week: Running, day: int, added: list[Addition]) -> frozenset[int]:
        """The sets of services that these additions make possible on a day."""
        found: set[int] = set()
        for mode in self.person.modes:
            plans = set(self._planned(day, mode))
            for addition in added:
                if addition.kind == HOURS or addition.mode == mode:
                    bit = 1 << self.numbers[addition.service]
                    times = self._times(week, day, mode, addition)
                    plans |= {(s | bit, busy | w) for s, busy in plans for w in times if not s & bit and not busy & w}
            found |= {s for s, _ in plans if self.search.extra[s] == 0 and not self.search.must[day] & ~s}
        return frozenset(found)

    def _times(self, week: Running, day: int, mode: str, addition: Addition) -> list[int]:
        if addition.kind != HOURS:
            return [bits(0, addition.start, addition.end)]
        minutes = week.services[addition.service].minutes
        return [
            bits(0, start, start + minutes)
            for d, start in starts(week.problem, minutes)
            if d == day and clear(self.person, mode, day, start, start + minutes)
        ]

    def _planned(self, day: int, mode: str) -> frozenset[tuple[int, int]]:
        """What the person could have in one mode on a day, with the quarter hours that it takes."""
        if (day, mode) not in self.plans:
            plans: set[tuple[int, int]] = {(0, 0)}
            for number, every in enumerate(self.search.options[day][mode]):
                times = {when for when, demand in every if not demand}
                plans |= {(s | 1 << number, busy | when) for s, busy in plans for when in times if not busy & when}
            self.plans[day, mode] = frozenset(plans)
        return self.plans[day, mode]


def could_sit(week: Running, person: Participant, addition: Addition) -> bool:
    """Whether an addition is for this person, and their life leaves room for it."""
    order = next((o for o in person.orders if o.service == addition.service and o.per_week), None)
    if order is None:
        return False
    service = week.services[addition.service]
    if addition.kind == HOURS:
        return (order.clinician or "") == addition.clinician and any(
            fits(person, service, a) for a in service.audiences
        )
    audience = next(a for a in service.audiences if a.id == addition.audience)
    there = addition.beside.participants if addition.beside else ()
    return (
        order.clinician is None
        and addition.mode in person.modes
        and fits(person, service, audience)
        and clear(person, addition.mode, addition.day, addition.start, addition.end)
        and not week.enemies[person.id].intersection(there)
    )


def for_everybody(problem: Problem, people: Iterable[str]) -> Problem:
    """The problem with an audience in every group that somebody ordered and that is not for their track or language."""
    named = set(people)
    services = []
    for service in problem.services:
        strangers = {
            person.track
            for person in problem.participants
            if person.id in named and any(o.service == service.id and o.per_week for o in person.orders)
            and not any(fits(person, service, a) for a in service.audiences)
        }  # fmt: skip
        more = tuple(Audience(NEW + track, (track,)) for track in sorted(strangers)) if service.max_size > 1 else ()
        services.append(replace(service, audiences=(*service.audiences, *more)))
    return replace(problem, services=tuple(services))


def seekers(week: Running, people: Iterable[str]) -> list[Seeker]:
    """These people, ready to be asked."""
    named = [week.people[name] for name in people]
    return [Seeker(person, Search(chances(week, person), Removal(person))) for person in named]


def at_times(week: Running, service: Service, audience: str, mode: str, day: int) -> Iterator[Addition]:
    """Every further group of a service on a day, and every full one that could hold more."""
    for session in week.sessions:
        same = (session.service, session.audience, session.mode, session.day) == (service.id, audience, mode, day)
        if same and len(session.participants) >= week.places(session):
            yield Addition(
                LARGER, service.id, audience, mode, day, session.start, week.end(session), FEW_PLACES, beside=session,
            )  # fmt: skip
    for when, start in starts(week.problem, service.minutes):
        if when == day:
            yield Addition(
                GROUP, service.id, audience, mode, day, start, start + service.minutes, service.max_size,
                service.min_size,
            )  # fmt: skip


def missing(week: Running, addition: Addition) -> tuple[str, ...]:
    """What the clinic does not have for an addition; nothing where it could open it as it is."""
    if addition.kind == HOURS:
        return ("clinician_hours",) if addition.clinician else ("clinician",)
    service = week.services[addition.service]
    if addition.beside is not None:
        room = week.rooms.get(addition.beside.room or "")
        return ("larger_room",) if room is not None and room.capacity < service.max_size else ("larger_group",)
    found = ["audience"] if addition.audience.startswith(NEW) else []
    audience = next(a for a in service.audiences if a.id == addition.audience)
    if not leaders(week, service, audience, None, addition.mode, addition.day, addition.start):
        found.append(_leader(week, service, audience, addition.mode))
    seats = max(1, service.min_size)
    if addition.mode == IN_PERSON and not free_rooms(week, addition.day, addition.start, addition.end, seats):
        found.append("room")
    return tuple(found)


def _leader(week: Running, service: Service, audience: Audience, mode: str) -> str:
    """Whether hours are missing, or somebody trained, or somebody who speaks the language."""
    clinicians = list(enumerate(week.problem.clinicians))
    if any(leads(week.problem, n, service, audience) and mode in c.modes for n, c in clinicians):
        return "clinician_hours"
    silent = Audience(audience.id, audience.tracks)
    if any(leads(week.problem, n, service, silent) and mode in c.modes for n, c in clinicians):
        return "language"
    return "trained_clinician"
