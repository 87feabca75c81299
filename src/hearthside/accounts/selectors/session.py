"""Answers about accounts."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import ActorKind
from hearthside.access.gate import NotFound, open_to_all
from hearthside.access.permissions import Role
from hearthside.accounts.models import RoleHeld, User


@dataclass(frozen=True, slots=True)
class SignedInUser:
    """Whose session this is."""

    id: int
    kind: ActorKind
    name: str
    language: str
    roles: frozenset[Role]


@open_to_all("builds the actor of every request; the gate cannot be asked before it")
def signed_in_user(*, user_id: int) -> SignedInUser:
    """The account behind a session, with the roles held now."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound("user")
    roles = frozenset[Role]()
    if user.kind == ActorKind.STAFF:
        held = RoleHeld.objects.filter(user_id=user_id, until=None).values_list("role", flat=True)
        roles = frozenset(Role(role) for role in held)
    return SignedInUser(user.pk, ActorKind(user.kind), user.name, user.language, roles)
