"""Staff as the timetable and the pages know them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, open_to_all, query
from hearthside.access.permissions import Permission
from hearthside.program.domain.naming import initials_of
from hearthside.program.domain.spans import Span
from hearthside.program.models import Staff
from hearthside.program.selectors._linked import of_staff


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff in a list."""

    id: int
    name: str
    credentials: str
    initials: str
    site_id: int
    site_name: str
    languages: tuple[str, ...]
    modes: tuple[str, ...]
    leads: tuple[str, ...]
    tracks: tuple[str, ...]
    max_contact_minutes: int
    working_minutes: int
    user_id: int | None
    archived: bool


@dataclass(frozen=True, slots=True)
class StaffDetail:
    """Everything about a member of staff that their page shows."""

    id: int
    name: str
    credentials: str
    initials: str
    gender: str
    site_id: int
    site_name: str
    languages: tuple[str, ...]
    modes: tuple[str, ...]
    leads: tuple[int, ...]
    tracks: tuple[int, ...]
    works: tuple[Span, ...]
    max_contact_minutes: int
    user_id: int | None
    archived: bool


@open_to_all("builds the actor of every request; the gate cannot be asked before it")
def staff_id_of_user(*, user_id: int) -> int | None:
    """The staff profile of an account."""
    return Staff.objects.filter(user_id=user_id, archived_at=None).values_list("pk", flat=True).first()


@query(Permission.PROGRAM_READ)
def staff_list(
    *, actor: Actor, site_id: int | None = None, with_archived: bool = False,  # noqa: ARG001
) -> tuple[StaffRow, ...]:  # fmt: skip
    """The clinic's staff by name, of one site or of all."""
    rows = (
        Staff.objects.select_related("site")
        .annotate(
            lead_names=of_staff(Staff.leads.through, "service__name", "service__name"),
            track_names=of_staff(Staff.tracks.through, "track__name", "track__name"),
            working=Coalesce(Sum(F("working_hours__end_minute") - F("working_hours__start_minute")), 0),
        )
        .order_by("name")
    )
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if not with_archived:
        rows = rows.filter(archived_at=None)
    return tuple(_row(staff) for staff in rows)


@query(Permission.PROGRAM_READ)
def staff_member(*, actor: Actor, staff_id: int) -> StaffDetail:  # noqa: ARG001
    """One member of staff."""
    staff = (
        Staff.objects.select_related("site").prefetch_related("leads", "tracks", "working_hours").filter(pk=staff_id)
    ).first()
    if staff is None:
        raise NotFound("staff")
    return StaffDetail(
        staff.pk, staff.name, staff.credentials, initials_of(staff.name), staff.gender, staff.site_id, staff.site.name,
        tuple(staff.languages), tuple(staff.modes), tuple(s.pk for s in staff.leads.all()),
        tuple(t.pk for t in staff.tracks.all()), _works(staff), staff.max_contact_minutes, staff.user_id,
        staff.archived_at is not None,
    )  # fmt: skip


@query(Permission.PROGRAM_READ)
def staff_names(*, actor: Actor, staff_ids: Iterable[int]) -> dict[int, str]:  # noqa: ARG001
    """The names of these members of staff, archived ones too."""
    return dict(Staff.objects.filter(pk__in=list(staff_ids)).values_list("pk", "name"))


def _works(staff: Staff) -> tuple[Span, ...]:
    return tuple(Span(h.weekday, h.start_minute, h.end_minute) for h in staff.working_hours.all())


def _row(staff: Staff) -> StaffRow:
    return StaffRow(
        staff.pk, staff.name, staff.credentials, initials_of(staff.name), staff.site_id, staff.site.name,
        tuple(staff.languages), tuple(staff.modes), tuple(staff.lead_names),  # type: ignore[attr-defined]
        tuple(staff.track_names), staff.max_contact_minutes, staff.working, staff.user_id,  # type: ignore[attr-defined]
        staff.archived_at is not None,
    )  # fmt: skip
