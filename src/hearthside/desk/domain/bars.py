"""Bars of hours on one scale: how far attended, scheduled and owed minutes reach, in hundredths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of the longest bar, from 0 to 100."""

    attended: int
    scheduled: int
    dose: int


def bars(weeks: Sequence[tuple[int, int, int]]) -> tuple[Bar, ...]:
    """One bar for each (attended, scheduled, dose), all on the same scale."""
    whole = max((minutes for week in weeks for minutes in week), default=0) or 1
    return tuple(Bar(*(round(100 * minutes / whole) for minutes in week)) for week in weeks)
