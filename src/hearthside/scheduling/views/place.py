"""Finding a week for one person: who waits for one, the ways it could look, one press to book it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound
from hearthside.kernel.numbers import number
from hearthside.kernel.weeks import monday_of
from hearthside.participants import selectors as participants
from hearthside.program import selectors as program
from hearthside.scheduling import selectors, services
from hearthside.scheduling.templatetags.scheduling_words import refusal_words
from hearthside.scheduling.views.parts import actor_of, person_names

OK, CONFLICT = 200, 409
ANY_WEEK = 366


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked the clinic to look for a week."""

    ask: selectors.WeekAskRow
    name: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Short:
    """Somebody without a full week in a published week."""

    person: services.ShortPerson
    name: str


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who asked, and everybody whose coming week is not full."""
    actor = actor_of(request)
    selectors.may_change_sessions(actor=actor)
    sites = program.sites(actor=actor)
    asks = selectors.open_asks(actor=actor)
    site = next((s for s in sites if s.id == number(request.GET.get("site"))), sites[0] if sites else None)
    monday = _monday(request, site.time_zone if site else "UTC")
    rows: tuple[services.ShortPerson, ...] = ()
    if site is not None:
        rows = services.people_without_week(actor=actor, site_id=site.id, week_starts_on=monday)
    names = person_names(actor, {*(r.participant_id for r in rows), *(a.participant_id for a in asks)})
    at = {s.id: s.name for s in sites}
    context = {
        "asks": tuple(Waiting(a, names.get(a.participant_id, ""), at.get(a.site_id, "")) for a in asks),
        "short": tuple(Short(r, names.get(r.participant_id, "")) for r in rows),
        "site": site, "sites": sites, "monday": monday, "last": monday + timedelta(days=6),
        "closed": number(request.GET.get("closed")), "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
    }  # fmt: skip
    return render(request, "scheduling/place_people.html", context)


@require_GET
def person(request: HttpRequest, participant_id: int) -> HttpResponse:
    """The ways one person's week could look, and who would have to move."""
    return _page(request, participant_id)


@require_POST
def book(request: HttpRequest, participant_id: int) -> HttpResponse:
    """Books a week with one press."""
    actor = actor_of(request)
    selectors.may_change_sessions(actor=actor)
    card = _card(actor, participant_id)
    monday = _monday(request, program.site_clock(site_id=card.site_id).key)
    try:
        choice = services.place_in_week(
            actor=actor, participant_id=participant_id, week_starts_on=monday, key=request.POST.get("key", "")
        )
    except services.OfferGone:
        return _page(request, participant_id, _("The week changed meanwhile, so nothing was booked. Look again below."))
    except services.BookingRefused as refused:
        why = refusal_words(refused.code, refused.detail)
        return _page(request, participant_id, _("Nothing was booked. %(why)s") % {"why": why})
    return redirect(f"{reverse('scheduling:place', args=[participant_id])}?week={monday}&booked={choice}")


@require_POST
def undo(request: HttpRequest, choice_id: int) -> HttpResponse:
    """Takes a booked week back, with the moves that belonged to it."""
    actor = actor_of(request)
    try:
        person_id = services.take_back_placement(actor=actor, choice_id=choice_id)
    except services.TooLate:
        messages.warning(request, _("Half an hour is over or a session has begun. Change the sessions one by one."))
        return redirect("scheduling:places")
    except services.BookingRefused as refused:
        why = refusal_words(refused.code, refused.detail)
        messages.warning(request, _("It cannot be undone any more. %(why)s") % {"why": why})
        return redirect("scheduling:places")
    messages.success(request, _("It is undone. Everybody sits where they sat before."))
    return redirect("scheduling:place", person_id)


@require_POST
def close(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Takes somebody off the list, or puts them back."""
    back = request.POST.get("closed") == "no"
    services.close_ask(actor=actor_of(request), ask_id=ask_id, closed=not back)
    return redirect(reverse("scheduling:places") + ("" if back else f"?closed={ask_id}"))


def _card(actor: Actor, participant_id: int) -> participants.PersonCard:
    card = participants.cards(actor=actor, participant_ids=[participant_id]).get(participant_id)
    if card is None:
        raise NotFound("participant")
    return card


def _monday(request: HttpRequest, zone: str) -> date:
    """The week that is asked for; the next one where none is."""
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    asked = request.POST.get("week") or request.GET.get("week") or ""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today + timedelta(days=7)
    return monday_of(day if abs((day - today).days) <= ANY_WEEK else today + timedelta(days=7))


def _page(request: HttpRequest, participant_id: int, wrong: str = "") -> HttpResponse:
    actor = actor_of(request)
    selectors.may_change_sessions(actor=actor)
    card = _card(actor, participant_id)
    monday = _monday(request, program.site_clock(site_id=card.site_id).key)
    found = services.find_week(
        actor=actor, participant_id=participant_id, week_starts_on=monday, now=timezone.now()
    )  # fmt: skip
    movers = {move.participant_id for week in found.offers for move in week.moves}
    settled = selectors.settled_week(actor=actor, participant_id=participant_id, week_starts_on=monday)
    booked = settled is not None and settled.chosen and settled.id == number(request.GET.get("booked"))
    told = selectors.moved_with(actor=actor, choice_id=settled.id) if booked and settled is not None else ()
    context = {
        "moved": ", ".join(person_names(actor, told).values()) if told else "",
        "person": card, "found": found, "monday": monday, "last": monday + timedelta(days=6), "wrong": wrong,
        "before": monday - timedelta(days=7), "after": monday + timedelta(days=7), "settled": settled,
        "names": person_names(actor, movers) if movers else {}, "booked": booked,
        "week": selectors.participant_week(actor=actor, participant_id=participant_id, week_starts_on=monday),
    }  # fmt: skip
    return render(request, "scheduling/place.html", context, status=CONFLICT if wrong else OK)
