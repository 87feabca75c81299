"""A sensible program for a new clinic, which its director then makes their own."""

from __future__ import annotations

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.program.domain import starting
from hearthside.program.models import LevelOfCareRule, Service, Track
from hearthside.program.services.offer import save_audience, save_service
from hearthside.program.services.tracks import save_level_rule, save_track, set_weekly_orders


@command(Permission.PROGRAM_EDIT)
def seed_program(*, actor: Actor) -> bool:
    """Puts the starting rules, tracks and services in place; a clinic that has any keeps its own (False)."""
    if any(model.objects.exists() for model in (LevelOfCareRule, Track, Service)):
        return False
    levels = {
        level.population: save_level_rule(
            actor=actor, level_id=None, name=level.name, population=level.population, edition=level.edition,
            min_minutes_week=level.min_minutes, max_minutes_week=level.max_minutes, min_days_week=level.min_days,
            max_minutes_day=level.max_minutes_day, source=level.source,
        )
        for level in starting.LEVELS
    }  # fmt: skip
    tracks = {
        track.name: save_track(
            actor=actor, track_id=None, name=track.name, population=track.population,
            level_id=levels[track.population], is_default=track.is_default,
        )
        for track in starting.TRACKS
    }  # fmt: skip
    services = {service.name: _add_service(actor, service, tracks) for service in starting.SERVICES}
    for track in starting.TRACKS:
        orders = {services[name]: number for name, number in starting.ORDERS[track.population].items()}
        set_weekly_orders(actor=actor, track_id=tracks[track.name], orders=orders)
    return True


def _add_service(actor: Actor, service: starting.StartingService, tracks: dict[str, int]) -> int:
    service_id = save_service(
        actor=actor, service_id=None, name=service.name, name_es=service.name_es, kind=service.kind,
        minutes=service.minutes, min_size=service.min_size, max_size=service.max_size,
    )  # fmt: skip
    for name, (track_names, language) in service.audiences.items():
        save_audience(
            actor=actor, audience_id=None, service_id=service_id, name=name,
            track_ids=[tracks[track] for track in track_names], language=language,
        )  # fmt: skip
    return service_id
