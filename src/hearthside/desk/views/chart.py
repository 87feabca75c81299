"""One person's page: who they are, their week, their hours, and what the week is built from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hearthside.access.requests import ActorRequest
from hearthside.care.selectors import HistoryLine, HistoryWeek
from hearthside.desk import selectors
from hearthside.desk.domain.bars import Bar, bars
from hearthside.desk.selectors import Chart
from hearthside.desk.views import addresses, words
from hearthside.participants.selectors import ChoicesSheet, PersonCard
from hearthside.scheduling.selectors import SessionCard
from hearthside.scheduling.templatetags.scheduling_words import reason_words
from hearthside.ui.language import in_own_language

WEEKS = 12
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session of the person's week; `line` is how they attended."""

    card: SessionCard
    name: str
    times: str
    where: str
    href: str
    line: HistoryLine | None


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week of hours: its Monday, its numbers, how far each reaches."""

    starts_on: date
    attended: int
    scheduled: int
    dose: int
    bar: Bar
    reached: bool
    prorated: bool


@dataclass(frozen=True, slots=True)
class SupportLine:
    """Somebody who supports the person, and what they may see now."""

    name: str
    relationship: str
    opened: tuple[str, ...]
    ended: bool


@require_GET
def chart(request: ActorRequest, participant_id: int) -> HttpResponse:
    """A person's page."""
    now = timezone.now()
    found = selectors.chart(actor=request.actor, participant_id=participant_id, now=now)
    detail, upcoming = found.detail, found.next_week
    planned = sum(card.minutes for card in found.sessions or () if card.countable)
    return render(request, "desk/chart.html", {
        "place": "participants:list", "found": found, "detail": detail, "person": detail.card, "now": now,
        "similar": _alike(found),
        "reach": _reach(found), "week_lines": _week(found),
        "bars": _bars(found.history, found.week_starts_on, planned),
        "planned": planned, "dose": found.orders.dose.min_minutes if found.orders and found.orders.dose else 0,
        "next_lines": _lines(upcoming.sessions, ()) if upcoming else (),
        "reasons": [reason_words(reason, found.services) for reason in (upcoming.reasons if upcoming else ())],
        "wishes": _wishes(found.choices, found.clinicians) if found.choices else (),
        "orders": _orders(found), "support": _support(found),
        "week_href": addresses.page(
            "desk:week", site=detail.card.site_id, week=found.week_starts_on, person=participant_id
        ),
        "next_week_href": addresses.page(
            "desk:week", site=detail.card.site_id, week=found.week_starts_on + timedelta(days=7), person=participant_id
        ),
    })  # fmt: skip


def _alike(found: Chart) -> list[tuple[PersonCard, str, str]]:
    """Those who could be taken for this person: their card, the way to their page, their site."""
    return [
        (hit.card, addresses.to("desk:chart", hit.card.id), hit.site_name)
        for hit in found.similar
        if hit.share >= ALIKE
    ]


def _reach(found: Chart) -> list[str]:
    """What may be used to reach the person, in words."""
    detail = found.detail
    allowed = (
        (detail.ok_to_text, _("text messages")), (detail.ok_to_email, _("e-mail")),
        (detail.ok_to_voicemail, _("voicemail")),
    )  # fmt: skip
    return [said for may_be_used, said in allowed if may_be_used]


def _week(found: Chart) -> tuple[SessionLine, ...]:
    """This week's sessions with how the person attended those that have begun."""
    begun = [week for week in found.history or () if week.starts_on == found.week_starts_on]
    return _lines(found.sessions or (), [line for week in begun for line in week.lines])


def _lines(sessions: Sequence[SessionCard], begun: Sequence[HistoryLine]) -> tuple[SessionLine, ...]:
    marks = {line.session.id: line for line in begun}
    return tuple(
        SessionLine(
            card, words.service_name(card), words.times(card), words.where(card),
            addresses.to("desk:session", card.id), marks.get(card.id),
        )
        for card in sessions
    )  # fmt: skip


def _bars(history: tuple[HistoryWeek, ...] | None, this_week: date, planned: int) -> tuple[WeekBar, ...]:
    """The last weeks, the newest first; a week without a session is there with nothing in it."""
    known = {week.starts_on: week.hours for week in history or ()}
    if not known:
        return ()
    first = max(min(known), this_week - timedelta(weeks=WEEKS - 1))
    mondays = [this_week - timedelta(weeks=back) for back in range((this_week - first).days // 7 + 1)]
    last_dose = known[max(known)].min_minutes
    numbers = []
    for monday in mondays:
        hours = known.get(monday)
        ahead = planned if monday == this_week else 0
        numbers.append((hours.attended, hours.scheduled, hours.min_minutes) if hours else (0, ahead, last_dose))
    return tuple(
        WeekBar(
            monday, attended, scheduled, dose, bar, attended >= dose > 0, monday in known and known[monday].prorated
        )
        for monday, (attended, scheduled, dose), bar in zip(mondays, numbers, bars(numbers), strict=True)
    )


def _orders(found: Chart) -> list[tuple[str, int, int, str]]:
    """Service, times a week, minutes each, with whom."""
    return [
        (in_own_language(row.service_name, row.service_name_es), row.per_week, row.minutes, row.clinician_name)
        for row in (found.orders.rows if found.orders else ())
    ]  # fmt: skip


def _wishes(sheet: ChoicesSheet, clinicians: dict[int, str]) -> tuple[str, ...]:
    """What the person would rather have, most important first."""
    said = (
        [(points, str(words.MODES.get(key, key))) for key, points in sheet.modes.items()]
        + [(points, str(words.DAY_PARTS.get(key, key))) for key, points in sheet.day_parts.items()]
        + [(points, str(words.GENDERS.get(key, key))) for key, points in sheet.clinician_gender.items()]
        + [(points, clinicians.get(key, "")) for key, points in sheet.clinicians.items()]
    )
    return tuple(what for points, what in sorted(said, key=lambda one: -one[0]) if points and what)


def _support(found: Chart) -> list[SupportLine]:
    """The support people; without the right to read consents only their names."""
    lines = []
    for person in found.support or ():
        own = [row for row in found.consents or () if row.support_person_id == person.id]
        opened = tuple(dict.fromkeys(str(words.CONSENTS[row.category]) for row in own if row.in_force))
        lines.append(SupportLine(person.name, person.relationship, opened, bool(own) and not opened))
    return lines
