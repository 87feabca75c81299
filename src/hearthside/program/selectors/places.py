"""Sites, their clocks, their hours and their rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, open_to_all, query
from hearthside.access.permissions import Permission
from hearthside.program.domain.spans import Span
from hearthside.program.models import Closure, Room, Site


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """A site in a list."""

    id: int
    name: str
    time_zone: str
    address: str
    archived: bool
    rooms: int = 0
    places: int = 0
    staff: int = 0


@dataclass(frozen=True, slots=True)
class SitePlace:
    """Where a site is and how to call it."""

    id: int
    name: str
    time_zone: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room of a site."""

    id: int
    site_id: int
    name: str
    capacity: int
    archived: bool


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which a site is closed, or open only from `opens` to `closes` (minutes after midnight)."""

    id: int
    site_id: int
    day: date
    name: str
    opens: int | None
    closes: int | None


@dataclass(frozen=True, slots=True)
class SiteDetail:
    """Everything about a site that its page shows."""

    id: int
    name: str
    time_zone: str
    address: str
    phone: str
    start_step: int
    archived: bool
    opening: tuple[Span, ...]
    rooms: tuple[RoomRow, ...]


@query(Permission.PROGRAM_READ)
def sites(*, actor: Actor, with_archived: bool = False) -> tuple[SiteSummary, ...]:  # noqa: ARG001
    """The clinic's sites by name."""
    rows = Site.objects.annotate(
        room_count=Count("rooms", filter=Q(rooms__archived_at=None), distinct=True),
        staff_count=Count("staff", filter=Q(staff__archived_at=None), distinct=True),
    )
    if not with_archived:
        rows = rows.filter(archived_at=None)
    seats: dict[int, int] = {}
    for site_id, capacity in Room.objects.filter(archived_at=None).values_list("site_id", "capacity"):
        seats[site_id] = seats.get(site_id, 0) + capacity
    return tuple(
        SiteSummary(
            s.pk,
            s.name,
            s.time_zone,
            s.address,
            s.archived_at is not None,
            s.room_count,
            seats.get(s.pk, 0),
            s.staff_count,
        )
        for s in rows
    )


@query(Permission.PROGRAM_READ)
def site(*, actor: Actor, site_id: int) -> SiteDetail:  # noqa: ARG001
    """One site with its hours and rooms."""
    found = Site.objects.prefetch_related("opening_hours", "rooms").filter(pk=site_id).first()
    if found is None:
        raise NotFound("site")
    opening = tuple(Span(h.weekday, h.start_minute, h.end_minute) for h in found.opening_hours.all())
    rooms = tuple(_room(room) for room in found.rooms.all())
    return SiteDetail(
        found.pk, found.name, found.time_zone, found.address, found.phone, found.start_step,
        found.archived_at is not None, opening, rooms,
    )  # fmt: skip


@query(Permission.PROGRAM_READ)
def closures(*, actor: Actor, site_id: int, since: date, until: date | None = None) -> tuple[ClosedDay, ...]:  # noqa: ARG001
    """The days from one day on, to the day before another, on which a site is closed or open for less."""
    rows = Closure.objects.filter(site_id=site_id, day__gte=since, removed_at=None)
    if until is not None:
        rows = rows.filter(day__lt=until)
    return tuple(ClosedDay(r.pk, r.site_id, r.day, r.name, r.opens_minute, r.closes_minute) for r in rows)


@query(Permission.PROGRAM_READ)
def room(*, actor: Actor, room_id: int) -> RoomRow:  # noqa: ARG001
    """One room."""
    found = Room.objects.filter(pk=room_id).first()
    if found is None:
        raise NotFound("room")
    return _room(found)


@open_to_all("the clock of a site hangs on its wall; it says nothing about anyone")
def site_clock(*, site_id: int) -> ZoneInfo:
    """The time zone that a site's wall clock shows."""
    zone = Site.objects.filter(pk=site_id).values_list("time_zone", flat=True).first()
    if zone is None:
        raise NotFound("site")
    return ZoneInfo(zone)


@open_to_all("where the clinic is and its telephone number are on its door; the help page shows them signed out")
def site_places() -> tuple[SitePlace, ...]:
    """Where the clinic's sites are and how to call them."""
    rows = Site.objects.filter(archived_at=None)
    return tuple(SitePlace(s.pk, s.name, s.time_zone, s.address, s.phone) for s in rows)


def _room(found: Room) -> RoomRow:
    return RoomRow(found.pk, found.site_id, found.name, found.capacity, found.archived_at is not None)
