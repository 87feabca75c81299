"""What everybody does with their own account."""

from __future__ import annotations

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.accounts.domain.states import SignInMethod
from hearthside.accounts.models import User


class WrongPassword(Exception):
    """The present password is another one."""


@command(Permission.ACCOUNT_OWN)
def note_sign_in(*, actor: Actor, method: SignInMethod) -> None:
    """Leaves in the trail that somebody signed in, and how."""


@command(Permission.ACCOUNT_OWN)
def change_password(*, actor: Actor, new: str, present: str | None) -> None:
    """Sets a password; `present` is None only where a link has just shown whose account this is."""
    user = User.objects.select_for_update().get(pk=actor.user_id or 0)
    if present is not None and not user.check_password(present):
        raise WrongPassword
    user.set_password(new)
    user.save(update_fields=["password"])


@command(Permission.ACCOUNT_OWN)
def choose_language(*, actor: Actor, language: str) -> None:
    """Keeps the language of pages and e-mails."""
    User.objects.filter(pk=actor.user_id or 0).update(language=language)
