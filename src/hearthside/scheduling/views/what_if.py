"""What if: a changed clinic tried out on paper, beside the present one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import monday_of
from hearthside.program import selectors as program
from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain.whatif import Comparison
from hearthside.scheduling.services.what_if import WAITING
from hearthside.scheduling.views import what_if_forms
from hearthside.scheduling.views import what_if_words as words
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.tables import Names

WEEKS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has put together so far; it travels in the address."""

    site_id: int
    week: date
    changes: tuple[Any, ...]

    def address(self, **more: str) -> str:
        """The page with this draft."""
        asked = {"site": self.site_id, "week": self.week.isoformat(), **more}
        if self.changes:
            asked["changes"] = json.dumps(self.changes, separators=(",", ":"))
        return f"{reverse('scheduling:what_if')}?{urlencode(asked)}"

    def without(self, number: int) -> Draft:
        """The draft less one change."""
        return replace(self, changes=self.changes[:number] + self.changes[number + 1 :])


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Puts changes together, one after another; a change that cannot be is refused at once."""
    actor = actor_of(request)
    selectors.may_build(actor=actor)
    draft, sites = _draft(actor, request)
    if draft is None:
        return render(request, "scheduling/what_if.html", {"sites": sites})
    kind = request.GET.get("add", "")
    if request.method == "GET" or kind not in what_if_forms.KINDS:
        return _page(request, draft, sites, kind)
    catalogue = program.catalogue(actor=actor, site_id=draft.site_id)
    form = what_if_forms.KINDS[kind][0](request.POST, catalogue=catalogue)
    if form.is_valid():
        longer = replace(draft, changes=(*draft.changes, {"kind": kind, **form.change()}))
        try:
            services.check_what_if(
                actor=actor, site_id=draft.site_id, week_starts_on=draft.week, changes=longer.changes
            )
        except services.WhatIfRefused as refused:
            form.add_error(None, _refusal(refused))
        else:
            return redirect(longer.address())
    return _page(request, draft, sites, kind, form=form, status=422)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Has both weeks made in the background."""
    actor, form = actor_of(request), what_if_forms.StartForm(request.POST)
    selectors.may_build(actor=actor)
    if not form.is_valid():
        draft, sites = _draft(actor, request)
        return (
            _page(request, draft, sites, "", start_form=form, status=422) if draft else redirect("scheduling:what_if")
        )
    data = form.cleaned_data
    catalogue = program.catalogue(actor=actor, site_id=data["site"])
    try:
        number = services.start_what_if(
            actor=actor, site_id=data["site"], week_starts_on=data["week"], changes=data["changes"],
            seconds=data["seconds"], keep_known=data["keep_known"],
            title=" · ".join(words.change_words(c, catalogue) for c in data["changes"] if isinstance(c, dict)),
        )  # fmt: skip
    except services.WhatIfRefused as refused:
        form.add_error(None, _refusal(refused))
        draft = Draft(data["site"], data["week"], tuple(c for c in data["changes"] if isinstance(c, dict)))
        return _page(request, draft, program.sites(actor=actor), "", start_form=form, status=422)
    return redirect("scheduling:what_if_trial", number)


@require_GET
def trial(request: HttpRequest, trial_id: int) -> HttpResponse:
    """A trial as far as it is, then the two weeks beside each other."""
    actor = actor_of(request)
    found = selectors.what_if(actor=actor, proposal_id=trial_id)
    context = _progress(found)
    if request.headers.get("HX-Request") == "true":
        response = render(request, "scheduling/what_if_trial.html#progress", context)
        if not found.at_work:
            response["HX-Refresh"] = "true"
        return response
    catalogue = program.catalogue(actor=actor, site_id=found.row.site_id)
    context["told"] = [words.change_words(change, catalogue) for change in found.changes]
    context["again"] = Draft(found.row.site_id, found.row.week_starts_on, _repeatable(found.changes)).address()
    if found.comparison is not None and found.base_detail is not None:
        context |= _result(found.comparison, Names.of(actor, found.base_detail))
        context["stopped_early"] = found.row.stop_asked or (found.base is not None and found.base.stop_asked)
    return render(request, "scheduling/what_if_trial.html", context)


@require_POST
def stop(request: HttpRequest, trial_id: int) -> HttpResponse:
    """Stops both searches; the best so far is compared."""
    services.stop_what_if(actor=actor_of(request), proposal_id=trial_id)
    return redirect("scheduling:what_if_trial", trial_id)


