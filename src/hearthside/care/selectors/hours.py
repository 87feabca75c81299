"""Hours of a week against the dose: of one person, of a site."""

from __future__ import annotations

from datetime import date

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.care.domain.minutes import Sitting
from hearthside.care.selectors._reading import (
    _ATTENDANCE,
    WeekHours,
    _hours,
    _marks_in_force,
    _marks_of,
    _sitting,
    _week,
)
from hearthside.kernel.weeks import WeekWindow
from hearthside.participants import selectors as participants
from hearthside.program import selectors as program
from hearthside.scheduling import selectors as scheduling


@query(Permission.ATTENDANCE_READ, subject="participant_id")
def participant_hours(*, actor: Actor, participant_id: int, week_starts_on: date) -> WeekHours:  # noqa: ARG001
    """The hours of one person's week."""
    cards = scheduling.participant_week(actor=_ATTENDANCE, participant_id=participant_id, week_starts_on=week_starts_on)
    rule = participants.own_dose(actor=_ATTENDANCE, participant_id=participant_id)
    marks = _marks_of(participant_id, [card.id for card in cards])
    return _hours([_sitting(card, marks.get(card.id)) for card in cards], rule, _week(cards, week_starts_on))


@query(Permission.ATTENDANCE_READ)
def site_hours(*, actor: Actor, site_id: int, week_starts_on: date) -> dict[int, WeekHours]:  # noqa: ARG001
    """The hours of everybody in the program at a site or booked there, in a constant number of queries."""
    week = WeekWindow(week_starts_on, program.site_clock(site_id=site_id))
    seats = scheduling.week_seats(actor=_ATTENDANCE, site_id=site_id, week_starts_on=week_starts_on)
    marks = _marks_in_force([seat.seat_id for seat in seats])
    sittings: dict[int, list[Sitting]] = {}
    for day in (week.days[0], week.days[-1]):
        for person in participants.admitted_ids(actor=_ATTENDANCE, site_id=site_id, on=day):
            sittings.setdefault(person, [])
    for seat in seats:
        sitting = _sitting(seat, marks.get(seat.seat_id))
        sittings.setdefault(seat.participant_id, []).append(sitting)
    rules = participants.dose_rules(actor=_ATTENDANCE, participant_ids=list(sittings))
    return {person: _hours(rows, rules.get(person), week) for person, rows in sittings.items()}
