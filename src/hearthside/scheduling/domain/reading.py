"""Reads JSON of any shape and notes every fault with its path instead of stopping at the first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from .entities import DAY_NAMES, Session, Span

CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
MISSING = object()
MOST = 1_000_000


class ProblemInvalid(Exception):
    """The file is not a timetable problem; says where and why, for every fault."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {reason}" for path, reason in faults))
        self.faults = faults


def parse_json(text: str) -> object:
    """The JSON in a text; raises ProblemInvalid where it is none, or gives a member twice and so loses one."""
    try:
        return json.loads(text, object_pairs_hook=_members)
    except (ValueError, RecursionError) as error:
        raise ProblemInvalid([("file", f"is not JSON in UTF-8: {error}")]) from None


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for number, key in enumerate(keys) if key in keys[:number])
        raise ProblemInvalid([("file", f"{twice!r} is given twice in one object")])
    return members


def is_text(value: object) -> bool:
    """Whether a value is a text that can be written: half of a character pair cannot."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


@dataclass(slots=True)
class Reader:
    """One JSON value at a path; children share the list of faults."""

    value: object
    path: str
    faults: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def fault(self, reason: str) -> None:
        """Note that this value cannot be used."""
        self.faults.append((self.path or "file", reason))

    def get(self, key: str, default: object = MISSING) -> Reader:
        """The member of an object; a fault when it is absent and has no default."""
        path = f"{self.path}.{key}" if self.path else key
        self.asked.append(key)
        value = self.value.get(key, default) if isinstance(self.value, dict) else default
        child = Reader(None if value is MISSING else value, path, self.faults)
        if value is MISSING and isinstance(self.value, dict):
            child.fault("is missing")
            child.value = MISSING
        elif value is MISSING:
            child.value = MISSING
        return child

    def table(self) -> bool:
        """Whether this is a JSON object; a fault when it is not."""
        if not isinstance(self.value, dict) and self.value is not MISSING:
            self.fault("must be an object")
        return isinstance(self.value, dict)

    def no_slips(self) -> None:
        """A fault for each member that looks like a slip of the pen for a known one that is absent."""
        members = self.value if isinstance(self.value, dict) else {}
        absent = [key for key in self.asked if key not in members]
        for key in members if absent else ():
            near = [] if key in self.asked else get_close_matches(str(key), absent, 1, 0.8)
            if near:
                path = f"{self.path}.{key}" if self.path else str(key)
                self.faults.append((path, f"is no member of the format; is {near[0]} meant?"))

    def items(self) -> Iterator[Reader]:
        """The members of a list, one after another."""
        if self.value is MISSING:
            return
        if not isinstance(self.value, list):
            self.fault("must be a list")
            return
        for number, value in enumerate(self.value):
            yield Reader(value, f"{self.path}[{number}]", self.faults)

    def text(self) -> str:
        """A word that is not empty."""
        if isinstance(self.value, str) and self.value and is_text(self.value):
            return self.value
        if self.value is not MISSING:
            self.fault("must be a text that is not empty")
        return ""

    def optional_text(self) -> str | None:
        """A word, or nothing."""
        return None if self.value is None or self.value is MISSING else self.text()

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool) and self.value is not MISSING:
            self.fault("must be true or false")
        return self.value is True

    def whole(self, low: int = 0, high: int = MOST) -> int:
        """A whole number within bounds."""
        if self.value is MISSING:
            return low
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.fault("must be a whole number")
            return low
        if not low <= self.value <= high:
            self.fault(f"must be between {low} and {high}")
            return low
        return self.value

    def clock(self) -> int:
        """A time on the 15-minute grid, as minutes after midnight."""
        if self.value is MISSING:
            return 0
        match = CLOCK.fullmatch(self.value) if isinstance(self.value, str) else None
        minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else -1
        if not 0 <= minutes <= 1440:
            self.fault("must be a time between 00:00 and 24:00")
            return 0
        if minutes % 15:
            self.fault("must be a multiple of 15 minutes")
        return minutes

    def one_of(self, words: tuple[str, ...]) -> str:
        """One of the words that the format knows."""
        if self.value is MISSING:
            return words[0]
        if not isinstance(self.value, str) or self.value not in words:
            self.fault(f"must be one of {', '.join(words)}")
            return words[0]
        return self.value

    def texts(self, known: tuple[str, ...] | None = None, *, once: bool = True) -> tuple[str, ...]:
        """A list of words, each kept once if not asked otherwise, all known where the known ones are given."""
        words: list[str] = []
        for item in self.items():
            word = item.one_of(known) if known is not None else item.text()
            if not once or word not in words:
                words.append(word)
        return tuple(words)

    def points(self, known: Callable[[str], bool], what: str) -> dict[str, int]:
        """Points by word; every word must be known."""
        found: dict[str, int] = {}
        if not self.table() or not isinstance(self.value, dict):
            return found
        for key in self.value:
            item = self.get(str(key))
            if not known(str(key)):
                item.fault(f"is no known {what}")
            found[str(key)] = item.whole(-MOST, MOST)
        return found

    def day(self) -> int:
        """A day of the week by its short name."""
        return DAY_NAMES.index(self.one_of(DAY_NAMES))

    def span(self) -> Span:
        """A day with a start and an end that is not before it."""
        if not self.table():
            return Span(0, 0, 0)
        span = Span(self.get("day").day(), self.get("start").clock(), self.get("end").clock())
        self.no_slips()
        if span.end < span.start:
            self.get("end").fault("is before the start")
        return span


def read_session(reader: Reader) -> Session | None:
    """A session of a published week or of a solution; ids are checked by the caller."""
    if not reader.table():
        return None
    session = Session(
        id=reader.get("id").text(),
        service=reader.get("service").text(),
        audience=reader.get("audience").text(),
        mode=reader.get("mode").one_of(("in_person", "online")),
        day=reader.get("day").day(),
        start=reader.get("start").clock(),
        room=reader.get("room", None).optional_text(),
        clinician=reader.get("clinician").text(),
        participants=reader.get("participants").texts(once=False),
    )
    reader.no_slips()
    return session


def unique(reader: Reader, ids: list[str]) -> None:
    """Note every id of a list that is used a second time."""
    seen: set[str] = set()
    for number, name in enumerate(ids):
        if name and name in seen:
            reader.faults.append((f"{reader.path}[{number}].id", f"{name} is used twice"))
        seen.add(name)
