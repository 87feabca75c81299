"""What the pages about a person have in common: their header, their tabs, refusals beside the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hearthside.access.actor import Actor
from hearthside.participants import selectors
from hearthside.participants.forms import PersonForm
from hearthside.participants.services import ParticipantRefused, StaleTab
from hearthside.program import selectors as program
from hearthside.ui.templatetags.hearth import clock_in_zone

T = TypeVar("T")


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def person_page(
    request: HttpRequest, participant_id: int, tab: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page about one person: `participants/<tab>.html` under their header, with the tab of its place marked."""
    actor = actor_of(request)
    card = selectors.participant_card(actor=actor, participant_id=participant_id)
    page = {"person": card, "tab": tab, "place": "participants:list"} | dict(context)
    return render(request, f"participants/{page.get('template', tab)}.html", page, status=status)


def saved(
    form: PersonForm, save: Callable[[], T], *, site_id: int | None = None,
    saved_now: Callable[[], Mapping[str, Any]] | None = None,
) -> tuple[T | None, bool]:  # fmt: skip
    """Runs a use case with a form that can be read; what stands in the way is said beside the field it concerns."""
    if not form.is_valid():
        return None, False
    try:
        return save(), True
    except ParticipantRefused as refused:
        form.refuse(refused)
    except StaleTab as stale:
        form.overtaken(stale.version, saved_now() if saved_now else {})
        zone = program.site_clock(site_id=site_id) if site_id else None
        at = clock_in_zone(stale.at, zone) if zone else ""
        words = _("%(name)s changed this at %(time)s, after you opened it. Compare, then save if yours is right.")
        form.add_error(None, words % {"name": stale.by, "time": at})
    return None, False


def back(name: str, participant_id: int, **query: str) -> HttpResponse:
    """Returns to a page of the person, perhaps with something to undo."""
    ending = "".join(f"?{key}={value}" for key, value in query.items())
    return redirect(reverse(f"participants:{name}", args=[participant_id]) + ending)


def number(text: str | None) -> int | None:
    """A number in an address, or none where somebody wrote something else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
