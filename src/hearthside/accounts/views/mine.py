"""Somebody's own account: password, second step, language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.backends import ModelBackend
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.actor import ActorKind
from hearthside.access.requests import ActorRequest
from hearthside.accounts import selectors, services
from hearthside.accounts.domain.states import SignInMethod
from hearthside.accounts.forms import ChangePasswordForm, LanguageForm, NewPasswordForm

LAYOUTS = {ActorKind.STAFF: "ui/desk.html"}


@require_GET
def mine(request: ActorRequest) -> HttpResponse:
    """The account of whoever is signed in."""
    account = selectors.own_account(actor=request.actor)
    form = LanguageForm(initial={"language": account.language})
    return render(request, "accounts/mine.html", _context(request) | {"account": account, "form": form})


@sensitive_post_parameters("new", "present")
@require_http_methods(["GET", "POST"])
def password(request: ActorRequest) -> HttpResponse:
    """Sets or changes the password; who just came in by a link need not know the present one."""
    account = selectors.own_account(actor=request.actor)
    by_link = request.session.get("signed_in_by") == SignInMethod.LINK.value or not account.has_password
    form = (NewPasswordForm if by_link else ChangePasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(
                actor=request.actor, new=form.cleaned_data["new"], present=form.cleaned_data.get("present")
            )
        except services.WrongPassword:
            form.add_error("present", gettext("This is not your present password."))
        else:
            user = ModelBackend().get_user(request.actor.user_id)
            if user is not None:
                update_session_auth_hash(request, user)
            messages.success(request, gettext("Your password is set. Other devices are signed out."))
            return redirect("accounts:mine")
    context = _context(request) | {"account": account, "form": form}
    return render(request, "accounts/password.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def language(request: ActorRequest) -> HttpResponse:
    """Keeps the language of pages and e-mails."""
    form = LanguageForm(request.POST)
    response = redirect("accounts:mine")
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        services.choose_language(actor=request.actor, language=chosen)
        with override(chosen):
            messages.success(request, gettext("Pages and e-mails are in English from now on."))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=settings.LANGUAGE_COOKIE_AGE, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        )  # fmt: skip
    return response


def _context(request: ActorRequest) -> dict[str, object]:
    return {"layout": LAYOUTS.get(request.actor.kind, "ui/plain.html"), "staff": request.actor.kind is ActorKind.STAFF}
