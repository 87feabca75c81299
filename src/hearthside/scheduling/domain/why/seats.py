"""Why one person sits where they sit: their own times around it, and what became of every other time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hearthside.scheduling.domain.candidates import fits, starts
from hearthside.scheduling.domain.entities import IN_PERSON, Order, Participant, Session, day_part

from .others import clear, fits_beside, unopened
from .week import Running, running


class Because(StrEnum):
    """What decides most about a seat."""

    LOCKED = "locked"
    AFTER = "after"
    BEFORE = "before"
    ONLY_ONE = "only_one"
    PREFERRED = "preferred"
    ONE_OF_SEVERAL = "one_of_several"


class Otherwise(StrEnum):
    """Why another time was not taken."""

    GROUP_FULL = "group_full"
    OWN_SESSION = "own_session"
    SAME_SERVICE = "same_service_that_day"
    DAY_MINUTES = "day_minutes"
    MODE_OF_DAY = "mode_of_day"
    FEWER_DAYS = "fewer_days"
    OTHER_CLINICIAN = "other_clinician"
    MUST_NOT_MEET = "must_not_meet"
    LESS_PREFERRED = "less_preferred"
    AS_GOOD = "as_good"
    NEEDED_HERE = "needed_here"
    LIKED_BETTER = "liked_better"
    GROUP_BELOW_MINIMUM = "group_below_minimum"
    CLINICIAN_HOURS = "clinician_hours"
    NO_ROOM = "no_room"
    NOT_NEEDED = "not_needed"


FREE = frozenset({Otherwise.LESS_PREFERRED, Otherwise.AS_GOOD, Otherwise.LIKED_BETTER})


@dataclass(frozen=True, slots=True)
class Bound:
    """The next commitment before or after a seat: when it ends or begins, and the way between."""

    label: str
    minute: int
    travel: int


@dataclass(frozen=True, slots=True)
class Met:
    """A preference that a seat meets, with its points."""

    kind: str
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class Other:
    """Another open session of the service that fits the person's life, and why it was not taken."""

    session: Session
    code: Otherwise
    points: int = 0
    clash: Session | None = None


@dataclass(frozen=True, slots=True)
class SeatReason:
    """Why a seat is where it is, as facts."""

    person: str
    session: Session
    end: int
    because: Because
    before: Bound | None
    after: Bound | None
    earliest: int
    latest: int
    clinician_ordered: bool
    meets: tuple[Met, ...]
    others: tuple[Other, ...]
    not_open: tuple[tuple[Otherwise, int], ...]

    @property
    def points(self) -> int:
        """What the preferences give to this seat."""
        return sum(met.points for met in self.meets)


def why_seats(week: Running, person_id: str) -> tuple[SeatReason, ...]:
    """The reasons of every seat of somebody's week, in the order of time."""
    return tuple(why_seat(week, person_id, session) for session in week.of(person_id))


def why_seat(week: Running, person_id: str, session: Session) -> SeatReason:
    """Why this person's seat is in this session."""
    person, end = week.people[person_id], week.end(session)
    travel = person.travel_minutes if session.mode == IN_PERSON else 0
    before, after = _bounds(person, session, end, travel)
    earliest, latest = _window(week, session, before, after)
    others = tuple(_others(week, person, session))
    order = _order(person, session.service)
    meets = tuple(met(week, person, session))
    not_open = _not_open(week, person, session)
    choice = any(o.code in FREE for o in others) or any(code is Otherwise.NOT_NEEDED for code, _ in not_open)
    because = _because(week, session, (before, after), (earliest, latest), choice=choice, liked=bool(meets))
    return SeatReason(
        person_id, session, end, because, before, after, earliest, latest, bool(order and order.clinician), meets,
        others, not_open,
    )  # fmt: skip


def met(week: Running, person: Participant, session: Session) -> Iterator[Met]:
    """The preferences that a session meets."""
    likes, clinician = person.prefers, week.clinicians[session.clinician]
    part = day_part(session.day, session.start)
    for kind, value, points in (
        ("mode", session.mode, likes.modes.get(session.mode, 0)),
        ("day_part", part, likes.day_parts.get(part, 0)),
        ("clinician", session.clinician, likes.clinicians.get(session.clinician, 0)),
        ("clinician_gender", clinician.gender or "", likes.clinician_gender.get(clinician.gender or "", 0)),
    ):
        if points:
            yield Met(kind, value, points)


def _bounds(person: Participant, session: Session, end: int, travel: int) -> tuple[Bound | None, Bound | None]:
    """The last commitment before and the first after, of the same day."""
    today = [c for c in person.commitments if c.span.day == session.day and c.span.start < c.span.end]
    done = [c for c in today if c.span.end + travel <= session.start]
    due = [c for c in today if c.span.start >= end + travel]
    last = max(done, key=lambda c: c.span.end, default=None)
    first = min(due, key=lambda c: c.span.start, default=None)
    return (
        Bound(last.label, last.span.end, travel) if last else None,
        Bound(first.label, first.span.start, travel) if first else None,
    )


