"""One proposal: being built, looked at, published, set aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.actor import Actor
from hearthside.scheduling import forms, selectors, services
from hearthside.scheduling.templatetags.scheduling_words import refusal_words
from hearthside.scheduling.views.bench import Bench
from hearthside.scheduling.views.board import board_context
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.progress import Scale, goals_of, progress_of
from hearthside.scheduling.views.steps import draft_context
from hearthside.scheduling.views.tables import Names, changes_of, misfit_lines, people_without, week_of


@require_GET
def show(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A proposal as far as it is: its progress each second, then the week it found."""
    actor = actor_of(request)
    if request.headers.get("HX-Request") == "true":
        selectors.may_build(actor=actor)
        row = selectors.proposal(actor=actor, proposal_id=proposal_id)
        response = render(request, "scheduling/at_work.html#progress", _progress(actor, row))
        if not row.at_work or request.GET.get("was", row.state) != row.state:
            response["HX-Refresh"] = "true"
        return response
    row = selectors.proposal(actor=actor, proposal_id=proposal_id)
    if row.change.get("gone") is not None:
        return redirect("scheduling:sick_call_week", proposal_id)
    return _trial(row) or _page(request, proposal_id)


def _trial(row: selectors.ProposalRow) -> HttpResponse | None:
    """A trial of what if has a page of its own; the present week beside it is shown there."""
    if row.kind != "what_if":
        return None
    return redirect("scheduling:what_if_trial", row.id) if row.change.get("changes") else redirect("scheduling:what_if")


@require_POST
def stop(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Asks the solver to stop and keep the best so far."""
    services.stop_proposal(actor=actor_of(request), proposal_id=proposal_id)
    return redirect("scheduling:proposal", proposal_id)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Says what publishing changes, and publishes."""
    actor = actor_of(request)
    if request.method == "GET":
        return _confirm(request, proposal_id)
    try:
        done = services.publish_proposal(actor=actor, proposal_id=proposal_id)
    except services.ProposalStale:
        return _page(request, proposal_id, status=409)
    except services.ProposalRefused:
        messages.warning(request, _("This proposal cannot be published: it is not ready, or it was set aside."))
        return redirect("scheduling:proposal", proposal_id)
    except services.BookingRefused as refused:
        messages.error(request, refusal_words(refused.code, refused.detail))
        return _page(request, proposal_id, status=409)
    if done.already:
        messages.info(request, _("This week was published already. Nothing changed."))
    else:
        words = ngettext(
            "The week is published. It is new for %(count)d person.",
            "The week is published. It is new for %(count)d people.",
            done.people_told,
        )
        messages.success(request, words % {"count": done.people_told})
        if done.people_told:
            return redirect("scheduling:told", proposal_id)
    return redirect("scheduling:proposal", proposal_id)


@require_POST
def set_aside(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Puts a proposal away."""
    return _step(request, proposal_id, services.set_aside_proposal)


@require_POST
def take_back(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Takes a proposal back that was set aside."""
    return _step(request, proposal_id, services.take_back_proposal)


def _step(request: HttpRequest, proposal_id: int, step: services.ProposalStep) -> HttpResponse:
    try:
        step(actor=actor_of(request), proposal_id=proposal_id)
    except services.ProposalRefused:
        messages.warning(request, _("This proposal has moved on meanwhile. Here it is as it stands."))
    return redirect("scheduling:proposal", proposal_id)


def _progress(actor: Actor, row: selectors.ProposalRow) -> dict[str, Any]:
    found = progress_of(row, timezone.now())
    if row.state == "queued" and not found["patient"]:
        found["waiting"] = selectors.waiting(actor=actor, proposal_id=row.id)
    return found


def _page(request: HttpRequest, proposal_id: int, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    detail = selectors.proposal_detail(actor=actor, proposal_id=proposal_id)
    row = detail.row
    context = {
        **_progress(actor, row), "ends_on": row.week_starts_on + timedelta(days=6),
        "form": forms.BuildForm(initial={"site": row.site_id, "week": row.week_starts_on}),
    }  # fmt: skip
    if detail.solution is not None:
        bench = Bench.of(actor, detail)
        context |= _week(request, bench)
        if row.state == "ready":
            preview = services.preview_proposal(actor=actor, proposal_id=proposal_id, detail=detail)
            context |= {
                "changes": changes_of(preview.comparison, row.week_starts_on, bench.names),
                "misfits": misfit_lines(preview.misfits, row.week_starts_on, bench.names),
            }
    return render(request, "scheduling/proposal.html", context, status=status)


def _week(request: HttpRequest, bench: Bench) -> dict[str, Any]:
    """The week that was found: how good it is, who has no full week, the board, and what can be done."""
    told, solution = bench.figures, bench.detail.solution or {}
    goals = goals_of(bench.solution.claims, told.full, Scale.of_problem(bench.problem, told.wishes))
    return {
        "claims": bench.solution.claims, "unplaced": people_without(solution, bench.names), "figures": told,
        "days": week_of(bench.solution.sessions, bench.monday, bench.names), "names": bench.names, "bench": bench,
        "goals": goals, "is_draft": bench.is_draft, "draft": bench.draft, **board_context(request, bench),
        **(draft_context(bench) if bench.is_draft else {}),
    }  # fmt: skip


def _confirm(request: HttpRequest, proposal_id: int) -> HttpResponse:
    actor = actor_of(request)
    detail = selectors.proposal_detail(actor=actor, proposal_id=proposal_id)
    if detail.row.state != "ready" or detail.row.kind == "what_if":
        return redirect("scheduling:proposal", proposal_id)
    preview = services.preview_proposal(actor=actor, proposal_id=proposal_id, detail=detail)
    if preview.misfits:
        return redirect("scheduling:proposal", proposal_id)
    names = Names.of(actor, detail)
    changes = changes_of(preview.comparison, detail.row.week_starts_on, names)
    ends_on = detail.row.week_starts_on + timedelta(days=6)
    return render(request, "scheduling/publish.html", {"row": detail.row, "changes": changes, "ends_on": ends_on})
