"""Import: files in, and what was taken of them. Feed: a person's times out, under neutral words."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.actor import Actor
from hearthside.interop import selectors
from hearthside.interop.domain.ical import FeedEntry, write_feed
from hearthside.interop.domain.reports import ImportReport, total_of
from hearthside.interop.forms import ImportForm
from hearthside.interop.services import import_bundle
from hearthside.participants import selectors as participants
from hearthside.participants.domain.arrivals import Recorded
from hearthside.participants.domain.cards import PersonCard
from hearthside.scheduling import selectors as scheduling

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


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The times behind a secret address for a calendar program; an unknown and an ended address look the same."""
    found = scheduling.feed_by_secret(secret=secret)
    if found is None:
        raise Http404
    content = _calendar(found, secret)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _calendar(found: scheduling.Feed, secret: str) -> bytes:
    """The same bytes as long as nothing changed; ids that cannot be matched with those of another person's feed."""
    entries = [
        FeedEntry(
            uid=hashlib.sha256(f"{secret} {entry.session_id}".encode()).hexdigest()[:32], start=entry.starts,
            end=entry.ends, title=found.title, sequence=entry.sequence + entry.cancelled, cancelled=entry.cancelled,
            updated=entry.changed_at,
        )
        for entry in found.entries
    ]  # fmt: skip
    zone = ZoneInfo(found.entries[0].time_zone if found.entries else "UTC")
    stamp = max((entry.changed_at for entry in found.entries), default=datetime(2020, 1, 1, tzinfo=UTC))
    return write_feed(entries=entries, name=found.title, zone=zone, stamp=stamp)
