"""When a consent is in force, what it opens, and what is missing before it can be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hearthside.access.permissions import CONSENT_PERMISSIONS, ConsentCategory, Permission

LONGEST = timedelta(days=366)
CATEGORY_OF = {permission: category for category, opened in CONSENT_PERMISSIONS.items() for permission in opened}


class Missing(StrEnum):
    """Something a consent needs before it can be signed (42 CFR 2.31)."""

    SIGNATURE = "signature"
    PURPOSE = "purpose"
    EXPIRY_PAST = "expiry_past"
    EXPIRY_FAR = "expiry_far"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides whether a consent is in force."""

    category: ConsentCategory
    signed_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def in_force(terms: Terms, at: datetime) -> bool:
    """Signed, not revoked and not expired at the moment asked."""
    revoked = terms.revoked_at is not None and terms.revoked_at <= at
    return terms.signed_at <= at < terms.expires_at and not revoked


def opens(terms: Terms, permission: Permission, at: datetime) -> bool:
    """Whether this consent lets its recipient do this now."""
    return CATEGORY_OF.get(permission) is terms.category and in_force(terms, at)


def missing(*, signed_name: str, purpose: str, expires_at: datetime, now: datetime) -> tuple[Missing, ...]:
    """What is still missing, in the order of the form."""
    found = []
    if not purpose.strip():
        found.append(Missing.PURPOSE)
    if expires_at <= now:
        found.append(Missing.EXPIRY_PAST)
    elif expires_at > now + LONGEST:
        found.append(Missing.EXPIRY_FAR)
    if sum(letter.isalpha() for letter in signed_name) < 2:
        found.append(Missing.SIGNATURE)
    return tuple(found)
