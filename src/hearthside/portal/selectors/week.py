"""A person's week, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import monday_of
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import DayCommitment
from hearthside.portal.domain.visits import Busy, DayPlan, WeekState, week_days
from hearthside.portal.selectors._visits import PORTAL, _lines, _marked, _own_place, _places, _visit, _zone
from hearthside.program.selectors import SitePlace
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SessionCard

FURTHEST = 366


@dataclass(frozen=True, slots=True)
class WeekPage:
    """One week of a person: its days, how many sessions and minutes, and whether it is ready."""

    place: SitePlace
    monday: date
    this_monday: date
    days: tuple[DayPlan, ...]
    state: WeekState
    sessions: int
    minutes: int

    @property
    def last(self) -> date:
        """The Sunday."""
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + timedelta(days=7)


@query(Permission.SCHEDULE_READ, subject="participant_id")
def week(*, actor: Actor, participant_id: int, asked: date | None, now: datetime, language: str) -> WeekPage:
    """The person's week around a date, this week where none or a far one is asked for."""
    card = participants.own_card(actor=actor, participant_id=participant_id)
    travel = participants.choices(actor=actor, participant_id=participant_id).travel_minutes
    places = _places()
    place = _own_place(places, card.site_id)
    today = now.astimezone(_zone(place)).date()
    this_monday, monday = monday_of(today), _monday(asked, today)
    cards = scheduling.participant_week(
        actor=actor, participant_id=participant_id, week_starts_on=monday, with_cancelled=True
    )
    begun = any(one.starts <= now for one in cards)
    weeks = (this_monday - monday).days // 7 + 1
    lines = _lines(actor, participant_id, weeks) if begun else {}
    visits = [_marked(_visit(one, places, travel=travel, language=language), lines.get(one.id)) for one in cards]
    taken = participants.week_taken(actor=actor, participant_id=participant_id, week_starts_on=monday)
    on = [visit for visit in visits if not visit.cancelled]
    return WeekPage(
        place, monday, this_monday, week_days(monday, visits, _busy(taken), today),
        _state(cards, monday, this_monday, place.id), len(on), sum(visit.minutes for visit in on),
    )  # fmt: skip


def _monday(asked: date | None, today: date) -> date:
    near = asked is not None and abs((asked - today).days) <= FURTHEST
    return monday_of(asked if asked is not None and near else today)


def _state(cards: tuple[SessionCard, ...], monday: date, this_monday: date, site_id: int) -> WeekState:
    """Sessions say that a week is published; without any, the publication is asked for."""
    if cards:
        return WeekState.PLANNED
    if monday < this_monday or scheduling.published_week(actor=PORTAL, site_id=site_id, week_starts_on=monday):
        return WeekState.NOTHING
    return WeekState.NOT_READY


def _busy(taken: tuple[DayCommitment, ...]) -> Iterator[tuple[int, Busy]]:
    for one in taken:
        yield one.day, Busy(one.label, one.start_minute, one.end_minute)
