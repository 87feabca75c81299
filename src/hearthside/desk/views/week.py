"""The week board, by rooms or by clinicians; a day of it, a person in it, and the panel of one session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from hearthside.access.gate import NotFound
from hearthside.access.requests import ActorRequest
from hearthside.desk import selectors
from hearthside.desk.selectors import SessionPanel, WeekFacts
from hearthside.desk.views import addresses, words
from hearthside.desk.views.board import CLINICIANS, ROOMS, draw
from hearthside.desk.views.places import Place, place_of
from hearthside.kernel.numbers import number
from hearthside.kernel.weeks import monday_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    site_id: int
    week: date
    lanes: str
    day: date | None
    person: int | None

    def href(self, **changed: object) -> str:
        """The same board with something else asked."""
        asked = {"site": self.site_id, "week": self.week, "lanes": self.lanes, "day": self.day, "person": self.person}
        return addresses.page("desk:week", **{**asked, **changed})


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day of the week to look at by itself."""

    day: date
    href: str
    current: bool
    today: bool


@require_GET
def week(request: ActorRequest) -> HttpResponse:
    """The week board."""
    place = place_of(request)
    if place.site is None:
        return render(request, "desk/week.html", {"place_choice": place})
    now = place.local(timezone.now())
    asked = _asked(request, place.site.id, now.date())
    facts = selectors.week_facts(
        actor=request.actor, site_id=asked.site_id, week_starts_on=asked.week, participant_id=asked.person
    )
    days = [(asked.day - asked.week).days] if asked.day else _days(facts, asked.week)
    board = draw(facts, lanes=asked.lanes, week=asked.week, days=days, now=now)
    return render(request, "desk/week.html", {
        "place_choice": place, "asked": asked, "facts": facts, "board": board, "now": now,
        "shown": sum(day.count for day in board.days), "last": asked.week + timedelta(days=6),
        "day_links": _day_links(asked, _days(facts, asked.week), now.date(), board.phone_day),
        **_ways(asked, now.date(), place),
    })  # fmt: skip


@require_GET
@vary_on_headers("HX-Request")
def session(request: ActorRequest, session_id: int) -> HttpResponse:
    """One session: a panel beside the board, or a page of its own."""
    panel = selectors.session_panel(actor=request.actor, session_id=session_id)
    now = timezone.now()
    context = {"panel": panel, "place": "desk:week", **_panel(panel, now)}
    page = "desk/session.html"
    return render(request, f"{page}#panel" if request.headers.get("HX-Request") == "true" else page, context)


def _asked(request: ActorRequest, site_id: int, today: date) -> Asked:
    day = _date(request.GET.get("day", ""))
    monday = monday_of(day or _date(request.GET.get("week", "")) or today)
    lanes = CLINICIANS if request.GET.get("lanes") == CLINICIANS else ROOMS
    person = number(request.GET.get("person"))
    if person is None and request.GET.get("person"):
        raise NotFound("participant")
    return Asked(site_id, monday, lanes, day, person)


def _date(text: str) -> date | None:
    """A date of the address; one that cannot be read is as if it were not there."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2200 else None


def _days(facts: WeekFacts, week: date) -> list[int]:
    """Monday to Saturday, and Sunday where the site is open or something is on."""
    used = {span.day for span in facts.site.opening} | {(card.day - week).days for card in facts.sessions}
    return [day for day in range(7) if day < 5 or day in used]


def _ways(asked: Asked, today: date, place: Place) -> dict[str, object]:
    """The ways from this board to the others."""
    step = timedelta(days=1 if asked.day else 7)
    at = asked.day or asked.week
    name = "day" if asked.day else "week"
    add_on = asked.day or (today if monday_of(today) == asked.week else asked.week)
    add = f"{addresses.to('scheduling:add', asked.site_id)}?day={add_on}"
    return {
        "before_href": asked.href(**{name: at - step}), "after_href": asked.href(**{name: at + step}),
        "this_href": asked.href(week=monday_of(today), day=today if asked.day else None),
        "is_this": today == at if asked.day else monday_of(today) == asked.week,
        "rooms_href": asked.href(lanes=ROOMS), "clinicians_href": asked.href(lanes=CLINICIANS),
        "week_href": asked.href(day=None), "everybody_href": asked.href(person=None),
        "person_href": addresses.to("desk:chart", asked.person) if asked.person else "", "add_href": add,
        "zone": place.zone.key,
    }  # fmt: skip


def _day_links(asked: Asked, days: list[int], today: date, phone_day: int) -> list[DayLink]:
    dates = [asked.week + timedelta(days=number) for number in days]
    shown = asked.day or asked.week + timedelta(days=phone_day)
    return [DayLink(day, asked.href(day=day), day == shown, day == today) for day in dates]


def _panel(panel: SessionPanel, now: datetime) -> dict[str, object]:
    """The words and addresses of one session."""
    card = panel.card
    notes = []
    if not card.cancelled and 0 < card.taken < panel.least and card.ends > now:
        notes.append(_("This group is held for %(least)d people or more.") % {"least": panel.least})
    ways = {
        name: addresses.to(f"scheduling:{name}", card.id) for name in ("session", "move", "cancel", "lock", "restore")
    }
    return {
        "name": words.service_name(card), "times": words.times(card), "where": words.where(card),
        "seats": words.seats(card), "group": words.is_group(card), "notes": notes, "ways": ways,
        "people": [(one.person, addresses.to("desk:chart", one.person.id)) for one in panel.people],
        "attendance_href": addresses.to("care:session", card.id), "begun": card.starts <= now,
        "running": card.starts <= now < card.ends, "over": card.ends <= now,
        "board_href": addresses.page("desk:week", site=card.site_id, week=monday_of(card.day)),
    }  # fmt: skip
