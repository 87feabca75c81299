"""Inviting a participant, or somebody who supports them, to open an account."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hearthside.access.requests import ActorRequest
from hearthside.accounts.forms import InvitePersonForm
from hearthside.accounts.services import AddressTaken
from hearthside.desk import services
from hearthside.desk.selectors.invitation import InvitationFacts, participant_invitation, support_invitation


@require_http_methods(["GET", "POST"])
def invite_participant(request: ActorRequest, participant_id: int) -> HttpResponse:
    """Invites a participant to their own pages."""
    facts = participant_invitation(actor=request.actor, participant_id=participant_id)

    def send(email: str, language: str) -> None:
        services.invite_participant(actor=request.actor, participant_id=participant_id, email=email, language=language)

    return _answer(request, facts, send, gettext("The invitation is on its way. It works for 7 days."))


@require_http_methods(["GET", "POST"])
def invite_support_person(request: ActorRequest, participant_id: int, support_person_id: int) -> HttpResponse:
    """Invites somebody who supports a participant."""
    facts = support_invitation(actor=request.actor, participant_id=participant_id, support_person_id=support_person_id)

    def send(email: str, language: str) -> None:
        services.invite_support_person(
            actor=request.actor, participant_id=participant_id, support_person_id=support_person_id, email=email,
            language=language,
        )  # fmt: skip

    done = gettext("The invitation is on its way. They see what a consent gives, no more.")
    return _answer(request, facts, send, done)


def _answer(request: ActorRequest, facts: InvitationFacts, send: Callable[[str, str], None], done: str) -> HttpResponse:
    form = InvitePersonForm(request.POST or None, initial={"email": facts.email, "language": facts.language})
    if request.method == "POST" and form.is_valid():
        try:
            send(form.cleaned_data["email"], form.cleaned_data["language"])
        except AddressTaken:
            form.add_error("email", gettext("Somebody else signs in with this address. Ask for another one."))
        except services.HasAccount:
            form.add_error(None, gettext("This person has an account already."))
        else:
            messages.success(request, done)
            return redirect("desk:chart", facts.card.id)
    context = {"form": form, "facts": facts, "card": facts.card, "place": "participants:list"}
    return render(request, "desk/invite.html", context, status=422 if request.method == "POST" else 200)
