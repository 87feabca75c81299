"""Who supports a person and what each may see; and, for those who support somebody, what a consent gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import ConsentCategory, Permission
from hearthside.care import selectors as care
from hearthside.care.selectors import HistoryLine
from hearthside.consent import selectors as consent
from hearthside.consent.selectors import ConsentRow, SupportedPerson
from hearthside.kernel.weeks import monday_of
from hearthside.participants import selectors as participants
from hearthside.portal.domain.visits import DayPlan, Visit, week_days
from hearthside.portal.selectors._visits import _marked, _only_when_and_where, _places
from hearthside.portal.selectors.week import _monday
from hearthside.scheduling import selectors as scheduling


@dataclass(frozen=True, slots=True)
class Grant:
    """One thing a support person may see or not; the consent in force that says so."""

    category: ConsentCategory
    consent: ConsentRow | None


@dataclass(frozen=True, slots=True)
class Supporter:
    """Somebody who supports the person, and what they may see."""

    id: int
    name: str
    relationship: str
    signs_in: bool
    grants: tuple[Grant, ...]
    past: tuple[ConsentRow, ...]


@dataclass(frozen=True, slots=True)
class SupportedWeek:
    """The week of somebody who consents, with exactly what the consent gives."""

    person: SupportedPerson
    zone: str
    monday: date
    this_monday: date
    days: tuple[DayPlan, ...]
    sees_week: bool
    sees_attendance: bool
    attended: int

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

    @property
    def empty(self) -> bool:
        """Whether the week holds nothing to show."""
        return not any(day.visits for day in self.days)


@query(Permission.SUPPORT_READ, subject="participant_id")
def supporters(*, actor: Actor, participant_id: int) -> tuple[Supporter, ...]:
    """The people who support a person, with what each may see now and what ended."""
    rows = participants.support_people(actor=actor, participant_id=participant_id)
    given = consent.consents_of(actor=actor, participant_id=participant_id)
    return tuple(
        Supporter(
            row.id, row.name, row.relationship, row.user_id is not None,
            tuple(Grant(category, _in_force(given, row.id, category)) for category in ConsentCategory),
            tuple(one for one in given if one.support_person_id == row.id and not one.in_force),
        )
        for row in rows
    )  # fmt: skip


@query(Permission.SUPPORT_READ, subject="participant_id")
def supporter(*, actor: Actor, participant_id: int, support_id: int) -> Supporter:
    """One of them."""
    found = supporters(actor=actor, participant_id=participant_id)
    one = next((row for row in found if row.id == support_id), None)
    if one is None:
        raise NotFound("support person")
    return one


@query(Permission.ACCOUNT_OWN)
def supported_weeks(*, actor: Actor, now: datetime) -> tuple[SupportedWeek, ...]:
    """This week of everybody who lets whoever asks see something; nobody else is mentioned."""
    return tuple(_week_of(actor, person, None, now) for person in consent.people_i_support(actor=actor))


@query(Permission.ACCOUNT_OWN)
def supported_week(*, actor: Actor, participant_id: int, asked: date | None, now: datetime) -> SupportedWeek:
    """One week of one of them; somebody who does not consent is not there."""
    people = consent.people_i_support(actor=actor)
    person = next((one for one in people if one.participant_id == participant_id), None)
    if person is None:
        raise NotFound("supported person")
    return _week_of(actor, person, asked, now)


def _week_of(actor: Actor, person: SupportedPerson, asked: date | None, now: datetime) -> SupportedWeek:
    places = _places()
    zone = ZoneInfo(next(iter(places.values())).time_zone) if places else ZoneInfo("UTC")
    today = now.astimezone(zone).date()
    monday, this_monday = _monday(asked, today), monday_of(today)
    sees_week = ConsentCategory.SCHEDULE in person.categories
    sees_attendance = ConsentCategory.ATTENDANCE in person.categories
    visits: dict[int, Visit] = {}
    if sees_week:
        cards = scheduling.participant_week(
            actor=actor, participant_id=person.participant_id, week_starts_on=monday, with_cancelled=True
        )
        visits = {card.id: _only_when_and_where(card, places) for card in cards}
    lines = _attendance(actor, person, monday, this_monday) if sees_attendance else []
    for line in lines:
        bare = Visit(line.session.id, line.session.starts, line.session.ends, False, False, place_known=False)
        visits[line.session.id] = _marked(visits.get(line.session.id, bare), line)
    attended = sum(line.attended for line in lines)
    days = week_days(monday, visits.values(), (), today)
    own_zone = next((str(visit.starts.tzinfo) for visit in visits.values()), zone.key)
    return SupportedWeek(person, own_zone, monday, this_monday, days, sees_week, sees_attendance, attended)


def _attendance(actor: Actor, person: SupportedPerson, monday: date, this_monday: date) -> list[HistoryLine]:
    """The sessions of the week that have begun."""
    if monday > this_monday:
        return []
    weeks = (this_monday - monday).days // 7 + 1
    history = care.participant_history(actor=actor, participant_id=person.participant_id, weeks=weeks)
    return [line for week in history if week.starts_on == monday for line in week.lines]


def _in_force(given: tuple[ConsentRow, ...], support_id: int, category: ConsentCategory) -> ConsentRow | None:
    fits = (one for one in given if one.in_force and one.support_person_id == support_id and one.category is category)
    return next(fits, None)
