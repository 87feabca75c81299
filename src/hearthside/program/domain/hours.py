"""Hours of a day as people write them: "8:00-12:00, 1-9 pm"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

Part = tuple[int, int]
_BETWEEN = re.compile(r"\s*[-–—]\s*|\s+(?:to|a)\s+(?=\d)", re.IGNORECASE)
_NEXT = re.compile(r"\s*[,;]\s*|\s+(?:and|y)\s+", re.IGNORECASE)
_HALF = re.compile(r"[ap]\.?\s?m?\.?$", re.IGNORECASE)


class HoursUnclear(ValueError):
    """A stretch of time that could not be read; `text` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def read_hours(text: str, read_clock: Callable[[str], int | None]) -> tuple[Part, ...]:
    """The stretches of a day that somebody wrote, in order; midnight at the end is the day's end."""
    return tuple(sorted(_part(piece, read_clock) for piece in _NEXT.split(text.strip()) if piece))


def write_hours(parts: Iterable[Part], write_clock: Callable[[int], str]) -> str:
    """The same the other way round: "08:00-12:00, 13:00-21:00"."""
    return ", ".join(f"{write_clock(start)}-{write_clock(end)}" for start, end in parts)


def _part(piece: str, read_clock: Callable[[str], int | None]) -> Part:
    ends = _BETWEEN.split(piece)
    if len(ends) != 2:
        raise HoursUnclear(piece)
    start, end = read_clock(ends[0]), read_clock(ends[1])
    half = _HALF.search(ends[1])
    if half and not _HALF.search(ends[0]):
        shared = read_clock(ends[0] + half.group())
        start = shared if shared is not None and end is not None and shared < end else start
    if start is None or end is None:
        raise HoursUnclear(piece)
    return start, end or 1440
