"""Everybody whom a week is built for, with the lives they have, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow
from hearthside.participants.domain.availability import DayCommitment, WeeklyCommitment, week_commitments
from hearthside.participants.domain.calendars import Busy
from hearthside.participants.domain.taper import Step, StepOrder, dose_of, in_force, orders_of
from hearthside.participants.models import (
    BusyInterval,
    Choices,
    Commitment,
    Episode,
    KeptApart,
    Order,
    Participant,
    TaperStep,
)  # fmt: skip

AT_HOME, WHOLE_DAY = "a day without treatment in this step", 1440


@dataclass(frozen=True, slots=True)
class TimetableOrder:
    """So many sessions of a service in the week, perhaps with one clinician only."""

    service_id: int
    per_week: int
    clinician_id: int | None


@dataclass(frozen=True, slots=True)
class Prefers:
    """Points for what a person would rather have; what does not matter is left out."""

    modes: dict[str, int]
    day_parts: dict[str, int]
    clinician_gender: dict[str, int]
    clinicians: dict[int, int]


@dataclass(frozen=True, slots=True)
class TimetablePerson:
    """One person as a week is built for them."""

    id: int
    track_id: int
    track_code: str
    priority: int
    orders: tuple[TimetableOrder, ...]
    min_minutes: int
    min_days: int
    max_minutes_per_day: int
    modes: tuple[str, ...]
    travel_minutes: int
    not_with: tuple[int, ...]
    languages: tuple[str, ...]
    commitments: tuple[DayCommitment, ...]
    prefers: Prefers


@query(Permission.COMMITMENTS_READ, subject="participant_id")
def week_taken(*, actor: Actor, participant_id: int, week_starts_on: date) -> tuple[DayCommitment, ...]:  # noqa: ARG001
    """What is taken in one week of a person's life: weekly commitments and imported calendars together."""
    zone_name = Participant.objects.filter(pk=participant_id).values_list("site__time_zone", flat=True).first()
    if zone_name is None:
        raise NotFound("participant")
    zone = ZoneInfo(zone_name)
    weekly = Commitment.objects.filter(participant_id=participant_id, removed_at=None)
    period = WeekWindow(week_starts_on, zone).period
    busy = BusyInterval.objects.filter(
        calendar__participant_id=participant_id, calendar__removed_at=None, start__lt=period.end, end__gt=period.start
    )
    return week_commitments(
        weekly=[span for row in weekly for span in _weekly(row)],
        busy=[Busy(row.start, row.end, row.label, False, "") for row in busy],
        week_starts_on=week_starts_on, zone=zone,
    )  # fmt: skip


@query(Permission.WEEK_BUILD)
def timetable_people(*, actor: Actor, site_id: int, week_starts_on: date) -> tuple[TimetablePerson, ...]:  # noqa: ARG001
    """The people of a site in a week: admitted by its Sunday, not discharged before its Monday."""
    stays: dict[int, Episode] = {}
    rows = Episode.objects.filter(participant__site_id=site_id, admitted_on__lte=week_starts_on + timedelta(days=6))
    rows = rows.filter(Q(discharged_on=None) | Q(discharged_on__gte=week_starts_on))
    for row in rows.select_related("participant__choices", "participant__site", "track__level").order_by("admitted_on"):
        stays[row.participant_id] = row
    if not stays:
        return ()
    zone = ZoneInfo(next(iter(stays.values())).participant.site.time_zone)
    taken = _taken(stays, week_starts_on, zone)
    orders, apart = _orders(stays.values()), _kept_apart(stays)
    steps = _steps(stays.values(), week_starts_on)
    return tuple(
        _person(stays[pk], orders[stays[pk].pk], apart[pk], taken[pk], steps.get(stays[pk].pk)) for pk in sorted(stays)
    )


