"""Answers about support people that the consent rule asks for."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import open_to_all, query
from hearthside.access.permissions import Permission
from hearthside.participants.models import SupportPerson


@dataclass(frozen=True, slots=True)
class SupportLink:
    """That somebody was named as a support person; it opens nothing by itself."""

    support_person_id: int
    participant_id: int
    name: str


@open_to_all("asked by the consent rule while the gate decides; answers with numbers only")
def support_person_ids_of_user(*, user_id: int) -> tuple[int, ...]:
    """The support-person records of an account."""
    found = SupportPerson.objects.filter(user_id=user_id, removed_at=None)
    return tuple(found.order_by("pk").values_list("pk", flat=True))


@query(Permission.SUPPORT_READ, subject="participant_id")
def support_person_ids_of(*, actor: Actor, participant_id: int) -> tuple[int, ...]:  # noqa: ARG001
    """The support people of a person, by number."""
    found = SupportPerson.objects.filter(participant_id=participant_id, removed_at=None)
    return tuple(found.order_by("pk").values_list("pk", flat=True))


@query(Permission.ACCOUNT_OWN)
def people_i_may_support(*, actor: Actor) -> tuple[SupportLink, ...]:
    """Those who named whoever asks; only the consent context calls this, and shows those with a consent in force."""
    found = SupportPerson.objects.filter(user_id=actor.user_id or 0, removed_at=None).select_related("participant")
    return tuple(
        SupportLink(row.pk, row.participant_id, row.participant.chosen_name or row.participant.given_name)
        for row in found.order_by("pk")
        if actor.user_id is not None
    )
