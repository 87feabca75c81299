"""A draft by hand as a whole: started, stepped back and forth, kept in parts, built again from, added to."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.kernel.numbers import number
from hearthside.program import selectors as program
from hearthside.scheduling import forms, selectors, services
from hearthside.scheduling.domain.byhand import AddSession, allowed
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.templatetags.scheduling_words import MISSING, RULES
from hearthside.scheduling.views.bench import Bench
from hearthside.scheduling.views.objections import words_of
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.workbench import make, open_bench

OK, UNPROCESSABLE = 200, 422


@require_POST
def start(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Makes a draft of a proposal, to be changed by hand."""
    try:
        draft = services.start_by_hand(actor=actor_of(request), proposal_id=proposal_id)
    except services.ProposalRefused:
        messages.warning(request, _("There is no week to change yet."))
        return redirect("scheduling:proposal", proposal_id)
    return redirect("scheduling:proposal", draft)


@require_POST
def start_from_week(request: HttpRequest, site_id: int, monday: str) -> HttpResponse:
    """Makes a draft of the week that people know."""
    actor = actor_of(request)
    selectors.may_build(actor=actor)
    program.catalogue(actor=actor, site_id=site_id)
    try:
        week = date.fromisoformat(monday)
    except ValueError:
        week = date.min
    if week.weekday() or week == date.min:
        messages.warning(request, _("A week starts on a Monday."))
        return redirect("scheduling:home")
    draft = services.start_by_hand_from_week(actor=actor, site_id=site_id, week_starts_on=week)
    return redirect("scheduling:proposal", draft)


@require_POST
def step(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Undoes or redoes as many steps as it takes."""
    version, at = number(request.POST.get("version")), number(request.POST.get("at"))
    try:
        services.step_by_hand(
            actor=actor_of(request), proposal_id=proposal_id, version=-1 if version is None else version, at=at or 0
        )
    except services.ProposalRefused as refused:
        _say(request, refused)
    return _week(proposal_id, request.POST.get("by", ""))


@require_POST
def keep(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Keeps a session, a person\u2019s seats, or everything of a day, a room, a clinician or a group; or lets it go."""
    bench = open_bench(request, proposal_id)
    if bench is None:
        return redirect("scheduling:proposal", proposal_id)
    version = number(request.POST.get("version"))
    try:
        services.keep_by_hand(
            actor=actor_of(request), proposal_id=proposal_id, version=-1 if version is None else version,
            names=_names(bench, request.POST.get("what", "")), keep=request.POST.get("keep") != "no",
        )  # fmt: skip
    except services.ProposalRefused as refused:
        _say(request, refused)
    return _week(proposal_id, request.POST.get("by", ""))


@require_POST
def again(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Builds the week again near this one; what is kept stays."""
    seconds = number(request.POST.get("seconds")) or services.GOOD
    try:
        asked = services.build_again_from(actor=actor_of(request), proposal_id=proposal_id, seconds=seconds)
    except services.KeepRefused as refused:
        rules = dict.fromkeys(str(RULES.get(fault.partition(":")[0], MISSING)) for fault in refused.faults)
        words = _("What you keep cannot all stay, because a session %(reasons)s.") % {"reasons": "; ".join(rules)}
        messages.warning(request, words)
        return redirect("scheduling:proposal", proposal_id)
    except services.ProposalRefused as refused:
        _say(request, refused)
        return redirect("scheduling:proposal", proposal_id)
    if asked.already:
        messages.info(request, _("Somebody is having this week built already. Here it is."))
    return redirect("scheduling:proposal", asked.proposal_id)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Adds a session to a draft; the people come next."""
    bench = open_bench(request, proposal_id)
    if bench is None or not bench.is_draft:
        messages.info(request, _("Sessions can be added to a draft that is changed by hand."))
        return redirect("scheduling:proposal", proposal_id)
    form = forms.PlannedForm(request.POST if request.method == "POST" else None, bench=_offers(bench))
    if request.method == "POST" and form.is_valid():
        new = Session(id=_fresh(bench), participants=(), **form.wanted())
        objections = bench.desk.check(AddSession(new))
        if allowed(objections):
            make(request, bench, AddSession(new))
            return redirect("scheduling:planned_people", proposal_id, new.id)
        for words in words_of(bench, (o for o in objections if not o.too_few)):
            form.add_error(None, words)
    context = {"form": form, "row": bench.row, "bench": bench}
    return render(request, "scheduling/planned_add.html", context, status=UNPROCESSABLE if form.errors else OK)


def _say(request: HttpRequest, refused: services.ProposalRefused) -> None:
    messages.warning(request, {
        "draft_changed": _("This draft was changed meanwhile, perhaps in another tab. Here it is now."),
        "no_solution": _("There is no week to change yet."),
    }.get(refused.code, _("This draft can no longer be changed.")))  # fmt: skip


def _week(proposal_id: int, way: str) -> HttpResponse:
    response = redirect("scheduling:proposal", proposal_id)
    response["Location"] += (f"?by={way}" if way.isalpha() else "") + "#week"
    return response


def _names(bench: Bench, what: str) -> list[str]:
    """The sessions, or the person, that a choice such as "room:r1" means."""
    kind, _colon, name = what.partition(":")
    sessions = bench.solution.sessions
    return {
        "session": lambda: [name],
        "person": lambda: [name],
        "all": lambda: [s.id for s in sessions],
        "day": lambda: [s.id for s in sessions if str(s.day) == name],
        "room": lambda: [s.id for s in sessions if s.room == name],
        "clinician": lambda: [s.id for s in sessions if s.clinician == name],
        "group": lambda: [s.id for s in sessions if f"{s.service}:{s.audience}" == name],
        "let": lambda: sorted(bench.draft.kept),
    }.get(kind, list)()


def _offers(bench: Bench) -> forms.Offers:
    """What a new session can be made of, with the clinic\u2019s words."""
    names, problem = bench.names, bench.problem
    services_ = [s for s in problem.services if "@" not in s.id]
    return forms.Offers(
        offers=[
            (f"{s.id}:{a.id}", f"{names.services.get(s.id, s.id)} · {names.audiences.get((s.id, a.id), a.id)}")
            for s in services_
            for a in s.audiences
        ],
        days=sorted({h.day for h in problem.opening}),
        rooms=[(r.id, names.rooms.get(r.id, r.id)) for r in problem.rooms],
        clinicians=[(c.id, names.clinicians.get(c.id, c.id)) for c in problem.clinicians],
    )


def _fresh(bench: Bench) -> str:
    taken = set(bench.desk.week.by_id) | {name for step in bench.draft.steps for name in step.sessions}
    return next(name for name in (f"h{n}" for n in range(1, len(taken) + 2)) if name not in taken)
