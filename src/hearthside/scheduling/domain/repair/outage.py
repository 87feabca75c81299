"""Who or what is gone, from when until when; and what of the published week that leaves to be decided again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hearthside.scheduling.domain.entities import DAY_NAMES, IN_PERSON, Clinician, Problem, Session, Span, clock
from hearthside.scheduling.domain.held import ABOUT_THE_WHOLE_WEEK, MARK, base_service, with_held
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

DAY, WEEK, GRID = 1440, 7 * 1440, 15


@dataclass(frozen=True, slots=True)
class Outage:
    """Clinicians, rooms or the whole building, gone from one minute of the week until another (half-open)."""

    clinicians: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    building: bool = False
    begins: int = 0
    ends: int = WEEK

    def hits(self, session: Session, minutes: int) -> bool:
        """Whether a session of this length cannot be held as it is."""
        start = session.day * DAY + session.start
        if not (start < self.ends and self.begins < start + minutes):
            return False
        here = session.mode == IN_PERSON and (self.building or session.room in self.rooms)
        return session.clinician in self.clinicians or here


@dataclass(frozen=True, slots=True)
class Situation:
    """The week after the outage: the problem before, what is left of it, what is hit or held, which rooms are gone.

    `held` are published sessions that stay though today's rules would not make them again.
    """

    before: Problem
    problem: Problem
    outage: Outage
    now: int
    published: tuple[Session, ...]
    affected: tuple[Session, ...]
    held: frozenset[str] = frozenset()
    blocked: tuple[tuple[str, Span], ...] = field(default=())

    def cut_hours(self, problem: Problem) -> tuple[Clinician, ...]:
        """The clinicians of a problem without the hours that are gone; a session that has begun keeps its leader."""
        gone = {s.id for s in self.affected}
        minutes = {s.id: s.minutes for s in problem.services}
        stay = [s for s in self.published if s.id not in gone and s.service in minutes]
        under_way = [s for s in stay if self.outage.hits(s, minutes[s.service])]
        cut = (_without_hours(c, self.outage, stay, minutes) for c in problem.clinicians)
        return tuple(
            replace(c, works=_with_spans(c.works, [s for s in under_way if s.clinician == c.id], minutes)) for c in cut
        )


def situation(problem: Problem, published: Iterable[Session], outage: Outage, now: int | None = None) -> Situation:
    """What an outage leaves of a published week; what starts before `now` has begun and stays."""
    published, now = tuple(published), outage.begins if now is None else now
    minutes = {s.id: s.minutes for s in problem.services}
    begun = {s.id for s in published if s.day * DAY + s.start < now}
    affected = tuple(s for s in published if s.id not in begun and outage.hits(s, minutes[s.service]))
    gone = {s.id for s in affected}
    rest = [s for s in published if s.id not in gone]
    locked = set(problem.locked) - gone
    cut = replace(
        problem,
        published=tuple(published),
        locked=tuple(sorted(locked)),
        clinicians=tuple(_without_hours(c, outage, rest, minutes) for c in problem.clinicians),
    )
    odd = _odd(cut, rest)
    held = odd | (begun & {s.id for s in rest})
    already = {s.id for s in rest if MARK in s.service}
    empty = [s for s in rest if s.id in held | locked and not s.participants]
    left = with_held(cut, (locked | odd) - already, held - odd - already)
    left = replace(left, locked=tuple(sorted({*left.locked, *(already & locked)})))
    blocked = _blocked(problem, outage, empty, minutes)
    return Situation(problem, left, outage, now, published, affected, frozenset(held), blocked)


def _without_hours(clinician: Clinician, outage: Outage, rest: list[Session], minutes: dict[str, int]) -> Clinician:
    """Working hours outside the outage, and the minutes that somebody leads already are never too many."""
    mine = [s for s in rest if s.clinician == clinician.id]
    load = sum(minutes[s.service] for s in mine)
    works: Iterable[Span] = clinician.works
    if clinician.id in outage.clinicians:
        begins, ends = -(-outage.begins // GRID) * GRID, -(-outage.ends // GRID) * GRID
        works = [part for span in works for part in _outside(span, begins, ends)]
        begun = [Span(s.day, s.start, s.start + minutes[s.service]) for s in mine if MARK in s.service]
        works = [*works, *(span for span in begun if not any(_holds(w, span) for w in works))]
    return replace(clinician, works=tuple(works), max_contact_minutes=max(clinician.max_contact_minutes, load))


def _with_spans(works: tuple[Span, ...], sessions: list[Session], minutes: dict[str, int]) -> tuple[Span, ...]:
    spans = [Span(s.day, s.start, s.start + minutes[s.service]) for s in sessions]
    return (*works, *(span for span in spans if not any(_holds(w, span) for w in works)))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.day == inner.day and outer.start <= inner.start and inner.end <= outer.end


def _outside(span: Span, begins: int, ends: int) -> list[Span]:
    """What is left of a stretch of one day outside an outage given in minutes of the week."""
    first, last = begins - span.day * DAY, ends - span.day * DAY
    if span.end <= first or last <= span.start:
        return [span]
    parts = (Span(span.day, span.start, first), Span(span.day, last, span.end))
    return [part for part in parts if part.start < part.end]


def _odd(problem: Problem, rest: list[Session]) -> set[str]:
    """Sessions that stay although today's rules would not make them: a commitment overruled, a group too small."""
    names, found = {s.id for s in rest}, set[str]()
    for breach in verify(problem, Solution(tuple(rest), ())).broken:
        if breach.rule in ABOUT_THE_WHOLE_WEEK - {"size"}:
            continue
        words = breach.where.split()
        found |= names & set(words)
        if not names & set(words):
            mine = [s for s in rest if words and words[0] in s.participants]
            found |= {s.id for s in mine if breach.detail in (str(s.day), s.service)}
    return found


def _blocked(
    problem: Problem, outage: Outage, empty: Iterable[Session], minutes: dict[str, int]
) -> tuple[tuple[str, Span], ...]:
    """Rooms that cannot be used: those that are gone, and those that an empty session holds."""
    rooms = {r.id for r in problem.rooms} if outage.building else outage.rooms
    spans = [(room, span) for room in sorted(rooms) for span in _days(outage)]
    return (*spans, *((s.room, Span(s.day, s.start, s.start + minutes[s.service])) for s in empty if s.room))


def _days(outage: Outage) -> list[Span]:
    spans = [Span(d, max(0, outage.begins - d * DAY), min(DAY, outage.ends - d * DAY)) for d in range(7)]
    return [span for span in spans if span.start < span.end]


def parse_moment(text: str) -> int:
    """A minute of the week from words such as "tue 12:00", "tue" or "end"; raises ValueError with what is wrong."""
    if text.strip().lower() in {"end", "sun 24:00"}:
        return WEEK
    day, _, time = text.strip().lower().partition(" ")
    if day not in DAY_NAMES:
        raise ValueError('must be a day and a time such as "tue 12:00"')
    hours, _, minutes = (time.strip() or "00:00").partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError('must be a day and a time such as "tue 12:00"')
    minute = int(hours) * 60 + int(minutes)
    if minute > DAY or int(minutes) > 59:
        raise ValueError("is not a time of the day")
    return DAY_NAMES.index(day) * DAY + minute


def moment_words(minute: int) -> str:
    """A minute of the week as the command line takes it."""
    return "end" if minute >= WEEK else f"{DAY_NAMES[minute // DAY]} {clock(minute % DAY)}"


def plain(session: Session) -> Session:
    """A session under the clinic's own name of its service, whether it was held or not."""
    return replace(session, service=base_service(session.service))
