"""The ways a person's coming week could look, and what they settled about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.participants import selectors as participants
from hearthside.portal.domain.visits import DayPlan, WeekState, week_days
from hearthside.portal.selectors._visits import _own_place, _places, _visit, _zone
from hearthside.portal.selectors.week import WeekPage
from hearthside.program.selectors import SitePlace
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling import services
from hearthside.scheduling.selectors import Settled
from hearthside.scheduling.services import OfferedReason, OfferState


@dataclass(frozen=True, slots=True)
class Way:
    """One way the week could look."""

    key: str
    days: tuple[DayPlan, ...]
    days_here: int
    sessions: int
    minutes: int
    given_up: int
    reasons: tuple[OfferedReason, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaysPage:
    """What the page about the coming week shows."""

    place: SitePlace
    monday: date
    state: OfferState
    ways: tuple[Way, ...]
    why: tuple[OfferedReason, ...]
    settled: Settled | None

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.monday + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class WeekSettled:
    """What the week page says about choosing: a choice that can still be taken back, or that there are ways to see."""

    undo: int
    offers: bool


@query(Permission.WEEK_CHOOSE, subject="participant_id")
def week_settled(
    *, actor: Actor, participant_id: int, page: WeekPage, chosen: int | None, now: datetime
) -> WeekSettled:
    """Whether this week was chosen a moment ago, and whether it is short of the dose and can still be chosen."""
    settled = scheduling.settled_week(actor=actor, participant_id=participant_id, week_starts_on=page.monday)
    undo = 0
    if settled is not None and settled.chosen and settled.id == chosen and now - settled.made_at < services.UNDO:
        undo = settled.id
    dose = participants.own_dose(actor=actor, participant_id=participant_id)
    coming = page.monday in {page.this_monday, page.this_monday + timedelta(days=7)}
    short = dose is not None and page.minutes < dose.min_minutes
    return WeekSettled(undo, coming and short and page.state is not WeekState.NOT_READY)


@query(Permission.WEEK_CHOOSE, subject="participant_id")
def ways(*, actor: Actor, participant_id: int, now: datetime, language: str) -> WaysPage:
    """Up to three ways the coming week could look, or why there are none."""
    found = services.own_week_offers(actor=actor, participant_id=participant_id, now=now)
    travel = participants.choices(actor=actor, participant_id=participant_id).travel_minutes
    places = _places()
    place = _own_place(places, found.site_id)
    today = now.astimezone(_zone(place)).date()
    shown = []
    for week in found.offers:
        visits = [_visit(card, places, travel=travel, language=language) for card in week.cards]
        days = tuple(day for day in week_days(found.week_starts_on, visits, (), today) if day.visits)
        shown.append(
            Way(week.key, days, week.days_here, len(visits), week.minutes, week.given_up, week.reasons, week.differs)
        )
    settled = scheduling.settled_week(actor=actor, participant_id=participant_id, week_starts_on=found.week_starts_on)
    return WaysPage(place, found.week_starts_on, found.state, tuple(shown), found.why, settled)
