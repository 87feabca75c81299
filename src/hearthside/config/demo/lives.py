"""The lives that the people of the demo clinic have: weekly commitments as people would tell them."""

from __future__ import annotations

from dataclasses import dataclass

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEKDAYS = (MON, TUE, WED, THU, FRI)


@dataclass(frozen=True, slots=True)
class Part:
    """A weekly part of a life: label, days, from and to in minutes after midnight (past midnight when it ends before)."""

    label: str
    days: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Life:
    """A kind of life: its weekly parts, the way to the clinic, and the day parts that suit it."""

    parts: tuple[Part, ...]
    travel: int = 30
    modes: tuple[str, ...] = ("in_person",)
    day_parts: tuple[str, ...] = ()


def at(hour: int, minute: int = 0) -> int:
    """Minutes after midnight."""
    return hour * 60 + minute


LIVES: dict[str, Life] = {
    "office": Life((Part("Work", WEEKDAYS, at(8, 30), at(16, 30)),), 30, ("in_person", "online"), ("evening",)),
    "warehouse": Life((Part("Early shift", WEEKDAYS, at(6), at(14)),), 30, ("in_person",), ("afternoon",)),
    "nights": Life((Part("Night shift", (SUN, MON, TUE, WED, THU), at(22), at(6)),
                    Part("Sleep", WEEKDAYS, at(6, 30), at(13))), 30, ("in_person", "online"), ("afternoon",)),
    "parent": Life((Part("School run", WEEKDAYS, at(7, 30), at(8, 45)), Part("Children home", WEEKDAYS, at(14, 45), at(19))),
                   15, ("in_person", "online"), ("morning",)),
    "restaurant": Life((Part("Kitchen", (WED, THU, FRI, SAT), at(15), at(23, 30)),), 30, ("in_person",), ("morning",)),
    "student": Life((Part("Classes", (MON, WED), at(9), at(13)), Part("Classes", (TUE, THU), at(10), at(15))),
                    30, ("in_person", "online"), ("afternoon", "evening")),
    "school": Life((Part("High school", WEEKDAYS, at(8), at(15, 15)),), 30, ("in_person",), ("afternoon",)),
    "retail": Life((Part("Store", (MON, TUE, SAT, SUN), at(10), at(18, 30)), Part("Store", (THU,), at(12), at(17))),
                   30, ("in_person",), ("morning", "evening")),
    "carer": Life((Part("Mother's appointments", (TUE,), at(9), at(12)), Part("Care at home", WEEKDAYS, at(16, 30), at(18, 30))),
                  15, ("in_person", "online"), ("morning", "afternoon")),
    "seeking": Life((Part("Job center", (WED,), at(9), at(11)),), 45, ("in_person",), ("morning",)),
    "driver": Life((Part("Route", (MON, TUE, THU), at(5), at(13, 30)),), 15, ("in_person", "online"), ("afternoon",)),
    "remote": Life((Part("Work from home", WEEKDAYS, at(9), at(17)),), 30, ("online", "in_person"), ("evening",)),
}  # fmt: skip
