"""The lives people have: weekly commitments, imported calendars, what they would rather have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.participants.domain.calendars import CalendarProblem, CalendarProblemCode
from hearthside.participants.models import CalendarImport, Choices, Commitment, Participant


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A weekly commitment; it ends the next day where it ends before it starts."""

    id: int
    label: str
    weekdays: tuple[int, ...]
    start_minute: int
    end_minute: int
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar that was read, with what could not be understood."""

    id: int
    name: str
    imported_at: datetime
    covers_until: date
    events: int
    understood: int
    busy: int
    problems: tuple[CalendarProblem, ...]


@dataclass(frozen=True, slots=True)
class ChoicesSheet:
    """What a person can do and would rather have; points from 0 (no matter) to 4 (matters a lot)."""

    can_attend: tuple[str, ...]
    modes: dict[str, int]
    day_parts: dict[str, int]
    clinician_gender: dict[str, int]
    clinicians: dict[int, int]
    travel_minutes: int
    max_minutes_per_day: int
    version: int


@query(Permission.COMMITMENTS_READ, subject="participant_id")
def commitments(*, actor: Actor, participant_id: int) -> tuple[CommitmentRow, ...]:  # noqa: ARG001
    """The weekly commitments of a person."""
    rows = Commitment.objects.filter(participant_id=participant_id, removed_at=None)
    return tuple(_commitment(row) for row in rows)


@query(Permission.COMMITMENTS_READ, subject="participant_id")
def commitment(*, actor: Actor, participant_id: int, commitment_id: int) -> CommitmentRow:  # noqa: ARG001
    """One weekly commitment."""
    row = Commitment.objects.filter(participant_id=participant_id, pk=commitment_id, removed_at=None).first()
    if row is None:
        raise NotFound("commitment")
    return _commitment(row)


@query(Permission.COMMITMENTS_READ, subject="participant_id")
def calendars(*, actor: Actor, participant_id: int) -> tuple[CalendarRow, ...]:  # noqa: ARG001
    """The calendars that were read for a person, the newest first."""
    rows = CalendarImport.objects.filter(participant_id=participant_id, removed_at=None).annotate(times=Count("busy"))
    rows = rows.order_by("-imported_at", "-id")
    return tuple(
        CalendarRow(
            row.pk, row.name, row.imported_at, row.covers_until, row.events, row.understood, row.times,
            tuple(_problem(problem) for problem in row.problems),
        )
        for row in rows
    )  # fmt: skip


@query(Permission.CHOICES_READ, subject="participant_id")
def choices(*, actor: Actor, participant_id: int) -> ChoicesSheet:  # noqa: ARG001
    """The choices sheet of a person."""
    person = Participant.objects.filter(pk=participant_id).select_related("choices").first()
    if person is None:
        raise NotFound("participant")
    sheet = getattr(person, "choices", None) or Choices(participant=person, can_attend=["in_person"])
    return ChoicesSheet(
        can_attend=tuple(sheet.can_attend), modes=dict(sheet.modes), day_parts=dict(sheet.day_parts),
        clinician_gender=dict(sheet.clinician_gender),
        clinicians={int(staff): points for staff, points in sheet.clinicians.items()},
        travel_minutes=sheet.travel_minutes, max_minutes_per_day=sheet.max_minutes_per_day, version=person.version,
    )  # fmt: skip


def _commitment(row: Commitment) -> CommitmentRow:
    return CommitmentRow(
        row.pk,
        row.label,
        tuple(sorted(row.weekdays)),
        row.start_minute,
        row.end_minute,
        row.valid_from,
        row.valid_until,
    )


def _problem(kept: dict[str, object]) -> CalendarProblem:
    line, component, code, value = (kept[key] for key in ("line", "component", "code", "value"))
    return CalendarProblem(int(str(line)), str(component), CalendarProblemCode(str(code)), str(value))
