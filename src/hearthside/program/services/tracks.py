"""Changes of level-of-care rules, tracks and their weekly orders."""

from __future__ import annotations

from collections.abc import Mapping

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.program.domain.checks import named
from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.models import LevelOfCareRule, Population, Service, Track, WeeklyOrder
from hearthside.program.services.writing import _found_or_new, _new_code, _put_away, _save


@command(Permission.PROGRAM_EDIT)
def save_level_rule(
    *, actor: Actor, level_id: int | None, name: str, population: str, min_minutes_week: int,  # noqa: ARG001
    min_days_week: int, source: str, max_minutes_week: int | None = None, max_minutes_day: int = 240, edition: str = "",
) -> int:  # fmt: skip
    """Adds a level-of-care rule or changes one; a rule always says where its numbers were read."""
    if not source.strip():
        raise ProgramRefused("source", Refusal.SOURCE_MISSING)
    if max_minutes_day < 15:
        raise ProgramRefused("max_minutes_day", Refusal.MINUTES)
    rule = _found_or_new(LevelOfCareRule, level_id)
    rule.name, rule.population = named(name), Population(population).value
    rule.code = rule.code or _new_code(LevelOfCareRule.objects.values_list("code", flat=True), rule.name)
    rule.min_minutes_week, rule.max_minutes_week = min_minutes_week, max_minutes_week
    rule.min_days_week, rule.max_minutes_day = min_days_week, max_minutes_day
    rule.source, rule.edition = source.strip(), edition.strip()
    return _save(rule)


@command(Permission.PROGRAM_EDIT)
def archive_level_rule(*, actor: Actor, level_id: int) -> None:  # noqa: ARG001
    """Takes a rule out of use, unless a running track follows it."""
    if Track.objects.filter(level_id=level_id, archived_at=None).exists():
        raise ProgramRefused("level", Refusal.STILL_USED)
    _put_away(LevelOfCareRule, level_id, away=True)


@command(Permission.PROGRAM_EDIT)
def restore_level_rule(*, actor: Actor, level_id: int) -> None:  # noqa: ARG001
    """Brings a rule back into use."""
    _put_away(LevelOfCareRule, level_id, away=False)


@command(Permission.PROGRAM_EDIT)
def save_track(
    *, actor: Actor, track_id: int | None, name: str, population: str, level_id: int, is_default: bool = False,  # noqa: ARG001
    orders: Mapping[int, int] | None = None,
) -> int:  # fmt: skip
    """Adds a track or changes one; a new default replaces the old one of its age group, `orders` all weekly orders."""
    level = LevelOfCareRule.objects.filter(pk=level_id).first()
    if level is None:
        raise NotFound("level")
    if level.population != population:
        raise ProgramRefused("level", Refusal.LEVEL_OF_OTHER_AGE)
    track = _found_or_new(Track, track_id)
    track.name, track.population, track.level = named(name), Population(population).value, level
    track.code = track.code or _new_code(Track.objects.values_list("code", flat=True), track.name)
    if is_default:
        Track.objects.filter(population=population, is_default=True).exclude(pk=track_id or 0).update(is_default=False)
    track.is_default = is_default
    saved = _save(track)
    if orders is not None:
        _put_orders(track, orders)
    return saved


@command(Permission.PROGRAM_EDIT)
def archive_track(*, actor: Actor, track_id: int) -> None:  # noqa: ARG001
    """Takes a track out of use; nobody starts in it any more."""
    _put_away(Track, track_id, away=True)


@command(Permission.PROGRAM_EDIT)
def restore_track(*, actor: Actor, track_id: int) -> None:  # noqa: ARG001
    """Brings a track back into use."""
    _put_away(Track, track_id, away=False)


@command(Permission.PROGRAM_EDIT)
def set_weekly_orders(*, actor: Actor, track_id: int, orders: Mapping[int, int]) -> int:  # noqa: ARG001
    """Replaces all weekly orders of a track: a service's id and its number a week."""
    track = _found_or_new(Track, track_id)
    _put_orders(track, orders)
    return track.pk


def _put_orders(track: Track, orders: Mapping[int, int]) -> None:
    track.weekly_orders.exclude(service_id__in=orders).delete()
    for service_id, per_week in orders.items():
        _put_order(track, service_id, per_week)


def _put_order(track: Track, service_id: int, per_week: int) -> None:
    order = WeeklyOrder.objects.filter(track=track, service_id=service_id).first()
    if per_week == 0:
        if order:
            order.delete()
        return
    if not Service.objects.filter(pk=service_id).exists():
        raise NotFound("service")
    order = order or WeeklyOrder(track=track, service_id=service_id)
    order.per_week = per_week
    _save(order)
