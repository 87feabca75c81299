"""Asking the solver for a week, stopping it, setting a proposal aside; and what the worker does meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command, open_to_all
from hearthside.access.permissions import Permission
from hearthside.scheduling.domain.compare import wishes
from hearthside.scheduling.domain.entities import Problem
from hearthside.scheduling.domain.problem import problem_to_json
from hearthside.scheduling.models import Proposal, ProposalKind, ProposalState
from hearthside.scheduling.services._following import problem_of
from hearthside.scheduling.services._locks import take
from hearthside.scheduling.services._problem import current_problem

SOLVE_WEEK = "scheduling.solve_week"
QUICK, GOOD, THOROUGH = 20, 60, 300
AT_WORK = (ProposalState.QUEUED, ProposalState.RUNNING)
WORKER_LOCK = 716
ATTEMPTS = 3
ASKED = ("asked", "weight", "heaviest", "wishes")


class ProposalRefused(Exception):
    """The proposal cannot do what was asked; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ProposalStep(Protocol):
    """Something done with a proposal."""

    def __call__(self, *, actor: Actor, proposal_id: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """The proposal at work for a week, and whether it was there already."""

    proposal_id: int
    already: bool


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to know to make a week."""

    problem: dict[str, Any]
    seconds: int
    seed: int


@command(Permission.WEEK_BUILD)
def ask_for_proposal(*, actor: Actor, site_id: int, week_starts_on: date, seconds: int = GOOD) -> Asked:
    """Starts building a site's week in the background; a second person asking meanwhile is shown the same one."""
    take(site_id, [], alone=True)
    running = _at_work(site_id, week_starts_on)
    if running is not None:
        return Asked(running, already=True)
    problem = current_problem(actor, site_id, week_starts_on)
    row = Proposal(site_id=site_id, week_starts_on=week_starts_on, seconds=max(1, min(seconds, 3600)))
    return Asked(_begin_search(actor, row, problem), already=False)


@command(Permission.WEEK_BUILD)
def stop_proposal(*, actor: Actor, proposal_id: int) -> None:  # noqa: ARG001
    """Asks the solver to stop; the best week found so far is kept."""
    row = _row(proposal_id)
    if row.state == ProposalState.QUEUED:
        row.state, row.finished_at = ProposalState.SET_ASIDE, timezone.now()
    row.stop_asked = True
    row.save(update_fields=["state", "finished_at", "stop_asked"])


@command(Permission.WEEK_PUBLISH)
def set_aside_proposal(*, actor: Actor, proposal_id: int) -> None:  # noqa: ARG001
    """Puts a ready proposal away; it can be taken back."""
    _between(proposal_id, ProposalState.READY, ProposalState.SET_ASIDE)


@command(Permission.WEEK_PUBLISH)
def take_back_proposal(*, actor: Actor, proposal_id: int) -> None:  # noqa: ARG001
    """Takes a proposal back that was set aside."""
    if _row(proposal_id).solution is None:
        raise ProposalRefused("no_solution")
    _between(proposal_id, ProposalState.SET_ASIDE, ProposalState.READY)


@command(Permission.WEEK_BUILD)
def begin_proposal(*, actor: Actor, proposal_id: int, attempt: int = 0) -> Task | None:  # noqa: ARG001
    """Hands a waiting proposal to a worker; nothing where it is finished, or was begun too often."""
    row = _row(proposal_id)
    if row.state not in AT_WORK:
        return None
    if attempt >= ATTEMPTS:
        _end(row, ProposalState.BROKEN, "worker_lost")
        return None
    row.state = ProposalState.RUNNING
    row.progress = {key: row.progress.get(key, 0) for key in ASKED} | {"began_at": timezone.now().isoformat()}
    row.problem = problem_of(row)
    row.save(update_fields=["state", "progress", "problem"])
    return Task(row.problem or {}, row.seconds, row.seed + attempt)


@open_to_all("counts of a running search go to its own row; no person's data is read or written")
def note_progress(*, proposal_id: int, progress: dict[str, Any]) -> bool:
    """Writes where the search stands and says whether somebody asked it to stop."""
    rows = Proposal.objects.filter(pk=proposal_id, state=ProposalState.RUNNING)
    found = rows.values_list("progress", "stop_asked").first()
    if found is None:
        return True
    if progress:
        levels = found[0].get("levels", {})
        if progress.get("level"):
            levels |= {progress["level"]: {"value": progress.get("value", 0), "bound": progress.get("bound")}}
        rows.update(progress={**found[0], **progress, "levels": levels})
    return found[1]


@command(Permission.WEEK_BUILD)
def finish_proposal(
    *,
    actor: Actor,  # noqa: ARG001
    proposal_id: int,
    solution: dict[str, Any],
    scores: dict[str, int],
) -> None:
    """Keeps the week that was found; a second worker's answer for the same proposal changes nothing."""
    row = _row(proposal_id)
    if row.state == ProposalState.RUNNING:
        row.solution = solution
        row.progress = {**row.progress, **scores}
        _end(row, ProposalState.READY, "")


@command(Permission.WEEK_BUILD)
def break_proposal(*, actor: Actor, proposal_id: int, fault: str) -> None:  # noqa: ARG001
    """Marks a proposal that found no week, with a code that the page puts into words."""
    row = _row(proposal_id)
    if row.state in AT_WORK:
        _end(row, ProposalState.BROKEN, fault[:200])


@open_to_all("a lock on the number of a proposal, taken by the worker; no data is read")
@contextmanager
def only_worker(*, proposal_id: int) -> Iterator[bool]:
    """Whether this worker alone works on the proposal; the lock goes when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [WORKER_LOCK, proposal_id])
        alone = bool((cursor.fetchone() or [False])[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [WORKER_LOCK, proposal_id])


def _at_work(site_id: int, week_starts_on: date) -> int | None:
    """The proposal that is being built for a week already."""
    rows = Proposal.objects.filter(site_id=site_id, week_starts_on=week_starts_on, state__in=AT_WORK)
    return rows.filter(kind=ProposalKind.WEEK).values_list("id", flat=True).first()


def _begin_search(actor: Actor, row: Proposal, problem: Problem) -> int:
    """Keeps the request and what its progress is measured by, and puts it into the queue."""
    priorities = [p.priority for p in problem.participants]
    row.problem, row.asked_by_id = problem_to_json(problem), actor.user_id or None
    row.progress = {
        "asked": len(priorities), "weight": sum(priorities), "heaviest": max(priorities, default=0),
        "wishes": sum(wishes(p) for p in problem.participants),
    }  # fmt: skip
    row.save()
    app.configure_task(SOLVE_WEEK, queue="timetable", lock=f"site-{row.site_id}").defer(proposal_id=row.pk)
    return row.pk


def _row(proposal_id: int) -> Proposal:
    row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise NotFound("proposal")
    return row


def _between(proposal_id: int, before: ProposalState, after: ProposalState) -> None:
    row = _row(proposal_id)
    if row.state == before:
        row.state = after
        row.save(update_fields=["state"])
    elif row.state != after:
        raise ProposalRefused("not_ready")


def _end(row: Proposal, state: ProposalState, fault: str) -> None:
    row.state, row.fault, row.finished_at = state, fault, timezone.now()
    row.save(update_fields=["state", "fault", "finished_at", "solution", "progress"])
