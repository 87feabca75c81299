"""The reader's private calendar address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from hearthside.access.requests import ActorRequest
from hearthside.portal import selectors
from hearthside.portal.forms import CalendarTitleForm
from hearthside.portal.views.shared import participants_only
from hearthside.scheduling import services as scheduling


@require_POST
@participants_only
@sensitive_variables("made", "address")
def make(request: ActorRequest, participant_id: int) -> HttpResponse:
    """Makes an address and shows it this once; the one before stops working."""
    form = CalendarTitleForm(request.POST)
    if not form.is_valid():
        page = selectors.you(actor=request.actor, participant_id=participant_id)
        return render(request, "portal/you.html", {"page": page, "form": form, "place": "portal:you"}, status=422)
    title = form.cleaned_data["title"]
    made = scheduling.make_feed(actor=request.actor, participant_id=participant_id, title=title)
    address = request.build_absolute_uri(reverse("interop:feed", args=[made.secret]))
    context = {
        "address": address, "open_in": "webcal:" + address.partition(":")[2], "title": title, "place": "portal:you",
    }  # fmt: skip
    return render(request, "portal/calendar_made.html", context)


@require_POST
@participants_only
def revoke(request: ActorRequest, participant_id: int) -> HttpResponse:
    """Ends the address at once."""
    if scheduling.revoke_feed(actor=request.actor, participant_id=participant_id):
        messages.success(request, _("Done. The calendar address does not work any more."))
    return redirect(reverse("portal:you") + "#calendar")
