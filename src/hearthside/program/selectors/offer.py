"""What the clinic offers: level-of-care rules, tracks with their weekly orders, services with their audiences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.program.domain.dose import Dose, DoseCheck, OrderedService, check_dose
from hearthside.program.models import Audience, LevelOfCareRule, Service, Track, WeeklyOrder
from hearthside.program.selectors._linked import linked_audiences, with_tracks


@dataclass(frozen=True, slots=True)
class LevelRule:
    """The dose that a level of care asks for, and where that was read."""

    id: int
    code: str
    name: str
    population: str
    edition: str
    min_minutes_week: int
    max_minutes_week: int | None
    min_days_week: int
    max_minutes_day: int
    source: str
    archived: bool

    @property
    def dose(self) -> Dose:
        """The numbers that a week is compared with."""
        return Dose(self.min_minutes_week, self.min_days_week, self.max_minutes_day, self.max_minutes_week)


@dataclass(frozen=True, slots=True)
class TemplateOrder:
    """How often a week a track asks for a service."""

    service_id: int
    service_name: str
    per_week: int
    minutes: int
    countable: bool


@dataclass(frozen=True, slots=True)
class TrackTemplate:
    """A track with its dose and the orders that a new participant starts with."""

    id: int
    code: str
    name: str
    population: str
    is_default: bool
    archived: bool
    level: LevelRule
    orders: tuple[TemplateOrder, ...]

    @property
    def weekly_orders(self) -> tuple[tuple[int, int], ...]:
        """Pairs of a service's id and its number a week."""
        return tuple((order.service_id, order.per_week) for order in self.orders)

    @property
    def check(self) -> DoseCheck:
        """The sum of the orders beside the dose."""
        return check_dose([OrderedService(o.per_week, o.minutes, o.countable) for o in self.orders], self.level.dose)


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """Who may share one session of a service."""

    id: int
    service_id: int
    code: str
    name: str
    track_ids: tuple[int, ...]
    track_names: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with its audiences."""

    id: int
    code: str
    name: str
    name_es: str
    kind: str
    minutes: int
    min_size: int
    max_size: int
    countable: bool
    archived: bool
    audiences: tuple[AudienceRow, ...]


@query(Permission.PROGRAM_READ)
def level_rules(*, actor: Actor, with_archived: bool = False) -> tuple[LevelRule, ...]:  # noqa: ARG001
    """The level-of-care rules by name."""
    rows = LevelOfCareRule.objects.all()
    return tuple(_level(row) for row in (rows if with_archived else rows.filter(archived_at=None)))


@query(Permission.PROGRAM_READ)
def level_rule(*, actor: Actor, level_id: int) -> LevelRule:  # noqa: ARG001
    """One level-of-care rule."""
    row = LevelOfCareRule.objects.filter(pk=level_id).first()
    if row is None:
        raise NotFound("level")
    return _level(row)


@query(Permission.PROGRAM_READ)
def tracks(*, actor: Actor, with_archived: bool = False) -> tuple[TrackTemplate, ...]:  # noqa: ARG001
    """The tracks by name, each with its dose and weekly orders."""
    rows = Track.objects.select_related("level").prefetch_related(_orders())
    return tuple(_track(row) for row in (rows if with_archived else rows.filter(archived_at=None)))


@query(Permission.PROGRAM_READ)
def track_template(*, actor: Actor, track_id: int) -> TrackTemplate:  # noqa: ARG001
    """One track with its dose and weekly orders."""
    rows = Track.objects.select_related("level").prefetch_related(_orders())
    row = rows.filter(pk=track_id).first()
    if row is None:
        raise NotFound("track")
    return _track(row)


@query(Permission.PROGRAM_READ)
def default_track(*, actor: Actor, population: str) -> int | None:  # noqa: ARG001
    """The track that people of an age group start in, where one is chosen."""
    rows = Track.objects.filter(population=population, is_default=True, archived_at=None)
    return rows.values_list("pk", flat=True).first()


@query(Permission.PROGRAM_READ)
def services(*, actor: Actor, with_archived: bool = False) -> tuple[ServiceRow, ...]:  # noqa: ARG001
    """The services by name, each with its audiences."""
    rows = Service.objects.prefetch_related(linked_audiences())
    return tuple(_service(row) for row in (rows if with_archived else rows.filter(archived_at=None)))


@query(Permission.PROGRAM_READ)
def service(*, actor: Actor, service_id: int) -> ServiceRow:  # noqa: ARG001
    """One service with its audiences."""
    row = Service.objects.prefetch_related(linked_audiences()).filter(pk=service_id).first()
    if row is None:
        raise NotFound("service")
    return _service(row)


def _orders() -> Prefetch[Any]:
    return Prefetch("weekly_orders", WeeklyOrder.objects.select_related("service"))


def _level(row: LevelOfCareRule) -> LevelRule:
    return LevelRule(
        row.pk, row.code, row.name, row.population, row.edition, row.min_minutes_week, row.max_minutes_week,
        row.min_days_week, row.max_minutes_day, row.source, row.archived_at is not None,
    )  # fmt: skip


def _track(row: Track) -> TrackTemplate:
    orders = tuple(
        TemplateOrder(o.service_id, o.service.name, o.per_week, o.service.minutes, o.service.countable)
        for o in row.weekly_orders.all()
    )
    return TrackTemplate(
        row.pk,
        row.code,
        row.name,
        row.population,
        row.is_default,
        row.archived_at is not None,
        _level(row.level),
        orders,
    )


def _audience(row: Audience) -> AudienceRow:
    ids, names = row.running_ids, row.running_names  # type: ignore[attr-defined]
    return AudienceRow(row.pk, row.service_id, row.code, row.name, tuple(ids), tuple(names), row.language)


def _service(row: Service) -> ServiceRow:
    return ServiceRow(
        row.pk, row.code, row.name, row.name_es, row.kind, row.minutes, row.min_size, row.max_size, row.countable,
        row.archived_at is not None, tuple(_audience(audience) for audience in row.audiences.all()),
    )  # fmt: skip


@query(Permission.PROGRAM_READ)
def audience(*, actor: Actor, audience_id: int) -> AudienceRow:  # noqa: ARG001
    """One audience of a service."""
    row = with_tracks(Audience.objects.filter(pk=audience_id)).first()
    if row is None:
        raise NotFound("audience")
    return _audience(row)