def _window(week: Running, session: Session, before: Bound | None, after: Bound | None) -> tuple[int, int]:
    """The first and the last start at which the session would fit between the two."""
    low = before.minute + before.travel if before else 0
    length = week.services[session.service].minutes
    high = (after.minute - after.travel if after else 1440) - length
    inside = [s for d, s in starts(week.problem, length) if d == session.day and low <= s <= high]
    return min(inside, default=session.start), max(inside, default=session.start)


def _because(
    week: Running, session: Session, bounds: tuple[Bound | None, Bound | None], window: tuple[int, int],
    *, choice: bool, liked: bool,
) -> Because:  # fmt: skip
    """What decides most: a lock, the person's own day, the lack of a choice, what they would rather have."""
    if session.id in week.problem.locked:
        return Because.LOCKED
    if bounds[0] and session.start == window[0]:
        return Because.AFTER
    if bounds[1] and session.start == window[1]:
        return Because.BEFORE
    if not choice:
        return Because.ONLY_ONE
    return Because.PREFERRED if liked else Because.ONE_OF_SEVERAL


def _others(week: Running, person: Participant, session: Session) -> Iterator[Other]:
    """Every other open group of this service for which the person's life leaves room."""
    service = week.services[session.service]
    if service.max_size <= 1:
        return
    names = {a.id for a in service.audiences if fits(person, service, a)}
    rest = [s for s in week.of(person.id) if s.id != session.id]
    here = sum(m.points for m in met(week, person, session))
    for other in week.sessions:
        if other.service != service.id or other.audience not in names or person.id in other.participants:
            continue
        if other.mode in person.modes and clear(person, other.mode, other.day, other.start, week.end(other)):
            there = sum(m.points for m in met(week, person, other))
            code, clash = _otherwise(week, person, (session, other), rest, there - here)
            code = Otherwise.NEEDED_HERE if code in FREE and _needed(week, session) else code
            yield Other(other, code, there - here, clash)


def _otherwise(
    week: Running, person: Participant, swap: tuple[Session, Session], rest: list[Session], more: int
) -> tuple[Otherwise, Session | None]:
    """The first thing that keeps somebody with these other seats from changing one session for another."""
    session, other = swap
    order, today = _order(person, other.service), [s for s in rest if s.day == other.day]
    if order and order.clinician not in (None, other.clinician):
        return Otherwise.OTHER_CLINICIAN, None
    if week.enemies[person.id].intersection(other.participants):
        return Otherwise.MUST_NOT_MEET, None
    if len(other.participants) >= week.places(other):
        return Otherwise.GROUP_FULL, None
    for mine in today:
        if mine.service == other.service:
            return Otherwise.SAME_SERVICE, mine
        if mine.start < week.end(other) and other.start < week.end(mine):
            return Otherwise.OWN_SESSION, mine
    if any(mine.mode != other.mode for mine in today):
        return Otherwise.MODE_OF_DAY, None
    minutes = sum(week.services[s.service].minutes for s in (*today, other))
    if minutes > person.max_minutes_per_day:
        return Otherwise.DAY_MINUTES, None
    if _too_few(person, rest, other.day, session.day):
        return Otherwise.FEWER_DAYS, None
    if more > 0:
        return Otherwise.LIKED_BETTER, None
    return (Otherwise.LESS_PREFERRED if more < 0 else Otherwise.AS_GOOD), None


def _too_few(person: Participant, rest: list[Session], day: int, instead_of: int) -> bool:
    """Whether a session on this day, instead of that one, leaves a week with too few days that had enough, or more."""
    others = {s.day for s in rest}
    return len({day, *others}) < min(person.min_days, len({instead_of, *others}))


def _needed(week: Running, session: Session) -> bool:
    """Whether a session would be too small, or not as it was locked, without one of its people."""
    left = len(session.participants) - 1
    return session.id in week.problem.locked or 0 < left < week.services[session.service].min_size


def _not_open(week: Running, person: Participant, session: Session) -> tuple[tuple[Otherwise, int], ...]:
    """How many other times would fit this week and have no session of the service, by what keeps one from opening."""
    service = week.services[session.service]
    order = _order(person, service.id)
    open_at = {(s.mode, s.day, s.start) for s in week.sessions if s.service == service.id}
    found: Counter[Otherwise] = Counter()
    rest = [s for s in week.of(person.id) if s.id != session.id]
    if session.participants == (person.id,):
        week = running(week.problem, (s for s in week.sessions if s.id != session.id))
    for day, start in starts(week.problem, service.minutes):
        for mode in person.modes:
            if (mode, day, start) in open_at or _too_few(person, rest, day, session.day):
                continue
            if fits_beside(week, person, rest, service, mode, day, start):
                code = unopened(week, person, service, order, mode, day, start)
                found[Otherwise(code)] += 1
    return tuple(found.most_common())


def _order(person: Participant, service: str) -> Order | None:
    return next((o for o in person.orders if o.service == service), None)


__all__ = ["Because", "Bound", "Met", "Other", "Otherwise", "SeatReason", "met", "why_seat", "why_seats"]
