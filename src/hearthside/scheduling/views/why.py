"""Why: of a session and everybody in it, of one person's week, and of what the clinic lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from hearthside.kernel.weeks import clock
from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain import why
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.templatetags import why_words as words
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.tables import Names


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another open session of a service, and why it was not taken."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat's reason in words."""

    name: str
    participant_id: int
    service: str
    because: str
    wishes: str
    others: tuple[Elsewhere, ...]
    not_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What the clinic could add, in words, with the people it would help."""

    words: str
    needs: str
    joined: str
    people: tuple[tuple[int, str], ...]


@require_GET
@vary_on_headers("HX-Request")
def planned(request: HttpRequest, proposal_id: int, planned: str) -> HttpResponse:
    """Why a session of a proposal is when it is, and why each of its people is in it."""
    actor = actor_of(request)
    asked = selectors.asked_week(actor=actor, proposal_id=proposal_id)
    session = next((s for s in asked.week.sessions if s.id == planned), None) if asked else None
    if asked is None or session is None:
        return _not_there(request, proposal_id)
    names = Names.of(actor, asked.detail)
    context = {"row": asked.detail.row, **_session(asked.week, session, names)}
    return _answer(request, "scheduling/why_session.html", context)


@require_GET
@vary_on_headers("HX-Request")
def known(request: HttpRequest, session_id: int) -> HttpResponse:
    """Why a session that people know is when it is, and why each of its people is in it."""
    actor = actor_of(request)
    found = services.known_session(actor=actor, session_id=session_id)
    context: dict[str, object] = {"card": found.card}
    if found.week is not None and found.session is not None:
        names = Names.at(actor, found.card.site_id, {int(name[1:]) for name in found.people})
        context |= _session(found.week, found.session, names)
    return _answer(request, "scheduling/why_session.html", context)


@require_GET
@vary_on_headers("HX-Request")
def person(request: HttpRequest, proposal_id: int, participant_id: int) -> HttpResponse:
    """Why somebody's week is as it is; without a full week, what stands in the way and what would help."""
    actor, name = actor_of(request), f"p{participant_id}"
    asked = selectors.asked_week(actor=actor, proposal_id=proposal_id)
    if asked is None or name not in asked.week.people:
        return _not_there(request, proposal_id)
    names = Names.of(actor, asked.detail)
    full = name not in asked.without
    reason = None if full else why.obstacles(asked.week, name)
    context = {
        "row": asked.detail.row, "name": names.people.get(name, name), "participant_id": participant_id, "full": full,
        "seats": tuple(_seat(seat, names) for seat in why.why_seats(asked.week, name)),
        "free_now": reason is not None and reason.free_now,
        "conflicts": [words.conflict_words(c, names) for c in reason.conflicts if c.parts] if reason else [],
        "changes": [words.change_words(c, names) for c in reason.changes] if reason else [],
    }  # fmt: skip
    return _answer(request, "scheduling/why_person.html", context)


@require_GET
@vary_on_headers("HX-Request")
def lacks(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What would give a full week to more people, ranked."""
    actor = actor_of(request)
    asked = selectors.asked_week(actor=actor, proposal_id=proposal_id)
    if asked is None:
        return _not_there(request, proposal_id)
    names, found = Names.of(actor, asked.detail), why.lacks(asked.week, asked.without)
    context = {
        "row": asked.detail.row, "free": _people(found.free, names), "waiting": len(asked.without),
        "claims": [
            Claim(
                words.lack_words(lack, names), words.needs_words(lack), words.joined_words(lack),
                _people(lack.people, names),
            )
            for lack in found.ranked
        ],
    }  # fmt: skip
    return _answer(request, "scheduling/why_lacks.html", context)


def _not_there(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The proposal as it stands, where what was asked about is not, or not yet, in its week."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204)
    messages.info(request, _("That is not in this week any more. Here is the week as it stands."))
    return redirect("scheduling:proposal", proposal_id)


def _answer(request: HttpRequest, page: str, context: dict[str, object]) -> HttpResponse:
    part = "#reasons" if request.headers.get("HX-Request") == "true" else ""
    return render(request, page + part, context)


def _session(week: why.Running, session: Session, names: Names) -> dict[str, object]:
    reason = why.why_session(week, session)
    leader = names.clinicians.get(session.clinician, "")
    reasons = [why.why_seat(week, name, session) for name in session.participants if name in week.people]
    told = sorted(r.person for r in reasons if r.because is why.Because.ONE_OF_SEVERAL)
    seats = (_seat(reason, names) for reason in reasons if reason.person not in told)
    starts = week.problem.starts_on + timedelta(days=session.day)
    return {
        "service": words.service_name(names, session.service), "day": starts, "starts": clock(session.start),
        "ends": clock(reason.end), "said": words.session_words(reason, leader),
        "other_times": [words.other_time_words(time, reason.people) for time in reason.others],
        "seats": tuple(sorted(seats, key=lambda seat: seat.name)), "known": True,
        "flexible": sorted(names.people.get(name, name) for name in told),
    }  # fmt: skip


def _seat(reason: why.SeatReason, names: Names) -> Seat:
    others = sorted(reason.others, key=lambda o: (o.session.day, o.session.start))
    return Seat(
        names.people.get(reason.person, reason.person), int(reason.person[1:]),
        words.service_name(names, reason.session.service), words.because_words(reason, names),
        words.met_words(reason.meets, names) if reason.because is not why.Because.PREFERRED else "",
        tuple(
            Elsewhere(words.when(o.session.day, o.session.start), words.otherwise_words(o, names)) for o in others
        ),
        tuple(words.not_open_words(reason.not_open)),
    )  # fmt: skip


def _people(ids: tuple[str, ...], names: Names) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(((int(i[1:]), names.people.get(i, i)) for i in ids), key=lambda one: one[1]))
