"""Changes of services and of the audiences they are held for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import ProtectedError

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.program.domain.checks import named
from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.models import Audience, Service, ServiceKind, Track
from hearthside.program.services.writing import _found_or_new, _new_code, _put_away, _save


@command(Permission.PROGRAM_EDIT)
def save_service(
    *, actor: Actor, service_id: int | None, name: str, kind: str, minutes: int, name_es: str = "",  # noqa: ARG001
    min_size: int = 1, max_size: int = 1, countable: bool = True,
) -> int:  # fmt: skip
    """Adds a service or changes one."""
    service = _found_or_new(Service, service_id)
    service.name, service.name_es = named(name), " ".join(name_es.split())
    service.code = service.code or _new_code(Service.objects.values_list("code", flat=True), service.name)
    service.kind, service.minutes, service.countable = ServiceKind(kind).value, minutes, countable
    service.min_size, service.max_size = min_size, max_size
    return _save(service)


@command(Permission.PROGRAM_EDIT)
def archive_service(*, actor: Actor, service_id: int) -> None:  # noqa: ARG001
    """Takes a service out of the offer."""
    _put_away(Service, service_id, away=True)


@command(Permission.PROGRAM_EDIT)
def restore_service(*, actor: Actor, service_id: int) -> None:  # noqa: ARG001
    """Brings a service back into the offer."""
    _put_away(Service, service_id, away=False)


@command(Permission.PROGRAM_EDIT)
def save_audience(
    *, actor: Actor, audience_id: int | None, service_id: int, name: str, track_ids: Iterable[int],  # noqa: ARG001
    language: str = "",
) -> int:  # fmt: skip
    """Adds an audience to a service or changes one: which tracks share its sessions, in which language."""
    tracks = list(Track.objects.filter(pk__in=list(track_ids)))
    if not tracks:
        raise ProgramRefused("tracks", Refusal.TRACKS_MISSING)
    audience = _found_or_new(Audience, audience_id)
    if audience_id is None:
        audience.service = _found_or_new(Service, service_id)
        audience.code = _new_code(audience.service.audiences.values_list("code", flat=True), named(name))
    audience.name, audience.language = named(name), language
    saved = _save(audience)
    audience.tracks.set(tracks)
    return saved


@command(Permission.PROGRAM_EDIT)
def remove_audience(*, actor: Actor, audience_id: int) -> None:  # noqa: ARG001
    """Takes an audience away, unless a session was ever held for it."""
    try:
        _found_or_new(Audience, audience_id).delete()
    except ProtectedError as error:
        raise ProgramRefused("audience", Refusal.STILL_USED) from error
