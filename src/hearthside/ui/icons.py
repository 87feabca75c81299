"""Outline icons, drawn once for each size."""

from __future__ import annotations

from functools import lru_cache

import heroicons
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """An outline icon; without a label it is silent, because words stand beside it."""
    drawn = _drawn(str(name), int(size))
    return format_html('<span role="img" aria-label="{}">{}</span>', label, drawn) if label else drawn


@lru_cache(maxsize=512)
def _drawn(name: str, size: int) -> SafeString:
    attributes: dict[str, object] = {"class": "icon", "aria_hidden": "true", "focusable": "false"}
    return mark_safe(heroicons._render_icon("outline", name, size, attributes))  # noqa: S308 # nosec B308 B703
