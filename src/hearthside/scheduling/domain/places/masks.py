"""A week as 672 quarter-hours in the bits of one number: the first bit is Monday at midnight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from hearthside.scheduling.domain.entities import Span

QUARTER, DAY, WEEK = 15, 96, 672
ALL = (1 << WEEK) - 1


def quarters(minutes: int) -> int:
    """How many quarter-hours a stretch of minutes touches."""
    return -(-minutes // QUARTER)


def at(day: int, minute: int) -> int:
    """The number of the quarter-hour in which a minute of the week lies."""
    return day * DAY + minute // QUARTER


@lru_cache(maxsize=4096)
def run(first: int, count: int) -> int:
    """So many quarter-hours in a row."""
    return ((1 << count) - 1) << first if count > 0 else 0


def whole_day(day: int) -> int:
    """Every quarter-hour of a day."""
    return run(day * DAY, DAY)


def starts_free(free: int, count: int) -> int:
    """Where a stretch of so many free quarter-hours begins."""
    have = 1
    while have < count:
        step = min(have, count - have)
        free &= free >> step
        have += step
    return free


def starts_within(hours: Iterable[Span], count: int) -> int:
    """Where a stretch of so many quarter-hours begins that lies inside one of these hours."""
    found = 0
    for span in hours:
        first = quarters(span.start)
        found |= run(span.day * DAY + first, span.end // QUARTER - first - count + 1)
    return found


def on_grid(step: int) -> int:
    """The quarter-hours at which sessions may start."""
    found = 0
    for day in range(7):
        for minute in range(0, 1440, step):
            found |= 1 << at(day, minute)
    return found


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
