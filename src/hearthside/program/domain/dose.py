"""Whether a track's weekly orders can reach the dose of its level of care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class DoseGap(StrEnum):
    """What a week of orders lacks."""

    MINUTES_SHORT = "minutes_short"
    DAYS_SHORT = "days_short"
    OVER_WEEK = "over_week"
    SESSION_TOO_LONG = "session_too_long"
    WEEK_TOO_SHORT = "week_too_short"


@dataclass(frozen=True, slots=True)
class OrderedService:
    """One service of a week: how often, how long, and whether it counts towards the dose."""

    per_week: int
    minutes: int
    countable: bool


@dataclass(frozen=True, slots=True)
class Dose:
    """What a level of care asks for in a week."""

    min_minutes: int
    min_days: int
    max_minutes_day: int
    max_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DoseCheck:
    """The sum of a week's orders beside the dose."""

    minutes: int
    countable_minutes: int
    sessions: int
    fewest_days: int
    gaps: tuple[DoseGap, ...]

    @property
    def reaches(self) -> bool:
        """Whether the orders reach the dose."""
        return not self.gaps


def check_dose(orders: Sequence[OrderedService], dose: Dose) -> DoseCheck:
    """Adds the orders up; a service is given at most once a day, so its number a week is a number of days."""
    minutes = sum(order.per_week * order.minutes for order in orders)
    countable = sum(order.per_week * order.minutes for order in orders if order.countable)
    sessions = sum(order.per_week for order in orders)
    fewest = max((order.per_week for order in orders), default=0)
    fewest = max(fewest, -(-minutes // dose.max_minutes_day))
    gaps = {
        DoseGap.MINUTES_SHORT: countable < dose.min_minutes,
        DoseGap.DAYS_SHORT: sessions < dose.min_days,
        DoseGap.OVER_WEEK: dose.max_minutes is not None and countable > dose.max_minutes,
        DoseGap.SESSION_TOO_LONG: any(order.minutes > dose.max_minutes_day for order in orders),
        DoseGap.WEEK_TOO_SHORT: fewest > 7,
    }
    return DoseCheck(minutes, countable, sessions, fewest, tuple(gap for gap, found in gaps.items() if found))
