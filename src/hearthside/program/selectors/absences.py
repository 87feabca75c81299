"""When members of staff are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.program.models import StaffAbsence


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A stretch of time for which a member of staff is away."""

    id: int
    staff_id: int
    staff_name: str
    begins: datetime
    ends: datetime


@query(Permission.PROGRAM_READ)
def absences(
    *, actor: Actor, site_id: int | None = None, staff_id: int | None = None, since: datetime,  # noqa: ARG001
    until: datetime | None = None,
) -> tuple[AbsenceRow, ...]:  # fmt: skip
    """Who is away between two moments, at one site or one person alone; the first to begin comes first."""
    rows = StaffAbsence.objects.filter(period__overlap=(since, until))
    if site_id is not None:
        rows = rows.filter(staff__site_id=site_id)
    if staff_id is not None:
        rows = rows.filter(staff_id=staff_id)
    return tuple(_row(row) for row in rows.select_related("staff"))


@query(Permission.WEEK_BUILD)
def may_note_absences(*, actor: Actor) -> None:
    """Nothing, for those who may note who is away; everybody else is refused."""


def _row(row: StaffAbsence) -> AbsenceRow:
    return AbsenceRow(row.pk, row.staff_id, row.staff.name, row.period.lower, row.period.upper)
