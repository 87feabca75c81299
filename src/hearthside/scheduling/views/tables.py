"""A proposal's files turned into lines that people read: names for ids, days for numbers, words for codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import clock
from hearthside.program import selectors as program
from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain.compare import Change, Comparison, OwnChange
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.templatetags.scheduling_words import MISSING, RULES, Words, reason_words
from hearthside.scheduling.views.parts import person_names
from hearthside.ui.language import in_own_language


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the ids of a problem file."""

    services: dict[str, str]
    minutes: dict[str, int]
    audiences: dict[tuple[str, str], str]
    clinicians: dict[str, str]
    rooms: dict[str, str]
    people: dict[str, str]

    @classmethod
    def of(cls, actor: Actor, detail: selectors.ProposalDetail) -> Names:
        """The names of everything in a proposal."""
        ids = {int(p["id"][1:]) for p in detail.problem.get("participants", [])}
        minutes = {s["id"]: s["minutes"] for s in detail.problem.get("services", [])}
        return cls.at(actor, detail.row.site_id, ids, minutes)

    @classmethod
    def at(cls, actor: Actor, site_id: int, ids: set[int], minutes: Mapping[str, int] | None = None) -> Names:
        """The names of everything at a site, and of these people."""
        catalogue = program.catalogue(actor=actor, site_id=site_id)
        return cls(
            {s.code: in_own_language(s.name, s.name_es) for s in catalogue.services},
            {**(minutes or {}), **{s.code: s.minutes for s in catalogue.services}},
            {(s.code, a.code): a.name for s in catalogue.services for a in s.audiences},
            {f"c{c.id}": c.name for c in catalogue.clinicians},
            {f"r{r.id}": r.name for r in catalogue.rooms},
            {f"p{number}": name for number, name in person_names(actor, ids).items()},
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One session in words."""

    day: date
    starts: str
    ends: str
    service: str
    audience: str
    mode: str
    room: str
    clinician: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a proposed week."""

    day: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Somebody without a full week, and why."""

    participant_id: int
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A session that only gets another room: as it was, and as it is now."""

    before: Line
    after: Line


@dataclass(frozen=True, slots=True)
class Own:
    """What changes for one person."""

    participant_id: int
    name: str
    kind: str
    loses: tuple[Line, ...]
    gains: tuple[Line, ...]
    rooms: tuple[RoomLine, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing would change."""

    opened: tuple[Line, ...]
    closed: tuple[Line, ...]
    changed: tuple[Line, ...]
    same: int
    people: tuple[Own, ...]
    seats_kept: int
    seats_before: int
    nothing: bool
    told: int


@dataclass(frozen=True, slots=True)
class MisfitLine:
    """Something that no longer fits, in words."""

    line: Line | None
    person: str
    words: Words
    detail: str


def people_without(solution: Mapping[str, Any], names: Names) -> tuple[Without, ...]:
    """Everybody without a full week, by name, each reason once."""
    found = []
    for item in solution["unplaced"]:
        reasons = dict.fromkeys(reason_words(reason, names.services) for reason in item["reasons"])
        found.append(Without(int(item["participant"][1:]), _person(item["participant"], names), tuple(reasons)))
    return tuple(sorted(found, key=lambda w: w.name))


def week_of(sessions: Iterable[Session], monday: date, names: Names) -> tuple[Day, ...]:
    """The sessions of a week by day."""
    lines = sorted((line_of(s, monday, names) for s in sessions), key=lambda s: (s.day, s.starts, s.service))
    days = [monday + timedelta(days=n) for n in range(7)]
    return tuple(Day(day, mine) for day in days if (mine := tuple(s for s in lines if s.day == day)))


def changes_of(comparison: Comparison, monday: date, names: Names) -> Changes:
    """A comparison in words."""

    def lines(sessions: Iterable[Session]) -> tuple[Line, ...]:
        return tuple(line_of(s, monday, names) for s in sessions)

    def own(change: OwnChange) -> Own:
        number, name = int(change.participant[1:]), _person(change.participant, names)
        rooms = room_lines(change.rooms, monday, names)
        return Own(number, name, change.kind, lines(change.loses), lines(change.gains), rooms)

    people = sorted((own(c) for c in comparison.people), key=lambda o: o.name)
    return Changes(
        lines(comparison.opened), lines(comparison.closed), lines(c.after for c in comparison.changed),
        len(comparison.same), tuple(people), comparison.seats_kept, comparison.seats_before, comparison.nothing,
        comparison.told,
    )  # fmt: skip


def room_lines(changes: Iterable[Change], monday: date, names: Names) -> tuple[RoomLine, ...]:
    """Sessions in another room, in words."""
    return tuple(RoomLine(line_of(c.before, monday, names), line_of(c.after, monday, names)) for c in changes)


def misfit_lines(misfits: Iterable[services.Misfit], monday: date, names: Names) -> tuple[MisfitLine, ...]:
    """What no longer fits, each thing once."""
    found = {
        (m.rule, m.session, m.participant): MisfitLine(
            line_of(m.session, monday, names) if m.session else None,
            _person(m.participant, names) if m.participant else "",
            RULES.get(m.rule, MISSING), m.detail if m.rule == "commitment" else "",
        )
        for m in misfits
    }  # fmt: skip
    return tuple(found.values())


def _person(name: str, names: Names) -> str:
    return names.people.get(name, name)


def line_of(session: Session, monday: date, names: Names) -> Line:
    """One session in words."""
    service = session.service.partition("@")[0]
    length = names.minutes.get(session.service) or names.minutes.get(service, 0)
    return Line(
        monday + timedelta(days=session.day), clock(session.start), clock(session.start + length),
        names.services.get(service, service), names.audiences.get((service, session.audience), ""), session.mode,
        names.rooms.get(session.room or "", ""), names.clinicians.get(session.clinician, ""),
        tuple(sorted(_person(p, names) for p in session.participants)),
    )  # fmt: skip
