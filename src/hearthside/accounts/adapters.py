"""How allauth keeps the second step here: sealed."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from hearthside.accounts.domain.sealing import Sealer


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of the second step before they reach the database."""

    def encrypt(self, text: str) -> str:
        """Sealed text."""
        return Sealer(settings.SEALING_KEYS).seal(text, context="mfa.secret")

    def decrypt(self, encrypted_text: str) -> str:
        """The text again."""
        return Sealer(settings.SEALING_KEYS).open(encrypted_text, context="mfa.secret")
