"""What can be checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.domain.spans import Span, backwards, overlapping


def named(name: str) -> str:
    """The name without spare spaces; an empty one is refused."""
    name = " ".join(name.split())
    if not name:
        raise ProgramRefused("name", Refusal.NAME_MISSING)
    return name


def sound_hours(spans: Iterable[Span], field: str) -> tuple[Span, ...]:
    """The spans in order; backwards and overlapping ones are refused."""
    spans = tuple(sorted(spans))
    if backwards(spans):
        raise ProgramRefused(field, Refusal.HOURS_BACKWARDS)
    if overlapping(spans):
        raise ProgramRefused(field, Refusal.HOURS_OVERLAP)
    return spans
