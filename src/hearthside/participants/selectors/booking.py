"""What a booking must respect of a person: their track, languages, modes, the life around the session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.kernel.intervals import Period
from hearthside.kernel.weeks import moment
from hearthside.participants.models import BusyInterval, Commitment, Episode, KeptApart

NEAR = timedelta(minutes=240)


@dataclass(frozen=True, slots=True)
class BusyTime:
    """A stretch of a person's life that a session should not touch."""

    label: str
    period: Period


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """One person as a booking sees them, with what they have on around the session."""

    participant_id: int
    site_id: int
    track_id: int
    languages: tuple[str, ...]
    modes: tuple[str, ...]
    travel_minutes: int
    not_with: tuple[int, ...]
    admitted_on: date
    discharged_on: date | None
    busy: tuple[BusyTime, ...]


@query(Permission.SESSION_EDIT)
def booking_facts(
    *,
    actor: Actor,  # noqa: ARG001
    participant_ids: Iterable[int],
    start: datetime,
    end: datetime,
) -> dict[int, BookingFacts]:
    """The facts of each of these people around a session; who has no episode is left out; five queries."""
    ids = list(participant_ids)
    around = Period(start - NEAR, end + NEAR)
    apart, busy = _apart(ids), _busy(ids, around)
    rows = Episode.objects.filter(participant_id__in=ids).order_by("admitted_on", "id")
    found = {}
    for row in rows.values_list(
        "participant_id", "participant__site_id", "participant__site__time_zone", "track_id", "participant__languages",
        "participant__choices__can_attend", "participant__choices__travel_minutes", "admitted_on", "discharged_on",
    ):  # fmt: skip
        person, travel = row[0], row[6] if row[6] is not None else 30
        weekly = _weekly([c for c in busy[0] if c.participant_id == person], around, ZoneInfo(row[2]))
        imported = (BusyTime(b.label, Period(b.start, b.end)) for b in busy[1] if b.calendar.participant_id == person)
        found[person] = BookingFacts(
            person, row[1], row[3], tuple(row[4]), tuple(row[5] or ("in_person",)), travel,
            tuple(sorted(apart.get(person, ()))), row[7], row[8], (*weekly, *imported),
        )  # fmt: skip
    return found


def _apart(ids: list[int]) -> dict[int, set[int]]:
    apart: dict[int, set[int]] = {}
    for first, second in KeptApart.objects.filter(Q(first__in=ids) | Q(second__in=ids)).values_list(
        "first_id", "second_id"
    ):
        apart.setdefault(first, set()).add(second)
        apart.setdefault(second, set()).add(first)
    return apart


def _busy(ids: list[int], around: Period) -> tuple[list[Commitment], list[BusyInterval]]:
    weekly = list(Commitment.objects.filter(participant_id__in=ids, removed_at=None))
    imported = BusyInterval.objects.filter(
        calendar__participant_id__in=ids, calendar__removed_at=None, start__lt=around.end, end__gt=around.start
    )
    return weekly, list(imported.select_related("calendar"))


def _weekly(commitments: list[Commitment], around: Period, zone: ZoneInfo) -> Iterator[BusyTime]:
    """The occurrences near a session, on the wall clock of the person's site."""
    first = around.start.astimezone(zone).date() - timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((around.end.astimezone(zone).date() - first).days + 1)]
    for item in commitments:
        for day in days:
            in_force = (item.valid_from or day) <= day <= (item.valid_until or day)
            if in_force and day.weekday() in item.weekdays:
                last = item.end_minute if item.end_minute > item.start_minute else item.end_minute + 1440
                period = Period(moment(day, item.start_minute, zone), moment(day, last, zone))
                if period.overlaps(around):
                    yield BusyTime(item.label, period)


@query(Permission.WEEK_BUILD)
def stays(*, actor: Actor, site_id: int, week_starts_on: date) -> dict[int, tuple[date, date | None]]:  # noqa: ARG001
    """From when until when each person of the site who is in the program in a week stays; one query."""
    rows = Episode.objects.filter(
        Q(discharged_on=None) | Q(discharged_on__gte=week_starts_on),
        participant__site_id=site_id,
        admitted_on__lte=week_starts_on + timedelta(days=6),
    )
    ordered = rows.order_by("admitted_on", "id").values_list("participant_id", "admitted_on", "discharged_on")
    return {person: (admitted, discharged) for person, admitted, discharged in ordered}
