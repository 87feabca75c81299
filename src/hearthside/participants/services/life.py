"""The lives people have: commitments, imported calendars, the choices sheet; all with undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.participants.domain.calendars import Busy, CalendarProblem, read_calendar
from hearthside.participants.domain.lives import Weekly, Wishes, check_weekly, check_wishes
from hearthside.participants.models import BusyInterval, CalendarImport, Choices, Commitment
from hearthside.participants.services.writing import _changed, _opened
from hearthside.program import selectors as program

DAYS_AHEAD = 400


class CalendarNotRead(Exception):
    """A text that holds no calendar at all; `problems` say why, line by line."""

    def __init__(self, problems: tuple[CalendarProblem, ...]) -> None:
        super().__init__("no calendar")
        self.problems = problems


@command(Permission.COMMITMENTS_EDIT, subject="participant_id")
def save_commitment(
    *, actor: Actor, participant_id: int, weekly: Weekly, commitment_id: int | None = None, version: int | None = None
) -> int:
    """Adds a weekly commitment, or changes one."""
    check_weekly(weekly)
    section = f"commitment-{commitment_id}" if commitment_id else "commitments"
    person = _opened(participant_id, section, version if commitment_id else None)
    row = Commitment(participant=person) if commitment_id is None else _commitment(participant_id, commitment_id)
    row.label, row.weekdays = weekly.label.strip(), sorted(set(weekly.weekdays))
    row.start_minute, row.end_minute = weekly.start_minute, weekly.end_minute
    row.valid_from, row.valid_until = weekly.valid_from, weekly.valid_until
    row.save()
    _changed(person, section, actor)
    return row.pk


@command(Permission.COMMITMENTS_EDIT, subject="participant_id")
def remove_commitment(*, actor: Actor, participant_id: int, commitment_id: int) -> None:
    """Takes a commitment out of the week; it can be put back."""
    person = _opened(participant_id)
    Commitment.objects.filter(pk=_commitment(participant_id, commitment_id).pk).update(removed_at=timezone.now())
    _changed(person, f"commitment-{commitment_id}", actor)


@command(Permission.COMMITMENTS_EDIT, subject="participant_id")
def restore_commitment(*, actor: Actor, participant_id: int, commitment_id: int) -> None:
    """Puts a removed commitment back."""
    person = _opened(participant_id)
    if not Commitment.objects.filter(pk=commitment_id, participant=person).update(removed_at=None):
        raise NotFound("commitment")
    _changed(person, f"commitment-{commitment_id}", actor)


@command(Permission.COMMITMENTS_EDIT, subject="participant_id")
def import_calendar(*, actor: Actor, participant_id: int, content: bytes | str, name: str = "") -> int:
    """Reads a calendar file into busy times; a calendar of the same name is replaced; returns the calendar's id."""
    person = _opened(participant_id)
    zone, now = program.site_clock(site_id=person.site_id), timezone.now()
    until = now + timedelta(days=DAYS_AHEAD)
    reading = read_calendar(content, home_zone=zone, window_start=now - timedelta(days=8), window_end=until)
    if not reading.events and not reading.busy and reading.problems:
        raise CalendarNotRead(reading.problems)
    called = (name.strip() or reading.name.strip() or "Calendar")[:200]
    CalendarImport.objects.filter(participant=person, name=called, removed_at=None).update(removed_at=now)
    row = CalendarImport.objects.create(
        participant=person, name=called, covers_until=until.date(), events=reading.events,
        understood=reading.understood, problems=[asdict(problem) for problem in reading.problems],
    )  # fmt: skip
    BusyInterval.objects.bulk_create(_intervals(row, reading.busy), batch_size=2000)
    _changed(person, "calendars", actor)
    return row.pk


@command(Permission.COMMITMENTS_EDIT, subject="participant_id")
def remove_calendar(*, actor: Actor, participant_id: int, calendar_id: int) -> None:
    """Takes an imported calendar out; it can be put back."""
    _set_calendar(actor, participant_id, calendar_id, timezone.now())


@command(Permission.COMMITMENTS_EDIT, subject="participant_id")
def restore_calendar(*, actor: Actor, participant_id: int, calendar_id: int) -> None:
    """Puts a removed calendar back."""
    _set_calendar(actor, participant_id, calendar_id, None)


@command(Permission.CHOICES_EDIT, subject="participant_id")
def save_choices(*, actor: Actor, participant_id: int, wishes: Wishes, version: int | None = None) -> None:
    """Writes the choices sheet down; a page older than its last change is refused."""
    check_wishes(wishes)
    person = _opened(participant_id, "choices", version)
    Choices.objects.update_or_create(
        participant=person,
        defaults={
            "can_attend": [mode for mode in ("in_person", "online") if mode in wishes.can_attend],
            "modes": _liked(wishes.modes.items()), "day_parts": _liked(wishes.day_parts.items()),
            "clinician_gender": _liked(wishes.clinician_gender.items()),
            "clinicians": _liked((str(staff), points) for staff, points in wishes.clinicians.items()),
            "travel_minutes": wishes.travel_minutes, "max_minutes_per_day": wishes.max_minutes_per_day,
        },
    )  # fmt: skip
    _changed(person, "choices", actor)


def _liked(points: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {what: value for what, value in points if value}


def _commitment(participant_id: int, commitment_id: int) -> Commitment:
    row = Commitment.objects.filter(participant_id=participant_id, pk=commitment_id, removed_at=None).first()
    if row is None:
        raise NotFound("commitment")
    return row


def _set_calendar(actor: Actor, participant_id: int, calendar_id: int, removed_at: datetime | None) -> None:
    person = _opened(participant_id)
    rows = CalendarImport.objects.filter(pk=calendar_id, participant=person)
    if not rows.update(removed_at=removed_at):
        raise NotFound("calendar")
    _changed(person, "calendars", actor)


def _intervals(calendar: CalendarImport, busy: Iterable[Busy]) -> list[BusyInterval]:
    return [
        BusyInterval(calendar=calendar, start=time.start, end=time.end, label=time.label[:200])
        for time in busy
        if time.start < time.end
    ]
