"""The reader's own things: who they are to us, what is in their week, what they would rather have."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.actor import ActorKind
from hearthside.access.requests import ActorRequest
from hearthside.kernel.numbers import number
from hearthside.participants import selectors as participants
from hearthside.participants import services
from hearthside.participants.services import ParticipantRefused, StaleTab
from hearthside.portal import selectors
from hearthside.portal.forms import CalendarTitleForm, OwnChoicesForm, OwnCommitmentForm
from hearthside.portal.views.shared import no_staff, participants_only

PLACE = {"place": "portal:you"}


@require_GET
@no_staff
def you(request: ActorRequest) -> HttpResponse:
    """Who the reader is to us and what is theirs to decide."""
    if request.actor.kind is ActorKind.SUPPORT or request.actor.participant_id is None:
        return render(request, "portal/you_support.html")
    page = selectors.you(actor=request.actor, participant_id=request.actor.participant_id)
    form = CalendarTitleForm(initial={"title": _("Appointment")})
    context = {"page": page, "form": form, "removed": number(request.GET.get("removed"))}
    return render(request, "portal/you.html", context)


@require_http_methods(["GET", "POST"])
@participants_only
def commitment(request: ActorRequest, participant_id: int, commitment_id: int | None = None) -> HttpResponse:
    """Adds or changes something that is in the reader's week already."""
    row = None
    if commitment_id is not None:
        row = participants.commitment(actor=request.actor, participant_id=participant_id, commitment_id=commitment_id)
    form = OwnCommitmentForm(request.POST or None, initial=OwnCommitmentForm.about(row) if row else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_commitment(
                actor=request.actor, participant_id=participant_id, weekly=form.weekly(), commitment_id=commitment_id
            )
        except ParticipantRefused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. The next week we plan keeps this time free."))
            return redirect(reverse("portal:you") + "#life")
    context = {"form": form, "row": row} | PLACE
    return render(request, "portal/commitment.html", context, status=422 if form.errors else 200)


@require_POST
@participants_only
def commitment_remove(request: ActorRequest, participant_id: int, commitment_id: int) -> HttpResponse:
    """Takes something out of the week; the page offers to put it back."""
    services.remove_commitment(actor=request.actor, participant_id=participant_id, commitment_id=commitment_id)
    return redirect(f"{reverse('portal:you')}?removed={commitment_id}#life")


@require_POST
@participants_only
def commitment_restore(request: ActorRequest, participant_id: int, commitment_id: int) -> HttpResponse:
    """Puts it back."""
    services.restore_commitment(actor=request.actor, participant_id=participant_id, commitment_id=commitment_id)
    messages.success(request, _("It is back in your week."))
    return redirect(reverse("portal:you") + "#life")


@require_http_methods(["GET", "POST"])
@participants_only
def choices(request: ActorRequest, participant_id: int) -> HttpResponse:
    """What the reader can do and would rather have."""
    sheet = participants.choices(actor=request.actor, participant_id=participant_id)
    form = OwnChoicesForm(request.POST or None, initial=OwnChoicesForm.about(sheet))
    if request.method == "POST" and form.is_valid():
        wishes = replace(form.wishes(), clinicians=sheet.clinicians)
        try:
            services.save_choices(
                actor=request.actor, participant_id=participant_id, wishes=wishes,
                version=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except ParticipantRefused as refused:
            form.refuse(refused)
        except StaleTab as stale:
            form.overtaken(stale.version, OwnChoicesForm.about(sheet))
            form.add_error(None, _("These choices changed after you opened the page. Look once more, then save."))
        else:
            messages.success(request, _("Saved. The next week we plan uses these choices."))
            return redirect(reverse("portal:you") + "#choices")
    return render(request, "portal/choices.html", {"form": form} | PLACE, status=422 if form.errors else 200)
