"""Splits a calendar file into components that remember the line they stand on; nothing in a file stops it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hearthside.participants.domain.ics.problems import CalendarProblemCode as Code
from hearthside.participants.domain.ics.problems import ProblemList

MAX_LINES = 120_000
_MAX_HEAD = 4_000
_NAME = re.compile(rb"\s*([\w.-]+)\s*[:;]", re.ASCII)
_READ = frozenset(
    [
        "CALSCALE",
        "CLASS",
        "DTEND",
        "DTSTART",
        "DURATION",
        "EXDATE",
        "EXRULE",
        "FREEBUSY",
        "METHOD",
        "NAME",
        "RDATE",
        "RECURRENCE-ID",
        "RRULE",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "TRANSP",
        "TZID",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "UID",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
    ]
)
# Values that hold no colon, so that an unquoted parameter such as TZID=(UTC-05:00) can still be told apart.
_WITHOUT_COLON = frozenset({"DTEND", "DTSTART", "EXDATE", "FREEBUSY", "RDATE", "RECURRENCE-ID"})
# Components that stand side by side in a calendar: one that begins ends an unclosed one before it.
_SIDE_BY_SIDE = frozenset({"VAVAILABILITY", "VEVENT", "VFREEBUSY", "VJOURNAL", "VTIMEZONE", "VTODO"})


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a component, unfolded: DTSTART;TZID=Europe/Vienna:20120327T100000."""

    line: int
    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END, with the line of its BEGIN and the calendar it belongs to."""

    kind: str
    line: int
    calendar: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every line of this name."""
        return self.properties.get(name, [])

    def first(self, name: str) -> Property | None:
        """The first line of this name."""
        lines = self.properties.get(name)
        return lines[0] if lines else None

    def text(self, name: str) -> str:
        """The value of the first line of this name, in capitals, or nothing."""
        prop = self.first(name)
        return prop.value.strip().upper() if prop else ""


def read_components(content: bytes, problems: ProblemList) -> list[Component]:
    """Every component of the file in the order of its lines, whatever the file holds besides."""
    tree = _Tree(problems)
    for line, raw in _logical_lines(content, problems):
        match = _NAME.match(raw)
        if match is None or b":" not in raw:
            problems.add(line, tree.here, Code.MALFORMED_LINE, _decode(raw[:200])[0])
            continue
        name = match[1].decode().upper()
        if name == "BEGIN":
            tree.begin(line, _kind(raw, match.end()))
        elif name == "END":
            tree.end(line, _kind(raw, match.end()))
        elif not tree.open:
            problems.add(line, "", Code.MALFORMED_LINE, _decode(raw[:200])[0])
        elif name in _READ:
            prop = _property(line, name, raw, tree.here, problems)
            if prop is not None:
                tree.open[-1].properties.setdefault(name, []).append(prop)
    tree.close_all()
    return tree.found


class _Tree:
    """The components open at the line being read."""

    def __init__(self, problems: ProblemList) -> None:
        self.found: list[Component] = []
        self.open: list[Component] = []
        self._names: Counter[str] = Counter()
        self._calendar = 0
        self._problems = problems

    @property
    def here(self) -> str:
        return self.open[-1].kind if self.open else ""

    def begin(self, line: int, kind: str) -> None:
        if kind == "VCALENDAR":
            self.close_all()
            self._calendar += 1
        elif kind in _SIDE_BY_SIDE:
            while any(self._names[name] for name in _SIDE_BY_SIDE):
                self._close(told=False)
        component = Component(kind, line, self._calendar)
        if self.open:
            self.open[-1].parts.append(component)
        self.open.append(component)
        self.found.append(component)
        self._names[kind] += 1

    def end(self, line: int, kind: str) -> None:
        if not self._names[kind]:
            self._problems.add(line, self.here, Code.UNEXPECTED_END, f"END:{kind}")
            return
        while self.open[-1].kind != kind:
            self._close(told=False)
        self._close(told=True)
        if kind == "VCALENDAR":
            self._calendar += 1

    def close_all(self) -> None:
        while self.open:
            self._close(told=False)

    def _close(self, *, told: bool) -> None:
        component = self.open.pop()
        self._names[component.kind] -= 1
        if not told:
            self._problems.add(component.line, component.kind, Code.UNCLOSED, f"BEGIN:{component.kind}")


def _logical_lines(content: bytes, problems: ProblemList) -> Iterator[tuple[int, bytes]]:
    """Unfolded lines with the number of their first physical line; a lone CR ends a line only where no LF does."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    physical = content.split(b"\n" if b"\n" in content else b"\r", MAX_LINES)
    if len(physical) > MAX_LINES:
        problems.add(MAX_LINES + 1, "", Code.TOO_MANY_LINES, str(MAX_LINES))
        physical.pop()
    first, parts = 0, list[bytes]()
    for number, raw in enumerate(physical, 1):
        line = raw.removesuffix(b"\r")
        if line[:1] in {b" ", b"\t"} and parts:
            parts.append(line[1:])
        elif line.strip():
            if parts:
                yield first, b"".join(parts)
            first, parts = number, [line]
    if parts:
        yield first, b"".join(parts)


def _kind(raw: bytes, after: int) -> str:
    return _decode(raw[after : after + 60])[0].strip().upper()


def _decode(raw: bytes) -> tuple[str, bool]:
    """The line as text, and whether it was the UTF-8 that it should be."""
    try:
        return raw.decode(), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), False


def _property(line: int, name: str, raw: bytes, component: str, problems: ProblemList) -> Property | None:
    text, as_promised = _decode(raw)
    if not as_promised:
        problems.add(line, component, Code.NOT_UTF8, text)
    head, value = _split(text)
    if value is None and name in _WITHOUT_COLON:
        head, _, value = text.rpartition(":")
    if value is None:
        problems.add(line, component, Code.MALFORMED_LINE, text)
        return None
    if name in _WITHOUT_COLON and ":" in value:
        rest, _, value = value.rpartition(":")
        head = f"{head}:{rest}"
    return Property(line, name, _params(head), value)


def _split(text: str) -> tuple[str, str | None]:
    """Name with parameters, and value: the first colon outside quotation marks stands between them."""
    quoted = False
    for position, letter in enumerate(text[:_MAX_HEAD]):
        if letter == '"':
            quoted = not quoted
        elif letter == ":" and not quoted:
            return text[:position], text[position + 1 :]
    return text, None


def _params(head: str) -> dict[str, str]:
    params: dict[str, str] = {}
    for part in re.findall(r';((?:"[^"]*"|[^;"])*)', head[:_MAX_HEAD]):
        name, _, value = part.partition("=")
        params.setdefault(name.strip().upper(), value.strip().strip('"').strip())
    return params
