"""A person's stay in the program: track and dose, who treats them, what is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.participants.models import Episode, Participant
from hearthside.program import selectors as program


@dataclass(frozen=True, slots=True)
class CareTeamRow:
    """Somebody who treats the person."""

    staff_id: int
    name: str
    primary: bool


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One stay: `discharged_on` is None while it is open."""

    id: int
    participant_id: int
    track_id: int
    track_name: str
    level_name: str
    population: str
    admitted_on: date
    discharged_on: date | None
    priority: int
    primary_clinician_id: int | None
    care_team: tuple[CareTeamRow, ...]


@dataclass(frozen=True, slots=True)
class DoseRule:
    """What a person's level of care asks of a week."""

    min_minutes: int
    min_days: int
    max_minutes_per_day: int
    track_name: str
    level_name: str
    admitted_on: date
    discharged_on: date | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """How often a week the person is to have a service."""

    service_id: int
    service_name: str
    service_name_es: str
    minutes: int
    countable: bool
    per_week: int
    clinician_id: int | None
    clinician_name: str


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """A service that could be ordered; `fits` where the person's track may share its sessions."""

    service_id: int
    name: str
    name_es: str
    minutes: int
    countable: bool
    fits: bool
    per_week: int
    clinician_id: int | None
    clinicians: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """The orders of the open episode beside the dose; `countable_minutes` is what they add up to in a week."""

    episode_id: int | None
    track_id: int | None
    rows: tuple[OrderRow, ...]
    countable_minutes: int
    dose: DoseRule | None
    version: int


@query(Permission.PARTICIPANT_READ, subject="participant_id")
def episode(*, actor: Actor, participant_id: int) -> EpisodeRow | None:  # noqa: ARG001
    """The open stay, else the last one, else none."""
    rows = Episode.objects.filter(participant_id=participant_id).select_related("track__level")
    row = rows.order_by("-admitted_on", "-id").first()
    return _episode(row) if row else None


@query(Permission.ORDERS_READ, subject="participant_id")
def orders(*, actor: Actor, participant_id: int) -> OrderSheet:  # noqa: ARG001
    """What is ordered for a person each week."""
    version = Participant.objects.filter(pk=participant_id).values_list("version", flat=True).first() or 1
    stay = Episode.objects.filter(participant_id=participant_id, discharged_on=None)
    found = stay.select_related("track__level").first()
    if found is None:
        return OrderSheet(None, None, (), 0, None, version)
    rows = tuple(
        OrderRow(
            o.service_id, o.service.name, o.service.name_es, o.service.minutes, o.service.countable, o.per_week,
            o.clinician_id, o.clinician.name if o.clinician else "",
        )
        for o in found.orders.select_related("service", "clinician")
    )  # fmt: skip
    minutes = sum(row.per_week * row.minutes for row in rows if row.countable)
    return OrderSheet(found.pk, found.track_id, rows, minutes, _dose(found), version)


@query(Permission.ORDERS_READ, subject="participant_id")
def order_choices(*, actor: Actor, participant_id: int, sheet: OrderSheet) -> tuple[OrderChoice, ...]:
    """Every service of the person's site with how often their sheet orders it, and who could lead it."""
    site_id = Participant.objects.filter(pk=participant_id).values_list("site_id", flat=True).first()
    if site_id is None:
        raise NotFound("participant")
    leading, ordered = program.leaders(actor=actor, site_id=site_id), {row.service_id: row for row in sheet.rows}
    choices = []
    for service in program.services(actor=actor):
        row = ordered.get(service.id)
        leaders = dict(leading.get(service.id, {}))
        if row and row.clinician_id is not None:
            leaders.setdefault(row.clinician_id, row.clinician_name)
        fits = sheet.track_id is None or any(sheet.track_id in audience.track_ids for audience in service.audiences)
        choices.append(
            OrderChoice(
                service.id, service.name, service.name_es, service.minutes, service.countable, fits,
                row.per_week if row else 0, row.clinician_id if row else None,
                tuple(sorted(leaders.items(), key=lambda leader: leader[1])),
            )
        )  # fmt: skip
    return tuple(choices)


@query(Permission.PARTICIPANT_LIST)
def dose_rules(*, actor: Actor, participant_ids: Sequence[int]) -> dict[int, DoseRule]:  # noqa: ARG001
    """The dose of each of these people, by their open or last stay, in one query."""
    return _doses(participant_ids)


@query(Permission.SCHEDULE_READ, subject="participant_id")
def own_dose(*, actor: Actor, participant_id: int) -> DoseRule | None:  # noqa: ARG001
    """The dose of one person, for whoever may see their week."""
    return _doses([participant_id]).get(participant_id)


@query(Permission.PARTICIPANT_LIST)
def admitted_ids(*, actor: Actor, site_id: int, on: date) -> tuple[int, ...]:  # noqa: ARG001
    """Who is in the program at a site on a day."""
    rows = Episode.objects.filter(participant__site_id=site_id, admitted_on__lte=on)
    rows = rows.filter(Q(discharged_on=None) | Q(discharged_on__gte=on))
    return tuple(sorted(set(rows.values_list("participant_id", flat=True))))


def _doses(participant_ids: Sequence[int]) -> dict[int, DoseRule]:
    rows = Episode.objects.filter(participant_id__in=set(participant_ids)).select_related("track__level")
    return {row.participant_id: _dose(row) for row in rows.order_by("admitted_on", "id")}


def _dose(row: Episode) -> DoseRule:
    level = row.track.level
    return DoseRule(
        level.min_minutes_week, level.min_days_week, level.max_minutes_day, row.track.name, level.name,
        row.admitted_on, row.discharged_on,
    )  # fmt: skip


def _episode(row: Episode) -> EpisodeRow:
    team = [
        CareTeamRow(m.staff_id, m.staff.name, m.staff_id == row.primary_clinician_id)
        for m in row.care_team.filter(until=None).select_related("staff").order_by("staff__name")
    ]
    return EpisodeRow(
        id=row.pk, participant_id=row.participant_id, track_id=row.track_id, track_name=row.track.name,
        level_name=row.track.level.name, population=row.track.population, admitted_on=row.admitted_on,
        discharged_on=row.discharged_on, priority=row.priority, primary_clinician_id=row.primary_clinician_id,
        care_team=tuple(sorted(team, key=lambda member: not member.primary)),
    )  # fmt: skip
