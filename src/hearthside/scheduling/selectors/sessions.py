"""What is on: a week, a day, one session, a person's own sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow, monday_of
from hearthside.program import selectors as program
from hearthside.scheduling.models import Seat, Session
from hearthside.scheduling.selectors._cards import (
    FIELDS,
    SessionCard,
    between,
    by_session,
    card,
    cards,
    in_week,
    on_day,
)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A person's place in a session."""

    seat_id: int
    participant_id: int
    session_id: int


@dataclass(frozen=True, slots=True)
class SeatRef:
    """What a seat is about: whose it is, in which session, whether it is still held."""

    seat_id: int
    session_id: int
    participant_id: int
    site_id: int
    starts: datetime
    ends: datetime
    countable: bool
    held: bool


@query(Permission.WEEK_READ)
def week_sessions(
    *,
    actor: Actor,  # noqa: ARG001
    site_id: int,
    week_starts_on: date,
    with_cancelled: bool = False,
) -> tuple[SessionCard, ...]:
    """Every session of a site's week, in the order of time."""
    week = WeekWindow(week_starts_on, program.site_clock(site_id=site_id))
    return cards(in_week(_of_site(site_id, with_cancelled), week))


@query(Permission.WEEK_READ)
def day_sessions(
    *,
    actor: Actor,  # noqa: ARG001
    site_id: int,
    day: date,
    with_cancelled: bool = False,
) -> tuple[SessionCard, ...]:
    """Every session of a site's day, in the order of time."""
    return cards(on_day(_of_site(site_id, with_cancelled), day, program.site_clock(site_id=site_id)))


@query(Permission.WEEK_READ)
def session_card(*, actor: Actor, session_id: int) -> SessionCard:  # noqa: ARG001
    """One session."""
    found = cards(Session.objects.filter(pk=session_id))
    if not found:
        raise NotFound("session")
    return found[0]


@query(Permission.WEEK_READ)
def session_cards(*, actor: Actor, session_ids: Iterable[int]) -> tuple[SessionCard, ...]:  # noqa: ARG001
    """These sessions in the order of time."""
    return cards(Session.objects.filter(pk__in=list(session_ids)))


@query(Permission.WEEK_READ)
def session_ids_between(*, actor: Actor, site_id: int, start: datetime, end: datetime) -> tuple[int, ...]:  # noqa: ARG001
    """The sessions of a site that start in a stretch of time and are not cancelled, by number alone."""
    return tuple(between(_of_site(site_id, with_cancelled=False), start, end).values_list("id", flat=True))


@query(Permission.WEEK_READ)
def session_people(*, actor: Actor, session_ids: Iterable[int]) -> dict[int, tuple[SeatRow, ...]]:  # noqa: ARG001
    """Who sits in each of these sessions."""
    ids = list(session_ids)
    held = Seat.objects.filter(session_id__in=ids, released_at=None).order_by("booked_at", "id")
    rows = held.values_list("id", "participant_id", "session_id")
    people = by_session((row[2], SeatRow(*row)) for row in rows)
    return {number: people.get(number, ()) for number in ids}


@query(Permission.SCHEDULE_READ, subject="participant_id")
def participant_week(
    *,
    actor: Actor,  # noqa: ARG001
    participant_id: int,
    week_starts_on: date,
    with_cancelled: bool = False,
) -> tuple[SessionCard, ...]:
    """A person's sessions of a week, by the clock of the site of each session."""
    rows = _own_sessions(participant_id, with_cancelled).filter(
        during__startswith__gte=datetime.combine(week_starts_on, datetime.min.time(), ZoneInfo("Pacific/Kiritimati")),
        during__startswith__lt=datetime.combine(
            date.fromordinal(week_starts_on.toordinal() + 8), datetime.min.time(), ZoneInfo("UTC")
        ),
    )
    found = (card(row) for row in rows.values(*FIELDS))
    return tuple(item for item in found if 0 <= (item.day - week_starts_on).days < 7)


