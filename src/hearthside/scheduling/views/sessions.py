"""Pages of one session: add it, who sits in it, move, cancel, lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.actor import Actor
from hearthside.kernel.numbers import number
from hearthside.participants import selectors as participants
from hearthside.program import selectors as program
from hearthside.scheduling import forms, selectors, services
from hearthside.scheduling.views.parts import actor_of, person_names

OK, UNPROCESSABLE = 200, 422


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a session, or somebody who could be."""

    participant_id: int
    card: participants.PersonCard | None
    seat_id: int = 0


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, site_id: int) -> HttpResponse:
    """Adds a session to the week."""
    actor = actor_of(request)
    selectors.may_change_sessions(actor=actor)
    catalogue = program.catalogue(actor=actor, site_id=site_id)
    if request.method == "GET":
        form = forms.SessionForm(initial=_asked_for(request), catalogue=catalogue)
    else:
        form = forms.SessionForm(request.POST, catalogue=catalogue)
        if form.is_valid():
            try:
                number = services.open_session(actor=actor, site_id=site_id, **form.wanted())
            except services.BookingRefused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("The session is in the week. Add the people who come."))
                return redirect("scheduling:session", number)
    status = UNPROCESSABLE if form.errors else OK
    return render(request, "scheduling/add.html", {"form": form, "site": catalogue}, status=status)


@require_GET
def show(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session with its people and what can be done."""
    return _page(request, session_id)


@require_POST
def book(request: HttpRequest, session_id: int) -> HttpResponse:
    """Gives somebody a place."""
    actor, form = actor_of(request), forms.SeatForm(request.POST)
    selectors.may_change_sessions(actor=actor)
    if form.is_valid():
        person = form.cleaned_data["participant"]
        despite = form.cleaned_data["despite_commitments"]
        try:
            services.book_seat(actor=actor, session_id=session_id, participant_id=person, despite_commitments=despite)
        except services.BookingRefused as refused:
            form.refuse(refused)
            return _page(request, session_id, form, refused)
        return redirect("scheduling:session", session_id)
    return _page(request, session_id, form)


@require_POST
def release(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Takes somebody out; the page offers to put them back."""
    actor = actor_of(request)
    session_id = services.release_seat(actor=actor, seat_id=seat_id)
    person = selectors.seat_ref(actor=actor, seat_id=seat_id).participant_id
    response = redirect("scheduling:session", session_id)
    response["Location"] += f"?removed={person}"
    return response


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, session_id: int) -> HttpResponse:
    """Moves a session with everybody in it."""
    actor = actor_of(request)
    selectors.may_change_sessions(actor=actor)
    card = selectors.session_card(actor=actor, session_id=session_id)
    catalogue = program.catalogue(actor=actor, site_id=card.site_id)
    now = {
        "day": card.day, "start": card.starts.hour * 60 + card.starts.minute, "room": card.room_id,
        "clinician": card.clinician_id,
    }  # fmt: skip
    form = forms.MoveForm(request.POST if request.method == "POST" else None, initial=now, catalogue=catalogue)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_session(actor=actor, session_id=session_id, **form.wanted())
        except services.BookingRefused as refused:
            person = refused.detail.get("participant_id")
            names = person_names(actor, [person] if isinstance(person, int) else [])
            form.refuse(refused, about=next(iter(names.values()), ""))
        else:
            messages.success(request, _("The session is moved, with everybody in it."))
            return redirect("scheduling:session", session_id)
    status = UNPROCESSABLE if form.errors else OK
    return render(request, "scheduling/move.html", {"form": form, "card": card}, status=status)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, session_id: int) -> HttpResponse:
    """Calls a session off."""
    actor = actor_of(request)
    selectors.may_change_sessions(actor=actor)
    card = selectors.session_card(actor=actor, session_id=session_id)
    form = forms.CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel_session(actor=actor, session_id=session_id, reason=form.cleaned_data["reason"])
        except services.BookingRefused as refused:
            form.refuse(refused)
        else:
            return redirect("scheduling:session", session_id)
    status = UNPROCESSABLE if form.errors else OK
    return render(request, "scheduling/cancel.html", {"form": form, "card": card}, status=status)


@require_POST
def restore(request: HttpRequest, session_id: int) -> HttpResponse:
    """Takes a cancellation back."""
    actor = actor_of(request)
    try:
        answer = services.restore_session(actor=actor, session_id=session_id)
    except services.BookingRefused as refused:
        return _page(request, session_id, refused_words=refused)
    if answer.lost:
        names = ", ".join(person_names(actor, answer.lost).values())
        messages.warning(request, _("The session is on again, without: %(names)s.") % {"names": names})
    else:
        messages.success(request, _("The session is on again, with everybody who was in it."))
    return redirect("scheduling:session", session_id)


@require_POST
def lock(request: HttpRequest, session_id: int) -> HttpResponse:
    """Locks a session or lets go of it."""
    locked = request.POST.get("locked") == "yes"
    services.lock_session(actor=actor_of(request), session_id=session_id, locked=locked)
    return redirect("scheduling:session", session_id)


def _asked_for(request: HttpRequest) -> dict[str, str]:
    return {
        name: request.GET[name]
        for name in ("offer", "mode", "day", "start", "room", "clinician")
        if name in request.GET
    }


def _page(
    request: HttpRequest, session_id: int, form: forms.SeatForm | None = None,
    refused: services.BookingRefused | None = None, refused_words: services.BookingRefused | None = None,
) -> HttpResponse:  # fmt: skip
    actor = actor_of(request)
    card = selectors.session_card(actor=actor, session_id=session_id)
    seats = selectors.session_people(actor=actor, session_ids=[session_id])[session_id]
    text = request.GET.get("q", "").strip() or request.POST.get("q", "").strip()
    removed = number(request.GET.get("removed")) or 0
    wanted = form.cleaned_data.get("participant", 0) if form is not None else 0
    cards = participants.cards(actor=actor, participant_ids=[*(s.participant_id for s in seats), removed, wanted])
    problem = form or (forms.SeatForm({}) if refused_words else None)
    if refused_words and problem is not None:
        problem.refuse(refused_words)
    context: dict[str, Any] = {
        "card": card, "find": text, "form": problem, "wanted": cards.get(wanted), "removed": cards.get(removed),
        "people": tuple(Person(s.participant_id, cards.get(s.participant_id), s.seat_id) for s in seats),
        "hits": _hits(actor, text, {s.participant_id for s in seats}) if text and not card.cancelled else None,
        "can_overrule": refused is not None and refused.code is services.Code.COMMITMENT,
    }  # fmt: skip
    return render(request, "scheduling/session.html", context, status=UNPROCESSABLE if problem else OK)


def _hits(actor: Actor, text: str, seated: set[int]) -> tuple[Person, ...]:
    found = participants.find_people(actor=actor, text=text, limit=8)
    return tuple(Person(hit.card.id, hit.card) for hit in found if hit.open and hit.card.id not in seated)
