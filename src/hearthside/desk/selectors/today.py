"""The first page of the desk: what is on, what waits to be finished, who is short of hours, what next week is like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.care import selectors as care
from hearthside.care.selectors import Outlook, WeekHours
from hearthside.kernel.weeks import moment, monday_of
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import DoseRule, PersonCard
from hearthside.program import selectors as program
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import ProposalRow, SeatRow, SessionCard

DAYS_BACK = 7


@dataclass(frozen=True, slots=True)
class TodaySession:
    """A session of the day with the people expected; `waiting` of them have no attendance mark yet."""

    card: SessionCard
    people: tuple[PersonCard, ...]
    waiting: int
    mine: bool

    def running(self, now: datetime) -> bool:
        """Whether it is going on."""
        return self.card.starts <= now < self.card.ends


@dataclass(frozen=True, slots=True)
class ShortPerson:
    """Somebody whose week will not reach the dose, even if everything still ahead is attended."""

    person: PersonCard
    hours: WeekHours


@dataclass(frozen=True, slots=True)
class TrackCount:
    """How many people are in a track."""

    track_id: int | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Census:
    """Who is in the program at the site today, and who began this week."""

    total: int
    began: int
    tracks: tuple[TrackCount, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The page; what the reader may not see is None."""

    day: date
    sessions: tuple[TodaySession, ...] | None
    unfinished: tuple[TodaySession, ...] | None
    short: tuple[ShortPerson, ...] | None
    census: Census | None
    next_week: date
    proposal: ProposalRow | None
    published: bool


@query(Permission.PROGRAM_READ)
def today(*, actor: Actor, site_id: int, now: datetime, zone: str) -> Today:
    """The day of a site for one member of staff, in a constant number of queries."""
    clock = ZoneInfo(zone)
    day = now.astimezone(clock).date()
    sees_week, marks = actor.may(Permission.WEEK_READ), actor.may(Permission.ATTENDANCE_READ)
    hours = care.site_hours(actor=actor, site_id=site_id, week_starts_on=monday_of(day)) if marks else {}
    lines = _lines(actor, site_id, now, clock, marks=marks) if sees_week else ()
    people = participants.cards(actor=actor, participant_ids=_asked(lines, hours))
    sessions = [_session(line, people, actor) for line in lines]
    next_week = monday_of(day) + timedelta(days=7)
    proposals = scheduling.week_proposals(actor=actor, weeks=[next_week]) if sees_week else ()
    here = [row for row in proposals if row.site_id == site_id]
    return Today(
        day=day,
        sessions=tuple(one for one in sessions if one.card.day == day) if sees_week else None,
        unfinished=tuple(one for one in sessions if one.card.day < day) if sees_week and marks else None,
        short=_short(hours, people) if marks else None,
        census=_census(actor, site_id, day) if actor.may(Permission.CENSUS_READ) else None,
        next_week=next_week, proposal=here[0] if here else None,
        published=any(row.state == "published" for row in here),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """A session with its seats, before the people are known by name."""

    card: SessionCard
    seats: tuple[SeatRow, ...]
    waiting: int


def _lines(actor: Actor, site_id: int, now: datetime, clock: ZoneInfo, *, marks: bool) -> tuple[_Line, ...]:
    """Sessions of the days before that wait for marks, then those of the day."""
    day = now.astimezone(clock).date()
    midnight = moment(day, 0, clock)
    on = scheduling.day_sessions(actor=actor, site_id=site_id, day=day)
    past = scheduling.session_ids_between(
        actor=actor, site_id=site_id, start=moment(day - timedelta(days=DAYS_BACK), 0, clock), end=midnight
    )
    begun = [*past, *(card.id for card in on if card.starts <= now)] if marks else []
    waiting = care.unmarked_sessions(actor=actor, session_ids=begun)
    before = scheduling.session_cards(actor=actor, session_ids=[number for number in past if waiting.get(number)])
    seats = scheduling.session_people(actor=actor, session_ids=[card.id for card in on])
    return tuple(_Line(card, seats.get(card.id, ()), waiting.get(card.id, 0)) for card in (*before, *on))


def _asked(lines: tuple[_Line, ...], hours: dict[int, WeekHours]) -> list[int]:
    return [seat.participant_id for line in lines for seat in line.seats] + list(hours)


def _session(line: _Line, people: dict[int, PersonCard], actor: Actor) -> TodaySession:
    seated = [people[seat.participant_id] for seat in line.seats if seat.participant_id in people]
    ordered = tuple(sorted(seated, key=lambda person: person.display_name.casefold()))
    mine = actor.staff_id is not None and line.card.clinician_id == actor.staff_id
    return TodaySession(line.card, ordered, line.waiting, mine)


def _short(hours: dict[int, WeekHours], people: dict[int, PersonCard]) -> tuple[ShortPerson, ...]:
    short = [
        ShortPerson(people[person], row)
        for person, row in hours.items()
        if row.outlook is Outlook.SHORT and person in people
    ]
    return tuple(sorted(short, key=lambda one: (-one.hours.short, one.person.full_name.casefold())))


def _census(actor: Actor, site_id: int, day: date) -> Census:
    ids = participants.admitted_ids(actor=actor, site_id=site_id, on=day)
    rules = participants.dose_rules(actor=actor, participant_ids=ids)
    numbers = {track.name: track.id for track in program.track_choices(actor=actor)}
    tracks = Counter(rule.track_name for rule in rules.values())
    counts = tuple(TrackCount(numbers.get(name), name, count) for name, count in sorted(tracks.items()))
    return Census(len(ids), sum(_began(rule, day) for rule in rules.values()), counts)


def _began(rule: DoseRule, day: date) -> bool:
    return monday_of(day) <= rule.admitted_on <= day
