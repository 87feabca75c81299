"""Addresses of pages, built once: a page with a hundred rows does not ask the router a hundred times."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

_NUMBER = 987_654_321


@lru_cache(maxsize=64)
def _parts(name: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[_NUMBER]).partition(str(_NUMBER))
    return before, after


def to(name: str, number: int) -> str:
    """The address of the page about one row."""
    before, after = _parts(name)
    return f"{before}{number}{after}"


def page(name: str, **asked: object) -> str:
    """The address of a page with what is asked of it; what is None or empty is left out."""
    query = urlencode({key: value for key, value in asked.items() if value not in {None, ""}})
    return f"{reverse(name)}?{query}" if query else reverse(name)
