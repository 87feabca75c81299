"""What a person needs on opening their page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.care import selectors as care
from hearthside.care.selectors import HistoryWeek, Status
from hearthside.kernel.weeks import moment, monday_of
from hearthside.participants import selectors as participants
from hearthside.portal.domain.visits import Ahead, Visit, ahead
from hearthside.portal.selectors._visits import _marked, _own_place, _places, _visit, _zone
from hearthside.program.selectors import SitePlace
from hearthside.scheduling import selectors as scheduling

LOOK_AHEAD = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The first page: what is next, how the week is going, the last session that was missed this week."""

    name: str
    place: SitePlace
    day: date
    ahead: Ahead
    planned: int
    attended: int
    missed: Visit | None
    sessions_left: int


@query(Permission.SCHEDULE_READ, subject="participant_id")
def today(*, actor: Actor, participant_id: int, now: datetime, language: str) -> TodayPage:
    """The person's day, in a constant number of queries."""
    card = participants.own_card(actor=actor, participant_id=participant_id)
    travel = participants.choices(actor=actor, participant_id=participant_id).travel_minutes
    places = _places()
    place = _own_place(places, card.site_id)
    local = now.astimezone(_zone(place))
    monday = monday_of(local.date())
    cards = scheduling.participant_sessions(
        actor=actor, participant_id=participant_id, start=moment(monday, 0, _zone(place)) - timedelta(hours=12),
        end=now + LOOK_AHEAD, with_cancelled=True,
    )  # fmt: skip
    visits = [_visit(one, places, travel=travel, language=language) for one in cards]
    mine = [visit for visit in visits if not visit.cancelled and monday_of(visit.day) == monday]
    begun = any(visit.starts <= now for visit in mine)
    this_week = _this_week(actor, participant_id, monday) if begun else None
    attended = this_week.hours.all_attended if this_week else 0
    left = sum(visit.ends > now for visit in mine)
    missed = _missed(this_week, places, language)
    return TodayPage(
        card.display_name, place, local.date(), ahead(visits, now, local.date()),
        sum(visit.minutes for visit in mine), attended, missed, left,
    )  # fmt: skip


def _this_week(actor: Actor, participant_id: int, monday: date) -> HistoryWeek | None:
    """How the sessions of this week that have begun were attended."""
    history = care.participant_history(actor=actor, participant_id=participant_id, weeks=1)
    return next((week for week in history if week.starts_on == monday), None)


def _missed(week: HistoryWeek | None, places: dict[int, SitePlace], language: str) -> Visit | None:
    """The last session of this week that went by without the person."""
    lines = [line for line in week.lines if line.status is Status.MISSED] if week else []
    if not lines:
        return None
    return _marked(_visit(lines[0].session, places, travel=0, language=language), lines[0])
