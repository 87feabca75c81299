"""Today: what is on, what waits, who is short of hours, what next week is like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from hearthside.access.requests import ActorRequest
from hearthside.desk import selectors
from hearthside.desk.selectors import Census, ShortPerson, Today, TodaySession
from hearthside.desk.views import addresses, words
from hearthside.desk.views.places import place_of
from hearthside.participants.selectors import PersonCard
from hearthside.scheduling.selectors import SessionCard

SHOWN = 8


@dataclass(frozen=True, slots=True)
class PersonLink:
    """Somebody by the name they are called, and the way to their page."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A session of the day as the page shows it."""

    card: SessionCard
    times: str
    name: str
    where: str
    seats: str
    people: tuple[PersonLink, ...]
    href: str
    attendance: str
    complete: bool
    state: str


@dataclass(frozen=True, slots=True)
class ShortLine:
    """Somebody short of hours."""

    person: PersonCard
    href: str
    short: int
    scheduled: int
    attended: int
    dose: int


@dataclass(frozen=True, slots=True)
class Stat:
    """A number that leads to the people behind it."""

    value: int
    label: str
    href: str


@require_GET
def today(request: ActorRequest) -> HttpResponse:
    """The first page of the desk."""
    place, now = place_of(request), timezone.now()
    context: dict[str, object] = {"place_choice": place, "now": place.local(now)}
    if place.site is None:
        return render(request, "desk/today.html", context)
    found = selectors.today(actor=request.actor, site_id=place.site.id, now=now, zone=place.site.time_zone)
    everybody = request.GET.get("short") == "all"
    short = tuple(_short(one) for one in found.short or ())
    context |= _sessions(found, now) | {
        "found": found, "zone": place.site.time_zone,
        "short": short if everybody else short[:SHOWN], "more_short": 0 if everybody else max(0, len(short) - SHOWN),
        "stats": _stats(found.census, place.site.id) if found.census else (),
        "proposal_href": addresses.to("scheduling:proposal", found.proposal.id) if found.proposal else "",
        "next_week_href": addresses.page("desk:week", site=place.site.id, week=found.next_week),
    }  # fmt: skip
    return render(request, "desk/today.html", context)


def _sessions(found: Today, now: datetime) -> dict[str, object]:
    """Now and next, one's own, the rest of the day, and what waits from before."""
    sessions = found.sessions or ()
    watched = [one for one in sessions if one.mine] or sessions
    coming = min((one.card.starts for one in watched if one.card.starts > now), default=None)
    lines = [_line(one, _state(one, now, coming)) for one in sessions]
    own = [line for line, one in zip(lines, sessions, strict=True) if one.mine]
    near = [line for line in (own or lines) if line.state in {"now", "next"}]
    others = [line for line, one in zip(lines, sessions, strict=True) if not one.mine]
    return {
        "near": near, "own": _with_now_line(own), "others": _with_now_line(others),
        "unfinished": [_line(one, "past") for one in reversed(found.unfinished or ())],
        "expected": len({person.id for one in sessions for person in one.people}),
    }  # fmt: skip


def _state(one: TodaySession, now: datetime, coming: datetime | None) -> str:
    if one.running(now):
        return "now"
    if one.card.ends <= now:
        return "past"
    return "next" if one.card.starts == coming else "later"


def _with_now_line(lines: list[Line]) -> list[tuple[Line, bool]]:
    """Each line, and whether the line of the present moment goes before it."""
    first = next((number for number, line in enumerate(lines) if line.state in {"next", "later"}), None)
    return [(line, number == first and number > 0) for number, line in enumerate(lines)]


def _line(one: TodaySession, state: str) -> Line:
    card = one.card
    called = Counter(person.display_name for person in one.people)
    people = tuple(
        PersonLink(
            person.full_name if called[person.display_name] > 1 else person.display_name,
            addresses.to("desk:chart", person.id),
        )
        for person in one.people
    )
    complete = state in {"now", "past"} and card.taken > 0 and one.waiting == 0
    return Line(
        card, words.times(card), words.service_name(card), words.where(card),
        words.seats(card) if words.is_group(card) else "", people, addresses.to("care:session", card.id),
        _attendance(one, state), complete, state,
    )  # fmt: skip


def _attendance(one: TodaySession, state: str) -> str:
    if state in {"next", "later"} or not one.card.taken:
        return ""
    if not one.waiting:
        return _("Complete")
    return ngettext("%(count)d person to mark", "%(count)d people to mark", one.waiting) % {"count": one.waiting}


def _short(one: ShortPerson) -> ShortLine:
    hours = one.hours
    return ShortLine(
        one.person, addresses.to("desk:chart", one.person.id), hours.short, hours.scheduled, hours.attended,
        hours.min_minutes,
    )  # fmt: skip


def _stats(census: Census, site_id: int) -> tuple[Stat, ...]:
    """The numbers of the census, each with the list it counts."""
    everybody = addresses.page("participants:list", site=site_id)
    began = addresses.page("participants:list", site=site_id, sort="-admitted")
    return (
        Stat(census.total, _("in the program"), everybody),
        *([Stat(census.began, _("began this week"), began)] if census.began else []),
        *(
            Stat(one.count, one.name, addresses.page("participants:list", site=site_id, track=one.track_id))
            for one in census.tracks
        ),
    )
