"""Why the seats of the week that people know are where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query, require
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow, monday_of
from hearthside.program import selectors as program
from hearthside.scheduling.domain import why
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.models import Seat
from hearthside.scheduling.models import Session as SessionRow
from hearthside.scheduling.selectors import SessionCard
from hearthside.scheduling.selectors._cards import cards
from hearthside.scheduling.selectors.sessions import session_card
from hearthside.scheduling.services._problem import current_problem

EXPLAINER = Actor.system("why")


@dataclass(frozen=True, slots=True)
class KnownSession:
    """A session that people know, in the week around it; without a week where nothing can be said of it."""

    card: SessionCard
    week: why.Running | None
    session: Session | None

    @property
    def people(self) -> tuple[str, ...]:
        """Those in it of whom the week knows what they ordered."""
        if self.week is None or self.session is None:
            return ()
        return tuple(name for name in self.session.participants if name in self.week.people)


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """Somebody's own session with its reason, where the week has one, and what services are called."""

    card: SessionCard
    reason: why.SeatReason | None
    names: Mapping[str, str]
    names_es: Mapping[str, str]


@query(Permission.WEEK_READ)
def known_session(*, actor: Actor, session_id: int) -> KnownSession:
    """A session of the published week, ready to be asked; its reasons name what its people have on."""
    require(actor=actor, permission=Permission.COMMITMENTS_READ, subject_id=None)
    return _known(session_card(actor=actor, session_id=session_id))


@query(Permission.COMMITMENTS_READ, subject="participant_id")
def own_seat(*, actor: Actor, participant_id: int, session_id: int) -> OwnSeat:  # noqa: ARG001
    """Why somebody's own session is when it is; nothing about anybody else is part of it."""
    seats = Seat.objects.filter(participant_id=participant_id, session_id=session_id, released_at=None)
    found = cards(SessionRow.objects.filter(pk__in=seats.values("session_id"), cancelled_at=None))
    if not found:
        raise NotFound("seat")
    known, name = _known(found[0]), f"p{participant_id}"
    if known.week is None or known.session is None or name not in known.people:
        return OwnSeat(known.card, None, {}, {})
    offered = program.catalogue(actor=EXPLAINER, site_id=known.card.site_id).services
    return OwnSeat(
        known.card, why.why_seat(known.week, name, known.session), {s.code: s.name for s in offered},
        {s.code: s.name_es or s.name for s in offered},
    )  # fmt: skip


def _known(card: SessionCard) -> KnownSession:
    monday = monday_of(card.day)
    begins = WeekWindow(monday, program.site_clock(site_id=card.site_id)).period.start
    problem = current_problem(EXPLAINER, card.site_id, monday, now=begins - timedelta(seconds=1))
    week = why.running(problem, problem.published or ())
    session = next((s for s in week.sessions if s.id == f"s{card.id}"), None)
    return KnownSession(card, week if session else None, session)
