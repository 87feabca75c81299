"""Who may open which phone page, and what was asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse

from hearthside.access.actor import ActorKind
from hearthside.access.requests import ActorRequest

View = Callable[..., HttpResponse]


def participants_only(view: View) -> View:
    """A participant's own page: `participant_id` is the reader's; for everybody else there is no such page."""

    @functools.wraps(view)
    def guarded(request: ActorRequest, **kwargs: Any) -> HttpResponse:
        if request.actor.kind is not ActorKind.PARTICIPANT or request.actor.participant_id is None:
            raise Http404
        return view(request, participant_id=request.actor.participant_id, **kwargs)

    return guarded


def no_staff(view: View) -> View:
    """A page for participants and support people."""

    @functools.wraps(view)
    def guarded(request: ActorRequest, **kwargs: Any) -> HttpResponse:
        if request.actor.kind not in {ActorKind.PARTICIPANT, ActorKind.SUPPORT}:
            raise Http404
        return view(request, **kwargs)

    return guarded


def asked_day(request: ActorRequest) -> date | None:
    """The day in `?week=`, if it is one."""
    try:
        return date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return None
