"""What a repair means: for each session that is hit, and for each person's hours, days, charges and preferences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hearthside.scheduling.domain.compare import compare
from hearthside.scheduling.domain.entities import Participant, Problem, Session, day_part
from hearthside.scheduling.domain.held import base_service

FULL_DAY = 180
"""Countable minutes that make a day of the program for most payers; each payer's own rule is applied to the charge."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where some people of a session that is hit go: `how` is taken_over, online, in_person, room, moved or joined."""

    how: str
    session: Session
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one session that is hit; `without` are people for whom nothing was found."""

    session: Session
    parts: tuple[Part, ...]
    without: tuple[str, ...]

    @property
    def cancelled(self) -> bool:
        """Whether the session itself is not held, at this time or another."""
        return all(part.how == "joined" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Week:
    """One person's week in figures: countable minutes and days, days that reach a full day's minutes, points."""

    minutes: int
    days: int
    full_days: int
    sessions: int
    points: int
    full: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """One person's week before and after, and the sessions that change for them."""

    participant: str
    before: Week
    after: Week
    loses: tuple[Session, ...]
    gains: tuple[Session, ...]

    @property
    def minutes_lost(self) -> int:
        """Countable minutes that cannot be given, nor charged, this week."""
        return max(0, self.before.minutes - self.after.minutes)

    @property
    def only_leader(self) -> bool:
        """Whether nothing changes but who leads, in which room or which mode."""
        return {_time(s) for s in self.loses} == {_time(s) for s in self.gains}


def _time(session: Session) -> tuple[str, int, int]:
    return base_service(session.service), session.day, session.start


def _same(session: Session) -> tuple[str, str, str, int, int, str]:
    service = base_service(session.service)
    return service, session.audience, session.mode, session.day, session.start, session.clinician


def effects(problem: Problem, before: Iterable[Session], after: Iterable[Session]) -> tuple[Effect, ...]:
    """Everybody for whom something changes, a room included; a held session is a service of its own in all three."""
    before, after = tuple(before), tuple(after)
    found = []
    for person in problem.participants:
        old = [s for s in before if person.id in s.participants]
        new = [s for s in after if person.id in s.participants]
        kept = {(_same(s), s.room) for s in old} & {(_same(s), s.room) for s in new}
        loses = tuple(s for s in old if (_same(s), s.room) not in kept)
        gains = tuple(s for s in new if (_same(s), s.room) not in kept)
        if loses or gains:
            found.append(Effect(person.id, week(problem, person, old), week(problem, person, new), loses, gains))
    return tuple(found)


def week(problem: Problem, person: Participant, mine: list[Session]) -> Week:
    """One person's week in figures."""
    services = {s.id: s for s in problem.services}
    by_day: dict[int, int] = {}
    for session in mine:
        service = services[session.service]
        if service.countable:
            by_day[session.day] = by_day.get(session.day, 0) + service.minutes
    met = all(sum(s.service == o.service for s in mine) == o.per_week for o in person.orders)
    minutes, days = sum(by_day.values()), len({s.day for s in mine})
    return Week(
        minutes, len(by_day), sum(m >= FULL_DAY for m in by_day.values()), len(mine),
        sum(_points(problem, person, s) for s in mine),
        met and days >= person.min_days and minutes >= person.min_minutes,
    )  # fmt: skip


def _points(problem: Problem, person: Participant, session: Session) -> int:
    likes = person.prefers
    gender = next((c.gender for c in problem.clinicians if c.id == session.clinician), None)
    return (
        likes.modes.get(session.mode, 0)
        + likes.day_parts.get(day_part(session.day, session.start), 0)
        + likes.clinicians.get(session.clinician, 0)
        + likes.clinician_gender.get(gender or "", 0)
    )


def first_touched(before: Iterable[Session], after: Iterable[Session]) -> tuple[int, int] | None:
    """Day and minute of the first session that a repair closes, opens or changes; nothing where it changes none."""
    changes = compare(before, after)
    touched = [*changes.closed, *changes.opened, *(c.after for c in changes.changed)]
    return min(((s.day, s.start) for s in touched), default=None)


def outcomes(hit: Iterable[Session], before: Iterable[Session], after: Iterable[Session]) -> tuple[Outcome, ...]:
    """What becomes of each session that is hit, and where its people go."""
    before, after = tuple(before), tuple(after)
    known = {(*_time(s), s.clinician) for s in before}
    gained = {
        p: [s for s in after if p in s.participants and not _sat(p, s, before)]
        for session in hit for p in session.participants
    }  # fmt: skip
    found = []
    for session in hit:
        parts: dict[str, tuple[Part, list[str]]] = {}
        without = []
        for person in session.participants:
            part = _where(person, session, gained, known)
            if part is None:
                without.append(person)
            else:
                parts.setdefault(part.session.id, (part, []))[1].append(person)
        ordered = sorted(parts.values(), key=lambda item: (-len(item[1]), item[0].session.id))
        found.append(Outcome(session, tuple(Part(p.how, p.session, tuple(who)) for p, who in ordered), tuple(without)))
    return tuple(found)


def _sat(person: str, session: Session, before: tuple[Session, ...]) -> bool:
    return any(person in s.participants and (_same(s), s.room) == (_same(session), session.room) for s in before)


def _where(
    person: str, hit: Session, gained: dict[str, list[Session]], known: set[tuple[str, int, int, str]]
) -> Part | None:
    """The session that one person is given for one that is hit: at the same time if any, else the nearest."""
    mine = [s for s in gained[person] if base_service(s.service) == base_service(hit.service)]
    if not mine:
        return None
    best = min(mine, key=lambda s: (_time(s) != _time(hit), abs(s.day - hit.day), abs(s.start - hit.start), s.id))
    gained[person].remove(best)
    if _time(best) != _time(hit):
        return Part("joined" if (*_time(best), best.clinician) in known else "moved", best, ())
    if best.clinician != hit.clinician:
        return Part("joined" if (*_time(best), best.clinician) in known else "taken_over", best, ())
    return Part("room" if best.mode == hit.mode else best.mode, best, ())