def _taken(ids: Iterable[int], week_starts_on: date, zone: ZoneInfo) -> dict[int, tuple[DayCommitment, ...]]:
    weekly: dict[int, list[WeeklyCommitment]] = defaultdict(list)
    for row in Commitment.objects.filter(participant_id__in=ids, removed_at=None):
        weekly[row.participant_id] += _weekly(row)
    period = WeekWindow(week_starts_on, zone).period
    busy: dict[int, list[Busy]] = defaultdict(list)
    found = BusyInterval.objects.filter(
        calendar__participant_id__in=ids, calendar__removed_at=None, start__lt=period.end, end__gt=period.start
    )
    for person, start, end, label in found.values_list("calendar__participant_id", "start", "end", "label"):
        busy[person].append(Busy(start, end, label, False, ""))
    return {
        pk: week_commitments(weekly=weekly[pk], busy=busy[pk], week_starts_on=week_starts_on, zone=zone) for pk in ids
    }


def _weekly(row: Commitment) -> list[WeeklyCommitment]:
    return [
        WeeklyCommitment(row.label, weekday, row.start_minute, row.end_minute, row.valid_from, row.valid_until)
        for weekday in row.weekdays
    ]


def _orders(stays: Iterable[Episode]) -> dict[int, tuple[Order, ...]]:
    found: dict[int, tuple[Order, ...]] = defaultdict(tuple)
    rows = Order.objects.filter(episode__in=[stay.pk for stay in stays]).select_related("service")
    for row in rows.order_by("service_id"):
        found[row.episode_id] += (row,)
    return found


def _steps(stays: Iterable[Episode], week_starts_on: date) -> dict[int, Step]:
    """The step of a taper that is in force in this week, by stay."""
    plans: dict[int, list[Step]] = defaultdict(list)
    for row in TaperStep.objects.filter(episode__in=[stay.pk for stay in stays]):
        plans[row.episode_id].append(Step(row.starts_on, row.days, tuple(row.weekdays), row.decided_at is not None))
    return {stay: step for stay, plan in plans.items() if (step := in_force(plan, week_starts_on)) is not None}


def _kept_apart(ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for first, second in KeptApart.objects.filter(first__in=ids, second__in=ids).values_list("first_id", "second_id"):
        found[first] += (second,)
        found[second] += (first,)
    return found


def _person(
    stay: Episode, ordered: tuple[Order, ...], apart: tuple[int, ...], taken: tuple[DayCommitment, ...],
    step: Step | None,
) -> TimetablePerson:  # fmt: skip
    person, level = stay.participant, stay.track.level
    orders, (min_minutes, min_days) = _of_step(ordered, step, level.min_minutes_week, level.min_days_week)
    if step is not None and step.weekdays:
        taken += tuple(DayCommitment(AT_HOME, day, 0, WHOLE_DAY) for day in range(7) if day not in step.weekdays)
    sheet = getattr(person, "choices", None) or Choices(can_attend=["in_person"])
    return TimetablePerson(
        id=person.pk, track_id=stay.track_id, track_code=stay.track.code, priority=stay.priority, orders=orders,
        min_minutes=min_minutes, min_days=min_days,
        max_minutes_per_day=min(sheet.max_minutes_per_day, level.max_minutes_day),
        modes=tuple(sheet.can_attend) or ("in_person",), travel_minutes=sheet.travel_minutes,
        not_with=tuple(sorted(apart)), languages=tuple(person.languages), commitments=taken,
        prefers=Prefers(
            _liked(sheet.modes), _liked(sheet.day_parts), _liked(sheet.clinician_gender),
            {int(staff): points for staff, points in _liked(sheet.clinicians).items()},
        ),
    )  # fmt: skip


def _of_step(
    ordered: tuple[Order, ...], step: Step | None, min_minutes: int, min_days: int
) -> tuple[tuple[TimetableOrder, ...], tuple[int, int]]:
    """The orders of a week with its least minutes and days: those of the step of a taper that is in force."""
    leaders = {order.service_id: order.clinician_id for order in ordered}
    orders = tuple(StepOrder(o.service_id, o.per_week, o.service.minutes, o.service.countable) for o in ordered)
    dose = min_minutes, min_days
    if step is not None:
        orders = orders_of(orders, min_days, step.days)
        dose = dose_of(orders, min_minutes, step.days)
    return tuple(TimetableOrder(o.service_id, o.per_week, leaders[o.service_id]) for o in orders), dose


def _liked(points: dict[str, int]) -> dict[str, int]:
    return {what: value for what, value in points.items() if value}