def _draft(actor: Actor, request: HttpRequest) -> tuple[Draft | None, Sequence[program.SiteSummary]]:
    """The draft in the address or in what was sent; the first site and the next week where none is named."""
    asked = request.GET or request.POST
    sites = program.sites(actor=actor)
    wanted = asked.get("site", "")
    site = next((s for s in sites if str(s.id) == wanted), sites[0] if sites and not wanted else None)
    if site is None:
        if wanted:
            raise Http404
        return None, sites
    coming = _weeks(site)
    week = next((day for day in coming if day.isoformat() == asked.get("week")), coming[0])
    try:
        changes = json.loads(asked.get("changes") or "[]")
    except (ValueError, RecursionError):
        changes = []
    kept = tuple(c for c in changes if isinstance(c, dict)) if isinstance(changes, list) else ()
    return Draft(site.id, week, kept), sites


def _weeks(site: program.SiteSummary) -> list[date]:
    """The weeks that have not begun."""
    monday = monday_of(timezone.now().astimezone(ZoneInfo(site.time_zone)).date())
    return [monday + timedelta(days=7 * n) for n in range(1, WEEKS_AHEAD + 1)]


def _page(
    request: HttpRequest, draft: Draft, sites: Sequence[program.SiteSummary], kind: str, *,
    form: django_forms.Form | None = None, start_form: what_if_forms.StartForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    actor = actor_of(request)
    catalogue = program.catalogue(actor=actor, site_id=draft.site_id)
    if kind in what_if_forms.KINDS and form is None:
        form = what_if_forms.KINDS[kind][0](catalogue=catalogue)
    initial = {"site": draft.site_id, "week": draft.week, "changes": list(draft.changes)}
    site = next(s for s in sites if s.id == draft.site_id)
    context = {
        "draft": draft, "sites": sites, "site": site,
        "weeks": [(day, replace(draft, week=day).address()) for day in _weeks(site)],
        "other_sites": [(s, Draft(s.id, draft.week, ()).address()) for s in sites],
        "told": [
            (words.change_words(change, catalogue), draft.without(number).address())
            for number, change in enumerate(draft.changes)
        ],
        "kinds": [
            (name, label, icon, draft.address(add=name), name == kind)
            for name, (_form, label, icon) in what_if_forms.KINDS.items()
        ],
        "form": form, "form_title": what_if_forms.KINDS[kind][1] if form is not None else "",
        "form_address": draft.address(add=kind), "back": draft.address(),
        "start_form": start_form or what_if_forms.StartForm(initial=initial),
        "trials": selectors.what_if_trials(actor=actor, site_id=draft.site_id),
    }  # fmt: skip
    return render(request, "scheduling/what_if.html", context, status=status)


def _refusal(refused: services.WhatIfRefused) -> str:
    """Why a change cannot be, in words; what the clinic no longer has is the only thing left to go wrong."""
    paths = " ".join(path for path, _reason in refused.faults)
    if ".like" in paths or ".count" in paths:
        return _("There is nobody here whose week the newcomers could have. Choose other people.")
    return _("One of the changes no longer fits the clinic as it is. Remove it and add it again.")


def _repeatable(changes: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The changes as they were asked: those who wait are looked up anew."""
    return tuple({**c, "like": WAITING} if isinstance(c.get("like"), list) else c for c in changes)


def _progress(found: selectors.WhatIfTrial) -> dict[str, Any]:
    now = timezone.now()

    def seconds(row: selectors.ProposalRow | None) -> int:
        if row is None or not row.at_work:
            return row.seconds if row else 0
        return min(row.seconds, max(0, int((now - row.began_at).total_seconds()))) if row.began_at else 0

    rows = [row for row in (found.base, found.row) if row is not None]
    current = next((row for row in rows if row.at_work), found.row)
    return {
        "row": found.row, "base": found.base, "found": found, "current": current,
        "is_base": found.base is not None and current.id == found.base.id,
        "seconds_so_far": sum(seconds(row) for row in rows), "seconds_in_all": sum(row.seconds for row in rows),
    }  # fmt: skip


def _result(comparison: Comparison, names: Names) -> dict[str, Any]:
    names = words.with_new(names, comparison)
    line, tone = words.headline(comparison)
    return {
        "comparison": comparison, "headline": line, "tone": tone, "sentences": words.sentences(comparison, names),
        "figures": words.figure_rows(comparison), "rooms": words.room_rows(comparison, names),
        "gains": words.person_lines(comparison.gains, names), "loses": words.person_lines(comparison.loses, names),
        "without": words.without_lines(comparison, names),
    }  # fmt: skip
