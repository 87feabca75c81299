"""The second step: set up with an authenticator app, asked at each sign-in, with recovery codes."""

from __future__ import annotations

import segno
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.actor import ActorKind
from hearthside.access.requests import ActorRequest
from hearthside.accounts import selectors, services
from hearthside.accounts.domain.totp import address_for_app, in_groups
from hearthside.accounts.forms import CodeForm
from hearthside.accounts.views.entering import (
    before_second_step,
    finish_second_step,
    may_try_code,
    note_wrong_code,
    page_after,
    slow_down,
    with_next,
)

OFFERED = "second_step_offered"


@before_second_step
@require_http_methods(["GET", "POST"])
def second_step(request: ActorRequest) -> HttpResponse:
    """Asks for the code of the app, or a recovery code."""
    actor = request.actor
    if request.session.get("second_step_done") is True:
        return HttpResponseRedirect(page_after(request))
    if not selectors.has_second_step(actor=actor):
        return redirect(with_next("accounts:set_up_second_step", page_after(request)))
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if not may_try_code(request, actor):
            return slow_down(request)
        if form.is_valid():
            try:
                services.pass_second_step(actor=actor, code=form.cleaned_data["code"])
            except services.WrongCode:
                note_wrong_code(request, actor)
                form.add_error("code", _wrong())
            else:
                finish_second_step(request)
                return HttpResponseRedirect(page_after(request))
    context = {"form": form, "next": page_after(request)}
    return render(request, "accounts/second_step.html", context, status=422 if request.method == "POST" else 200)


@before_second_step
@require_http_methods(["GET", "POST"])
def set_up(request: ActorRequest) -> HttpResponse:
    """Shows the QR code and the key, and checks the first code of the app."""
    actor = request.actor
    if selectors.has_second_step(actor=actor) and request.session.get("second_step_done") is not True:
        return redirect(with_next("accounts:second_step", page_after(request)))
    if OFFERED not in request.session:
        request.session[OFFERED] = encrypt(generate_totp_secret())
    secret = decrypt(request.session[OFFERED])
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_up_second_step(actor=actor, secret=secret, code=form.cleaned_data["code"])
        except services.WrongCode:
            form.add_error("code", _wrong())
        else:
            del request.session[OFFERED]
            finish_second_step(request)
            return redirect(with_next("accounts:recovery_codes", page_after(request)))
    account = selectors.own_account(actor=actor)
    issuer = settings.CLINIC_NAME if account.kind is ActorKind.STAFF else gettext("My account")  # no clinic on a phone
    address = address_for_app(secret, label=account.email, issuer=issuer)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=3, dark="#000", light="#fff")
    context = {"form": form, "next": page_after(request), "picture": picture, "secret": in_groups(secret)}
    return render(request, "accounts/set_up.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET"])
def recovery_codes(request: ActorRequest) -> HttpResponse:
    """The recovery codes that are left, to be kept on paper."""
    codes = selectors.recovery_codes(actor=request.actor)
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": page_after(request)})


@require_POST
def renew_codes(request: ActorRequest) -> HttpResponse:
    """Makes new recovery codes."""
    services.renew_recovery_codes(actor=request.actor)
    return redirect("accounts:recovery_codes")


@require_POST
def remove(request: ActorRequest) -> HttpResponse:
    """Goes back to signing in without a second step; not for staff."""
    try:
        services.remove_second_step(actor=request.actor)
    except services.SecondStepNeeded:
        messages.error(request, gettext("Staff keep their second step."))
    return redirect("accounts:mine")


def _wrong() -> str:
    return gettext("This is not the code that the app shows now. Wait for the next one and type it.")
