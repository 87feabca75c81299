"""What an authenticator app is given: an address for the camera, or a key to type."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def address_for_app(secret: str, *, label: str, issuer: str) -> str:
    """The address inside the QR code."""
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(label)}?{query}"


def in_groups(secret: str, size: int = 4) -> str:
    """The key in groups of letters, easier to type."""
    return " ".join(secret[start : start + size] for start in range(0, len(secret), size))
