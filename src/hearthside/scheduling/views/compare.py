"""Two or three weeks side by side: what each is worth, who gains and who loses, who moves from where to where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hearthside.access.actor import Actor
from hearthside.kernel.numbers import number
from hearthside.program import selectors as program
from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain.compare import NOTHING, Comparison, Figures, Gain, compare, figures
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.views.board import plain
from hearthside.scheduling.views.parts import actor_of
from hearthside.scheduling.views.tables import Line, Names, line_of

PUBLISHED = "published"
MOST = 3
MONDAY = date(2024, 1, 1)  # only the weekday of a line is shown
SORTS = ("loss", "gain", "name")


@dataclass(frozen=True, slots=True)
class Week:
    """One of the weeks that are compared."""

    key: str
    row: selectors.ProposalRow | None
    figures: Figures
    sessions: tuple[Session, ...]
    kept: int
    known: int


@dataclass(frozen=True, slots=True)
class Own:
    """What one week changes for one person, against the first."""

    gain: Gain
    loses: tuple[Line, ...]
    gains: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person, and what each of the other weeks changes for them."""

    participant_id: int
    name: str
    own: tuple[Own | None, ...]

    @property
    def worst(self) -> tuple[int, int, int]:
        """The most this person would lose."""
        return min((o.gain.key for o in self.own if o), default=(0, 0, 0))

    @property
    def best(self) -> tuple[int, int, int]:
        """The most this person would win."""
        return max((o.gain.key for o in self.own if o), default=(0, 0, 0))


@require_GET
def show(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A proposal beside the published week, or beside other proposals of the same week."""
    actor = actor_of(request)
    selectors.may_build(actor=actor)
    row = selectors.proposal(actor=actor, proposal_id=proposal_id)
    if not row.sessions and row.state not in ("ready", "published", "set_aside"):
        return redirect("scheduling:proposal", proposal_id)
    others = [r for r in _others(actor, row) if r.id != row.id]
    chosen = _chosen(request, others)
    weeks = _weeks(actor, row, chosen)
    names = Names.at(actor, row.site_id, {int(p[1:]) for w in weeks for p in w.figures.own})
    find, sort = request.GET.get("q", "").strip()[:60], request.GET.get("sort", "loss")
    people = _people(weeks, names, find, sort if sort in SORTS else "loss")
    context = {
        "row": row, "zone": program.site_clock(site_id=row.site_id), "others": others, "chosen": chosen,
        "weeks": weeks, "people": people, "find": find,
        "sort": sort, "sorts": _sorts(), "published": PUBLISHED,
        "counts": [_count(people, n) for n in range(len(weeks) - 1)],
    }  # fmt: skip
    return render(request, "scheduling/compare.html", context)


def _others(actor: Actor, row: selectors.ProposalRow) -> list[selectors.ProposalRow]:
    kinds = ("week", "by_hand", "repair")
    found = selectors.week_proposals(actor=actor, weeks=[row.week_starts_on], kinds=kinds)
    weeks = [r for r in found if r.rank or r.kind != "repair"]  # a sick call itself is no week
    return [r for r in weeks if r.site_id == row.site_id and r.state in ("ready", "published", "set_aside")][:12]


def _chosen(request: HttpRequest, others: list[selectors.ProposalRow]) -> list[str]:
    """What stands beside the proposal: as asked, else the published week."""
    known = {PUBLISHED, *(str(r.id) for r in others)}
    asked = [key for key in dict.fromkeys(request.GET.getlist("with")) if key in known]
    return asked[: MOST - 1] or [PUBLISHED]


def _weeks(actor: Actor, row: selectors.ProposalRow, chosen: list[str]) -> list[Week]:
    """The weeks from left to right: the published one first, then in the order in which they were made."""
    present = services.present_week(actor=actor, site_id=row.site_id, week_starts_on=row.week_starts_on)
    found = []
    if PUBLISHED in chosen:
        seats = sum(len(s.participants) for s in present.sessions)
        found.append(Week(PUBLISHED, None, figures(present.problem, present.sessions), present.sessions, seats, seats))
    numbers = sorted({row.id, *(n for key in chosen if (n := number(key)) is not None)})
    for proposal_id in numbers:
        detail = selectors.proposal_detail(actor=actor, proposal_id=proposal_id)
        if detail.solution is None:
            continue
        sessions = parse_solution(detail.solution).sessions
        kept = compare(present.sessions, sessions)
        told = figures(parse_problem(detail.problem), sessions)
        found.append(Week(str(proposal_id), detail.row, told, sessions, kept.seats_kept, kept.seats_before))
    return found


def _people(weeks: list[Week], names: Names, find: str, sort: str) -> list[PersonLine]:
    """Everybody for whom anything differs from the first week."""
    if not weeks:
        return []
    first, rest = weeks[0], weeks[1:]
    changes = [compare(first.sessions, week.sessions) for week in rest]
    everybody = sorted({p for week in weeks for p in week.figures.own})
    lines = []
    for name in everybody:
        own = tuple(_own(first, week, c, name, names) for week, c in zip(rest, changes, strict=True))
        if any(own):
            lines.append(PersonLine(int(name[1:]), names.people.get(name, name), own))
    letters = plain(find)
    lines = sorted((one for one in lines if letters in plain(one.name)), key=lambda one: one.name)
    if sort == "loss":
        lines.sort(key=lambda one: one.worst)
    elif sort == "gain":
        lines.sort(key=lambda one: one.best, reverse=True)
    return lines


def _own(first: Week, week: Week, changes: Comparison, name: str, names: Names) -> Own | None:
    gain = Gain(name, first.figures.own.get(name, NOTHING), week.figures.own.get(name, NOTHING))
    moved = {c.participant: c for c in changes.people if c.kind != "room"}.get(name)
    if moved is None and not any(gain.key):
        return None

    def lines(sessions: tuple[Session, ...]) -> tuple[Line, ...]:
        return tuple(line_of(s, MONDAY, names) for s in sessions)

    return Own(gain, lines(moved.loses) if moved else (), lines(moved.gains) if moved else ())


def _count(people: list[PersonLine], number_: int) -> Mapping[str, int]:
    """How many people gain, lose and only move with one of the weeks."""
    keys = [line.own[number_].gain.key for line in people if line.own[number_]]  # type: ignore[union-attr]
    gain, lose = sum(key > (0, 0, 0) for key in keys), sum(key < (0, 0, 0) for key in keys)
    return {"gain": gain, "lose": lose, "move": len(keys) - gain - lose}


def _sorts() -> list[tuple[str, str]]:
    return [("loss", _("Who loses first")), ("gain", _("Who gains first")), ("name", _("By name"))]
