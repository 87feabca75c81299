"""Sessions turned into visits, with the address of each site and how the person attended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from hearthside.access.actor import Actor
from hearthside.care import selectors as care
from hearthside.care.selectors import HistoryLine
from hearthside.portal.domain.visits import Visit, leaves_at
from hearthside.program import selectors as program
from hearthside.program.selectors import SitePlace
from hearthside.scheduling.selectors import SessionCard

PORTAL = Actor.system("portal")


def _places() -> dict[int, SitePlace]:
    return {place.id: place for place in program.site_places()}


def _own_place(places: Mapping[int, SitePlace], site_id: int) -> SitePlace:
    """A person's own site; one that is no longer in use keeps its clock."""
    return places.get(site_id) or SitePlace(site_id, "", program.site_clock(site_id=site_id).key, "", "")


def _visit(card: SessionCard, places: Mapping[int, SitePlace], *, travel: int, language: str) -> Visit:
    """A session as its participant sees it."""
    online = card.mode == "online"
    place = places.get(card.site_id)
    there = travel > 0 and not online
    return Visit(
        session_id=card.id, starts=card.starts, ends=card.ends, online=online, cancelled=card.cancelled,
        name=(language.startswith("es") and card.service_name_es) or card.service_name,
        room=card.room_name, site=place.name if place and not online else "",
        address=place.address if place and not online else "", leader=card.clinician_name,
        leave=leaves_at(card.starts, travel) if there else None, travel=travel if there else 0,
    )  # fmt: skip


def _only_when_and_where(card: SessionCard, places: Mapping[int, SitePlace]) -> Visit:
    """A session as a consent to see the week shows it: days, times and places, and nothing about what it is."""
    full = _visit(card, places, travel=0, language="")
    return replace(full, name="", leader="")


def _marked(visit: Visit, line: HistoryLine | None) -> Visit:
    if line is None or line.status is None:
        return visit
    return replace(visit, status=line.status, arrived=line.arrived, left=line.left, attended=line.attended)


def _lines(actor: Actor, participant_id: int, weeks: int) -> dict[int, HistoryLine]:
    """How the person attended the sessions of the last weeks, by session."""
    history = care.participant_history(actor=actor, participant_id=participant_id, weeks=weeks)
    return {line.session.id: line for week in history for line in week.lines}


def _zone(place: SitePlace) -> ZoneInfo:
    return ZoneInfo(place.time_zone)
