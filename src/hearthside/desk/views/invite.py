"""Inviting a participant, or somebody who supports them, to open an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hearthside.access.gate import NotFound
from hearthside.access.requests import ActorRequest
from hearthside.accounts.forms import InvitePersonForm
from hearthside.accounts.services import AddressTaken
from hearthside.desk import services
from hearthside.participants import selectors


@require_http_methods(["GET", "POST"])
def invite_participant(request: ActorRequest, participant_id: int) -> HttpResponse:
    """Invites a participant to their own pages."""
    person = selectors.participant_detail(actor=request.actor, participant_id=participant_id)
    first = {"email": person.email, "language": (person.card.languages or ("en",))[0]}
    context = {"card": person.card, "support": None, "no_email": not person.ok_to_email}
    form = InvitePersonForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_participant(actor=request.actor, participant_id=participant_id, **form.cleaned_data)
        except AddressTaken:
            form.add_error("email", gettext("Somebody else signs in with this address. Ask for another one."))
        except services.HasAccount:
            form.add_error(None, gettext("This person has an account already."))
        else:
            messages.success(request, gettext("The invitation is on its way. It works for 7 days."))
            return redirect("desk:chart", participant_id)
    return _page(request, context | {"form": form})


@require_http_methods(["GET", "POST"])
def invite_support_person(request: ActorRequest, participant_id: int, support_person_id: int) -> HttpResponse:
    """Invites somebody who supports a participant."""
    card = selectors.participant_card(actor=request.actor, participant_id=participant_id)
    people = selectors.support_people(actor=request.actor, participant_id=participant_id)
    support = next((row for row in people if row.id == support_person_id), None)
    if support is None:
        raise NotFound("support person")
    form = InvitePersonForm(request.POST or None, initial={"email": support.email, "language": "en"})
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_support_person(
                actor=request.actor, participant_id=participant_id, support_person_id=support.id, **form.cleaned_data
            )
        except AddressTaken:
            form.add_error("email", gettext("Somebody else signs in with this address. Ask for another one."))
        except services.HasAccount:
            form.add_error(None, gettext("This person has an account already."))
        else:
            messages.success(request, gettext("The invitation is on its way. They see what a consent gives, no more."))
            return redirect("desk:chart", participant_id)
    return _page(request, {"card": card, "support": support, "no_email": False, "form": form})


def _page(request: ActorRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/invite.html", {"place": "participants:list"} | context, status=status)
