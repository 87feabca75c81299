"""Choosing a week: three ways it could look, one press for all of it, one to take it back."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hearthside.access.requests import ActorRequest
from hearthside.portal import selectors
from hearthside.portal.forms import AskClinicForm
from hearthside.portal.views.shared import participants_only
from hearthside.scheduling import services

PLACE = {"place": "portal:week"}
CONFLICT, UNPROCESSABLE = 409, 422


@require_GET
@participants_only
def ways(request: ActorRequest, participant_id: int) -> HttpResponse:
    """Three ways the coming week could look."""
    return _page(request, participant_id, AskClinicForm())


@require_POST
@participants_only
def choose(request: ActorRequest, participant_id: int) -> HttpResponse:
    """Books every place of a week; where one went meanwhile, fresh ways are shown."""
    monday = _monday(request)
    try:
        if monday is None:
            raise services.OfferGone
        choice = services.choose_week(
            actor=request.actor, participant_id=participant_id, week_starts_on=monday, key=request.POST.get("key", "")
        )
    except (services.OfferGone, services.BookingRefused):
        messages.warning(
            request, _("A place in that week was just taken by somebody else. Nothing was booked. Look again below.")
        )
        return _page(request, participant_id, AskClinicForm(), CONFLICT)
    return redirect(f"{reverse('portal:week')}?week={monday}&chosen={choice}")


@require_POST
@participants_only
def undo(request: ActorRequest, participant_id: int, choice_id: int) -> HttpResponse:
    """Takes the choice back."""
    try:
        services.take_back_choice(actor=request.actor, participant_id=participant_id, choice_id=choice_id)
    except (services.TooLate, services.BookingRefused):
        messages.warning(request, _("It is too late to undo this here. Ask us below, and we change it for you."))
        return redirect(reverse("portal:ways") + "#ask")
    messages.success(request, _("It is undone. Your week is as it was before."))
    return redirect("portal:ways")


@require_POST
@participants_only
def ask(request: ActorRequest, participant_id: int) -> HttpResponse:
    """Asks the clinic to look."""
    form, monday = AskClinicForm(request.POST), _monday(request)
    if monday is None or not form.is_valid():
        return _page(request, participant_id, form, UNPROCESSABLE)
    services.ask_clinic(
        actor=request.actor, participant_id=participant_id, week_starts_on=monday, note=form.cleaned_data["note"]
    )
    messages.success(request, _("Thank you. The people who plan the weeks see it now and will get in touch."))
    return redirect("portal:ways")


def _monday(request: ActorRequest) -> date | None:
    try:
        day = date.fromisoformat(request.POST.get("week", ""))
    except ValueError:
        return None
    near = abs((day - timezone.now().date()).days) <= 15
    return day if near and not day.weekday() else None


def _page(request: ActorRequest, participant_id: int, form: AskClinicForm, status: int = 200) -> HttpResponse:
    page = selectors.ways(
        actor=request.actor, participant_id=participant_id, now=timezone.now(),
        language=request.LANGUAGE_CODE or "en",
    )  # fmt: skip
    return render(request, "portal/ways.html", {"page": page, "form": form} | PLACE, status=status)
