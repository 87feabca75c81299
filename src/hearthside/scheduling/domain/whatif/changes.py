"""Changes of a clinic as data: who comes or goes, which rooms and evenings there are, how many more people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from hearthside.scheduling.domain.entities import MODES, Span
from hearthside.scheduling.domain.reading import ProblemInvalid, Reader, parse_json

MOST_PEOPLE = 1000


@dataclass(frozen=True, slots=True)
class AddClinician:
    """One more clinician: a copy of somebody, in which whatever is given replaces what is copied."""

    like: str | None = None
    leads: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    works: tuple[Span, ...] = ()
    max_contact_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveClinician:
    """A clinician goes; orders that named them may be met by somebody else."""

    clinician: str


@dataclass(frozen=True, slots=True)
class AddRoom:
    """One more room."""

    capacity: int


@dataclass(frozen=True, slots=True)
class RemoveRoom:
    """A room closes."""

    room: str


@dataclass(frozen=True, slots=True)
class OpenHours:
    """The site is open longer on a day; those named work then too, on top of their hours."""

    span: Span
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseHours:
    """The site is closed at a time at which it was open."""

    span: Span


@dataclass(frozen=True, slots=True)
class OpenTrack:
    """A new track that is treated like another one, with people whose lives are like those of its people."""

    track: str
    like: str
    count: int = 0
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseTrack:
    """A track closes: its people go into another track, or are treated elsewhere where none is named."""

    track: str
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Admit:
    """So many more people, each with the life and the orders of one of the present people."""

    count: int
    track: str | None = None
    like: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MoreHours:
    """A clinician works at further times, leads more minutes a week, or both."""

    clinician: str
    works: tuple[Span, ...] = ()
    max_contact_minutes: int | None = None


Change = (
    AddClinician | RemoveClinician | AddRoom | RemoveRoom | OpenHours | CloseHours | OpenTrack | CloseTrack | Admit
    | MoreHours
)  # fmt: skip


def parse_changes(data: object) -> tuple[Change, ...]:
    """The changes in parsed JSON; raises ProblemInvalid with every fault and its path."""
    root = Reader(data, "changes")
    found = [_change(item) for item in root.items()]
    if root.faults:
        raise ProblemInvalid(root.faults)
    return tuple(change for change in found if change is not None)


def change_from_text(text: str) -> object:
    """A change typed on one line, as JSON or as "open_hours day=thu start=17:00 end=21:00 who=c1,c2".

    Raises ProblemInvalid with the line and the fault where JSON is meant and cannot be read.
    """
    if text.lstrip().startswith("{"):
        try:
            return parse_json(text)
        except ProblemInvalid as error:
            raise ProblemInvalid([(text, reason) for _, reason in error.faults]) from None
    kind, *words = text.split() or [""]
    data: dict[str, Any] = {"kind": kind.replace("-", "_")}
    for word in words:
        key, _, value = word.partition("=")
        if key in data:
            raise ProblemInvalid([(text, f"{key!r} is given twice")])
        data[key] = _typed(key, value)
    return data


def _typed(key: str, value: str) -> object:
    if key == "works":
        return [_typed_span(part) for part in value.split(",")]
    if key in {"who", "leads", "tracks", "languages", "modes"} or (key == "like" and "," in value):
        return [part for part in value.split(",") if part]
    return int(value) if re.fullmatch(r"[0-9]{1,7}", value) else value


def _typed_span(text: str) -> object:
    match = re.fullmatch(r"([a-z]{3})@([0-9:]+)-([0-9:]+)", text)
    return {"day": match[1], "start": match[2], "end": match[3]} if match else text


def _change(item: Reader) -> Change | None:
    if not item.table():
        return None
    faults = len(item.faults)
    kind = item.get("kind").one_of(tuple(KINDS))
    if len(item.faults) > faults:
        return None
    known = {field.name for field in fields(KINDS[kind][0])} - {"span"} | {"kind"}
    known |= {"day", "start", "end"} if "span" in {field.name for field in fields(KINDS[kind][0])} else set()
    for key in sorted(set(item.value if isinstance(item.value, dict) else ()) - known):
        item.get(str(key)).fault(f"is not a part of {kind}")
    return KINDS[kind][1](item)


def _optional_whole(item: Reader, key: str) -> int | None:
    reader = item.get(key, None)
    return None if reader.value is None else reader.whole()


def _add_clinician(item: Reader) -> Change:
    return AddClinician(
        like=item.get("like", None).optional_text(),
        leads=item.get("leads", []).texts(),
        tracks=item.get("tracks", []).texts(),
        languages=item.get("languages", []).texts(),
        modes=item.get("modes", []).texts(MODES),
        works=tuple(part.span() for part in item.get("works", []).items()),
        max_contact_minutes=_optional_whole(item, "max_contact_minutes"),
    )


def _more_hours(item: Reader) -> Change:
    works = tuple(part.span() for part in item.get("works", []).items())
    most = _optional_whole(item, "max_contact_minutes")
    if not works and most is None:
        item.fault("needs works, max_contact_minutes, or both")
    return MoreHours(item.get("clinician").text(), works, most)


def _admit(item: Reader) -> Change:
    like = item.get("like", [])
    people = (like.text(),) if isinstance(like.value, str) else like.texts()
    return Admit(item.get("count").whole(1, MOST_PEOPLE), item.get("track", None).optional_text(), people)


def _open_track(item: Reader) -> Change:
    count = item.get("count", 0).whole(0, MOST_PEOPLE)
    return OpenTrack(item.get("track").text(), item.get("like").text(), count, item.get("who", []).texts())


KINDS: dict[str, tuple[type[Change], Callable[[Reader], Change]]] = {
    "add_clinician": (AddClinician, _add_clinician),
    "remove_clinician": (RemoveClinician, lambda item: RemoveClinician(item.get("clinician").text())),
    "add_room": (AddRoom, lambda item: AddRoom(item.get("capacity").whole(1, 1000))),
    "remove_room": (RemoveRoom, lambda item: RemoveRoom(item.get("room").text())),
    "open_hours": (OpenHours, lambda item: OpenHours(item.span(), item.get("who", []).texts())),
    "close_hours": (CloseHours, lambda item: CloseHours(item.span())),
    "open_track": (OpenTrack, _open_track),
    "close_track": (
        CloseTrack, lambda item: CloseTrack(item.get("track").text(), item.get("into", None).optional_text()),
    ),
    "admit": (Admit, _admit),
    "more_hours": (MoreHours, _more_hours),
}  # fmt: skip
