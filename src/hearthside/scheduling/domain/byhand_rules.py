"""The rules of a week, asked only about the sessions that a move touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .entities import IN_PERSON, MODES, ONLINE, Commitment, Participant, Problem, Session, Span

KEPT = "kept by hand"
Changed = Mapping[str, Session | None]
Use = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that is broken: about which session and person, what else is in the way and when, and how far it goes."""

    rule: str
    session: str = ""
    participant: str = ""
    other: str = ""
    amount: int = 0
    span: Span | None = None

    @property
    def too_few(self) -> bool:
        """Whether it is only a group that needs more people."""
        return self.rule == "size" and self.amount < 0


class Week:
    """The sessions of a week by whom and what they use."""

    def __init__(self, problem: Problem, sessions: tuple[Session, ...]) -> None:
        self.problem, self.sessions = problem, sessions
        self.services = {s.id: s for s in problem.services}
        self.audiences = {(s.id, a.id): a for s in problem.services for a in s.audiences}
        self.clinicians = {c.id: c for c in problem.clinicians}
        self.people = {p.id: p for p in problem.participants}
        self.rooms = {r.id: r for r in problem.rooms}
        self.locked = {s.id: s for s in problem.published or () if s.id in problem.locked}
        self.by_id = {s.id: s for s in sessions}
        self.lives: dict[tuple[str, int], list[Commitment]] = defaultdict(list)
        for person in problem.participants:
            for commitment in person.commitments:
                self.lives[person.id, commitment.span.day].append(commitment)
        self._using: dict[Use, list[Session]] = defaultdict(list)
        self._left: dict[tuple[str, ...], list[Session]] = {}
        self._fits: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
        for session in sessions:
            if self.unknown(session) is None:
                for use in _uses(session):
                    self._using[use].append(session)

    def unknown(self, session: Session) -> str | None:
        """What keeps a session from being judged at all."""
        if (session.service, session.audience) not in self.audiences or session.clinician not in self.clinicians:
            return "unknown service, clinician, mode or audience"
        if session.mode not in MODES:
            return "unknown service, clinician, mode or audience"
        people = session.participants
        if len(set(people)) < len(people) or any(p not in self.people for p in people):
            return "unknown participant, or one twice"
        return None

    def span(self, session: Session) -> Span:
        """When a session is held."""
        return Span(session.day, session.start, session.start + self.services[session.service].minutes)

    def using(self, use: Use, changed: Changed) -> list[Session]:
        """The sessions of a room, a clinician or a person, with those that change left out; nobody may change it."""
        key = (*use, *changed)
        if key not in self._left:
            self._left[key] = [s for s in self._using.get(use, ()) if s.id not in changed]
        return self._left[key]

    def fits(self, person: Participant, session: Session) -> tuple[tuple[str, str], ...]:
        """The rules that keep somebody out of such a session at any time, and what is in the way."""
        key = person.id, session.service, session.audience, session.mode, session.clinician
        if key not in self._fits:
            self._fits[key] = tuple(_never(self, person, session))
        return self._fits[key]

    def holds(self, use: Use, span: Span, besides: str) -> bool:
        """Whether a room or a clinician has another session at this time."""
        busy = (s for s in self._using.get(use, ()) if s.day == span.day and s.id != besides)
        return any(touch(self.span(s), span) for s in busy)


def touch(one: Span, other: Span) -> bool:
    """Whether two stretches of time have a minute in common."""
    return one.day == other.day and one.start < other.end and other.start < one.end


def fixed(session: Session) -> tuple[object, ...]:
    """What must stay of a session that is locked."""
    return session.service, session.mode, session.day, session.start, session.room, session.clinician


def faults(week: Week, changed: Changed) -> Iterator[Objection]:
    """Every rule that these sessions would break, as they are given, in the week around them."""
    good = []
    for session in changed.values():
        unknown = week.unknown(session) if session is not None else None
        if session is not None and unknown is not None:
            yield Objection(unknown, session.id)
        elif session is not None:
            good.append(session)
    for session in good:
        yield from _place_and_time(week, session)
        yield from _leader(week, session)
        for name in session.participants:
            yield from _seat(week, session, week.people[name])
        yield from _taken(week, session, changed, good)
    yield from _contact_minutes(week, changed, good)
    for name in sorted({p for s in good for p in s.participants}):
        yield from _own_week(week, week.people[name], changed, good)
    yield from _locked(week, changed)


def _uses(session: Session) -> Iterator[Use]:
    yield "clinician", session.clinician
    if session.mode == IN_PERSON and session.room is not None:
        yield "room", session.room
    for person in session.participants:
        yield "participant", person


def _inside(span: Span, hours: Iterable[Span]) -> bool:
    return any(h.day == span.day and h.start <= span.start and span.end <= h.end for h in hours)


def _place_and_time(week: Week, session: Session) -> Iterator[Objection]:
    service, size = week.services[session.service], len(session.participants)
    if session.start % week.problem.start_step:
        yield Objection("off the grid", session.id)
    if not _inside(week.span(session), week.problem.opening):
        yield Objection("outside opening hours", session.id)
    if size < service.min_size:
        yield Objection("size", session.id, amount=size - service.min_size)
    elif size > service.max_size:
        yield Objection("size", session.id, amount=size - service.max_size)
    room = week.rooms.get(session.room or "")
    if session.mode == ONLINE and session.room is not None:
        yield Objection("online with a room", session.id)
    elif session.mode == IN_PERSON and room is None:
        yield Objection("in person without a room", session.id)
    elif session.mode == IN_PERSON and room is not None and size > room.capacity:
        yield Objection("room too small", session.id, other=room.id, amount=size)


