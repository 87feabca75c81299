"""Trying out a changed clinic: the present week and the changed one are solved alike, and neither is ever published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.scheduling.domain import whatif
from hearthside.scheduling.domain.entities import Problem
from hearthside.scheduling.domain.problem import ProblemInvalid, problem_to_json
from hearthside.scheduling.models import Proposal, ProposalKind, ProposalState
from hearthside.scheduling.services._locks import take
from hearthside.scheduling.services._problem import current_problem
from hearthside.scheduling.services.proposals import AT_WORK, GOOD, SOLVE_WEEK

WAITING = "waiting"
USABLE = (*AT_WORK, ProposalState.READY, ProposalState.PUBLISHED)


class WhatIfRefused(Exception):
    """A trial that cannot be made; `faults` holds the number of each change and why."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{path}: {reason}" for path, reason in faults))
        self.faults = tuple(faults)


@command(Permission.WEEK_BUILD)
def check_what_if(*, actor: Actor, site_id: int, week_starts_on: date, changes: Sequence[Any]) -> None:
    """Refuses changes that the clinic as it stands cannot have, before anybody waits for them."""
    _changed(current_problem(actor, site_id, week_starts_on), _named(site_id, changes))


@command(Permission.WEEK_BUILD)
def start_what_if(
    *,
    actor: Actor,
    site_id: int,
    week_starts_on: date,
    changes: Sequence[Any],
    seconds: int = GOOD,
    keep_known: bool = True,
    title: str = "",
) -> int:
    """Has a changed week solved in the background, and the present one too where no equal search is at hand."""
    take(site_id, [], alone=True)
    problem = current_problem(actor, site_id, week_starts_on)
    problem = problem if keep_known else whatif.without_locks(problem)
    wanted = _named(site_id, changes)
    if not wanted:
        raise WhatIfRefused([("changes", "is empty")])
    changed = _changed(problem, wanted)
    facts = {"site_id": site_id, "week_starts_on": week_starts_on, "seconds": max(1, min(seconds, 3600))}
    base = _base(actor, problem, facts, keep_known=keep_known)
    trial = _create(actor, changed, facts, {"changes": wanted, "keep_known": keep_known}, base, title)
    return trial.pk


@command(Permission.WEEK_BUILD)
def stop_what_if(*, actor: Actor, proposal_id: int) -> None:  # noqa: ARG001
    """Stops a trial and the search for the present week that was begun for it; the best weeks so far are kept."""
    trial = _trial(proposal_id)
    base = trial.based_on
    if base is not None and base.kind == ProposalKind.WHAT_IF and base.state in AT_WORK:
        _stop(base)
    _stop(trial)


def _trial(proposal_id: int) -> Proposal:
    row = Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.WHAT_IF).select_related("based_on").first()
    if row is None:
        raise NotFound("proposal")
    return row


def _stop(row: Proposal) -> None:
    locked = Proposal.objects.select_for_update().get(pk=row.pk)
    if locked.state not in AT_WORK:
        return
    if locked.state == ProposalState.QUEUED:
        locked.state, locked.finished_at = ProposalState.SET_ASIDE, timezone.now()
    locked.stop_asked = True
    locked.save(update_fields=["state", "finished_at", "stop_asked"])


def _changed(problem: Problem, changes: Sequence[Any]) -> Problem:
    try:
        return whatif.apply_changes(problem, whatif.parse_changes(list(changes)))
    except ProblemInvalid as error:
        raise WhatIfRefused(error.faults) from error


def _named(site_id: int, changes: Sequence[Any]) -> list[Any]:
    """The changes with those who wait for a full week named, where newcomers are to be like them."""
    waiting: list[str] | None = None
    found = []
    for number, change in enumerate(changes):
        if not isinstance(change, dict) or change.get("like") != WAITING:
            found.append(change)
            continue
        waiting = _waiting(site_id) if waiting is None else waiting
        if not waiting:
            raise WhatIfRefused([(f"changes[{number}].like", "nobody waits for a full week")])
        found.append({**change, "like": waiting})
    return found


def _waiting(site_id: int) -> list[str]:
    """Who had no full week in the latest week that was made for the site."""
    rows = Proposal.objects.filter(
        site_id=site_id, kind=ProposalKind.WEEK, state__in=[ProposalState.READY, ProposalState.PUBLISHED]
    )
    solution = rows.order_by("-asked_at").values_list("solution", flat=True).first()
    return [item["participant"] for item in (solution or {}).get("unplaced", [])]


def _base(actor: Actor, problem: Problem, facts: dict[str, Any], *, keep_known: bool) -> Proposal:
    """A search of the present week that is just as long: one at hand, or a new one."""
    known = Proposal.objects.filter(
        **facts, seed=1, stop_asked=False, state__in=USABLE, problem=problem_to_json(problem)
    ).exclude(kind__in=[ProposalKind.REPAIR, ProposalKind.BY_HAND])
    found = known.order_by("-asked_at").first()
    return found or _create(actor, problem, facts, {"changes": [], "keep_known": keep_known}, None, "")


def _create(
    actor: Actor, problem: Problem, facts: dict[str, Any], change: dict[str, Any], base: Proposal | None, title: str
) -> Proposal:
    proposal = Proposal.objects.create(
        **facts, kind=ProposalKind.WHAT_IF, change=change, based_on=base, title=title[:120],
        problem=problem_to_json(problem), asked_by_id=actor.user_id or None,
        progress={"asked": len(problem.participants)},
    )  # fmt: skip
    queue = app.configure_task(SOLVE_WEEK, queue="timetable", lock=f"site-{facts['site_id']}")
    queue.defer(proposal_id=proposal.pk)
    return proposal
