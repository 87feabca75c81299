"""Builds the solver's problem of a site's week from what the clinic knows at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import WeekWindow
from hearthside.participants.selectors.booking import stays
from hearthside.participants.selectors.timetable import TimetablePerson, timetable_people
from hearthside.program import selectors as program
from hearthside.program.domain.spans import Span as HoursSpan
from hearthside.scheduling.domain import entities as e
from hearthside.scheduling.domain.cycle import Closure, opening_of
from hearthside.scheduling.domain.held import with_held, without
from hearthside.scheduling.models import Seat, Session
from hearthside.scheduling.selectors._cards import by_session, in_week
from hearthside.scheduling.services._absent import away

GRID = 15
WHOLE_DAY = 1440
AWAY = "not in the program on this day"


def current_problem(
    actor: Actor, site_id: int, week_starts_on: date, *, now: datetime | None = None, release: Iterable[str] = ()
) -> e.Problem:
    """The problem as the clinic's data stand now, with the published week and what must stay in it.

    `release` names locked sessions that need not stay, because who leads them or where they are is gone.
    """
    catalogue = program.catalogue(actor=actor, site_id=site_id)
    week = WeekWindow(week_starts_on, ZoneInfo(catalogue.time_zone))
    now = now or timezone.now()
    people = timetable_people(actor=actor, site_id=site_id, week_starts_on=week_starts_on)
    dates = stays(actor=actor, site_id=site_id, week_starts_on=week_starts_on)
    codes = {service.id: service.code for service in catalogue.services}
    known = {f"c{clinician.id}" for clinician in catalogue.clinicians}
    asked = tuple(
        part for person in people if (part := _participant(person, dates[person.id], week, codes, known)) is not None
    )
    published, locked, begun = published_sessions(site_id, week, now)
    here = {person.id for person in asked}
    gone = {o.clinician for p in asked for o in p.orders if o.clinician} - known
    absent = away(actor, site_id, week)
    problem = e.Problem(
        starts_on=week_starts_on, time_zone=catalogue.time_zone, start_step=catalogue.start_step,
        opening=tuple(_coming(_open_hours(actor, site_id, catalogue.opening, week_starts_on), week, now)),
        rooms=tuple(e.Room(f"r{room.id}", room.capacity) for room in catalogue.rooms),
        services=tuple(_service(service) for service in catalogue.services),
        clinicians=(
            *(_clinician(c, codes, catalogue.tracks, week, now, absent.get(c.id, ())) for c in catalogue.clinicians),
            *(e.Clinician(name, (), (), (), None, (), (), 0) for name in sorted(gone)),
        ),
        participants=tuple(replace(p, not_with=tuple(o for o in p.not_with if o in here)) for p in asked),
        published=tuple(
            replace(s, participants=tuple(p for p in s.participants if p in here)) for s in published
        ) or None,
    )  # fmt: skip
    return with_held(problem, locked - set(release), begun)


def _open_hours(actor: Actor, site_id: int, usual: Iterable[HoursSpan], week_starts_on: date) -> tuple[e.Span, ...]:
    """When the site is open in this week: its usual hours without its closed days."""
    until = week_starts_on + timedelta(days=7)
    closed = program.closures(actor=actor, site_id=site_id, since=week_starts_on, until=until)
    days = [Closure(c.day, c.opens, c.closes) for c in closed]
    return tuple(_inside(opening_of(_inside(usual), week_starts_on, days)))


def published_sessions(
    site_id: int, week: WeekWindow, now: datetime
) -> tuple[tuple[e.Session, ...], set[str], set[str]]:
    """The week as it stands, the ids of its locked sessions, and of those that began."""
    rows = list(
        in_week(Session.objects.filter(site_id=site_id, cancelled_at=None), week).values(
            "id", "service__code", "audience__code", "mode", "during", "room_id", "clinician_id", "locked"
        )
    )
    seats = Seat.objects.filter(session_id__in=[row["id"] for row in rows], released_at=None)
    people = by_session(seats.order_by("participant_id").values_list("session_id", "participant_id"))
    sessions = []
    for row in rows:
        day, start = week.place(row["during"].lower)
        sessions.append(e.Session(
            f"s{row['id']}", row["service__code"], row["audience__code"], row["mode"], day, start,
            None if row["room_id"] is None else f"r{row['room_id']}", f"c{row['clinician_id']}",
            tuple(f"p{person}" for person in people.get(row["id"], ())),
        ))  # fmt: skip
    locked = {f"s{row['id']}" for row in rows if row["locked"]}
    begun = {f"s{row['id']}" for row in rows if row["during"].lower <= now}
    return tuple(sessions), locked, begun


def _service(service: program.CatalogueService) -> e.Service:
    audiences = (e.Audience(a.code, a.track_codes, a.language or None) for a in service.audiences)
    return e.Service(
        service.code, service.kind, service.minutes, service.min_size, service.max_size, service.countable,
        tuple(audiences),
    )  # fmt: skip


def _clinician(
    clinician: program.CatalogueClinician, codes: dict[int, str], tracks: Iterable[program.CatalogueTrack],
    week: WeekWindow, now: datetime, absent: Iterable[e.Span],
) -> e.Clinician:  # fmt: skip
    works = without(tuple(_inside(clinician.works)), absent)
    names = {track.id: track.code for track in tracks}
    return e.Clinician(
        f"c{clinician.id}", tuple(codes[s] for s in clinician.leads if s in codes),
        tuple(names[t] for t in clinician.tracks if t in names), clinician.languages, clinician.gender or None,
        clinician.modes, tuple(_coming(works, week, now)), clinician.max_contact_minutes,
    )  # fmt: skip


def _participant(
    person: TimetablePerson, stay: tuple[date, date | None], week: WeekWindow, codes: dict[int, str], known: set[str]
) -> e.Participant | None:
    """One person; with fewer days in the program than the week has, a proportionate share of the dose."""
    away = [n for n, day in enumerate(week.days) if day < stay[0] or (stay[1] is not None and day > stay[1])]
    share = 1 - len(away) / 7
    if not share:
        return None
    orders = tuple(
        e.Order(codes[o.service_id], ceil(o.per_week * share), f"c{o.clinician_id}" if o.clinician_id else None)
        for o in person.orders
        if o.service_id in codes
    )
    life = [e.Commitment(c.label, _outside(e.Span(c.day, c.start_minute, c.end_minute))) for c in person.commitments]
    likes = person.prefers
    return e.Participant(
        id=f"p{person.id}", track=person.track_code, priority=person.priority, orders=orders,
        min_minutes=int(person.min_minutes * share), min_days=int(person.min_days * share) if away else person.min_days,
        max_minutes_per_day=person.max_minutes_per_day, modes=person.modes, travel_minutes=person.travel_minutes,
        not_with=tuple(f"p{other}" for other in person.not_with), languages=person.languages,
        commitments=(*life, *(e.Commitment(AWAY, e.Span(day, 0, WHOLE_DAY)) for day in away)),
        prefers=e.Preferences(
            likes.modes, likes.day_parts, likes.clinician_gender,
            {f"c{staff}": points for staff, points in likes.clinicians.items() if f"c{staff}" in known},
        ),
    )  # fmt: skip


def _inside(hours: Iterable[HoursSpan | e.Span]) -> Iterator[e.Span]:
    """Hours on the quarter-hour grid of the problem, never longer than they are."""
    for span in hours:
        start, end = -(-span.start // GRID) * GRID, span.end // GRID * GRID
        if start < end:
            yield e.Span(span.day, start, end)


def _outside(span: e.Span) -> e.Span:
    """A busy time on the grid, never shorter than it is."""
    return e.Span(span.day, span.start // GRID * GRID, min(WHOLE_DAY, -(-span.end // GRID) * GRID))


def _coming(hours: Iterable[e.Span], week: WeekWindow, now: datetime) -> Iterator[e.Span]:
    """What is left of the hours from this moment on: nothing is put into the past."""
    if now <= week.period.start:
        yield from hours
        return
    if now >= week.period.end:
        return
    today, minute = week.place(now + timedelta(minutes=GRID - 1))
    for span in hours:
        start = span.start if span.day > today else max(span.start, -(-minute // GRID) * GRID)
        if span.day >= today and start < span.end:
            yield e.Span(span.day, start, span.end)
