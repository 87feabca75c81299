"""The weeks of a long absence, each answered by a repair of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from hearthside.kernel.intervals import Period
from hearthside.kernel.weeks import WeekWindow


def stretch_of(change: Mapping[str, Any], week: WeekWindow, weeks: Iterable[date]) -> Period:
    """The part of an absence that one week's repair answers: until the next of its weeks that has to be repaired."""
    begins, ends = (datetime.fromisoformat(change[name]) for name in ("begins", "ends"))
    earlier = any(day < week.starts_on for day in weeks)
    later = [WeekWindow(day, week.zone).period.start for day in weeks if day > week.starts_on]
    return Period(week.period.start if earlier else begins, min([*later, ends]))
