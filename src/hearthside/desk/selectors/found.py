"""Search over the whole desk: people first, then staff, rooms, services, what is on today."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import PersonHit
from hearthside.program import selectors as program
from hearthside.program.selectors import RoomRow, ServiceRow, StaffRow
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SessionCard

T = TypeVar("T")
MOST = 6


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the desk, with the words it is found by."""

    name: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, by kind; the best first."""

    people: tuple[PersonHit, ...]
    staff: tuple[StaffRow, ...]
    rooms: tuple[RoomRow, ...]
    services: tuple[ServiceRow, ...]
    sessions: tuple[SessionCard, ...]
    pages: tuple[Page, ...]

    @property
    def empty(self) -> bool:
        """Nothing fits."""
        return not (self.people or self.staff or self.rooms or self.services or self.sessions or self.pages)


@query(Permission.PROGRAM_READ)
def found(
    *, actor: Actor, text: str, site_id: int | None, day: date, pages: tuple[Page, ...], people: int = 8
) -> Found:  # fmt: skip
    """Everything that fits what was typed, in a constant number of queries."""
    may_list = actor.may(Permission.PARTICIPANT_LIST)
    words = _plain(text).split()
    if not words:
        return Found((), (), (), (), (), ())
    site = program.site(actor=actor, site_id=site_id) if site_id is not None else None
    on: tuple[SessionCard, ...] = ()
    if site_id is not None and actor.may(Permission.WEEK_READ):
        on = scheduling.day_sessions(actor=actor, site_id=site_id, day=day)
    return Found(
        people=participants.find_people(actor=actor, text=text, limit=people) if may_list else (),
        staff=_fitting(words, ((row, row.name) for row in program.staff_list(actor=actor))),
        rooms=_fitting(words, ((row, row.name) for row in (site.rooms if site else ()) if not row.archived)),
        services=_fitting(words, ((row, f"{row.name} {row.name_es}") for row in program.services(actor=actor))),
        sessions=_fitting(words, ((one, _said(one)) for one in on)),
        pages=_fitting(words, ((page, f"{page.label} {page.words}") for page in pages)),
    )


def _said(card: SessionCard) -> str:
    return f"{card.service_name} {card.service_name_es} {card.clinician_name} {card.room_name} {card.starts:%H:%M}"


def _fitting(words: list[str], rows: Iterable[tuple[T, str]]) -> tuple[T, ...]:
    """The rows in which every word begins a word, in their order."""
    kept = [row for row, said in rows if _fits(words, _plain(said).split())]
    return tuple(kept[:MOST])


def _fits(words: list[str], said: list[str]) -> bool:
    return all(any(one.startswith(word) for one in said) for word in words)


def _plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
