"""How allauth behaves here: nobody signs up by themselves, and second-step secrets are sealed."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from hearthside.accounts.domain.sealing import Sealer


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never: staff invite."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of the second step before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Sealed text."""
        return Sealer(settings.SEALING_KEYS).seal(text, context="mfa.secret")

    def decrypt(self, encrypted_text: str) -> str:
        """The text again."""
        return Sealer(settings.SEALING_KEYS).open(encrypted_text, context="mfa.secret")
