"""Our own referee: recomputes every hard rule and every score of a week and trusts nothing that it claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .entities import IN_PERSON, ONLINE, Clinician, Participant, Problem, Service, Session, Span, day_part
from .solution import Solution


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that a week breaks, and where."""

    rule: str
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a week is worth, in the order of the goals."""

    placed: int
    partial: int
    kept: int
    published_seats: int
    preference: int
    cost: int
    full: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything the referee found."""

    broken: tuple[Breach, ...]
    scores: Scores


@dataclass(slots=True)
class _Week:
    problem: Problem
    sessions: tuple[Session, ...]
    services: dict[str, Service]
    clinicians: dict[str, Clinician]
    people: dict[str, Participant]
    broken: list[Breach]

    def when(self, session: Session) -> Span:
        return Span(session.day, session.start, session.start + self.services[session.service].minutes)


def verify(problem: Problem, solution: Solution) -> Verdict:
    """Every broken rule and the scores of a week."""
    week = _Week(
        problem,
        solution.sessions,
        {s.id: s for s in problem.services},
        {c.id: c for c in problem.clinicians},
        {p.id: p for p in problem.participants},
        [],
    )
    _known(week)
    for session in week.sessions:
        _place_and_time(week, session)
        _leader(week, session)
        _people(week, session)
    _resources(week)
    for person in problem.participants:
        _own_week(week, person)
    _locked(week, solution.sessions)
    scores = _scores(week)
    _listed(week, solution, scores)
    _claims(week, solution, scores)
    return Verdict(tuple(week.broken), scores)


def _add(week: _Week, rule: str, where: str, detail: str = "") -> None:
    week.broken.append(Breach(rule, where, detail))


def _known(week: _Week) -> None:
    """Only sessions made of known words are judged further."""
    for name, times in Counter(s.id for s in week.sessions).items():
        if times > 1:
            _add(week, "session id used twice", name)
    good = []
    for session in week.sessions:
        service = week.services.get(session.service)
        if (
            service is None
            or session.clinician not in week.clinicians
            or session.mode not in (IN_PERSON, ONLINE)
            or session.audience not in {a.id for a in service.audiences}
        ):
            _add(week, "unknown service, clinician, mode or audience", session.id)
        elif any(p not in week.people for p in session.participants) or len(set(session.participants)) != len(
            session.participants
        ):
            _add(week, "unknown participant, or one twice", session.id)
        else:
            good.append(session)
    week.sessions = tuple(good)


def _inside(span: Span, hours: Iterable[Span]) -> bool:
    return any(h.day == span.day and h.start <= span.start and span.end <= h.end for h in hours)


def _touch(a: Span, b: Span) -> bool:
    return a.day == b.day and a.start < b.end and b.start < a.end


def _place_and_time(week: _Week, session: Session) -> None:
    service = week.services[session.service]
    if session.start % week.problem.start_step:
        _add(week, "off the grid", session.id)
    if not _inside(week.when(session), week.problem.opening):
        _add(week, "outside opening hours", session.id)
    size = len(session.participants)
    if not service.min_size <= size <= service.max_size:
        _add(week, "size", session.id, str(size))
    if session.mode == ONLINE:
        if session.room is not None:
            _add(week, "online with a room", session.id)
        return
    room = next((r for r in week.problem.rooms if r.id == session.room), None)
    if room is None:
        _add(week, "in person without a room", session.id)
    elif size > room.capacity:
        _add(week, "room too small", session.id)


def _leader(week: _Week, session: Session) -> None:
    clinician = week.clinicians[session.clinician]
    audience = next(a for a in week.services[session.service].audiences if a.id == session.audience)
    if session.service not in clinician.leads:
        _add(week, "clinician does not lead this service", session.id)
    if not set(clinician.tracks) & set(audience.tracks):
        _add(week, "clinician shares no track", session.id)
    if session.mode not in clinician.modes:
        _add(week, "clinician does not work in this mode", session.id)
    if audience.language is not None and audience.language not in clinician.languages:
        _add(week, "clinician does not speak the language", session.id)
    if not _inside(week.when(session), clinician.works):
        _add(week, "outside working hours", session.id)


def _people(week: _Week, session: Session) -> None:
    audience = next(a for a in week.services[session.service].audiences if a.id == session.audience)
    when = week.when(session)
    for name in session.participants:
        person, where = week.people[name], f"{session.id} {name}"
        if person.track not in audience.tracks:
            _add(week, "track", where)
        if audience.language is not None and audience.language not in person.languages:
            _add(week, "participant does not speak the language", where)
        if session.mode not in person.modes:
            _add(week, "mode", where)
        travel = person.travel_minutes if session.mode == IN_PERSON else 0
        away = Span(when.day, when.start - travel, when.end + travel)
        for commitment in person.commitments:
            if _touch(away, commitment.span):
                _add(week, "commitment", where, commitment.label)
        order = next((o for o in person.orders if o.service == session.service), None)
        if order is None:
            _add(week, "not ordered", where)
        elif order.clinician is not None and order.clinician != session.clinician:
            _add(week, "another clinician is ordered", where)
        for other in person.not_with:
            if other in session.participants:
                _add(week, "must not meet", where, other)


