"""Who is to be told what a publication changed for them: to read, to print, to tick off, as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from hearthside.access.actor import Actor
from hearthside.kernel.numbers import number
from hearthside.participants import selectors as participants
from hearthside.participants.templatetags.people_words import channel_words
from hearthside.program import selectors as program
from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.domain.reading import Reader, read_session
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.tables import Line, Names, line_of
from hearthside.ui.templatetags.hearth import day_and_date


@dataclass(frozen=True, slots=True)
class ToTell:
    """One person to be told: how they like to be reached, what they lose and what they are given."""

    participant_id: int
    name: str
    channel: str
    discreet: bool
    loses: tuple[Line, ...]
    gains: tuple[Line, ...]
    told_at: datetime | None
    told_by: str


@require_GET
def show(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The list, with a mark for everybody who was told; before publishing, the list as it would be."""
    actor = actor_of(request)
    selectors.may_build(actor=actor)
    row = selectors.proposal(actor=actor, proposal_id=proposal_id)
    people = people_to_tell(actor, row)
    told = sum(one.told_at is not None for one in people)
    context = {"row": row, "people": people, "told": told, "published": row.state == "published"}
    return render(request, "scheduling/told.html", context)


@require_GET
def file(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The list as a file for a spreadsheet."""
    actor = actor_of(request)
    selectors.may_build(actor=actor)
    row = selectors.proposal(actor=actor, proposal_id=proposal_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="people-to-tell-{row.week_starts_on:%Y-%m-%d}.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow([_("Person"), _("Prefers"), _("Before"), _("Now"), _("Told"), _("By")])
    for one in people_to_tell(actor, row):
        told = f"{one.told_at:%Y-%m-%d %H:%M}" if one.told_at else ""
        cells = (one.name, one.channel, _said(one.loses), _said(one.gains), told, one.told_by)
        sheet.writerow([_safe(cell) for cell in cells])
    return response


@require_POST
def mark(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Notes that somebody was told, or takes the note back."""
    row = selectors.proposal(actor=actor_of(request), proposal_id=proposal_id)
    ids = [n for text in request.POST.getlist("participant") if (n := number(text)) is not None]
    told = request.POST.get("told") != "no"
    services.mark_told(actor=actor_of(request), proposal_id=row.id, participant_ids=ids, told=told)
    return redirect("scheduling:told", proposal_id)


def people_to_tell(actor: Actor, row: selectors.ProposalRow) -> tuple[ToTell, ...]:
    """Everybody for whom a publication changes something, by name."""
    if row.state == "published":
        zone = program.site_clock(site_id=row.site_id)
        rows = [
            (t.participant_id, _sessions(t.loses), _sessions(t.gains), at, t.told_by)
            for t in selectors.tellings(actor=actor, proposal_id=row.id)
            for at in [t.told_at and t.told_at.astimezone(zone)]
        ]
    elif row.state == "ready":
        changes = services.preview_proposal(actor=actor, proposal_id=row.id).comparison
        rows = [(int(c.participant[1:]), c.loses, c.gains, None, "") for c in changes.people]
    else:
        rows = []
    ids = {number_ for number_, *_rest in rows}
    names, cards = Names.at(actor, row.site_id, ids), participants.cards(actor=actor, participant_ids=list(ids))
    found = [
        ToTell(
            person, names.people.get(f"p{person}", "–"), str(channel_words(card.preferred_channel)) if card else "",
            bool(card and not card.may_mention_treatment), _lines(loses, row.week_starts_on, names),
            _lines(gains, row.week_starts_on, names), at, by,
        )
        for person, loses, gains, at, by in rows
        for card in [cards.get(person)]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.name))


def _sessions(items: Iterable[object]) -> tuple[Session, ...]:
    return tuple(s for s in (read_session(Reader(item, "")) for item in items) if s is not None)


def _lines(sessions: Iterable[Session], monday: date, names: Names) -> tuple[Line, ...]:
    return tuple(line_of(s, monday, names) for s in sessions)


def _said(lines: Iterable[Line]) -> str:
    return "; ".join(f"{day_and_date(x.day)} {x.starts}–{x.ends} {x.service}, {x.room or _('Online')}" for x in lines)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
