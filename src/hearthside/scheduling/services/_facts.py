"""Reads, under the locks, what the rules of a booking ask for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound
from hearthside.kernel.intervals import Interval, Period
from hearthside.kernel.weeks import WeekWindow, moment, monday_of
from hearthside.participants.selectors.booking import BookingFacts
from hearthside.program import selectors as program
from hearthside.scheduling.domain.booking import Code, Leader, Objection, Plan, Sitter
from hearthside.scheduling.domain.cycle import Closure, opening_of
from hearthside.scheduling.domain.entities import Span
from hearthside.scheduling.domain.held import without
from hearthside.scheduling.models import Seat, Session
from hearthside.scheduling.services._absent import away
from hearthside.scheduling.services.refusals import _refused

SIMPLE = {
    "id": "id", "site_id": "site_id", "service_id": "service_id", "audience_id": "audience_id",
    "audience__language": "language", "mode": "mode", "room_id": "room_id", "clinician_id": "clinician_id",
    "places": "places", "taken": "taken", "cancelled_at": "cancelled_at", "sequence": "sequence",
}  # fmt: skip
FIELDS = (*SIMPLE, "site__time_zone", "during", "track_ids")
NOBODY = Leader(frozenset(), frozenset(), frozenset(), frozenset(), (), 0)


@dataclass(frozen=True, slots=True)
class Held:
    """A session as it stands in the database."""

    id: int
    site_id: int
    zone: ZoneInfo
    service_id: int
    audience_id: int
    tracks: frozenset[int]
    language: str
    mode: str
    room_id: int | None
    clinician_id: int
    during: Period
    places: int
    taken: int
    cancelled_at: datetime | None
    sequence: int


def site_of(session_id: int) -> int:
    """The site of a session; raises NotFound."""
    found = Session.objects.filter(pk=session_id).values_list("site_id", flat=True).first()
    if found is None:
        raise NotFound("session")
    return found


def held(session_id: int) -> Held:
    """The session, read after its lock was taken."""
    rows = Session.objects.filter(pk=session_id).annotate(track_ids=ArrayAgg("audience__tracks", default=[]))
    row = rows.values(*FIELDS).order_by().get()
    during, tracks = row.pop("during"), row.pop("track_ids")
    return Held(
        **{name: row[field] for field, name in SIMPLE.items()},
        zone=ZoneInfo(row["site__time_zone"]),
        during=Period(during.lower, during.upper),
        tracks=frozenset(track for track in tracks if track is not None),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A session as somebody asks for it; `besides` is the session that would give up its place for it."""

    site_id: int
    service_id: int
    audience_id: int
    mode: str
    day: date
    start: int
    room_id: int | None
    clinician_id: int
    needed_seats: int = 1
    besides: int = 0


def plan_of(actor: Actor, wanted: Wanted) -> tuple[Plan, Period, int]:
    """The session against the clinic's rules, its period, and the places it would have."""
    catalogue = program.catalogue(actor=actor, site_id=wanted.site_id)
    service = next((s for s in catalogue.services if s.id == wanted.service_id), None)
    audience = next((a for a in service.audiences if a.id == wanted.audience_id), None) if service else None
    room = next((r for r in catalogue.rooms if r.id == wanted.room_id), None)
    if service is None or audience is None or (wanted.room_id is not None and room is None):
        raise NotFound("service, audience or room")
    zone = ZoneInfo(catalogue.time_zone)
    begins = moment(wanted.day, wanted.start, zone)
    period = Period(begins, begins + timedelta(minutes=service.minutes))
    leader = next((c for c in catalogue.clinicians if c.id == wanted.clinician_id), None)
    week = WeekWindow(monday_of(wanted.day), zone)
    plan = Plan(
        service_id=service.id, tracks=frozenset(audience.track_ids), language=audience.language, mode=wanted.mode,
        span=Interval(wanted.start, wanted.start + service.minutes), grid=catalogue.start_step,
        opening=_open_hours(actor, wanted, catalogue.opening), leader=NOBODY if leader is None else Leader(
            frozenset(leader.leads), frozenset(leader.tracks), frozenset(leader.languages), frozenset(leader.modes),
            _present(actor, wanted, leader, week), leader.max_contact_minutes - _contact_minutes(wanted, week),
        ),
        room_seats=room.capacity if room else None, needed_seats=wanted.needed_seats,
    )  # fmt: skip
    return plan, period, min(service.max_size, room.capacity if room else service.max_size)


