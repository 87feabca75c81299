"""Numbers that come from outside."""

from __future__ import annotations

LONGEST = 18  # digits that are sure to fit where the database keeps numbers


def number(text: str | None) -> int | None:
    """The number that an address or a hidden field holds; nothing where it is none, or longer than any of ours."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
