"""Today and the week."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hearthside.access.actor import ActorKind
from hearthside.access.requests import ActorRequest
from hearthside.kernel.numbers import number
from hearthside.portal import selectors
from hearthside.portal.views.shared import asked_day, participants_only


@require_GET
def today(request: ActorRequest) -> HttpResponse:
    """What is next and how the week is going; staff go to their desk, support people to whom they support."""
    if request.actor.kind is ActorKind.STAFF:
        return redirect("desk:today")
    if request.actor.participant_id is None:
        return redirect("portal:people")
    now = timezone.now()
    page = selectors.today(
        actor=request.actor, participant_id=request.actor.participant_id, now=now,
        language=request.LANGUAGE_CODE or "en",
    )  # fmt: skip
    return render(request, "portal/today.html", {"page": page, "now": now})


@require_GET
@participants_only
def week(request: ActorRequest, participant_id: int) -> HttpResponse:
    """The week, day by day."""
    now = timezone.now()
    page = selectors.week(
        actor=request.actor, participant_id=participant_id, asked=asked_day(request), now=now,
        language=request.LANGUAGE_CODE or "en",
    )  # fmt: skip
    settled = selectors.week_settled(
        actor=request.actor, participant_id=participant_id, page=page, chosen=number(request.GET.get("chosen")), now=now
    )
    return render(request, "portal/week.html", {"page": page, "now": now, "settled": settled})
