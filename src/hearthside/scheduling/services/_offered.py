"""Offered weeks as pages show them: sessions as cards, reasons with names, who else would move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hearthside.kernel.weeks import WeekWindow
from hearthside.program import selectors as program
from hearthside.scheduling.domain import entities as e
from hearthside.scheduling.domain.held import base_service
from hearthside.scheduling.domain.places import Offer, Placement, name_of, reasons
from hearthside.scheduling.domain.solution import Reason
from hearthside.scheduling.selectors._cards import SessionCard, initials
from hearthside.scheduling.services._running import Running

MOVES = ">"


@dataclass(frozen=True, slots=True)
class OfferedReason:
    """What speaks for a week, with the names that the words need."""

    code: str
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """Somebody else who would change one session for another of the same service."""

    participant_id: int
    left: SessionCard
    joined: SessionCard


@dataclass(frozen=True, slots=True)
class OfferedWeek:
    """One way a week could look: `key` is what choosing it sends back."""

    key: str
    cards: tuple[SessionCard, ...]
    opened: int
    given_up: int
    minutes: int
    days: tuple[date, ...]
    days_here: int
    reasons: tuple[OfferedReason, ...]
    other_times: int
    differs: tuple[str, ...]
    moves: tuple[OfferedMove, ...] = ()


def key_of(found: Placement) -> str:
    """The seats of a week as one word that a form can carry."""
    moves = (f"{move.participant}{MOVES}{move.left.id}{MOVES}{move.joined.id}" for move in found.moves)
    return " ".join([*sorted(name_of(place) for place in found.places), *moves])


def offered(where: Running, one: Offer) -> OfferedWeek:
    """An offer with names and dates."""
    return _week(where, one.placement, one.reasons, one.other_times, one.differs)


def offered_with_moves(where: Running, found: Placement) -> OfferedWeek:
    """A week for which others would move."""
    return _week(where, found, reasons(where.index, found), 0, ())


def _week(
    where: Running, found: Placement, told: Iterable[Reason], other_times: int, differs: tuple[str, ...]
) -> OfferedWeek:
    show = _Shown(where)
    cards = tuple(show.card(place.session, new=place.new) for place in found.places)
    return OfferedWeek(
        key_of(found), cards, sum(place.new for place in found.places), len(found.left),
        sum(card.minutes for card in cards), tuple(dict.fromkeys(card.day for card in cards)),
        len({card.day for card in cards if card.mode == e.IN_PERSON}),
        tuple(OfferedReason(reason.code, show.named(reason.data)) for reason in told), other_times, differs,
        tuple(
            OfferedMove(int(m.participant[1:]), show.card(m.left, new=False), show.card(m.joined, new=m.new))
            for m in found.moves
        ),
    )  # fmt: skip


class _Shown:
    """Names and dates of what the domain knows by id."""

    def __init__(self, where: Running) -> None:
        self.where, catalogue = where, where.catalogue
        self.services = {service.code: service for service in catalogue.services}
        self.rooms = {f"r{room.id}": room.name for room in catalogue.rooms}
        self.clinicians = {f"c{clinician.id}": clinician.name for clinician in catalogue.clinicians}
        self.week = WeekWindow(where.week_starts_on, program.site_clock(site_id=where.site_id))

    def named(self, data: Mapping[str, object]) -> dict[str, object]:
        """The facts of a reason with the clinician's name."""
        if "clinician" not in data:
            return dict(data)
        return {**data, "clinician": self.clinicians.get(str(data["clinician"]), "")}

    def card(self, session: e.Session, *, new: bool) -> SessionCard:
        """A session as other pages show it; one that would be opened has no number yet."""
        minutes = self.where.index.services[session.service].minutes
        period = self.week.period_at(session.day, session.start, minutes)
        zone, service = self.week.zone, self.services.get(base_service(session.service))
        leader = self.clinicians.get(session.clinician, "")
        return SessionCard(
            id=0 if new else int(session.id[1:]), site_id=self.where.site_id, service_id=service.id if service else 0,
            service_name=service.name if service else "", service_name_es=service.name_es if service else "",
            audience_name="", kind=service.kind if service else "group", mode=session.mode, room_id=None,
            room_name=self.rooms.get(session.room or "", ""), clinician_id=int(session.clinician[1:]),
            clinician_name=leader, clinician_initials=initials(leader), starts=period.start.astimezone(zone),
            ends=period.end.astimezone(zone), minutes=minutes, countable=service.countable if service else True,
            places=0, taken=len(session.participants), locked=False, cancelled=False,
        )  # fmt: skip
