"""Twelve weeks that the demo clinic has behind it, and this week so far: the published pattern, attended as people do."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hearthside.access.actor import Actor
from hearthside.care import services as care
from hearthside.care.domain.marks import Status
from hearthside.kernel.intervals import Period
from hearthside.kernel.weeks import WeekWindow
from hearthside.participants import selectors as participants
from hearthside.program import selectors as program
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SessionCard
from hearthside.scheduling.services import held

WEEKS = 12
HABITS = {Status.PRESENT: 83, Status.LATE: 6, Status.LEFT_EARLY: 2, Status.EXCUSED: 4, Status.MISSED: 5}


def write_history(actor: Actor, site_id: int, next_week: date, now: datetime) -> int:
    """Writes the weeks before `next_week` after its pattern; how many seats."""
    zone = program.site_clock(site_id=site_id)
    pattern = scheduling.week_sessions(actor=actor, site_id=site_id, week_starts_on=next_week)
    people = scheduling.session_people(actor=actor, session_ids=[card.id for card in pattern])
    seated = {number: tuple(row.participant_id for row in rows) for number, rows in people.items()}
    admitted = {
        person: episode.admitted_on
        for person in sorted({who for rows in seated.values() for who in rows})
        if (episode := participants.episode(actor=actor, participant_id=person)) is not None
    }
    dice = random.Random(site_id)
    count = 0
    for number in range(WEEKS, -1, -1):
        week = WeekWindow(next_week - timedelta(days=7 * (number + 1)), zone)
        sessions = [s for s in _held(pattern, seated, admitted, week) if s.participant_ids]
        seats = held.take_over_sessions(actor=actor, sessions=sessions)
        care.take_over_marks(actor=actor, marks=list(_marks(seats, now, dice)))
        count += len(seats)
    return count


def _held(
    pattern: tuple[SessionCard, ...], seated: dict[int, tuple[int, ...]], admitted: dict[int, date], week: WeekWindow
) -> Iterator[held.HeldSession]:
    for card in pattern:
        day, start = card.starts.weekday(), card.starts.hour * 60 + card.starts.minute
        during = week.period_at(day, start, card.minutes)
        here = tuple(who for who in seated.get(card.id, ()) if admitted[who] <= during.start.date())
        yield held.HeldSession(
            card.site_id,
            card.service_id,
            card.audience_id,
            card.clinician_id,
            card.room_id,
            card.mode,
            during,
            card.places,
            here,
        )


def _marks(seats: tuple[held.HeldSeat, ...], now: datetime, dice: random.Random) -> Iterator[care.PastMark]:
    for seat in seats:
        if seat.during.end > now:
            continue
        status = dice.choices(list(HABITS), list(HABITS.values()))[0]
        if status is Status.PRESENT and seat.mode == "online":
            status = Status.ONLINE
        times = _times(status, seat.during, dice)
        yield care.PastMark(seat.seat_id, status, *times)


def _times(status: Status, during: Period, dice: random.Random) -> tuple[datetime | None, datetime | None]:
    if status in (Status.MISSED, Status.EXCUSED):
        return None, None
    late = timedelta(minutes=dice.randint(6, 25)) if status is Status.LATE else timedelta()
    early = timedelta(minutes=dice.randint(10, 30)) if status is Status.LEFT_EARLY else timedelta()
    return during.start + late, during.end - early
