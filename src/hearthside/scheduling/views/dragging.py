"""Dragging on the board of a draft: every place where a session or a person could be dropped, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hearthside.scheduling.domain.byhand import ANY_ROOM, MovePerson, MoveSession, allowed
from hearthside.scheduling.domain.byhand_rules import Objection
from hearthside.scheduling.domain.entities import IN_PERSON, ONLINE, Session
from hearthside.scheduling.views.bench import Bench
from hearthside.scheduling.views.board import group_key, lane_names, way_of
from hearthside.scheduling.views.objections import words_of
from hearthside.scheduling.views.steps import place_words
from hearthside.scheduling.views.workbench import open_bench

CONFLICT = 409
Place = dict[str, Any]


@require_GET
def session(request: HttpRequest, proposal_id: int, planned: str) -> JsonResponse:
    """Every cell of the board with what a session dropped there would be, or why it cannot be there."""
    bench = open_bench(request, proposal_id)
    found = bench.session(planned) if bench and bench.is_draft else None
    if bench is None or found is None:
        return _gone()
    way = way_of(request.GET.get("by", ""))
    days = sorted({h.day for h in bench.problem.opening} | {s.day for s in bench.solution.sessions})
    rooms = _free_rooms(bench, found) if way != "room" else {}
    places = {
        f"{day} {lane.key}": _cell(bench, found, _wanted(found, way, lane.key, day, rooms), way, lane.key)
        for lane in lane_names(bench, way)
        for day in days
    }
    here = {key: place for key, place in places.items() if place is not None}
    return JsonResponse({"action": reverse("scheduling:planned_move", args=[proposal_id, planned]), "places": here})


@require_GET
def person(request: HttpRequest, proposal_id: int, participant_id: int) -> JsonResponse:
    """Every session of the board that somebody could join instead of the one they are dragged from, or why not."""
    bench = open_bench(request, proposal_id)
    name, leaves = f"p{participant_id}", request.GET.get("leaves", "")
    leaving = bench.session(leaves) if bench and bench.is_draft else None
    if bench is None or leaving is None or name not in leaving.participants:
        return _gone()
    places = {s.id: _card(bench, name, leaving, s) for s in bench.desk.week.sessions if s.id != leaves}
    return JsonResponse({"action": reverse("scheduling:by_hand_do", args=[proposal_id]), "places": places})


def _gone() -> JsonResponse:
    words = _("This draft was changed meanwhile, perhaps in another tab. Load the page again.")
    return JsonResponse({"words": words}, status=CONFLICT)


def _free_rooms(bench: Bench, found: Session) -> Mapping[tuple[int, int], str | None]:
    """For each time the room of the session, or where that is taken the smallest that is free."""
    if found.mode == ONLINE:
        return {}
    targets = bench.desk.targets(found.id, mode=found.mode, clinician=found.clinician, room=ANY_ROOM)
    return {(t.move.day, t.move.start): t.move.room for t in targets}


def _wanted(found: Session, way: str, key: str, day: int, rooms: Mapping[tuple[int, int], str | None]) -> MoveSession:
    """What dropping a session on a cell means."""
    start = int(key) if way == "time" else found.start
    if way == "room":
        mode, room = (ONLINE, None) if key == ONLINE else (IN_PERSON, key or None)
        return MoveSession(found.id, day, start, mode, room, found.clinician)
    clinician = key if way == "clinician" else found.clinician
    return MoveSession(found.id, day, start, found.mode, rooms.get((day, start), found.room), clinician)


def _cell(bench: Bench, found: Session, wanted: MoveSession, way: str, key: str) -> Place | None:
    """A place for a session; nothing where it stands now."""
    if way == "group" and key != group_key(found):
        return _refused(_("A session stays with its group. Choose another day in the same line."))
    after = bench.desk.changes(wanted)[found.id]
    if after is None or after == found:
        return None
    objections = bench.desk.check(wanted)
    if not allowed(objections):
        return _refused(_why(bench, objections))
    short = bench.names.rooms.get(after.room or "") if way != "room" and after.room != found.room else None
    return {
        "can": True, "short": short or _("Free"), "words": place_words(bench, found, after),
        "send": {
            "day": wanted.day, "start": wanted.start, "mode": wanted.mode, "room": wanted.room or "",
            "clinician": wanted.clinician,
        },
    }  # fmt: skip


def _card(bench: Bench, name: str, leaving: Session, joined: Session) -> Place:
    """A session as a place for a person."""
    if name in joined.participants:
        return _refused(_("%(person)s is in this session already.") % {"person": bench.person(name)})
    objections = bench.desk.check(MovePerson(name, leaving.id, joined.id))
    if not allowed(objections):
        return _refused(_why(bench, objections))
    send = {"participant": name, "leaves": leaving.id, "joins": joined.id}
    return {"can": True, "short": _("Move here"), "words": place_words(bench, leaving, joined), "send": send}


def _refused(words: str) -> Place:
    return {"can": False, "words": words}


def _why(bench: Bench, objections: tuple[Objection, ...]) -> str:
    return " ".join(words_of(bench, (o for o in objections if not o.too_few)))
