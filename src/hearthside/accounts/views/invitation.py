"""Answering an invitation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hearthside.access.actor import ActorKind
from hearthside.accounts import selectors, services
from hearthside.accounts.domain.states import SignInMethod
from hearthside.accounts.forms import NewPasswordForm
from hearthside.accounts.views.entering import enter


@login_not_required
@sensitive_post_parameters("new")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Opens the account with a password, or (not for staff) with sign-in links only."""
    card = selectors.invitation(secret=secret)
    if card is None:
        return render(request, "accounts/invitation_over.html", status=422 if request.method == "POST" else 200)
    link_only = "link_only" in request.POST and card.kind is not ActorKind.STAFF
    form = NewPasswordForm(request.POST if request.method == "POST" and not link_only else None)
    if request.method == "POST" and (link_only or form.is_valid()):
        password = None if link_only else form.cleaned_data["new"]
        try:
            accepted = services.accept_invitation(secret=secret, password=password)
        except services.InvitationRefused:
            return render(request, "accounts/invitation_over.html", status=422)
        return enter(request, user_id=accepted.user_id, method=SignInMethod.INVITATION, page="/")
    context = {"form": form, "card": card, "staff": card.kind is ActorKind.STAFF}
    return render(request, "accounts/accept.html", context, status=422 if request.method == "POST" else 200)
