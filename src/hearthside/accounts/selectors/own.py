"""What everybody may know about their own account, and what an invitation says."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils import timezone

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotFound, open_to_all, query
from hearthside.access.permissions import Permission
from hearthside.accounts.domain.secrets import hash_of, is_open
from hearthside.accounts.models import Invitation, User


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """Somebody's own account."""

    email: str
    name: str
    kind: ActorKind
    language: str
    has_password: bool
    has_second_step: bool
    recovery_codes_left: int


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """Whom an open invitation is for."""

    email: str
    kind: ActorKind


@query(Permission.ACCOUNT_OWN)
def own_account(*, actor: Actor) -> OwnAccount:
    """The account of whoever asks."""
    user = User.objects.filter(pk=actor.user_id or 0).first()
    if user is None:
        raise NotFound("user")
    found = {authenticator.type: authenticator for authenticator in Authenticator.objects.filter(user=user)}
    codes = found.get(Authenticator.Type.RECOVERY_CODES)
    return OwnAccount(
        user.email, user.name, ActorKind(user.kind), user.language, user.has_usable_password(),
        Authenticator.Type.TOTP in found, len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
    )  # fmt: skip


@query(Permission.ACCOUNT_OWN)
def has_second_step(*, actor: Actor) -> bool:
    """Whether whoever asks has set up a second step."""
    return bool(Authenticator.objects.filter(user_id=actor.user_id, type=Authenticator.Type.TOTP).exists())


@query(Permission.ACCOUNT_OWN)
def recovery_codes(*, actor: Actor) -> tuple[str, ...]:
    """The recovery codes that were not used yet."""
    codes = Authenticator.objects.filter(user_id=actor.user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is None:
        raise NotFound("recovery codes")
    return tuple(RecoveryCodes(codes).get_unused_codes())


@open_to_all("whoever holds the secret of the invitation sees the address it was sent to")
def invitation(*, secret: str) -> InvitationCard | None:
    """The invitation behind a secret, while it is open."""
    found = Invitation.objects.select_related("user").filter(secret_hash=hash_of(secret)).first()
    if found is None or not is_open(
        expires_at=found.expires_at, closed=(found.accepted_at, found.withdrawn_at), now=timezone.now()
    ):
        return None
    return InvitationCard(found.user.email, ActorKind(found.user.kind))
