"""Moving sessions and people by hand in a draft of a week, with every step undone and redone at will."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.scheduling.domain.byhand import Desk, Move, UnknownMove, allowed, apply
from hearthside.scheduling.domain.byhand_rules import Changed, Objection
from hearthside.scheduling.domain.compare import Figures, figures, key_of
from hearthside.scheduling.domain.drafts import Draft, Step, draft_to_json, kept_after, moved_to, parse_draft, taken
from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.locks import check_locked
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json, session_to_json
from hearthside.scheduling.domain.reading import ProblemInvalid
from hearthside.scheduling.domain.solution import (
    Claims,
    Reason,
    Solution,
    Unplaced,
    parse_solution,
    solution_to_json,
)
from hearthside.scheduling.models import Proposal, ProposalKind, ProposalState
from hearthside.scheduling.services._fitting import fitted, planned_of
from hearthside.scheduling.services._locks import take
from hearthside.scheduling.services._problem import current_problem
from hearthside.scheduling.services.proposals import GOOD, Asked, ProposalRefused, _at_work, _begin_search, _row


class DraftChanged(ProposalRefused):
    """Another tab, or somebody else, changed the draft meanwhile."""

    def __init__(self) -> None:
        super().__init__("draft_changed")


class MoveRefused(ProposalRefused):
    """Rules stand against the move; `objections` names them all."""

    def __init__(self, objections: tuple[Objection, ...]) -> None:
        super().__init__("move_refused")
        self.objections = objections


class KeepRefused(ProposalRefused):
    """What is kept cannot all stay when the week is built again; `faults` says why."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("keep_refused")
        self.faults = faults


@command(Permission.WEEK_BUILD)
def start_by_hand(*, actor: Actor, proposal_id: int) -> int:
    """A draft of a proposed week, to be changed by hand; what no longer fits today is there to be put right."""
    row = _row(proposal_id)
    if row.solution is None or row.kind == ProposalKind.WHAT_IF:
        raise ProposalRefused("no_solution")
    problem, week, _misfits = fitted(actor, planned_of(row))
    return _draft(actor, row.site_id, row.week_starts_on, problem, _here(problem, week), row)


@command(Permission.WEEK_BUILD)
def start_by_hand_from_week(*, actor: Actor, site_id: int, week_starts_on: date) -> int:
    """A draft of the week that people know, to be changed by hand; an empty one where nothing is published."""
    problem = current_problem(actor, site_id, week_starts_on)
    return _draft(actor, site_id, week_starts_on, problem, problem.published or (), None)


@command(Permission.WEEK_BUILD)
def move_by_hand(*, actor: Actor, proposal_id: int, version: int, move: Move) -> None:  # noqa: ARG001
    """Makes one move in a draft, or refuses it with everything that stands against it."""
    row, draft = _open(proposal_id, version)
    problem, found = parse_problem(row.problem), parse_solution(row.solution)
    desk = Desk(problem, found.sessions, draft.kept)
    try:
        changed, objections = desk.changes(move), desk.check(move)
    except UnknownMove as error:
        raise DraftChanged from error
    if not allowed(objections):
        raise MoveRefused(objections)
    step = Step({name: (desk.week.by_id.get(name), after) for name, after in changed.items()})
    _write(row, taken(draft, step), problem, found, changed)


@command(Permission.WEEK_BUILD)
def keep_by_hand(
    *,
    actor: Actor,  # noqa: ARG001
    proposal_id: int,
    version: int,
    names: Iterable[str],
    keep: bool,
) -> None:
    """Keeps sessions and people’s seats as they are in this draft and in what is built from it, or lets them go."""
    row, draft = _open(proposal_id, version)
    problem, found = parse_problem(row.problem), parse_solution(row.solution)
    known = {s.id for s in found.sessions} | {p.id for p in problem.participants}
    kept = kept_after(draft.kept, known & set(names), keep=keep)
    if kept != draft.kept:
        _write(row, taken(draft, Step({}, (draft.kept, kept))), problem, found, {})


@command(Permission.WEEK_BUILD)
def step_by_hand(*, actor: Actor, proposal_id: int, version: int, at: int) -> None:  # noqa: ARG001
    """Undoes or redoes, so that this many steps are in force."""
    row, draft = _open(proposal_id, version)
    draft, changed = moved_to(draft, at)
    _write(row, draft, parse_problem(row.problem), parse_solution(row.solution), changed)


@command(Permission.WEEK_BUILD)
def build_again_from(*, actor: Actor, proposal_id: int, seconds: int = GOOD) -> Asked:
    """Builds the week again, near this one: what is kept stays, and the rest as far as the lives of people allow."""
    row = _row(proposal_id)
    if row.solution is None or row.kind == ProposalKind.WHAT_IF:
        raise ProposalRefused("no_solution")
    take(row.site_id, [], alone=True)
    running = _at_work(row.site_id, row.week_starts_on)
    if running is not None:
        return Asked(running, already=True)
    now, week, _misfits = fitted(actor, planned_of(row))
    problem = _near(now, _here(now, week), _kept_keys(row))
    new = Proposal(
        site_id=row.site_id, week_starts_on=row.week_starts_on, seconds=max(1, min(seconds, 3600)), based_on=row,
        draft={"knew": [session_to_json(s) for s in now.published or ()]},
    )  # fmt: skip
    return Asked(_begin_search(actor, new, problem), already=False)