def _open_hours(actor: Actor, wanted: Wanted, usual: Iterable[Any]) -> tuple[Interval, ...]:
    """When the site is open on the day: its usual hours, less where the day is on the list of closed ones."""
    closed = program.closures(
        actor=actor, site_id=wanted.site_id, since=wanted.day, until=wanted.day + timedelta(days=1)
    )
    monday = monday_of(wanted.day)
    hours = (Span(h.day, h.start, h.end) for h in usual)
    days = [Closure(c.day, c.opens, c.closes) for c in closed]
    return _hours(opening_of(hours, monday, days), wanted.day.weekday())


def _present(
    actor: Actor, wanted: Wanted, leader: program.CatalogueClinician, week: WeekWindow
) -> tuple[Interval, ...]:
    """When the leader is at work on the day: the usual hours, less where they are noted as away."""
    works = tuple(Span(h.day, h.start, h.end) for h in leader.works)
    absent = away(actor, wanted.site_id, week).get(leader.id, ())
    return _hours(without(works, absent), wanted.day.weekday())


def _hours(spans: Iterable[Any], weekday: int) -> tuple[Interval, ...]:
    return tuple(Interval(span.start, span.end) for span in spans if span.day == weekday)


def _contact_minutes(wanted: Wanted, week: WeekWindow) -> int:
    rows = Session.objects.filter(
        clinician_id=wanted.clinician_id, cancelled_at=None, during__overlap=(week.period.start, week.period.end)
    ).exclude(pk=wanted.besides)
    periods = rows.values_list("during", flat=True)
    return sum(int((during.upper - during.lower).total_seconds() // 60) for during in periods)


def taken_objection(wanted: Wanted, period: Period) -> Objection | None:
    """The session that has the room or the clinician at that time."""
    rows = (
        Session.objects.filter(cancelled_at=None, during__overlap=(period.start, period.end))
        .filter(Q(clinician_id=wanted.clinician_id) | Q(room_id=wanted.room_id, room_id__isnull=False))
        .exclude(pk=wanted.besides)
        .values("id", "clinician_id", "during", "service__name", "site__time_zone")
    )
    for row in rows.order_by("during")[:1]:
        code = Code.CLINICIAN_TAKEN if row["clinician_id"] == wanted.clinician_id else Code.ROOM_TAKEN
        return Objection(code, _other(row["id"], row["service__name"], row["during"], row["site__time_zone"]))
    return None


def _other(session_id: int, service: str, during: Any, zone: str) -> dict[str, object]:
    starts, ends = (at.astimezone(ZoneInfo(zone)) for at in (during.lower, during.upper))
    return {"session_id": session_id, "service": service, "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}


def sitter_of(facts: BookingFacts | None, session: Held, during: Period) -> Sitter:
    """The person against the session, with their other sessions of that day; refuses who is not in the program."""
    if facts is None:
        raise _refused(Code.NOT_IN_PROGRAM)
    day = during.start.astimezone(session.zone).date()
    if day < facts.admitted_on or (facts.discharged_on and day > facts.discharged_on):
        raise _refused(Code.NOT_IN_PROGRAM)
    if facts.site_id != session.site_id:
        raise _refused(Code.OTHER_SITE)
    today = (moment(day, 0, session.zone), moment(day, 1440, session.zone))
    rows = Seat.objects.filter(participant_id=facts.participant_id, released_at=None, during__overlap=today)
    others = [
        (Period(span.lower, span.upper), mode)
        for span, mode in rows.exclude(session_id=session.id).values_list("during", "session__mode")
    ]
    return Sitter(
        facts.track_id, facts.languages, facts.modes, facts.not_with, facts.travel_minutes,
        tuple((busy.label, busy.period) for busy in facts.busy), frozenset(mode for _, mode in others),
        any(period.overlaps(during) for period, _ in others),
    )  # fmt: skip


def seated(session_id: int) -> frozenset[int]:
    """Everybody who sits in a session."""
    return frozenset(
        Seat.objects.filter(session_id=session_id, released_at=None).values_list("participant_id", flat=True)
    )
