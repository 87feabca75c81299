"""What sessions of a service can be about."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.program.models import Topic


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of a service."""

    id: int
    service_id: int
    name: str


@query(Permission.PROGRAM_READ)
def topics(*, actor: Actor, service_id: int | None = None) -> tuple[TopicRow, ...]:  # noqa: ARG001
    """The topics of a service in the clinic's order, or those of every service."""
    rows = Topic.objects.filter(archived_at=None, service__archived_at=None)
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    return tuple(TopicRow(t.pk, t.service_id, t.name) for t in rows.order_by("service_id", "position", "id"))
