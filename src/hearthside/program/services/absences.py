"""Absences of staff: noted, and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.models import Staff, StaffAbsence
from hearthside.program.selectors.absences import AbsenceRow
from hearthside.program.services.writing import _found_or_new, _save


@command(Permission.WEEK_BUILD)
def note_absences(*, actor: Actor, staff_ids: Iterable[int], begins: datetime, ends: datetime) -> tuple[int, ...]:
    """Notes that members of staff are away for a time; whoever is known to be away for all of it is left as they are.

    The answer is what was noted now, so that it can be taken back.
    """
    if ends <= begins:
        raise ProgramRefused("until", Refusal.END_BEFORE_START)
    noted = []
    for staff_id in sorted(set(staff_ids)):
        staff = _found_or_new(Staff, staff_id)
        if not staff.absences.filter(period__contains=(begins, ends)).exists():
            period = (begins, ends)
            noted.append(_save(StaffAbsence(staff=staff, period=period, created_by_id=actor.user_id or None)))
    return tuple(noted)


@command(Permission.WEEK_BUILD)
def take_back_absence(*, actor: Actor, absence_id: int) -> AbsenceRow:  # noqa: ARG001
    """Takes a note of an absence back: weeks are built with this person again; returns what was noted."""
    row = _found_or_new(StaffAbsence, absence_id)
    gone = AbsenceRow(row.pk, row.staff_id, row.staff.name, row.period.lower, row.period.upper)
    row.delete()
    return gone
