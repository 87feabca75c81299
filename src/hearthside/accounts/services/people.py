"""Closing accounts, opening them again, and help for somebody who lost their phone."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.accounts.services.roles import _keep_a_director, _manageable


class OwnAccount(Exception):
    """Nobody deactivates the account they are using."""


@command(Permission.USER_INVITE)
def deactivate(*, actor: Actor, user_id: int) -> None:
    """Deactivates an account; whoever is signed in with it is signed out at the next page."""
    if user_id == actor.user_id:
        raise OwnAccount
    user = _manageable(actor, user_id)
    _keep_a_director(without=user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.sign_in_links.filter(used_at=None).delete()


@command(Permission.USER_INVITE)
def reactivate(*, actor: Actor, user_id: int) -> None:
    """Opens a deactivated account again."""
    user = _manageable(actor, user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])


@command(Permission.USER_INVITE)
def clear_second_step(*, actor: Actor, user_id: int) -> None:
    """Forgets the second step of somebody who lost their phone; staff set it up anew at the next sign-in."""
    Authenticator.objects.filter(user=_manageable(actor, user_id)).delete()
