"""Changing a week by hand: a session or a person looked at, every target judged, one step made, undone, redone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.kernel.numbers import number
from hearthside.kernel.weeks import clock
from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain.byhand import (
    ANY_ROOM,
    Move,
    MovePerson,
    MoveSession,
    Opening,
    RemoveSession,
    Target,
    allowed,
)
from hearthside.scheduling.domain.entities import IN_PERSON, MODES, ONLINE, Session
from hearthside.scheduling.views.bench import Bench, Effect, effect_of
from hearthside.scheduling.views.board import Card, card_of
from hearthside.scheduling.views.objections import words_of
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.steps import step_lines

OK, UNPROCESSABLE = 200, 422


@dataclass(frozen=True, slots=True)
class Choice:
    """A target with everything that stands against it, in words."""

    target: Target
    starts: str
    reasons: tuple[str, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class Join:
    """Somebody who could join a session, perhaps instead of another: what stands against it, or what it would do."""

    name: str
    person: str
    leaving: Card | None
    reasons: tuple[str, ...]
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class Place:
    """A session that somebody could join: what stands against it, or what it would do."""

    card: Card
    reasons: tuple[str, ...]
    effect: Effect | None


@require_GET
def session(request: HttpRequest, proposal_id: int, planned: str) -> HttpResponse:
    """One session of a proposed week with its people, and what can be done."""
    bench = open_bench(request, proposal_id)
    found = bench.session(planned) if bench else None
    if bench is None or found is None:
        return _back(request, proposal_id)
    context = {
        **_about(bench), "card": card_of(bench, found), "session": found, "people": bench.people(found.participants),
        "kept": bench.draft.kept, "effect": effect_of(bench, {found.id: None}) if bench.is_draft else None,
    }  # fmt: skip
    return _panel(request, "scheduling/planned.html", context)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, proposal_id: int, planned: str) -> HttpResponse:
    """Every target of a session with what stands against it; the chosen one with its effect; the move itself."""
    bench = open_bench(request, proposal_id)
    found = bench.session(planned) if bench else None
    if bench is None or found is None or not bench.is_draft:
        return _back(request, proposal_id)
    asked = request.GET if request.method == "GET" else request.POST
    wanted = _wanted(bench, found, asked)
    if request.method == "POST" and wanted is not None:
        return make(request, bench, wanted)
    mode, clinician, room = _filters(bench, found, asked)
    targets = bench.desk.targets(found.id, mode=mode, clinician=clinician, room=room)
    context = {
        **_about(bench), "card": card_of(bench, found), "mode": mode, "clinician": clinician, "room": room or "",
        "any_room": ANY_ROOM, "rows": _rows(bench, found, targets), "days": sorted({t.move.day for t in targets}),
        "free": sum(t.allowed for t in targets), "tried": len(targets), **_chosen(bench, wanted),
    }  # fmt: skip
    return render(request, "scheduling/planned_move.html", context)


@require_GET
def people(request: HttpRequest, proposal_id: int, planned: str) -> HttpResponse:
    """Everybody who could join a session, and what stands against each."""
    bench = open_bench(request, proposal_id)
    found = bench.session(planned) if bench else None
    if bench is None or found is None or not bench.is_draft:
        return _back(request, proposal_id)
    ordered = [p for p in bench.problem.participants if any(o.service == found.service for o in p.orders)]
    joins = [_joins(bench, found, p.id) for p in ordered if p.id not in found.participants]
    fits = sorted((join for options in joins for join in options if join.effect), key=lambda join: join.name)
    refused = sorted((o[0] for o in joins if not any(join.effect for join in o)), key=lambda join: join.name)
    context = {**_about(bench), "card": card_of(bench, found), "rows": fits, "refused": refused}
    return render(request, "scheduling/planned_people.html", context)


@require_GET
def person(request: HttpRequest, proposal_id: int, participant_id: int) -> HttpResponse:
    """One person's week in a proposal; in a draft also every session they could join or change to."""
    bench = open_bench(request, proposal_id)
    name = f"p{participant_id}"
    if bench is None or name not in bench.desk.week.people:
        return _back(request, proposal_id)
    mine = [s for s in bench.desk.week.sessions if name in s.participants]
    leaves = request.GET.get("leaves") or None
    leaving = next((s for s in mine if s.id == leaves), None)
    places = _openings(bench, name, leaving) if bench.is_draft else []
    out = MovePerson(name, leaving.id) if leaving else None
    context = {
        "out_effect": effect_of(bench, bench.desk.changes(out)) if out and bench.is_draft else None,
        **_about(bench), "name": bench.person(name), "person": name, "participant_id": participant_id,
        "own": bench.figures.own[name], "asked": bench.desk.week.people[name], "kept": name in bench.draft.kept,
        "cards": [card_of(bench, s) for s in mine], "leaving": card_of(bench, leaving) if leaving else None,
        "places": [p for p in places if p.effect], "refused": [p for p in places if not p.effect],
        "lacks": _lacks(bench, name, mine),
    }  # fmt: skip
    return _panel(request, "scheduling/planned_person.html", context)


