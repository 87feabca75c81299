"""The second step of signing in: a code from an authenticator app, or a recovery code."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.accounts.models import User


class WrongCode(Exception):
    """The code is not the one that the app shows now, or was used already."""


class SecondStepNeeded(Exception):
    """Staff keep a second step."""


@command(Permission.ACCOUNT_OWN)
def set_up_second_step(*, actor: Actor, secret: str, code: str) -> None:
    """Sets up the second step once the app has shown a right code, with recovery codes."""
    counter = _counter_of(secret, code)
    if counter is None:
        raise WrongCode
    _activate(_own(actor), secret, counter=counter)


@command(Permission.ACCOUNT_OWN)
def pass_second_step(*, actor: Actor, code: str) -> None:
    """Accepts the code of the app, each only once, or a recovery code."""
    locked = Authenticator.objects.select_for_update().filter(user_id=actor.user_id).order_by("pk")
    found: dict[str, Any] = {authenticator.type: authenticator for authenticator in locked}
    totp, codes = found.get(Authenticator.Type.TOTP), found.get(Authenticator.Type.RECOVERY_CODES)
    if totp is not None and (counter := _counter_of(decrypt(totp.data["secret"]), code)) is not None:
        if counter <= totp.data.get("counter", 0):
            raise WrongCode
        totp.data["counter"] = counter
        totp.save(update_fields=["data"])
        totp.record_usage()
    elif codes is not None and RecoveryCodes(codes).validate_code(code):
        codes.record_usage()
    else:
        raise WrongCode


@command(Permission.ACCOUNT_OWN)
def renew_recovery_codes(*, actor: Actor) -> None:
    """Makes new recovery codes; the earlier ones stop working."""
    user = _own(actor)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        raise NotFound("second step")
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)


@command(Permission.ACCOUNT_OWN)
def remove_second_step(*, actor: Actor) -> None:
    """Goes back to signing in without a second step; not for staff."""
    if actor.kind is ActorKind.STAFF:
        raise SecondStepNeeded
    Authenticator.objects.filter(user=_own(actor)).delete()


def _activate(user: User, secret: str, *, counter: int) -> None:
    Authenticator.objects.filter(user=user).delete()
    totp = TOTP.activate(user, secret).instance
    totp.data["counter"] = counter
    totp.save(update_fields=["data"])
    RecoveryCodes.activate(user)


def _own(actor: Actor) -> User:
    return User.objects.select_for_update().get(pk=actor.user_id or 0)


def _counter_of(secret: str, code: str) -> int | None:
    """The half minute that a code belongs to, around now."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return int(counter)
    return None
