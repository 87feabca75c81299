"""What other pages let people choose from: numbers and names, one short query each."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.program.models import Service, Site, Staff, Track


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service to choose, with what its sessions are."""

    id: int
    code: str
    name: str
    minutes: int
    min_size: int
    countable: bool


@query(Permission.PROGRAM_READ)
def site_choices(*, actor: Actor) -> tuple[Choice, ...]:  # noqa: ARG001
    """The sites in use, the oldest first."""
    rows = Site.objects.filter(archived_at=None).order_by("pk")
    return tuple(Choice(*row) for row in rows.values_list("pk", "name"))


@query(Permission.PROGRAM_READ)
def track_choices(*, actor: Actor) -> tuple[Choice, ...]:  # noqa: ARG001
    """The tracks in use, by name."""
    return tuple(Choice(*row) for row in Track.objects.filter(archived_at=None).values_list("pk", "name"))


@query(Permission.PROGRAM_READ)
def service_choices(*, actor: Actor, with_archived: bool = False) -> tuple[ServiceChoice, ...]:  # noqa: ARG001
    """The services by name."""
    rows = Service.objects.all() if with_archived else Service.objects.filter(archived_at=None)
    return tuple(
        ServiceChoice(*row) for row in rows.values_list("pk", "code", "name", "minutes", "min_size", "countable")
    )


@query(Permission.PROGRAM_READ)
def staff_choices(*, actor: Actor, site_id: int | None = None) -> tuple[Choice, ...]:  # noqa: ARG001
    """The staff by name, of one site or of all."""
    rows = Staff.objects.filter(archived_at=None, **({} if site_id is None else {"site_id": site_id}))
    return tuple(Choice(*row) for row in rows.values_list("pk", "name"))


@query(Permission.PROGRAM_READ)
def leaders(*, actor: Actor, site_id: int) -> dict[int, dict[int, str]]:  # noqa: ARG001
    """Who of a site's staff leads each service, by name."""
    rows = Staff.objects.filter(archived_at=None, site_id=site_id, leads__archived_at=None)
    found: dict[int, dict[int, str]] = {}
    for service_id, staff_id, name in rows.values_list("leads", "pk", "name"):
        found.setdefault(service_id, {})[staff_id] = name
    return found
