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
from hearthside.scheduling.domain.compare import Change
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.domain.reading import Reader, read_session
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.tables import Line, Names, RoomLine, line_of, room_lines
from hearthside.ui.templatetags.hearth import day_and_date


@dataclass(frozen=True, slots=True)
class ToTell:
    """One person to be told: how they like to be reached, what they lose, are given, and keep in another room.

    Whoever leads a session in another room is told as well: `leads`.
    """

    id: int
    leads: bool
    name: str
    channel: str
    discreet: bool
    loses: tuple[Line, ...]
    gains: tuple[Line, ...]
    rooms: tuple[RoomLine, ...]
    told_at: datetime | None
    told_by: str


@dataclass(frozen=True, slots=True)
class _Due:
    """Somebody to be told, with the sessions as they are kept."""

    id: int
    leads: bool
    loses: tuple[Session, ...] = ()
    gains: tuple[Session, ...] = ()
    rooms: tuple[Change, ...] = ()
    told_at: datetime | None = None
    told_by: str = ""


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
        before = (*one.loses, *(room.before for room in one.rooms))
        after = (*one.gains, *(room.after for room in one.rooms))
        cells = (one.name, one.channel, _said(before), _said(after), told, one.told_by)
        sheet.writerow([_safe(cell) for cell in cells])
    return response


@require_POST
def mark(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Notes that somebody was told, or takes the note back."""
    row = selectors.proposal(actor=actor_of(request), proposal_id=proposal_id)
    told = request.POST.get("told") != "no"
    services.mark_told(
        actor=actor_of(request), proposal_id=row.id, participant_ids=_numbers(request, "participant"),
        staff_ids=_numbers(request, "staff"), told=told,
    )  # fmt: skip
    return redirect("scheduling:told", proposal_id)


def people_to_tell(actor: Actor, row: selectors.ProposalRow) -> tuple[ToTell, ...]:
    """Everybody for whom a publication changes something, by name; then who leads a session in another room."""
    due = _due(actor, row)
    ids = {one.id for one in due if not one.leads}
    names, cards = Names.at(actor, row.site_id, ids), participants.cards(actor=actor, participant_ids=list(ids))
    found = []
    for one in due:
        card = None if one.leads else cards.get(one.id)
        known = names.clinicians.get(f"c{one.id}") if one.leads else names.people.get(f"p{one.id}")
        found.append(ToTell(
            one.id, one.leads, known or "–", str(channel_words(card.preferred_channel)) if card else "",
            bool(card and not card.may_mention_treatment), _lines(one.loses, row.week_starts_on, names),
            _lines(one.gains, row.week_starts_on, names), room_lines(one.rooms, row.week_starts_on, names),
            one.told_at, one.told_by,
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.leads, one.name)))


def _due(actor: Actor, row: selectors.ProposalRow) -> list[_Due]:
    """Those who are noted, or before publishing those who would be."""
    if row.state == "published":
        zone = program.site_clock(site_id=row.site_id)
        return [
            _Due(
                t.participant_id or t.staff_id or 0, t.participant_id is None, _sessions(t.loses), _sessions(t.gains),
                tuple(Change(*_sessions((c["before"], c["after"]))) for c in t.rooms),
                t.told_at and t.told_at.astimezone(zone), t.told_by,
            )
            for t in selectors.tellings(actor=actor, proposal_id=row.id)
        ]  # fmt: skip
    if row.state != "ready":
        return []
    changes = services.preview_proposal(actor=actor, proposal_id=row.id).comparison
    people = [_Due(int(c.participant[1:]), False, c.loses, c.gains, c.rooms) for c in changes.people]
    return people + [_Due(int(name[1:]), True, rooms=rooms) for name, rooms in changes.leaders.items()]


def _numbers(request: HttpRequest, field: str) -> list[int]:
    return [n for text in request.POST.getlist(field) if (n := number(text)) is not None]


def _sessions(items: Iterable[object]) -> tuple[Session, ...]:
    return tuple(s for s in (read_session(Reader(item, "")) for item in items) if s is not None)


def _lines(sessions: Iterable[Session], monday: date, names: Names) -> tuple[Line, ...]:
    return tuple(line_of(s, monday, names) for s in sessions)


def _said(lines: Iterable[Line]) -> str:
    return "; ".join(f"{day_and_date(x.day)} {x.starts}–{x.ends} {x.service}, {x.room or _('Online')}" for x in lines)


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
