"""The rules the gate asks, in order; contexts above register theirs. Nobody saying yes means no."""

from __future__ import annotations

from collections.abc import Callable

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import CARE_TEAM_PERMISSIONS, OWN_PERMISSIONS, Permission

Policy = Callable[[Actor, Permission, int | None], bool]
_policies: list[Policy] = []


def register(policy: Policy) -> None:
    """Adds a rule that can say yes; called once from the `apps.py` of the context that owns the rule."""
    if policy not in _policies:
        _policies.append(policy)


def role_allows(actor: Actor, permission: Permission, subject_id: int | None) -> bool:
    """Staff and jobs: the permission is one of their role's, and needs no membership of a care team."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    if permission in CARE_TEAM_PERMISSIONS and subject_id is not None:
        return False
    return actor.kind is ActorKind.STAFF and permission in actor.permissions


def own_record_allows(actor: Actor, permission: Permission, subject_id: int | None) -> bool:
    """Participants reach their own record, and everybody signed in their own account."""
    if permission is Permission.ACCOUNT_OWN:
        return actor.user_id is not None
    own = actor.kind is ActorKind.PARTICIPANT and subject_id is not None and subject_id == actor.participant_id
    return own and permission in OWN_PERMISSIONS


register(role_allows)
register(own_record_allows)


def allowed(actor: Actor, permission: Permission, subject_id: int | None) -> bool:
    """Whether any rule says yes."""
    return any(policy(actor, permission, subject_id) for policy in _policies)
