"""Clinical records open to the clinicians who treat the person, and to directors."""

from __future__ import annotations

from django.db.models import Q

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import CARE_TEAM_PERMISSIONS, Permission, Role
from hearthside.participants.models import Episode


def care_team_allows(actor: Actor, permission: Permission, subject_id: int | None) -> bool:
    """Staff on the care team of a person's open episode, or their primary clinician; a director always."""
    if permission not in CARE_TEAM_PERMISSIONS or subject_id is None or actor.kind is not ActorKind.STAFF:
        return False
    if not actor.may(permission):
        return False
    return Role.DIRECTOR in actor.roles or _treats(actor.staff_id, subject_id)


def _treats(staff_id: int | None, participant_id: int) -> bool:
    if staff_id is None:
        return False
    on_team = Q(primary_clinician_id=staff_id) | Q(care_team__staff_id=staff_id, care_team__until=None)
    return Episode.objects.filter(on_team, participant_id=participant_id, discharged_on=None).exists()
