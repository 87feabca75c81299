"""Signing in by a link that works once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from hearthside.access.gate import open_to_all
from hearthside.accounts.domain.secrets import LINK_LIFETIME, LINKS_AT_ONCE, SECRET_BYTES, hash_of, is_open
from hearthside.accounts.models import SignInLink, User

SEND_LINK = "accounts.send_link"


class LinkRefused(Exception):
    """The link was used before, has expired, or never was one; the three look the same."""


@dataclass(frozen=True, slots=True)
class LinkUsed:
    """Whom a link signs in, and the page they came from."""

    user_id: int
    next_page: str


@open_to_all("asked by somebody who has not signed in; does exactly the same for every address")
def ask_for_link(*, email: str, next_page: str = "") -> None:
    """Has a sign-in link sent in the background, if the address has an account."""
    app.configure_task(SEND_LINK, queue="mail").defer(email=email.strip().lower(), next_page=next_page[:200])


@open_to_all("runs in the background for an address that anybody may have typed, and answers nothing")
def send_link(*, email: str, next_page: str) -> None:
    """Sends a sign-in link to an address that has an account; a few at once, then nothing for a while."""
    user = User.objects.filter(email=email, is_active=True).first()
    now = timezone.now()
    if user is None or user.sign_in_links.filter(expires_at__gt=now, used_at=None).count() >= LINKS_AT_ONCE:
        return
    secret = secrets.token_urlsafe(SECRET_BYTES)
    user.sign_in_links.create(secret_hash=hash_of(secret), next_page=next_page, expires_at=now + LINK_LIFETIME)
    with translation.override(user.language):
        text = render_to_string(
            "accounts/mail/sign_in_link.txt",
            {
                "address": settings.ORIGIN + reverse("accounts:use_link", args=[secret]),
                "minutes": LINK_LIFETIME.seconds // 60,
            },
        )
        send_mail(gettext("Your sign-in link"), text, None, [user.email])


@open_to_all("whoever holds the secret of the link is signed in by it, once")
def use_link(*, secret: str) -> LinkUsed:
    """Uses up a sign-in link."""
    now = timezone.now()
    with transaction.atomic():
        link = SignInLink.objects.select_for_update().filter(secret_hash=hash_of(secret), user__is_active=True).first()
        if link is None or not is_open(expires_at=link.expires_at, closed=(link.used_at,), now=now):
            raise LinkRefused
        link.used_at = now
        link.save(update_fields=["used_at"])
    return LinkUsed(link.user_id, link.next_page)
