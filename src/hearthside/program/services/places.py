"""Changes of sites and rooms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import available_timezones

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.program.domain.checks import named, sound_hours
from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.domain.spans import Span
from hearthside.program.models import Closure, OpeningHours, Room, Site
from hearthside.program.selectors.places import ClosedDay
from hearthside.program.services.writing import _found_or_new, _put_away, _save


@command(Permission.PROGRAM_EDIT)
def save_site(
    *, actor: Actor, site_id: int | None, name: str, time_zone: str, address: str = "", phone: str = "",  # noqa: ARG001
    start_step: int = 30, opening: Iterable[Span] | None = None,
) -> int:  # fmt: skip
    """Adds a site or changes one; `opening` replaces its hours, None leaves them."""
    if time_zone not in available_timezones():
        raise ProgramRefused("time_zone", Refusal.ZONE_UNKNOWN)
    site = _found_or_new(Site, site_id)
    site.name, site.time_zone = named(name), time_zone
    site.address, site.phone, site.start_step = address.strip(), phone.strip(), start_step
    saved = _save(site)
    if opening is not None:
        spans = sound_hours(opening, "opening")
        site.opening_hours.all().delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(site=site, weekday=s.day, start_minute=s.start, end_minute=s.end) for s in spans
        )
    return saved


@command(Permission.PROGRAM_EDIT)
def archive_site(*, actor: Actor, site_id: int) -> None:  # noqa: ARG001
    """Takes a site out of use."""
    _put_away(Site, site_id, away=True)


@command(Permission.PROGRAM_EDIT)
def restore_site(*, actor: Actor, site_id: int) -> None:  # noqa: ARG001
    """Brings a site back into use."""
    _put_away(Site, site_id, away=False)


@command(Permission.PROGRAM_EDIT)
def add_closure(
    *,
    actor: Actor,  # noqa: ARG001
    site_id: int,
    day: date,
    name: str,
    opens: int | None = None,
    closes: int | None = None,
) -> int:
    """Notes that a site is closed on a day, or open only from one time to another."""
    if (opens is None) != (closes is None):
        raise ProgramRefused("closes", Refusal.HOURS_BACKWARDS)
    site = _found_or_new(Site, site_id)
    return _save(Closure(site=site, day=day, name=named(name), opens_minute=opens, closes_minute=closes))


@command(Permission.PROGRAM_EDIT)
def remove_closure(*, actor: Actor, closure_id: int) -> ClosedDay:  # noqa: ARG001
    """Opens a day as usual again; returns what was removed, so that it can be put back."""
    return _closure_set(closure_id, datetime.now(UTC))


@command(Permission.PROGRAM_EDIT)
def restore_closure(*, actor: Actor, closure_id: int) -> ClosedDay:  # noqa: ARG001
    """Puts a closed day back that was removed; refused where the day was put on the list anew."""
    return _closure_set(closure_id, None)


def _closure_set(closure_id: int, removed_at: datetime | None) -> ClosedDay:
    row = _found_or_new(Closure, closure_id)
    row.removed_at = removed_at
    _save(row)
    return ClosedDay(row.pk, row.site_id, row.day, row.name, row.opens_minute, row.closes_minute)


@command(Permission.PROGRAM_EDIT)
def save_room(*, actor: Actor, room_id: int | None, site_id: int, name: str, capacity: int) -> int:  # noqa: ARG001
    """Adds a room to a site or changes one."""
    room = _found_or_new(Room, room_id)
    if room_id is None:
        room.site = _found_or_new(Site, site_id)
    room.name, room.capacity = named(name), capacity
    return _save(room)


@command(Permission.PROGRAM_EDIT)
def archive_room(*, actor: Actor, room_id: int) -> None:  # noqa: ARG001
    """Takes a room out of use."""
    _put_away(Room, room_id, away=True)


@command(Permission.PROGRAM_EDIT)
def restore_room(*, actor: Actor, room_id: int) -> None:  # noqa: ARG001
    """Brings a room back into use."""
    _put_away(Room, room_id, away=False)
