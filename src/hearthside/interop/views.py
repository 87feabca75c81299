"""Import: files in, and what was taken of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hearthside.access.actor import Actor
from hearthside.interop import selectors
from hearthside.interop.domain.reports import ImportReport, total_of
from hearthside.interop.forms import ImportForm
from hearthside.interop.services import import_bundle
from hearthside.participants import selectors as participants
from hearthside.participants.domain.arrivals import Recorded
from hearthside.participants.domain.cards import PersonCard

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who came with a file, and what was done."""

    card: PersonCard
    recorded: Recorded


@require_http_methods(["GET", "POST"])
def import_people(request: HttpRequest) -> HttpResponse:
    """Takes FHIR files in and shows, by type and reason, what was taken and what was not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sites = selectors.import_sites(actor=actor)
    form = ImportForm(request.POST or None, request.FILES or None, sites=sites)
    reports: list[ImportReport] = []
    if request.method == "POST" and form.is_valid():
        reports = _import_all(actor, form)
        form.refuse_unreadable(reports)
    context = {"form": form, "sites": sites}
    if not form.errors and reports:
        context |= {"reports": reports, "total": total_of(reports), "people": _people(actor, reports)}
    return render(request, "interop/import.html", context, status=422 if form.errors else 200)


def _import_all(actor: Actor, form: ImportForm) -> list[ImportReport]:
    """One file after the other, each in a transaction of its own."""
    site_id = form.cleaned_data["site"]
    return [
        import_bundle(actor=actor, content=file.read(), source_name=file.name, site_id=site_id)
        for file in form.cleaned_data["bundles"]
    ]


def _people(actor: Actor, reports: list[ImportReport]) -> list[PersonLine]:
    done = {one.participant_id: one for report in reports for one in report.recorded if one.participant_id}
    cards = participants.cards(actor=actor, participant_ids=list(done)[:MOST_LISTED])
    lines = [PersonLine(card, done[person_id]) for person_id, card in cards.items()]
    return sorted(lines, key=lambda line: line.card.full_name.casefold())
