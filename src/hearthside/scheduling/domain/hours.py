"""Opening and working hours: stretches added and taken away, joined where they touch."""

from __future__ import annotations

from collections.abc import Iterable

from .entities import Span


def with_hours(hours: Iterable[Span], more: Iterable[Span]) -> tuple[Span, ...]:
    """The hours with further stretches, joined where they touch or overlap."""
    joined: list[Span] = []
    for item in sorted((*hours, *more), key=lambda h: (h.day, h.start)):
        last = joined[-1] if joined else None
        if last and last.day == item.day and item.start <= last.end:
            joined[-1] = Span(last.day, last.start, max(last.end, item.end))
        elif item.start < item.end:
            joined.append(item)
    return tuple(joined)


def without_hours(hours: Iterable[Span], less: Iterable[Span]) -> tuple[Span, ...]:
    """The hours without these stretches."""
    left = list(hours)
    for gap in less:
        left = [part for span in left for part in _outside(span, gap)]
    return tuple(left)


def _outside(span: Span, gap: Span) -> list[Span]:
    if span.day != gap.day or gap.end <= span.start or span.end <= gap.start:
        return [span]
    parts = (Span(span.day, span.start, gap.start), Span(span.day, gap.end, span.end))
    return [part for part in parts if part.start < part.end]


def minutes_of(hours: Iterable[Span]) -> int:
    """The minutes of these stretches together."""
    return sum(span.end - span.start for span in hours)
