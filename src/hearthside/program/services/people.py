"""Changes of staff profiles."""

from __future__ import annotations

from collections.abc import Iterable

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.program.domain.checks import named, sound_hours
from hearthside.program.domain.spans import Span
from hearthside.program.models import Gender, Service, Site, Staff, Track, WorkingHours
from hearthside.program.services.writing import _found_or_new, _put_away, _save


@command(Permission.PROGRAM_EDIT)
def save_staff(
    *, actor: Actor, staff_id: int | None, site_id: int, name: str, credentials: str = "", gender: str = "",  # noqa: ARG001
    languages: Iterable[str] = (), modes: Iterable[str] = (), leads: Iterable[int] = (), tracks: Iterable[int] = (),
    works: Iterable[Span] = (), max_contact_minutes: int = 1500,
) -> int:  # fmt: skip
    """Adds a member of staff or changes one: what they lead, for whom, in which languages, and when."""
    staff = _found_or_new(Staff, staff_id)
    staff.site = _found_or_new(Site, site_id)
    staff.name, staff.credentials = named(name), credentials.strip()
    staff.gender = Gender(gender).value if gender else ""
    staff.languages, staff.modes = sorted(set(languages)), sorted(set(modes))
    staff.max_contact_minutes = max_contact_minutes
    spans = sound_hours(works, "works")
    saved = _save(staff)
    staff.leads.set(Service.objects.filter(pk__in=list(leads)))
    staff.tracks.set(Track.objects.filter(pk__in=list(tracks)))
    staff.working_hours.all().delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(staff=staff, weekday=s.day, start_minute=s.start, end_minute=s.end) for s in spans
    )
    return saved


@command(Permission.PROGRAM_EDIT)
def link_staff_account(*, actor: Actor, staff_id: int, user_id: int | None) -> None:  # noqa: ARG001
    """Joins a member of staff to the account that they sign in with."""
    staff = _found_or_new(Staff, staff_id)
    staff.user_id = user_id
    _save(staff)


@command(Permission.PROGRAM_EDIT)
def archive_staff(*, actor: Actor, staff_id: int) -> None:  # noqa: ARG001
    """Takes a member of staff out of the timetable."""
    _put_away(Staff, staff_id, away=True)


@command(Permission.PROGRAM_EDIT)
def restore_staff(*, actor: Actor, staff_id: int) -> None:  # noqa: ARG001
    """Brings a member of staff back into the timetable."""
    _put_away(Staff, staff_id, away=False)
