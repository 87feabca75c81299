"""Inviting people to open an account, and what they answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import command, open_to_all
from hearthside.access.permissions import Permission, Role
from hearthside.accounts.domain.secrets import INVITATION_LIFETIME, SECRET_BYTES, hash_of, is_open
from hearthside.accounts.models import Invitation, User
from hearthside.accounts.services.roles import _give, _manageable
from hearthside.accounts.services.second_step import _activate

SEND_INVITATION = "accounts.send_invitation"


class AddressTaken(Exception):
    """The address has an account already."""

    def __init__(self, user_id: int, kind: ActorKind) -> None:
        super().__init__("address taken")
        self.user_id, self.kind = user_id, kind


class AlreadyAnswered(Exception):
    """The invitation was accepted already."""


class InvitationRefused(Exception):
    """The invitation was answered, withdrawn, has expired, or never was one; they look the same."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who opened their account."""

    user_id: int
    kind: ActorKind


@command(Permission.USER_INVITE)
def invite(
    *, actor: Actor, email: str, name: str, kind: ActorKind, roles: frozenset[Role] = frozenset(), language: str = "en"
) -> int:
    """Invites somebody by e-mail; the account opens when they answer."""
    user_id = _new_user(email=email, name=name, kind=kind, language=language, active=False)
    for role in sorted(roles):
        _give(actor, user_id, role)
    _send_another(actor, user_id)
    return user_id


@command(Permission.USER_INVITE)
def open_account(
    *, actor: Actor, email: str, name: str, kind: ActorKind, roles: frozenset[Role] = frozenset(),
    password: str | None = None, totp_secret: str | None = None, language: str = "en",
) -> int:  # fmt: skip
    """Opens an account at once, without an invitation: for the operator's commands and the demo clinic."""
    user_id = _new_user(email=email, name=name, kind=kind, language=language, active=True, password=password)
    for role in sorted(roles):
        _give(actor, user_id, role)
    if totp_secret is not None:
        _activate(User.objects.get(pk=user_id), totp_secret, counter=0)
    return user_id


@command(Permission.USER_INVITE)
def resend_invitation(*, actor: Actor, user_id: int) -> None:
    """Sends a new invitation; the earlier one stops working."""
    user = _manageable(actor, user_id)
    answers = list(user.invitations.values_list("accepted_at", flat=True))
    if user.is_active or user.last_login or not answers or any(answers):
        raise AlreadyAnswered
    _send_another(actor, user_id)


@command(Permission.USER_INVITE)
def withdraw_invitation(*, actor: Actor, user_id: int) -> None:
    """Withdraws an invitation that was not answered."""
    _manageable(actor, user_id)
    _open_invitations(user_id).update(withdrawn_at=timezone.now())


@command(Permission.USER_INVITE)
def deliver_invitation(*, actor: Actor, invitation_id: int) -> None:  # noqa: ARG001
    """Writes the secret of an invitation and sends it; only its hash stays here."""
    invitation = Invitation.objects.select_related("user").filter(pk=invitation_id).first()
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        return
    secret = secrets.token_urlsafe(SECRET_BYTES)
    invitation.secret_hash = hash_of(secret)
    invitation.save(update_fields=["secret_hash"])
    user = invitation.user
    with translation.override(user.language):
        address = settings.ORIGIN + reverse("accounts:accept", args=[secret])
        text = render_to_string("accounts/mail/invitation.txt", {"address": address, "days": INVITATION_LIFETIME.days})
        send_mail(gettext("Your account is ready to open"), text, None, [user.email])


@open_to_all("whoever holds the secret of the invitation opens the account it is for, once")
def accept_invitation(*, secret: str, password: str | None = None) -> Accepted:
    """Opens the account; without a password it signs in by link."""
    now = timezone.now()
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(secret_hash=hash_of(secret)).first()
        if invitation is None or not is_open(
            expires_at=invitation.expires_at, closed=(invitation.accepted_at, invitation.withdrawn_at), now=now
        ):
            raise InvitationRefused
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        user = invitation.user
        user.set_password(password)
        user.is_active = True
        user.save(update_fields=["password", "is_active"])
    return Accepted(user.pk, ActorKind(user.kind))


def _new_user(
    *, email: str, name: str, kind: ActorKind, language: str, active: bool, password: str | None = None
) -> int:
    if kind not in (ActorKind.STAFF, ActorKind.PARTICIPANT, ActorKind.SUPPORT):
        raise ValueError(kind)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, password, name=name.strip(), kind=kind.value, language=language, is_active=active
            )
    except IntegrityError as error:
        there = User.objects.get(email=email.strip().lower())
        raise AddressTaken(there.pk, ActorKind(there.kind)) from error
    return user.pk


def _send_another(actor: Actor, user_id: int) -> None:
    now = timezone.now()
    _open_invitations(user_id).update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        user_id=user_id, invited_by_id=actor.user_id or None, expires_at=now + INVITATION_LIFETIME,
        secret_hash=hash_of(secrets.token_urlsafe(SECRET_BYTES)),
    )  # fmt: skip
    app.configure_task(SEND_INVITATION, queue="mail").defer(invitation_id=invitation.pk)


def _open_invitations(user_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(user_id=user_id, accepted_at=None, withdrawn_at=None)