def _leader(week: Week, session: Session) -> Iterator[Objection]:
    clinician, audience = week.clinicians[session.clinician], week.audiences[session.service, session.audience]
    for broken, rule in (
        (session.service not in clinician.leads, "clinician does not lead this service"),
        (not set(clinician.tracks) & set(audience.tracks), "clinician shares no track"),
        (session.mode not in clinician.modes, "clinician does not work in this mode"),
        (audience.language not in (None, *clinician.languages), "clinician does not speak the language"),
        (not _inside(week.span(session), clinician.works), "outside working hours"),
    ):
        if broken:
            yield Objection(rule, session.id, other=clinician.id, span=week.span(session))


def _never(week: Week, person: Participant, session: Session) -> Iterator[tuple[str, str]]:
    audience = week.audiences[session.service, session.audience]
    order = next((o for o in person.orders if o.service == session.service), None)
    for broken, rule in (
        (person.track not in audience.tracks, "track"),
        (audience.language not in (None, *person.languages), "participant does not speak the language"),
        (session.mode not in person.modes, "mode"),
        (order is None, "not ordered"),
    ):
        if broken:
            yield rule, ""
    if order is not None and order.clinician not in (None, session.clinician):
        yield "another clinician is ordered", order.clinician or ""


def _seat(week: Week, session: Session, person: Participant) -> Iterator[Objection]:
    when = week.span(session)
    for rule, other in week.fits(person, session):
        yield Objection(rule, session.id, person.id, other)
    travel = person.travel_minutes if session.mode == IN_PERSON else 0
    away = Span(when.day, when.start - travel, when.end + travel)
    for commitment in week.lives.get((person.id, when.day), ()):
        if touch(away, commitment.span):
            key = f"{commitment.label} {commitment.span.day} {commitment.span.start}"
            on_the_way = 0 if touch(when, commitment.span) else travel
            yield Objection("commitment", session.id, person.id, key, on_the_way, commitment.span)
    for other in person.not_with:
        if other in session.participants:
            yield Objection("must not meet", session.id, person.id, other)


def _taken(week: Week, session: Session, changed: Changed, good: list[Session]) -> Iterator[Objection]:
    span = week.span(session)
    for kind, name in _uses(session):
        if kind == "participant":
            continue
        beside = [s for s in good if s is not session and (kind, name) in _uses(s)]
        for other in (*week.using((kind, name), changed), *beside):
            if other.day == span.day and touch(span, week.span(other)):
                yield Objection(f"{kind} twice at once", session.id, other=other.id, span=week.span(other))


def _contact_minutes(week: Week, changed: Changed, good: list[Session]) -> Iterator[Objection]:
    for name in sorted({s.clinician for s in good}):
        held = [*week.using(("clinician", name), changed), *(s for s in good if s.clinician == name)]
        minutes = sum(week.services[s.service].minutes for s in held)
        if minutes > week.clinicians[name].max_contact_minutes:
            yield Objection("contact minutes", other=name, amount=minutes)


def _own_week(week: Week, person: Participant, changed: Changed, good: list[Session]) -> Iterator[Objection]:
    theirs = [s for s in good if person.id in s.participants]
    others = week.using(("participant", person.id), changed)
    for day in {s.day for s in theirs}:
        yield from _own_day(week, person, [s for s in theirs if s.day == day], [s for s in others if s.day == day])
    touched = {s.service for s in theirs}
    for order in person.orders:
        if order.service in touched:
            count = sum(s.service == order.service for s in (*others, *theirs))
            if count > order.per_week:
                yield Objection("more than ordered", "", person.id, order.service, count)


def _own_day(week: Week, person: Participant, theirs: list[Session], others: list[Session]) -> Iterator[Objection]:
    for number, session in enumerate(theirs):
        for other in (*others, *theirs[number + 1 :]):
            if touch(week.span(session), week.span(other)):
                yield Objection("participant twice at once", session.id, person.id, other.id, span=week.span(other))
    today, about, which = [*others, *theirs], theirs[0].id, str(theirs[0].day)
    minutes = sum(week.services[s.service].minutes for s in today)
    if minutes > person.max_minutes_per_day:
        yield Objection("minutes a day", about, person.id, which, minutes)
    if len(today) > 1:
        if len({s.mode for s in today}) > 1:
            yield Objection("two modes on one day", about, person.id, which)
        if len({s.service for s in today}) < len(today):
            yield Objection("a service twice on one day", about, person.id, which, len(today))


def _locked(week: Week, changed: Changed) -> Iterator[Objection]:
    for name, after in changed.items():
        before = week.locked.get(name)
        if before is None:
            continue
        if after is None or fixed(before) != fixed(after):
            yield Objection("locked session changed", name)
        elif not set(before.participants) <= set(after.participants):
            yield Objection("locked session lost somebody", name)