def _resources(week: _Week) -> None:
    uses: dict[tuple[str, str], list[Session]] = defaultdict(list)
    contact: Counter[str] = Counter()
    for session in week.sessions:
        uses["clinician", session.clinician].append(session)
        contact[session.clinician] += week.services[session.service].minutes
        if session.mode == IN_PERSON and session.room is not None:
            uses["room", session.room].append(session)
    for (kind, name), sessions in uses.items():
        for i, one in enumerate(sessions):
            for other in sessions[i + 1 :]:
                if _touch(week.when(one), week.when(other)):
                    _add(week, f"{kind} twice at once", f"{name} {one.id} {other.id}")
    for name, minutes in contact.items():
        if minutes > week.clinicians[name].max_contact_minutes:
            _add(week, "contact minutes", name, str(minutes))


def _own_week(week: _Week, person: Participant) -> None:
    mine = [s for s in week.sessions if person.id in s.participants]
    for i, one in enumerate(mine):
        for other in mine[i + 1 :]:
            if _touch(week.when(one), week.when(other)):
                _add(week, "participant twice at once", f"{person.id} {one.id} {other.id}")
    for day in {s.day for s in mine}:
        today = [s for s in mine if s.day == day]
        if sum(week.services[s.service].minutes for s in today) > person.max_minutes_per_day:
            _add(week, "minutes a day", person.id, str(day))
        if len({s.mode for s in today}) > 1:
            _add(week, "two modes on one day", person.id, str(day))
        if len({s.service for s in today}) < len(today):
            _add(week, "a service twice on one day", person.id, str(day))
    for order in person.orders:
        if sum(s.service == order.service for s in mine) > order.per_week:
            _add(week, "more than ordered", person.id, order.service)


def _locked(week: _Week, sessions: tuple[Session, ...]) -> None:
    now = {s.id: s for s in sessions}
    for before in week.problem.published or ():
        if before.id not in week.problem.locked:
            continue
        after = now.get(before.id)
        if after is None or _fixed(before) != _fixed(after):
            _add(week, "locked session changed", before.id)
        elif not set(before.participants) <= set(after.participants):
            _add(week, "locked session lost somebody", before.id)


def _fixed(s: Session) -> tuple[object, ...]:
    return s.service, s.mode, s.day, s.start, s.room, s.clinician


def _seats(sessions: Iterable[Session]) -> set[tuple[object, ...]]:
    return {(p, s.service, s.day, s.start, s.clinician) for s in sessions for p in s.participants}


def _scores(week: _Week) -> Scores:
    placed = partial = preference = 0
    full = set()
    for person in week.problem.participants:
        mine = [s for s in week.sessions if person.id in s.participants]
        countable = sum(week.services[s.service].minutes for s in mine if week.services[s.service].countable)
        met = all(sum(s.service == o.service for s in mine) == o.per_week for o in person.orders)
        if met and len({s.day for s in mine}) >= person.min_days and countable >= person.min_minutes:
            placed += person.priority
            full.add(person.id)
        else:
            partial += countable
        preference += sum(_points(week, person, s) for s in mine)
    before = _seats(week.problem.published or ())
    cost = sum(week.services[s.service].minutes for s in week.sessions)
    kept = len(before & _seats(week.sessions))
    return Scores(placed, partial, kept, len(before), preference, cost, frozenset(full))


def _points(week: _Week, person: Participant, session: Session) -> int:
    likes, clinician = person.prefers, week.clinicians[session.clinician]
    return (
        likes.modes.get(session.mode, 0)
        + likes.day_parts.get(day_part(session.day, session.start), 0)
        + likes.clinicians.get(session.clinician, 0)
        + likes.clinician_gender.get(clinician.gender or "", 0)
    )


def _listed(week: _Week, solution: Solution, scores: Scores) -> None:
    listed = {item.participant for item in solution.unplaced if item.reasons}
    for person in week.problem.participants:
        if person.id not in scores.full and person.id not in listed:
            _add(week, "neither placed nor listed with a reason", person.id)
        elif person.id in scores.full and person.id in listed:
            _add(week, "listed but fully placed", person.id)


def _claims(week: _Week, solution: Solution, scores: Scores) -> None:
    claims = solution.claims
    for name, claimed, bound, real in (
        ("placed", claims.placed, claims.placed_bound, scores.placed),
        ("preference", claims.preference, claims.preference_bound, scores.preference),
    ):
        if claimed is not None and claimed != real:
            _add(week, "wrong claim", name, str(claimed))
        if bound is not None and bound < real:
            _add(week, "wrong bound", name, str(bound))
