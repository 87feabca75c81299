"""Sick call: who is gone, what that hits, ranked repairs, and one press that publishes one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.actor import Actor
from hearthside.kernel.numbers import number
from hearthside.program import selectors as program
from hearthside.scheduling import forms, selectors, services
from hearthside.scheduling.templatetags.scheduling_words import refusal_words
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.sick_call_words import Option, options_of
from hearthside.scheduling.views.tables import MisfitLine, Names, misfit_lines

REFUSED = {
    "nothing_hit": gettext_lazy("Nothing is planned with them in that time, so nobody has to be told."),
    "too_long": gettext_lazy("That is more than six weeks. Choose an earlier end and build the later weeks anew."),
    "empty": gettext_lazy("Choose who or what is missing, and a time that is still to come."),
}
NO_UNDO = {
    "begun": gettext_lazy("It cannot be taken back any more: the first changed session has begun."),
    "published_since": gettext_lazy("It cannot be taken back: the week was published again since."),
    "not_published": gettext_lazy("This repair was not published."),
    "away": gettext_lazy("It cannot be taken back yet: somebody who led sessions then is noted as away."),
    "stale": gettext_lazy(
        "It cannot be taken back: sessions or people changed since. Change single sessions by hand instead."
    ),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A sick call in the list of earlier ones."""

    row: selectors.ProposalRow
    who: str


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Asks who is gone until when, and says at once what that hits."""
    actor = actor_of(request)
    selectors.may_build(actor=actor)
    sites = program.sites(actor=actor)
    if not sites:
        return render(request, "scheduling/sick_call.html", {"sites": sites})
    asked = request.POST if request.method == "POST" else request.GET
    site = next((s for s in sites if s.id == number(asked.get("site"))), sites[0])
    now = timezone.now().astimezone(ZoneInfo(site.time_zone))
    catalogue = program.catalogue(actor=actor, site_id=site.id)
    given = {"site": site.id, "since": "now", "until": "day", **asked.dict()}
    form = forms.AbsenceForm(given if asked.get("who") or request.method == "POST" else None, initial=given,
                             catalogue=catalogue, now=now)  # fmt: skip
    hit = None
    if form.is_bound and form.is_valid():
        if request.method == "POST":
            try:
                absence = services.Absence(site_id=site.id, **form.gone())
                return redirect("scheduling:sick_call_week", services.report_absence(actor=actor, absence=absence)[0])
            except services.AbsenceRefused as refused:
                form.add_error(None, REFUSED[refused.code])
        hit = selectors.sessions_hit(actor=actor, site_id=site.id, **form.gone())
    context = {
        "sites": sites, "site": site, "form": form, "hit": hit, "weeks": _weeks(hit),
        "calls": _calls(actor, site.id, catalogue),
    }  # fmt: skip
    name = "scheduling/sick_call.html" + ("#hit" if request.headers.get("HX-Request") == "true" else "")
    return render(request, name, context, status=422 if request.method == "POST" else 200)


@require_GET
def week(request: HttpRequest, call_id: int) -> HttpResponse:
    """One week of a sick call: the work as far as it is, then the repairs beside each other."""
    actor = actor_of(request)
    if request.headers.get("HX-Request") != "true":
        return _week_page(request, actor, call_id)
    row = selectors.sick_call(actor=actor, proposal_id=call_id).row
    response = render(request, "scheduling/sick_call_week.html#progress", _progress(actor, row))
    if not row.at_work:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def publish(request: HttpRequest, call_id: int) -> HttpResponse:
    """Publishes the repair that was chosen."""
    actor = actor_of(request)
    call = selectors.sick_call(actor=actor, proposal_id=call_id)
    chosen = next((row for row in call.options if row.id == number(request.POST.get("option"))), None)
    if chosen is None:
        messages.warning(request, _("Choose one of the repairs."))
        return redirect("scheduling:sick_call_week", call_id)
    try:
        done = services.publish_repair(actor=actor, proposal_id=chosen.id)
    except services.ProposalStale as stale:
        return _week_page(request, actor, call_id, stale.misfits)
    except services.ProposalRefused:
        messages.warning(request, _("Another repair was published meanwhile. Here is how it stands."))
    except services.BookingRefused as refused:
        messages.error(request, refusal_words(refused.code, refused.detail))
        return _week_page(request, actor, call_id, ())
    else:
        if not done.already:
            words = ngettext(
                "The repaired week is published. Tell %(count)d person.",
                "The repaired week is published. Tell %(count)d people.",
                done.people_told,
            )
            messages.success(request, words % {"count": done.people_told})
    return redirect("scheduling:sick_call_week", call_id)


@require_POST
def undo(request: HttpRequest, call_id: int) -> HttpResponse:
    """Publishes the week as it was before the repair."""
    actor = actor_of(request)
    call = selectors.sick_call(actor=actor, proposal_id=call_id)
    try:
        if call.published is None:
            raise services.ProposalRefused("not_published")
        services.undo_repair(actor=actor, proposal_id=call.published.id)
    except services.ProposalRefused as refused:
        code = "away" if refused.code == "stale" and call.against else refused.code
        messages.warning(request, NO_UNDO.get(code, NO_UNDO["stale"]))
    except services.BookingRefused as refused:
        messages.error(request, refusal_words(refused.code, refused.detail))
    else:
        messages.success(request, _("The week is as it was before. The same people have to be told again."))
    return redirect("scheduling:sick_call_week", call_id)


@require_POST
def again(request: HttpRequest, call_id: int) -> HttpResponse:
    """Has the same absence repaired once more, against the week as it stands now."""
    actor = actor_of(request)
    try:
        numbers = services.search_repairs_again(actor=actor, proposal_id=call_id)
    except services.AbsenceRefused as refused:
        messages.info(request, REFUSED[refused.code])
        return redirect("scheduling:sick_call_week", call_id)
    return redirect("scheduling:sick_call_week", numbers[0])


def _week_page(
    request: HttpRequest, actor: Actor, call_id: int, misfits: Iterable[services.Misfit] | None = None
) -> HttpResponse:
    call = selectors.sick_call(actor=actor, proposal_id=call_id)
    names = Names.of(actor, call.detail)
    monday = call.row.week_starts_on
    options: tuple[Option, ...] = options_of(call.options, monday, names)
    chosen = next((o for o in options if call.published and o.row.id == call.published.id), None)
    lines: tuple[MisfitLine, ...] = () if misfits is None else misfit_lines(misfits, monday, names)
    zone = program.site_clock(site_id=call.row.site_id)
    now = timezone.now()
    context = {
        **_progress(actor, call.row), "call": call, "who": _who(call.row.change, names), "options": options,
        "chosen": chosen, "stale": misfits is not None, "misfits": lines, "ends_on": monday + timedelta(days=6),
        "begins": _at(call.row.change["begins"], zone),
        "ends": _at(call.row.change["ends"], zone) - timedelta(minutes=1),
        "undo_until": call.undo_until, "zone": zone, "built_until": call.until - timedelta(minutes=1),
        "away_names": [name for _number, name in call.away],
        "gone_names": [names.clinicians.get(name, name) for name in call.row.change["gone"] if name[0] == "c"],
        "can_undo": call.undo_until is not None and now < call.undo_until and not call.undone,
        "against": [(n.staff_id, n.staff_name, n.begins, n.ends - timedelta(minutes=1)) for n in call.against],
        "over": now >= _at(call.row.change["ends"], zone),
    }  # fmt: skip
    return render(request, "scheduling/sick_call_week.html", context, status=409 if misfits is not None else 200)


def _progress(actor: Actor, row: selectors.ProposalRow) -> dict[str, Any]:
    began = row.began_at
    spent = max(0, int((timezone.now() - began).total_seconds())) if began else 0
    waiting = None
    if row.state == "queued" and (timezone.now() - row.asked_at).total_seconds() > 6:
        waiting = selectors.waiting(actor=actor, proposal_id=row.id)
    return {
        "row": row, "seconds_so_far": min(spent, row.seconds), "waiting": waiting,
        "so_far": selectors.repair_so_far(actor=actor, proposal_id=row.id) if row.at_work else None,
    }  # fmt: skip


def _at(text: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(text).astimezone(zone)


def _who(change: dict[str, Any], names: Names) -> str:
    """Who or what is gone, by name."""
    known = {**names.clinicians, **names.rooms}
    gone = [known.get(name, name) for name in change["gone"]]
    return ", ".join([*gone, *([_("The building")] if change["building"] else [])])


def _calls(actor: Actor, site_id: int, catalogue: program.SiteCatalogue) -> tuple[Call, ...]:
    known = {f"c{c.id}": c.name for c in catalogue.clinicians} | {f"r{room.id}": room.name for room in catalogue.rooms}
    found = []
    for row in selectors.sick_calls(actor=actor, site_id=site_id):
        gone = [known.get(name, name) for name in row.change["gone"]]
        found.append(Call(row, ", ".join([*gone, *([_("The building")] if row.change["building"] else [])])))
    return tuple(found)


def _weeks(hit: selectors.Hit | None) -> tuple[date, ...]:
    """The Mondays of the weeks in which something is hit."""
    days = [card.day for card in hit.sessions] if hit else []
    return tuple(sorted({day - timedelta(days=day.weekday()) for day in days}))
