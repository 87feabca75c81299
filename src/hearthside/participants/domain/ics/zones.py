"""Which clock a calendar file means: the world's zones, Windows' names for them, or one it describes itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON


@dataclass(frozen=True, slots=True)
class Zone:
    """A clock on a wall somewhere; two zones are one when their names are."""

    name: str
    to_utc: Callable[[datetime], datetime] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Onset:
    """From this time of the wall clock (told by the old offset) the new offset holds."""

    wall: datetime
    before: timedelta
    after: timedelta


def world_zone(zone: ZoneInfo) -> Zone:
    """A zone of the world's database; a time in a spring gap counts as before the shift, as the format says."""
    return Zone(str(zone), lambda wall: wall.replace(tzinfo=zone, fold=0).astimezone(UTC))


def known_zone(name: str) -> Zone | None:
    """The zone of this name in the world's database, or in Windows."""
    key = _names().get(name.strip().strip("/").casefold())
    return world_zone(ZoneInfo(key)) if key else None


def zone_in_path(name: str) -> Zone | None:
    """The zone at the end of a longer name such as /mozilla.org/20050126_1/Europe/Berlin."""
    parts = name.strip().split("/")[-4:]
    for start in range(1, len(parts) - 1):
        zone = known_zone("/".join(parts[start:]))
        if zone is not None:
            return zone
    return None


@cache
def _names() -> dict[str, str]:
    names = {name.casefold(): name for name in available_timezones()}
    windows = {old.casefold(): new for old, new in WINDOWS_TO_OLSON.items() if new.casefold() in names}
    return windows | names


def described_zone(name: str, onsets: list[Onset]) -> Zone:
    """The zone that a file describes by its own onsets (at least one)."""
    ordered = sorted(onsets, key=lambda onset: onset.wall)
    walls = [onset.wall for onset in ordered]

    def to_utc(wall: datetime) -> datetime:
        position = bisect_right(walls, wall) - 1
        if position < 0:
            offset = ordered[0].before
        else:
            onset = ordered[position]
            in_gap = wall < onset.wall + (onset.after - onset.before)
            offset = onset.before if in_gap else onset.after
        return (wall - offset).replace(tzinfo=UTC)

    return Zone(name, to_utc)


def read_offset(text: str) -> timedelta | None:
    """Read +0100, -0330 or +002946."""
    match = re.fullmatch(r"([+-]?)(\d\d):?([0-5]\d)(?::?([0-5]\d))?", text.strip(), re.ASCII)
    if match is None or int(match[2]) > 23:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset
