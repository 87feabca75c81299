"""What sessions of a service can be about: a list that the clinic writes itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.models import Service, Topic
from hearthside.program.services.writing import _found_or_new

MOST_TOPICS = 40


@command(Permission.PROGRAM_EDIT)
def set_topics(*, actor: Actor, service_id: int, names: Iterable[str]) -> int:  # noqa: ARG001
    """Writes the topics of a service in their order; one that is left out stays with the sessions that had it."""
    wanted = list({name.casefold(): name for line in names if (name := " ".join(line.split())[:80])}.values())
    if len(wanted) > MOST_TOPICS:
        raise ProgramRefused("topics", Refusal.TOPICS_TOO_MANY)
    service = _found_or_new(Service, service_id)
    known = {topic.name.casefold(): topic for topic in service.topics.order_by("-archived_at")}
    kept = {name.casefold() for name in wanted}
    gone = [topic.pk for key, topic in known.items() if key not in kept and topic.archived_at is None]
    Topic.objects.filter(pk__in=gone).update(archived_at=datetime.now(UTC))
    for position, name in enumerate(wanted, 1):
        topic = known.get(name.casefold()) or Topic(service=service)
        topic.name, topic.position, topic.archived_at = name, position, None
        topic.save()
    return service_id
