"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hearthside.access.actor import Actor
from hearthside.access.gate import may
from hearthside.access.permissions import Permission


class _May:
    """`{% if may.week_publish %}`: whether to offer something; the use case asks again."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def __getitem__(self, name: str) -> bool:
        try:
            permission = Permission[name.upper()]
        except KeyError as error:
            raise LookupError(name) from error
        return may(actor=self._actor, permission=permission, subject_id=self._actor.participant_id)


def clinic(request: HttpRequest) -> dict[str, Any]:
    """The clinic's name, the actor and what they may do."""
    actor = getattr(request, "actor", None) or Actor.anonymous()
    return {"clinic_name": settings.CLINIC_NAME, "actor": actor, "may": _May(actor)}
