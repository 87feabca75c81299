"""Weekly hours on a site's wall clock: opening hours, working hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to `end`, minutes after midnight, on day 0 (Monday) to 6 (Sunday)."""

    day: int
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.end - self.start


def backwards(spans: Iterable[Span]) -> Span | None:
    """The first span that lies outside its day or ends before it begins."""
    return next((s for s in spans if not (0 <= s.day <= 6 and 0 <= s.start < s.end <= 1440)), None)


def overlapping(spans: Iterable[Span]) -> Span | None:
    """The first span that begins before the one before it has ended."""
    ordered = sorted(spans)
    return next(
        (second for first, second in pairwise(ordered) if first.day == second.day and second.start < first.end), None
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same hours with touching spans joined, in the order of the week."""
    joined: list[Span] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        if last and last.day == span.day and span.start <= last.end:
            joined[-1] = Span(last.day, last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
