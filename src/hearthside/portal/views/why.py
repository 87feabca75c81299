"""Why one of a participant's own sessions is when it is: their own week, and nothing about anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hearthside.access.requests import ActorRequest
from hearthside.portal.views.shared import participants_only
from hearthside.program import selectors as program
from hearthside.scheduling import services as scheduling
from hearthside.scheduling.domain.why import Otherwise, SeatReason
from hearthside.scheduling.templatetags import why_words as words
from hearthside.ui.language import in_own_language, reads_spanish

PRIVATE = frozenset({Otherwise.MUST_NOT_MEET})
COULD_CHANGE = frozenset({Otherwise.LIKED_BETTER, Otherwise.AS_GOOD})


@dataclass(frozen=True, slots=True)
class Own:
    """What things in the reason of one's own seat are called."""

    services: dict[str, str]
    clinicians: dict[str, str]
    audiences: dict[tuple[str, str], str]


@require_GET
@participants_only
def why(request: ActorRequest, participant_id: int, session_id: int) -> HttpResponse:
    """Why this time."""
    seat = scheduling.own_seat(actor=request.actor, participant_id=participant_id, session_id=session_id)
    name = in_own_language(seat.card.service_name, seat.card.service_name_es)
    phone = next((p.phone for p in program.site_places() if p.id == seat.card.site_id), "")
    context: dict[str, object] = {"card": seat.card, "name": name, "phone": phone}
    if seat.reason is not None:
        called = Own(
            dict(seat.names_es if reads_spanish() else seat.names),
            {f"c{seat.card.clinician_id}": seat.card.clinician_name},
            {},
        )
        context |= {"because": words.because_words(seat.reason, called), "others": _others(seat.reason, called)}
        context["could_change"] = any(o.code in COULD_CHANGE for o in seat.reason.others)
    return render(request, "portal/why.html", context)


def _others(reason: SeatReason, called: Own) -> list[tuple[str, str]]:
    """The other groups of this kind that fit around the reader's life, and what became of each."""
    return [
        (words.when(o.session.day, o.session.start), words.otherwise_words(o, called))
        for o in sorted(reason.others, key=lambda o: (o.session.day, o.session.start))
        if o.code not in PRIVATE
    ]
