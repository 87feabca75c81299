"""Who is away in a week, as the rules of the timetable count it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import WeekWindow
from hearthside.program import selectors as program
from hearthside.scheduling.domain.entities import Span

GRID, DAY, WEEK = 15, 1440, 7 * 1440


def minute_of(week: WeekWindow, at: datetime) -> int:
    """A moment as a minute of the week on the site's clock; before it 0, after it the end."""
    if at <= week.period.start:
        return 0
    if at >= week.period.end:
        return WEEK
    day, minute = week.place(at)
    return day * DAY + minute


def away(actor: Actor, site_id: int, week: WeekWindow) -> dict[int, tuple[Span, ...]]:
    """When the staff of a site are away in a week: on the grid of quarter hours, never shorter than they are."""
    found: dict[int, tuple[Span, ...]] = defaultdict(tuple)
    rows = program.absences(actor=actor, site_id=site_id, since=week.period.start, until=week.period.end)
    for row in rows:
        begins = minute_of(week, row.begins) // GRID * GRID
        ends = -(-minute_of(week, row.ends) // GRID) * GRID
        found[row.staff_id] += tuple(
            Span(day, max(begins - day * DAY, 0), min(ends - day * DAY, DAY))
            for day in range(begins // DAY, -(-ends // DAY))
        )
    return found
