"""What every way of signing in ends with: a session, a note in the trail, and the second step where one is needed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotFound
from hearthside.accounts import selectors, services
from hearthside.accounts.domain.states import SignInMethod

BACKEND = "django.contrib.auth.backends.ModelBackend"
View = Callable[..., HttpResponse]


def before_second_step(view: View) -> View:
    """Marks a page that staff reach between the first and the second step."""
    view.before_second_step = True  # type: ignore[attr-defined]
    return view


def page_after(request: HttpRequest) -> str:
    """The page to return to after sign-in; only ever one of our own."""
    page = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else "/"


def with_next(name: str, page: str) -> str:
    """The address of a sign-in page that remembers where to go after it."""
    return reverse(name) + (f"?{urlencode({'next': page})}" if page != "/" else "")


def enter(request: HttpRequest, *, user_id: int, method: SignInMethod, page: str) -> HttpResponseRedirect:
    """Signs somebody in, and sends them on to the second step or to the page they wanted."""
    user = ModelBackend().get_user(user_id)
    if user is None:
        raise NotFound("user")
    login(request, user, backend=BACKEND)
    known = selectors.signed_in_user(user_id=user_id)
    actor = Actor(known.kind, known.id, known.name)
    services.note_sign_in(actor=actor, method=method)
    set_up = selectors.has_second_step(actor=actor)
    request.session["signed_in_by"] = method.value
    request.session["second_step_done"] = not set_up and known.kind is not ActorKind.STAFF
    if request.session["second_step_done"]:
        return HttpResponseRedirect(page)
    return redirect(with_next("accounts:second_step" if set_up else "accounts:set_up_second_step", page))


def finish_second_step(request: HttpRequest) -> None:
    """Marks the session as fully signed in, under a new key."""
    request.session.cycle_key()
    request.session["second_step_done"] = True


def may_try_code(request: HttpRequest, actor: Actor) -> bool:
    """Whether this person may try another code now; guessing is slowed down like guessing passwords."""
    return bool(AxesProxyHandler.is_allowed(request, _code_credentials(actor)))


def note_wrong_code(request: HttpRequest, actor: Actor) -> None:
    """Counts a wrong code."""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials=_code_credentials(actor), request=request)


def slow_down(request: HttpRequest) -> HttpResponse:
    """Asks for a pause, kindly."""
    return render(request, "accounts/slow_down.html", status=429)


def _code_credentials(actor: Actor) -> dict[str, str]:
    return {"username": f"second step of {actor.user_id}"}