@require_POST
def do(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Makes one step that names a person or a session alone."""
    bench = open_bench(request, proposal_id)
    if bench is None or not bench.is_draft:
        return _back(request, proposal_id)
    participant, planned = request.POST.get("participant", ""), request.POST.get("remove", "")
    leaves, joins = request.POST.get("leaves") or None, request.POST.get("joins") or None
    if planned:
        return make(request, bench, RemoveSession(planned))
    return make(request, bench, MovePerson(participant, leaves, joins))


def make(request: HttpRequest, bench: Bench, step: Move) -> HttpResponse:
    """Makes a step in a draft, or says everything that stands against it."""
    version = number(request.POST.get("version"))
    try:
        services.move_by_hand(
            actor=actor_of(request), proposal_id=bench.row.id, version=-1 if version is None else version, move=step
        )
    except services.MoveRefused as refused:
        messages.warning(request, " ".join([_("Not moved."), *words_of(bench, refused.objections)]))
    except services.DraftChanged:
        messages.warning(request, _("This draft was changed meanwhile, perhaps in another tab. Here it is now."))
    except services.ProposalRefused:
        messages.warning(request, _("This draft can no longer be changed."))
    else:
        if request.POST.get("then") == "board":
            messages.success(request, _dropped(request, bench))
    then, person = request.POST.get("then", ""), request.POST.get("participant", "")[1:]
    if then == "people" and isinstance(step, MovePerson) and step.joins in bench.desk.week.by_id:
        return redirect("scheduling:planned_people", bench.row.id, step.joins)
    if then == "person" and number(person) is not None:
        return redirect("scheduling:planned_person", bench.row.id, int(person))
    return _after(request, bench.row.id)


def _dropped(request: HttpRequest, before: Bench) -> str:
    """What dropping something on the board did, for whoever did not look at it first."""
    after = open_bench(request, before.row.id) or before
    done = next(line.words for line in step_lines(after) if line.in_force)
    weeks = before.figures.full, after.figures.full
    return done if weeks[0] == weeks[1] else f"{done}. {_('Full weeks')}: {weeks[0]} → {weeks[1]}"


def open_bench(request: HttpRequest, proposal_id: int) -> Bench | None:
    """The bench of a proposal; nothing where it has no week yet."""
    actor = actor_of(request)
    detail = selectors.proposal_detail(actor=actor, proposal_id=proposal_id)
    return None if detail.solution is None else Bench.of(actor, detail)


def _about(bench: Bench) -> dict[str, Any]:
    return {"bench": bench, "row": bench.row, "names": bench.names, "draft": bench.draft, "is_draft": bench.is_draft}


def _panel(request: HttpRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    part = "#panel" if request.headers.get("HX-Request") == "true" else ""
    return render(request, page + part, context)


def _back(request: HttpRequest, proposal_id: int) -> HttpResponse:
    messages.info(request, _("That is not in this week any more. Here is the week as it stands."))
    return redirect("scheduling:proposal", proposal_id)


def _after(request: HttpRequest, proposal_id: int) -> HttpResponseRedirect:
    response = redirect("scheduling:proposal", proposal_id)
    way, person = request.POST.get("by", ""), number(request.POST.get("person", "")[1:])
    shown = f"?by={way}" + ("" if person is None else f"&person=p{person}") if way.isalpha() else ""
    response["Location"] += shown + "#week"
    return response


def _filters(bench: Bench, found: Session, asked: Any) -> tuple[str, str, str | None]:
    """The way to meet, the leader and the room that targets are shown for; those of the session at first."""
    mode = asked.get("mode", found.mode)
    mode = mode if mode in MODES else found.mode
    clinician = asked.get("clinician", found.clinician)
    clinician = clinician if clinician in bench.desk.week.clinicians else found.clinician
    room = asked.get("room", found.room or ANY_ROOM) or ANY_ROOM
    room = room if room in bench.desk.week.rooms or room == ANY_ROOM else ANY_ROOM
    return mode, clinician, None if mode == ONLINE else room


def _wanted(bench: Bench, found: Session, asked: Any) -> MoveSession | None:
    """The target that was chosen, if one was."""
    day, start = number(asked.get("day")), number(asked.get("start"))
    if day is None or start is None or not 0 <= day < 7:
        return None
    mode, clinician, room = _filters(bench, found, asked)
    if mode == IN_PERSON and room == ANY_ROOM:
        targets = bench.desk.targets(found.id, mode=mode, clinician=clinician, room=room)
        room = next((t.move.room for t in targets if (t.move.day, t.move.start) == (day, start)), found.room)
    return MoveSession(found.id, day, start, mode, room, clinician)


def _chosen(bench: Bench, wanted: MoveSession | None) -> dict[str, Any]:
    if wanted is None:
        return {}
    objections, changed = bench.desk.check(wanted), bench.desk.changes(wanted)
    after = next(s for s in changed.values() if s is not None)
    can = allowed(objections)
    return {
        "chosen": wanted, "chosen_line": bench.line(after), "chosen_reasons": words_of(bench, objections),
        "can": can, "effect": effect_of(bench, changed) if can else None,
    }  # fmt: skip


def _rows(bench: Bench, found: Session, targets: Iterable[Target]) -> list[tuple[str, list[Choice | None]]]:
    """The targets as a table: times down, days across."""
    by_place = {(t.move.start, t.move.day): t for t in targets}
    days = sorted({day for _start, day in by_place})
    rows = []
    for start in sorted({start for start, _day in by_place}):
        cells = [by_place.get((start, day)) for day in days]
        rows.append((clock(start), [_choice(bench, found, t) if t else None for t in cells]))
    return rows


def _choice(bench: Bench, found: Session, target: Target) -> Choice:
    here = (target.move.day, target.move.start) == (found.day, found.start)
    reasons = () if target.allowed else words_of(bench, (o for o in target.objections if not o.too_few))
    return Choice(target, clock(target.move.start), reasons, here)


def _openings(bench: Bench, name: str, leaving: Session | None) -> list[Place]:
    """Sessions to join, those that can be joined first, in the order of time."""
    found = bench.desk.openings(name, leaving.id if leaving else None)
    places = [_place(bench, name, opening, leaving) for opening in found]
    return sorted(places, key=lambda p: (p.effect is None, p.card.line.day, p.card.line.starts))


def _place(bench: Bench, name: str, opening: Opening, leaving: Session | None) -> Place:
    step = MovePerson(name, leaving.id if leaving else None, opening.session.id)
    effect = effect_of(bench, bench.desk.changes(step)) if opening.allowed else None
    return Place(card_of(bench, opening.session), words_of(bench, opening.objections), effect)


def _joins(bench: Bench, found: Session, name: str) -> list[Join]:
    """The ways in which somebody could join a session: beside what they have, or instead of one of the same service."""
    same = [s for s in bench.solution.sessions if s.service == found.service and name in s.participants]
    joins = []
    for leaving in (None, *same):
        step = MovePerson(name, leaving.id if leaving else None, found.id)
        objections = bench.desk.check(step)
        can = allowed(objections)
        joins.append(Join(
            bench.person(name), name, card_of(bench, leaving) if leaving else None,
            () if can else words_of(bench, objections), effect_of(bench, bench.desk.changes(step)) if can else None,
        ))  # fmt: skip
    return joins


def _lacks(bench: Bench, name: str, mine: Iterable[Session]) -> list[tuple[str, int, int]]:
    """Each service that is ordered: how many are in the week, of how many."""
    held = [s.service for s in mine]
    return [
        (bench.names.services.get(o.service.partition("@")[0], o.service), held.count(o.service), o.per_week)
        for o in bench.desk.week.people[name].orders
    ]
