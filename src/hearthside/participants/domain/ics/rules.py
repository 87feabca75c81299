"""Repeating rules as a calendar file writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import Unreadable
from hearthside.participants.domain.ics.values import Stamp, read_stamp

FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY, SECONDLY = range(7)
_LONGEST_RULE = 4_000
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANGES = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 60),
}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """A repeating rule: FREQ, INTERVAL, COUNT or UNTIL, and the BY parts."""

    frequency: int
    interval: int = 1
    count: int | None = None
    until: Stamp | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()  # (which one or 0 for each, weekday from Monday)
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def read_rule(text: str) -> Rule:
    """Read FREQ=WEEKLY;UNTIL=20120703T080000Z;BYDAY=TU, or say that it cannot be followed."""
    if len(text) > _LONGEST_RULE:
        raise Unreadable(Code.INVALID_RULE, text)
    parts = [part.partition("=") for part in text.upper().replace(" ", "").split(";") if part]
    values = {name: value for name, _, value in parts}
    try:
        rule = Rule(
            frequency=FREQUENCIES.index(values.pop("FREQ")),
            interval=_number(values.pop("INTERVAL", "1"), 1, 999_999_999),
            count=_number(values.pop("COUNT"), 1, 999_999_999) if "COUNT" in values else None,
            until=read_stamp(values.pop("UNTIL")) if "UNTIL" in values else None,
            months=_numbers(values, "BYMONTH"),
            month_days=_numbers(values, "BYMONTHDAY"),
            year_days=_numbers(values, "BYYEARDAY"),
            weeks=_numbers(values, "BYWEEKNO"),
            days=_by_day(values.pop("BYDAY")) if "BYDAY" in values else (),
            hours=_numbers(values, "BYHOUR"),
            minutes=_numbers(values, "BYMINUTE"),
            seconds=tuple(sorted({min(second, 59) for second in _numbers(values, "BYSECOND")})),
            positions=_numbers(values, "BYSETPOS"),
            week_start=_WEEKDAYS.index(values.pop("WKST", "MO")),
        )
    except (KeyError, ValueError):
        raise Unreadable(Code.INVALID_RULE, text) from None
    if values or len(parts) != len({name for name, _, _ in parts}):
        raise Unreadable(Code.INVALID_RULE, text)
    return rule


def _number(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII) or not low <= int(text) <= high:
        raise ValueError(text)
    return int(text)


def _numbers(values: dict[str, str], name: str) -> tuple[int, ...]:
    if name not in values:
        return ()
    low, high = _RANGES[name]
    numbers = {_number(text, low, high) for text in values.pop(name).split(",")}
    if low < 0 and 0 in numbers:
        raise ValueError(name)
    return tuple(sorted(numbers))


def _by_day(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for part in text.split(","):
        match = _BY_DAY.fullmatch(part)
        if match is None or not -53 <= int(match[1] or 0) <= 53 or (match[1] and not int(match[1])):
            raise ValueError(part)
        found.append((int(match[1] or 0), _WEEKDAYS.index(match[2])))
    return tuple(dict.fromkeys(found))
