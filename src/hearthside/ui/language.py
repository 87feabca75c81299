"""Which of two names a reader reads: the clinic writes many names in English and in Spanish."""

from __future__ import annotations

from django.utils.translation import get_language


def reads_spanish() -> bool:
    """Whether the page is made for somebody who reads Spanish."""
    return (get_language() or "").startswith("es")


def in_own_language(name: str, name_es: str) -> str:
    """The name in the reader's language; the English one where the clinic gave no other."""
    return (reads_spanish() and name_es) or name
