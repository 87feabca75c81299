"""Dates, lengths and words of a calendar file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import Unreadable, plain
from hearthside.participants.domain.ics.zones import Zone

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?=[\dT])(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_LONGEST = timedelta(days=366 * 20)
_UTC_ZONE = Zone("UTC", lambda wall: wall.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date or time as the file writes it, before its zone is known."""

    wall: datetime
    is_date: bool
    is_utc: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the file's wall clock in its zone."""

    wall: datetime
    zone: Zone
    is_date: bool = False
    floating: bool = False

    @property
    def utc(self) -> datetime:
        """The instant: before a spring gap's shift, and the first of an autumn hour that comes twice."""
        return self.zone.to_utc(self.wall)

    def at(self, wall: datetime) -> Moment:
        """The same kind of moment at another time of the wall clock."""
        return Moment(wall, self.zone, self.is_date, self.floating)


@dataclass(frozen=True, slots=True)
class Length:
    """How long something lasts: first along the wall clock (days), then in elapsed time (hours of a DURATION)."""

    wall: timedelta = timedelta()
    elapsed: timedelta = timedelta()

    def end(self, start: Moment) -> datetime:
        """The instant at which something of this length ends."""
        end = start.zone.to_utc(start.wall + self.wall) + self.elapsed
        if self.wall and end <= start.utc:  # a spring gap swallowed the wall-clock end
            return start.utc + self.wall + self.elapsed
        return end


def read_stamp(text: str, *, only_date: bool = False) -> Stamp:
    """Read 20250131, 20250131T093000 or 20250131T093000Z."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise Unreadable(Code.INVALID_DATE, text)
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    is_date = only_date or match[4] is None
    clock = (0, 0, 0) if is_date else (int(match[4]), int(match[5]), min(int(match[6] or 0), 59))
    try:
        wall = datetime(year, month, day, *clock)  # noqa: DTZ001 (wall clock; the zone is found separately)
    except ValueError:
        raise Unreadable(Code.INVALID_DATE, text) from None
    if not 1000 <= year <= 9000:
        raise Unreadable(Code.INVALID_DATE, text)
    return Stamp(wall, is_date, bool(match[7]) and not is_date)


def moment(stamp: Stamp, zone: Zone | None, home: Zone, usual: Zone | None = None) -> Moment:
    """The stamp in its zone: UTC where it says so, days at home, the file's usual zone where it says nothing."""
    if stamp.is_utc:
        return Moment(stamp.wall, _UTC_ZONE)
    if stamp.is_date:
        return Moment(stamp.wall, home, is_date=True)
    return Moment(stamp.wall, zone or usual or home, floating=zone is None)


def read_duration(text: str) -> Length:
    """Read P1D, PT1H30M, P2W: weeks and days follow the wall clock, hours are elapsed time."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise Unreadable(Code.INVALID_DURATION, text)
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups()[1:])
    length = Length(timedelta(weeks=weeks, days=days), timedelta(hours=hours, minutes=minutes, seconds=seconds))
    total = length.wall + length.elapsed
    if total > _LONGEST:
        raise Unreadable(Code.INVALID_DURATION, text)
    if total and match[1] == "-":
        raise Unreadable(Code.END_BEFORE_START, text)
    return length


def length_between(start: Moment, end: Moment, text: str) -> Length:
    """The length from start to end: along the wall clock in one zone, elapsed between two zones."""
    if end.floating or (end.is_date and not start.is_date):
        end = Moment(end.wall, start.zone)  # an end that names no zone means the zone of the start
    same_clock = start.zone == end.zone
    span = end.wall - start.wall if same_clock else end.utc - start.utc
    if start.is_date and end.is_date and not span:
        span = timedelta(days=1)  # many programs write a whole day so
    if span < timedelta():
        raise Unreadable(Code.END_BEFORE_START, text)
    if span > _LONGEST:
        raise Unreadable(Code.INVALID_DATE, text)
    return Length(wall=span) if same_clock else Length(elapsed=span)


def read_text(text: str, limit: int = 200) -> str:
    """Words as written, without the format's escapes, on one line."""
    return plain(_ESCAPED.sub(lambda m: " " if m[1] in "nN" else m[1], text[: limit * 8]), limit)
