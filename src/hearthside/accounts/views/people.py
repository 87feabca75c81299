"""Who has an account: the list, one account, invitations and roles."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotFound
from hearthside.access.requests import ActorRequest
from hearthside.accounts import selectors, services
from hearthside.accounts.forms import FindAccountsForm, InviteStaffForm, RoleForm
from hearthside.kernel.numbers import number


@require_GET
def people(request: ActorRequest) -> HttpResponse:
    """Everybody who has an account, or was invited to open one; links from a record lead on to its invitation."""
    if (participant := number(request.GET.get("participant"))) is not None:
        support = number(request.GET.get("support"))
        ids = [participant] if support is None else [participant, support]
        return redirect("desk:invite_support_person" if len(ids) > 1 else "desk:invite_participant", *ids)
    form = FindAccountsForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = selectors.accounts(
        actor=request.actor, search=asked.get("q", ""), kind=asked.get("kind"), page=asked.get("page") or 1
    )
    return render(request, "accounts/people.html", {"form": form, "page": page, "asked": asked})


@require_http_methods(["GET", "POST"])
def invite(request: ActorRequest) -> HttpResponse:
    """Invites a member of staff."""
    roles = selectors.roles_i_may_give(actor=request.actor)
    form = InviteStaffForm(request.POST or None, roles=roles, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        try:
            user_id = services.invite(actor=request.actor, kind=ActorKind.STAFF, **form.cleaned_data)
        except services.AddressTaken:
            form.add_error("email", gettext("This address has an account already."))
        else:
            messages.success(request, gettext("The invitation is on its way. It works for 7 days."))
            return redirect("accounts:person", user_id)
    context = {"form": form, "place": "accounts:people"}
    return render(request, "accounts/invite.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def person(request: ActorRequest, user_id: int) -> HttpResponse:
    """One account, and what can be done about it."""
    account = selectors.account(actor=request.actor, user_id=user_id)
    if account is None:
        raise NotFound("account")
    context = {"account": account, "own": account.id == request.actor.user_id, "place": "accounts:people"}
    return render(request, "accounts/person.html", context)


@require_POST
def resend(request: ActorRequest, user_id: int) -> HttpResponse:
    """Sends a new invitation."""
    return _do(request, user_id, services.resend_invitation, gettext("A new invitation is on its way."))


@require_POST
def withdraw(request: ActorRequest, user_id: int) -> HttpResponse:
    """Withdraws an invitation."""
    return _do(request, user_id, services.withdraw_invitation, gettext("The invitation no longer works."))


@require_POST
def deactivate(request: ActorRequest, user_id: int) -> HttpResponse:
    """Closes an account; the page that follows offers to undo it."""
    return _do(request, user_id, services.deactivate, "")


@require_POST
def reactivate(request: ActorRequest, user_id: int) -> HttpResponse:
    """Opens an account again."""
    return _do(request, user_id, services.reactivate, gettext("The account is open again."))


@require_POST
def clear_second_step(request: ActorRequest, user_id: int) -> HttpResponse:
    """Helps somebody who lost their phone."""
    return _do(
        request, user_id, services.clear_second_step,
        gettext("The second step is cleared. They set it up anew at the next sign-in."),
    )  # fmt: skip


@require_POST
def give_role(request: ActorRequest, user_id: int) -> HttpResponse:
    """Gives a role."""
    return _change_role(request, user_id, services.give_role, gettext("The role is given."))


@require_POST
def end_role(request: ActorRequest, user_id: int) -> HttpResponse:
    """Ends a role."""
    return _change_role(request, user_id, services.end_role, gettext("The role is ended."))


def _change_role(request: ActorRequest, user_id: int, work: Callable[..., None], done: str) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise NotFound("role")

    def change(*, actor: Actor, user_id: int) -> None:
        work(actor=actor, user_id=user_id, role=form.cleaned_data["role"])

    return _do(request, user_id, change, done)


def _do(request: ActorRequest, user_id: int, work: Callable[..., None], done: str) -> HttpResponse:
    try:
        work(actor=request.actor, user_id=user_id)
    except services.BeyondAuthority:
        messages.error(request, gettext("Only somebody who holds these roles can change this account."))
    except services.LastDirector:
        messages.error(request, gettext("The clinic keeps at least one director. Make somebody else director first."))
    except services.OwnAccount:
        messages.error(request, gettext("This is your own account. Ask somebody else to deactivate it."))
    except services.AlreadyAnswered:
        messages.error(request, gettext("This account is open already; it needs no invitation."))
    else:
        if done:
            messages.success(request, done)
    return redirect("accounts:person", user_id)
