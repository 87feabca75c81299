"""Seals short secrets with AES-256-GCM: the value names its key, and opens only in the place it belongs to."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Sealer:
    """Seals with the first key, opens with whichever key the value names."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = dict(key.split(":", 1) for key in keys)
        self._current = keys[0].split(":", 1)[0]

    def seal(self, text: str, *, context: str) -> str:
        """Sealed text that opens only in the same context."""
        nonce = os.urandom(NONCE)
        sealed = self._cipher(self._current).encrypt(nonce, text.encode(), context.encode())
        return f"{self._current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, value: str, *, context: str) -> str:
        """The text; raises InvalidTag when it was changed or moved, KeyError when its key is gone."""
        name, body = value.split(".", 1)
        raw = base64.urlsafe_b64decode(body)
        return self._cipher(name).decrypt(raw[:NONCE], raw[NONCE:], context.encode()).decode()

    def _cipher(self, name: str) -> AESGCM:
        key = base64.urlsafe_b64decode(self._keys[name] + "=" * (-len(self._keys[name]) % 4))
        return AESGCM(key[:32])
