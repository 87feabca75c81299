"""A proposed week as a board: days across; times, rooms, clinicians or groups down; a card for each session."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearthside.kernel.weeks import clock
from hearthside.scheduling.domain.candidates import starts
from hearthside.scheduling.domain.entities import ONLINE, Session
from hearthside.scheduling.views.bench import Bench
from hearthside.scheduling.views.tables import Line

WORDS = {
    "time": gettext_lazy("By time"), "room": gettext_lazy("By room"), "clinician": gettext_lazy("By clinician"),
    "group": gettext_lazy("By group"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One session on the board."""

    id: str
    line: Line
    size: int
    places: int
    kept: bool
    locked: bool
    short: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What is on in one lane on one day."""

    day: date
    cards: tuple[Card, ...]


class LaneName(NamedTuple):
    """A time, a room, a clinician or a group: what it is ordered by, what it is called, and what it is."""

    order: int
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the board."""

    name: str
    key: str
    cells: tuple[Cell, ...]

    @property
    def spare(self) -> bool:
        """Whether nothing is in it: it is there so that something can be put in."""
        return not any(cell.cards for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Board:
    """The week, laid out one way."""

    way: str
    days: tuple[date, ...]
    lanes: tuple[Lane, ...]
    person: str
    shown: int


def board_of(bench: Bench, way: str, person: str = "") -> Board:
    """The board of a proposal; of one person's sessions where a person is named."""
    way = way_of(way)
    sessions = [s for s in bench.solution.sessions if not person or person in s.participants]
    open_days = {h.day for h in bench.problem.opening} | {s.day for s in sessions}
    days = sorted(open_days) or list(range(5))
    lane, held = _lane(bench, way), dict[tuple[LaneName, int], list[Session]]()
    for session in sessions:
        held.setdefault((lane(session), session.day), []).append(session)
    names = lane_names(bench, way) if bench.is_draft else sorted({name for name, _day in held})
    lanes = tuple(Lane(n.name, n.key, tuple(_cell(bench, held.get((n, d), []), d) for d in days)) for n in names)
    dates = tuple(bench.monday + timedelta(days=d) for d in days)
    return Board(way, dates, lanes, person, len(sessions))


def way_of(text: str) -> str:
    """How the board is laid out: by time where nothing else is asked for."""
    return text if text in WORDS else "time"


def lane_names(bench: Bench, way: str) -> list[LaneName]:
    """The lanes of a draft: those in use, and every other time, room or clinician that a session can be put to."""
    problem, names = bench.problem, bench.names
    lane = _lane(bench, way)
    spare: set[LaneName] = set()
    if way == "time":
        spare = {_time(start) for _day, start in starts(problem, min((s.minutes for s in problem.services), default=0))}
    elif way == "room":
        spare = {LaneName(0, names.rooms.get(r.id, r.id), r.id) for r in problem.rooms} | {_online()}
    elif way == "clinician":
        spare = {LaneName(0, names.clinicians.get(c.id, c.id), c.id) for c in problem.clinicians if c.leads}
    return sorted({lane(s) for s in bench.solution.sessions} | spare)


def group_key(session: Session) -> str:
    """What makes two sessions those of one group."""
    return f"{session.service}:{session.audience}"


def _time(start: int) -> LaneName:
    return LaneName(start, clock(start), str(start))


def _online() -> LaneName:
    return LaneName(1, _("Online"), ONLINE)


def board_context(request: HttpRequest, bench: Bench) -> dict[str, Any]:
    """What a page needs to show the board: the way it is laid out, and the person that is looked for."""
    who = request.GET.get("who", "").strip()[:60]
    found = _found(bench, who) if who else []
    person = request.GET.get("person", "")
    person = person if person in bench.desk.week.people else found[0][1] if len(found) == 1 else ""
    return {
        "board": board_of(bench, request.GET.get("by", "time"), person), "who": who, "who_found": found,
        "ways": ((w, words) for w, words in WORDS.items()), "board_person": bench.person(person),
        "board_person_id": person[1:] or "0",
    }  # fmt: skip


def _found(bench: Bench, who: str) -> list[tuple[int, str, str]]:
    """People of the week whose name holds these letters, whatever their accents."""
    letters = plain(who)
    return [p for p in bench.people(bench.desk.week.people) if letters in plain(p[2])][:20]


def plain(text: str) -> str:
    """Letters without accents and capitals, as people type names into a search."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def card_of(bench: Bench, session: Session) -> Card:
    """One session as a card."""
    service = bench.desk.week.services.get(session.service)
    size = len(session.participants)
    return Card(
        session.id, bench.line(session), size, bench.places(session), session.id in bench.draft.kept,
        session.id in bench.problem.locked, max(0, service.min_size - size) if service else 0,
    )  # fmt: skip


def _cell(bench: Bench, sessions: list[Session], day: int) -> Cell:
    ordered = sorted(sessions, key=lambda s: (s.start, s.service, s.id))
    return Cell(bench.monday + timedelta(days=day), tuple(card_of(bench, s) for s in ordered))


def _lane(bench: Bench, way: str) -> Callable[[Session], LaneName]:
    """The lane of a session."""

    def by_time(session: Session) -> LaneName:
        return _time(session.start)

    def by_room(session: Session) -> LaneName:
        if session.mode == ONLINE:
            return _online()
        return LaneName(0, bench.line(session).room or _("A room"), session.room or "")

    def by_clinician(session: Session) -> LaneName:
        return LaneName(0, bench.line(session).clinician or "–", session.clinician)

    def by_group(session: Session) -> LaneName:
        line = bench.line(session)
        name = f"{line.service} · {line.audience}" if line.audience else line.service
        return LaneName(0, name, group_key(session))

    return {"time": by_time, "room": by_room, "clinician": by_clinician, "group": by_group}[way]
