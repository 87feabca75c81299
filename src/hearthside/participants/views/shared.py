"""What the pages about a person have in common: their header, their tabs, refusals beside the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
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
TABS = {
    "commitments": "life", "calendars": "life", "choices": "choices", "orders": "orders", "discharge": "orders",
    "admit_again": "orders", "support": "support", "edit": "support",
}  # fmt: skip


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing at all; None where a page is only being opened."""
    return request.POST if request.method == "POST" else None


def person_page(
    request: HttpRequest, participant_id: int, page: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """`participants/<page>.html` under the person's header, with the tab that the page belongs to marked."""
    shown = {"place_of_tab": TABS[page], "place": "participants:list"} | dict(context)
    if "person" not in shown:
        shown["person"] = selectors.participant_card(actor=actor_of(request), participant_id=participant_id)
    return render(request, f"participants/{page}.html", shown, status=status)


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
