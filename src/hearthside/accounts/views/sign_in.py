"""Signing in by password or by link, and signing out."""

from __future__ import annotations

from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.accounts import services
from hearthside.accounts.domain.secrets import LINK_LIFETIME
from hearthside.accounts.domain.states import SignInMethod
from hearthside.accounts.forms import LinkForm, SignInForm
from hearthside.accounts.views.entering import enter, page_after


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail address and password, or the way to a link."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(page_after(request))
    form = SignInForm(request.POST or None, initial={"login": request.GET.get("login", "")})
    if request.method == "POST" and form.is_valid():
        user = authenticate(
            request, username=form.cleaned_data["login"].lower(), password=form.cleaned_data["password"]
        )
        if user is not None:
            return enter(request, user_id=user.pk, method=SignInMethod.PASSWORD, page=page_after(request))
        form.add_error(
            "password", gettext("That address and password do not go together. Check both, or ask for a link.")
        )
    return _page(request, "accounts/sign_in.html", {"form": form})


@login_not_required
@require_http_methods(["GET", "POST"])
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Has a sign-in link sent; answers the same whether or not the address has an account."""
    form = LinkForm(request.POST or None, initial={"login": request.GET.get("login", "")})
    if request.method == "POST" and form.is_valid():
        page = page_after(request)
        services.ask_for_link(email=form.cleaned_data["login"], next_page=page if page != "/" else "")
        return redirect("accounts:link_sent")
    return _page(request, "accounts/link.html", {"form": form})


@login_not_required
@require_GET
def link_sent(request: HttpRequest) -> HttpResponse:
    """Says what happens next, the same to everybody."""
    return render(request, "accounts/link_sent.html", {"minutes": LINK_LIFETIME.seconds // 60})


@login_not_required
@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows a button first, because mail scanners open links; the button signs in."""
    if request.method == "GET":
        return render(request, "accounts/use_link.html")
    try:
        used = services.use_link(secret=secret)
    except services.LinkRefused:
        return render(request, "accounts/link_over.html", status=422)
    return enter(request, user_id=used.user_id, method=SignInMethod.LINK, page=used.next_page or "/")


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session and goes to sign-in."""
    logout(request)
    return redirect("account_login")


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"next": page_after(request)} | context, status=status)