def _kept_keys(row: Proposal) -> tuple[set[object], frozenset[str]]:
    """The kept sessions by what makes them the same one, and the kept people."""
    kept = parse_draft(row.draft).kept
    return {key_of(s) for s in parse_solution(row.solution).sessions if s.id in kept}, kept


def _near(now: Problem, week: tuple[Session, ...], keep: tuple[set[object], frozenset[str]]) -> Problem:
    """Today's problem with this week in the place of the published one, and what is kept locked."""
    keys, people = keep
    locked = {s.id: s for s in now.published or () if s.id in now.locked}
    near = [locked.get(s.id, s) for s in week]
    kept = {s.id for s in near if key_of(s) in keys}
    alone = [
        replace(s, id=f"keep-{s.id}", participants=mine)
        for s in near
        if s.id not in kept and s.id not in locked and (mine := tuple(p for p in s.participants if p in people))
    ]
    names = (*now.locked, *sorted(kept - set(now.locked)), *(s.id for s in alone))
    problem = replace(now, published=(*near, *alone) or None, locked=names)
    try:
        check_locked(problem)
    except ProblemInvalid as error:
        raise KeepRefused(tuple(reason for _path, reason in error.faults)) from error
    return problem


def _here(problem: Problem, week: Iterable[Session]) -> tuple[Session, ...]:
    """The week without people who are no longer in the program."""
    here = {p.id for p in problem.participants}
    return tuple(replace(s, participants=tuple(p for p in s.participants if p in here)) for s in week)


def _draft(
    actor: Actor, site_id: int, week: date, problem: Problem, sessions: tuple[Session, ...], source: Proposal | None
) -> int:
    found = parse_solution(source.solution) if source else Solution((), ())
    kind, state = ProposalKind.BY_HAND, ProposalState.READY
    mine: dict[str, Any] = {"site_id": site_id, "week_starts_on": week, "kind": kind, "state": state}
    mine |= {"based_on": source, "asked_by_id": actor.user_id or None}
    row = Proposal.objects.filter(**mine, draft__version=0).first() or Proposal(**mine, seconds=0)
    row.problem, row.finished_at = problem_to_json(problem), timezone.now()
    row.draft = {"unplaced": solution_to_json(found)["unplaced"]}
    _write(row, Draft(), problem, replace(found, sessions=tuple(sessions)), {})
    return row.pk


def _open(proposal_id: int, version: int) -> tuple[Proposal, Draft]:
    row = _row(proposal_id)
    if row.kind != ProposalKind.BY_HAND:
        raise ProposalRefused("not_by_hand")
    if row.state != ProposalState.READY:
        raise ProposalRefused("not_ready")
    draft = parse_draft(row.draft)
    if draft.version != version:
        raise DraftChanged
    return row, draft


def _write(row: Proposal, draft: Draft, problem: Problem, found: Solution, changed: Changed) -> None:
    """Keeps the draft with its week, who has no full week in it and why, and its figures."""
    sessions = apply(found.sessions, changed)
    told = figures(problem, sessions)
    before = {item["participant"]: item for item in row.draft.get("unplaced", ())}
    known = parse_solution(solution_to_json(Solution((), ())) | {"unplaced": list(before.values())})
    reasons = {item.participant: item.reasons for item in known.unplaced}
    unplaced = tuple(
        Unplaced(p.id, reasons.get(p.id) or _short(problem, p.id, sessions))
        for p in problem.participants
        if not told.own[p.id].full
    )
    claims = _claims(problem, told, found.claims)
    row.solution = solution_to_json(Solution(sessions, unplaced, claims))
    row.draft = row.draft | draft_to_json(draft)
    priorities = [p.priority for p in problem.participants]
    row.progress = {
        "asked": told.asked, "placed": told.full, "unplaced": len(unplaced), "sessions": told.sessions,
        "seats": told.seats, "weight": sum(priorities), "heaviest": max(priorities, default=0), "wishes": told.wishes,
    }  # fmt: skip
    row.save()


def _claims(problem: Problem, told: Figures, base: Claims) -> Claims:
    """What the week reaches; a bound that was proved before holds as long as it is not passed."""
    placed = sum(p.priority for p in problem.participants if told.own[p.id].full)
    most, best = base.placed_bound, base.preference_bound
    return Claims(
        placed, most if most is not None and most >= placed else None,
        told.points, best if best is not None and best >= told.points else None,
    )  # fmt: skip


def _short(problem: Problem, name: str, sessions: tuple[Session, ...]) -> tuple[Reason, ...]:
    """What somebody's week lacks after moves by hand."""
    person = next(p for p in problem.participants if p.id == name)
    mine = [s.service for s in sessions if name in s.participants]
    lacks = [
        Reason("by_hand", {"service": o.service, "has": mine.count(o.service), "ordered": o.per_week})
        for o in person.orders
        if mine.count(o.service) != o.per_week
    ]
    return tuple(lacks) or (Reason("by_hand_days", {"days": person.min_days, "minutes": person.min_minutes}),)
