"""What could not be understood in a calendar file, named by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MAX_PROBLEMS = 500
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


class CalendarProblemCode(StrEnum):
    """Why a line was not (or not fully) understood; the page adds the words."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_LINES = "too_many_lines"
    NOT_A_CALENDAR = "not_a_calendar"
    NO_CALENDAR = "no_calendar"
    NOT_UTF8 = "not_utf8"
    MALFORMED_LINE = "malformed_line"
    UNCLOSED = "unclosed"
    UNEXPECTED_END = "unexpected_end"
    UNSUPPORTED_SCALE = "unsupported_scale"
    MISSING_START = "missing_start"
    INVALID_DATE = "invalid_date"
    INVALID_DURATION = "invalid_duration"
    END_BEFORE_START = "end_before_start"
    DUPLICATE_PROPERTY = "duplicate_property"
    INVALID_RULE = "invalid_rule"
    TOO_MANY_OCCURRENCES = "too_many_occurrences"
    UNKNOWN_TIME_ZONE = "unknown_time_zone"
    INVALID_TIME_ZONE = "invalid_time_zone"
    MORE_PROBLEMS = "more_problems"


@dataclass(frozen=True, slots=True)
class CalendarProblem:
    """One thing not understood: the line of the file, the component it is in, why, and the text itself."""

    line: int
    component: str
    code: CalendarProblemCode
    value: str


class Unreadable(ValueError):
    """A value that cannot be read, with the reason as a code."""

    def __init__(self, code: CalendarProblemCode, value: str) -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def plain(text: str, limit: int) -> str:
    """Text on one line, without control characters, cut to a length that fits a page."""
    text = _UNPRINTABLE.sub(" ", text[: limit * 4]).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


class Place(Protocol):
    """The component that a problem belongs to."""

    @property
    def kind(self) -> str: ...
    @property
    def line(self) -> int: ...


class ProblemList:
    """Collects problems, and counts those beyond what anybody would read."""

    def __init__(self) -> None:
        self._kept: list[CalendarProblem] = []
        self._count = 0
        self.touched: set[int] = set()  # the first lines of events whose times were not all understood

    def add(self, line: int, component: str, code: CalendarProblemCode, value: str = "") -> None:
        """Name one problem."""
        self._count += 1
        if len(self._kept) < MAX_PROBLEMS:
            self._kept.append(CalendarProblem(line, plain(component, 40), code, plain(value, 80)))

    def add_to(self, place: Place, line: int, code: CalendarProblemCode, value: str = "") -> None:
        """Name one problem with the times of a component."""
        self.touched.add(place.line)
        self.add(line, place.kind, code, value)

    def sorted(self) -> tuple[CalendarProblem, ...]:
        """The problems from the first line to the last, then how many more there are."""
        kept = sorted(self._kept, key=lambda problem: (problem.line, problem.code))
        more = self._count - len(kept)
        if more:
            kept.append(CalendarProblem(kept[-1].line, "", CalendarProblemCode.MORE_PROBLEMS, str(more)))
        return tuple(kept)
