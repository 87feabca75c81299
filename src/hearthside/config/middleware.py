"""From a request to an Actor, its language, its log line, and its answer when something may not be seen."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotPermitted
from hearthside.accounts import selectors as accounts
from hearthside.audit import trail
from hearthside.participants import selectors as participants
from hearthside.program import selectors as program

GetResponse = Callable[[HttpRequest], HttpResponse]
STAFF_PAGES = frozenset({"desk", "participants", "program", "scheduling", "care"})
logger = logging.getLogger("hearthside.requests")
LARGEST = 2**63 - 1


def request_log(get_response: GetResponse) -> GetResponse:
    """Writes one line a request: route, status and time; never a path, which may hold an id."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            match, actor = request.resolver_match, getattr(request, "actor", None)
            logger.info("request", extra={
                "request_id": request.id,  # type: ignore[attr-defined]
                "method": request.method, "route": match.route if match else "", "status": response.status_code,
                "milliseconds": round((time.perf_counter() - started) * 1000, 1),
                "actor_kind": actor.kind.value if actor else "",
            })  # fmt: skip
            response.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """Speaks the language chosen on this device, else the one kept in the account, else the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or getattr(request.user, "language", "")
        known = dict(settings.LANGUAGES)
        with translation.override(chosen if chosen in known else translation.get_language_from_request(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.setdefault("Content-Language", request.LANGUAGE_CODE or "en")
        return response

    return middleware


class LoginRequired(LoginRequiredMiddleware):
    """Every page needs sign-in but those marked; inside HTMX the whole page goes to sign-in and comes back after."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Sends to sign-in, remembering the page."""
        if request.headers.get("HX-Request") == "true":
            return _to_sign_in(request, settings.LOGIN_URL)
        return super().handle_no_permission(request, view_func)


class ActorMiddleware:
    """Puts `request.actor` in place, flushes the reads of the request, and hides what may not be seen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        with trail.one_flush_for_reads():
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],  # noqa: ARG002
        args: Any,  # noqa: ARG002
        kwargs: Any,
    ) -> None:
        """Not there: staff pages for anybody else, even their own data, and numbers longer than the database keeps."""
        namespace = request.resolver_match.namespace if request.resolver_match else ""
        if namespace in STAFF_PAGES and request.actor.kind not in (ActorKind.STAFF, ActorKind.ANONYMOUS):  # type: ignore[attr-defined]
            raise Http404
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002
        """May-not and not-there answer alike."""
        if isinstance(exception, NotPermitted):
            raise Http404
        return None


class SecondStep:
    """Staff, and whoever else set up a second step, take it before they reach anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        args: Any,  # noqa: ARG002
        kwargs: Any,  # noqa: ARG002
    ) -> HttpResponse | None:
        """Sends to the second step, remembering the page."""
        done = request.session.get("second_step_done") if request.user.is_authenticated else True
        staff = request.actor.kind is ActorKind.STAFF  # type: ignore[attr-defined]
        open_page = not getattr(view_func, "login_required", True) or hasattr(view_func, "before_second_step")
        if open_page or done is True or (done is None and not staff):
            return None
        return _to_sign_in(request, "accounts:second_step")


def _to_sign_in(request: HttpRequest, name: str) -> HttpResponse:
    """A page of sign-in that returns to this one; inside HTMX the whole page goes there."""
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    page = (current.path or "/") + (f"?{current.query}" if current.query else "")
    response = HttpResponse(status=204)
    response["HX-Redirect"] = f"{reverse(name)}?{urlencode({'next': page})}"
    return response


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking."""
    if not request.user.is_authenticated:
        return Actor.anonymous()
    user = accounts.signed_in_user(user_id=request.user.pk)
    if user.kind is ActorKind.STAFF:
        staff_id = program.staff_id_of_user(user_id=user.id)
        return Actor.staff(user_id=user.id, staff_id=staff_id, name=user.name, roles=user.roles)
    if user.kind is ActorKind.PARTICIPANT:
        participant_id = participants.participant_id_of_user(user_id=user.id)
        if participant_id is not None:
            return Actor.participant(user_id=user.id, participant_id=participant_id, name=user.name)
    return Actor.support(user_id=user.id, name=user.name)
