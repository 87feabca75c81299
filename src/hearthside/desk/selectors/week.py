"""The week board and the panel that explains one session of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import PersonCard
from hearthside.program import selectors as program
from hearthside.program.selectors import SiteDetail
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SessionCard


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """A site's week: its sessions, those cancelled too, and how many people each service needs at least."""

    site: SiteDetail
    sessions: tuple[SessionCard, ...]
    least: dict[int, int]
    person: PersonCard | None


@dataclass(frozen=True, slots=True)
class SeatedPerson:
    """Somebody in a session."""

    seat_id: int
    person: PersonCard


@dataclass(frozen=True, slots=True)
class SessionPanel:
    """One session: who is in it, who leads it, how many people it needs."""

    card: SessionCard
    site_name: str
    people: tuple[SeatedPerson, ...]
    least: int


@query(Permission.WEEK_READ)
def week_facts(*, actor: Actor, site_id: int, week_starts_on: date, participant_id: int | None = None) -> WeekFacts:
    """What the week board shows, of a whole site or of one person, in a constant number of queries."""
    site = program.site(actor=actor, site_id=site_id)
    if participant_id is None:
        person = None
        sessions = scheduling.week_sessions(
            actor=actor, site_id=site_id, week_starts_on=week_starts_on, with_cancelled=True
        )
    else:
        person = participants.participant_card(actor=actor, participant_id=participant_id)
        sessions = scheduling.participant_week(
            actor=actor, participant_id=participant_id, week_starts_on=week_starts_on, with_cancelled=True
        )
    return WeekFacts(site, sessions, _least(actor), person)


@query(Permission.WEEK_READ)
def session_panel(*, actor: Actor, session_id: int) -> SessionPanel:
    """One session with the people in it, by name."""
    card = scheduling.session_card(actor=actor, session_id=session_id)
    seats = scheduling.session_people(actor=actor, session_ids=[session_id])[session_id]
    people = participants.cards(actor=actor, participant_ids=[seat.participant_id for seat in seats])
    seated = [SeatedPerson(seat.seat_id, people[seat.participant_id]) for seat in seats]
    ordered = tuple(sorted(seated, key=lambda one: one.person.display_name.casefold()))
    site = program.site(actor=actor, site_id=card.site_id)
    return SessionPanel(card, site.name, ordered, _least(actor).get(card.service_id, 1))


def _least(actor: Actor) -> dict[int, int]:
    """The smallest number of people that each service is held for."""
    return {row.id: row.min_size for row in program.service_choices(actor=actor, with_archived=True)}
