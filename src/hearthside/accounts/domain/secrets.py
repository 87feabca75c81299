"""One-time secrets that travel by e-mail: how long they live, and the hash that is kept of them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

LINK_LIFETIME = timedelta(minutes=15)
LINKS_AT_ONCE = 3
INVITATION_LIFETIME = timedelta(days=7)
SECRET_BYTES = 32


def hash_of(secret: str) -> str:
    """What is kept of a secret; nobody finds the secret from it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_open(*, expires_at: datetime, closed: tuple[datetime | None, ...], now: datetime) -> bool:
    """Whether a secret still works: not expired, and none of the moments that end it has come."""
    return now < expires_at and all(moment is None for moment in closed)
