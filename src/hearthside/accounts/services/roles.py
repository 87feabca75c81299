"""Giving and ending the roles of staff."""

from __future__ import annotations

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission, Role
from hearthside.accounts.domain.authority import may_give, may_manage
from hearthside.accounts.models import RoleHeld, User, UserKind


class BeyondAuthority(Exception):
    """Nobody gives, ends or changes more than they hold themselves."""


class LastDirector(Exception):
    """The clinic keeps at least one director who can sign in."""


@command(Permission.USER_INVITE)
def give_role(*, actor: Actor, user_id: int, role: Role) -> None:
    """Gives a member of staff a role, from now."""
    _manageable(actor, user_id, kind=UserKind.STAFF)
    _give(actor, user_id, role)


@command(Permission.USER_INVITE)
def end_role(*, actor: Actor, user_id: int, role: Role) -> None:
    """Ends a role of a member of staff, now."""
    _manageable(actor, user_id, kind=UserKind.STAFF)
    if not may_give(actor.permissions, role):
        raise BeyondAuthority
    if role is Role.DIRECTOR:
        _keep_a_director(without=user_id)
    RoleHeld.objects.filter(user_id=user_id, role=role.value, until=None).update(until=timezone.now())


def _give(actor: Actor, user_id: int, role: Role) -> None:
    if not may_give(actor.permissions, role):
        raise BeyondAuthority
    RoleHeld.objects.get_or_create(
        user_id=user_id, role=role.value, until=None, defaults={"given_by_id": actor.user_id or None}
    )


def _manageable(actor: Actor, user_id: int, kind: UserKind | None = None) -> User:
    """The account, locked, if this person may change it."""
    user = User.objects.select_for_update().filter(pk=user_id, **({"kind": kind} if kind else {})).first()
    if user is None:
        raise NotFound("user")
    held = RoleHeld.objects.filter(user_id=user_id, until=None).values_list("role", flat=True)
    if not may_manage(actor.permissions, (Role(role) for role in held)):
        raise BeyondAuthority
    return user


def _keep_a_director(*, without: int) -> None:
    directors = RoleHeld.objects.select_for_update().filter(role=Role.DIRECTOR.value, until=None, user__is_active=True)
    ids = {held.user_id for held in directors.order_by("pk")}
    if ids == {without}:
        raise LastDirector