@query(Permission.SCHEDULE_READ, subject="participant_id")
def participant_sessions(
    *,
    actor: Actor,  # noqa: ARG001
    participant_id: int,
    start: datetime,
    end: datetime,
    with_cancelled: bool = False,
) -> tuple[SessionCard, ...]:
    """A person's sessions that start in a stretch of time; on request also those cancelled with a reason."""
    return cards(between(_own_sessions(participant_id, with_cancelled), start, end))


@query(Permission.WEEK_READ)
def week_seats(*, actor: Actor, site_id: int, week_starts_on: date) -> tuple[SeatRef, ...]:  # noqa: ARG001
    """Every seat held in a site's week, in the order of time."""
    zone = program.site_clock(site_id=site_id)
    held = Seat.objects.filter(released_at=None, session__site_id=site_id, session__cancelled_at=None)
    rows = in_week(held, WeekWindow(week_starts_on, zone)).order_by("during", "session_id", "booked_at", "id")
    return tuple(
        SeatRef(
            seat, session, person, site_id, during.lower.astimezone(zone), during.upper.astimezone(zone), countable,
            held=True,
        )
        for seat, session, person, during, countable in rows.values_list(
            "id", "session_id", "participant_id", "during", "session__service__countable"
        )
    )  # fmt: skip


@query(Permission.WEEK_READ)
def seat_ref(*, actor: Actor, seat_id: int) -> SeatRef:  # noqa: ARG001
    """What a seat is about."""
    row = (
        Seat.objects.filter(pk=seat_id)
        .values_list(
            "session_id", "participant_id", "session__site_id", "session__site__time_zone", "during",
            "session__service__countable", "released_at",
        )
        .first()
    )  # fmt: skip
    if row is None:
        raise NotFound("seat")
    zone = ZoneInfo(row[3])
    starts, ends = row[4].lower.astimezone(zone), row[4].upper.astimezone(zone)
    return SeatRef(seat_id, row[0], row[1], row[2], starts, ends, row[5], row[6] is None)


def _of_site(site_id: int, with_cancelled: bool) -> QuerySet[Session]:
    rows = Session.objects.filter(site_id=site_id)
    return rows if with_cancelled else rows.filter(cancelled_at=None)


def _own_sessions(participant_id: int, with_cancelled: bool) -> QuerySet[Session]:
    """Sessions in which the person holds a seat; cancelled ones where the seat went with the session."""
    mine = Seat.objects.filter(participant_id=participant_id).order_by()
    if not with_cancelled:
        return Session.objects.filter(pk__in=mine.filter(released_at=None).values("session_id"), cancelled_at=None)
    here = mine.filter(session_id=OuterRef("pk"))
    held = Exists(here.filter(released_at=None)) & Q(cancelled_at=None)
    lost = Exists(here.filter(released_at=OuterRef("cancelled_at"))) & ~Q(cancel_reason="")
    return Session.objects.filter(held | lost, pk__in=mine.values("session_id"))


@query(Permission.WEEK_READ)
def week_counts(*, actor: Actor, weeks: Iterable[date]) -> dict[tuple[int, date], tuple[int, int]]:  # noqa: ARG001
    """Sessions and taken seats of every site in these weeks, by (site, Monday) on each site's clock; one query."""
    mondays = sorted(weeks)
    margin = timedelta(days=1)
    first = datetime.combine(mondays[0], datetime.min.time(), UTC) - margin
    rows = between(
        Session.objects.filter(cancelled_at=None),
        first, datetime.combine(mondays[-1], datetime.min.time(), UTC) + timedelta(days=7) + margin,
    )  # fmt: skip
    counts: dict[tuple[int, date], tuple[int, int]] = {}
    for site_id, zone, during, taken in rows.values_list("site_id", "site__time_zone", "during", "taken"):
        key = site_id, monday_of(during.lower.astimezone(ZoneInfo(zone)).date())
        sessions, seats = counts.get(key, (0, 0))
        counts[key] = sessions + 1, seats + taken
    return {key: value for key, value in counts.items() if key[1] in mondays}
