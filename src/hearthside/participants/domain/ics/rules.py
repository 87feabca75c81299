"""Repeating rules as a calendar file writes them, checked before a library follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE

from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import Unreadable
from hearthside.participants.domain.ics.values import Stamp, read_stamp

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")  # as dateutil counts them
_LONGEST_RULE = 1_000
_WEEKDAYS = {str(day): day for day in (MO, TU, WE, TH, FR, SA, SU)}
_RANGES = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """A repeating rule: FREQ, INTERVAL, COUNT or UNTIL, and the other parts as dateutil names them."""

    frequency: int
    interval: int
    count: int | None
    until: Stamp | None
    parts: dict[str, Any]


def read_rule(text: str) -> Rule:
    """Read FREQ=WEEKLY;UNTIL=20120703T080000Z;BYDAY=TU, or say that it cannot be followed."""
    if len(text) > _LONGEST_RULE:
        raise Unreadable(Code.INVALID_RULE, text)
    pairs = [part.partition("=")[::2] for part in text.upper().replace(" ", "").split(";") if part]
    values = dict(pairs)
    try:
        if len(values) < len(pairs):
            raise ValueError(text)
        frequency = FREQUENCIES.index(values.pop("FREQ"))
        interval = _number(values.pop("INTERVAL", "1"), 1, 9_999)
        count = _number(values.pop("COUNT"), 1, 999_999_999) if "COUNT" in values else None
        until = read_stamp(values.pop("UNTIL")) if "UNTIL" in values else None
        parts: dict[str, Any] = {"wkst": _WEEKDAYS[values.pop("WKST", "MO")]}
        if "BYDAY" in values:
            in_month = frequency == MONTHLY or "BYMONTH" in values
            parts["byweekday"] = _by_day(values.pop("BYDAY"), 5 if in_month else 53)
        parts |= {name.lower(): _numbers(value, *_RANGES[name]) for name, value in values.items()}
    except (KeyError, ValueError):
        raise Unreadable(Code.INVALID_RULE, text) from None
    return Rule(frequency, interval, count, until, parts)


def _number(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
        raise ValueError(text)
    return int(text)


def _numbers(text: str, low: int, high: int) -> tuple[int, ...]:
    numbers = tuple(_number(part, low, high) for part in text.split(","))
    if low < 0 and 0 in numbers:
        raise ValueError(text)
    return numbers


def _by_day(text: str, weeks: int) -> list[Any]:
    """The weekdays; a plain one beside numbered ones becomes all of its numbers, as dateutil wants both at once."""
    found: list[tuple[str | None, Any]] = []
    for part in text.split(","):
        match = _BY_DAY.fullmatch(part)
        if match is None:
            raise ValueError(part)
        found.append((match[1], _WEEKDAYS[match[2]]))
    if not any(number for number, _ in found):
        return [day for _, day in found]
    return [day(n) for number, day in found for n in ([int(number)] if number else range(1, weeks + 1))]
