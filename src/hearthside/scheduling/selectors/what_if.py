"""Trials of "what if": where they stand, and the two weeks beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.domain.whatif import Comparison, compare_weeks
from hearthside.scheduling.models import Proposal, ProposalKind
from hearthside.scheduling.selectors.proposals import ProposalDetail, ProposalRow, proposal_detail, proposals

SHOWN = 20
STOPPED = ("set_aside", "broken")


@dataclass(frozen=True, slots=True)
class WhatIfTrial:
    """A trial, the present week beside it, what was changed, and the comparison once both weeks are there."""

    row: ProposalRow
    base: ProposalRow | None
    detail: ProposalDetail
    base_detail: ProposalDetail | None
    changes: tuple[dict[str, Any], ...]
    keep_known: bool
    comparison: Comparison | None

    @property
    def at_work(self) -> bool:
        """Whether a worker still has one of the two weeks to make."""
        return self.row.at_work or (self.base is not None and self.base.at_work and self.row.state not in STOPPED)


@query(Permission.WEEK_BUILD)
def what_if(*, actor: Actor, proposal_id: int) -> WhatIfTrial:
    """One trial with everything its page shows."""
    if not Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.WHAT_IF).exclude(change__changes=[]).exists():
        raise NotFound("proposal")
    detail = proposal_detail(actor=actor, proposal_id=proposal_id)
    based_on = detail.row.based_on
    base = proposal_detail(actor=actor, proposal_id=based_on) if based_on else None
    return WhatIfTrial(
        detail.row, base.row if base else None, detail, base,
        tuple(detail.row.change.get("changes", [])), bool(detail.row.change.get("keep_known", True)),
        _comparison(base, detail),
    )  # fmt: skip


def _comparison(base: ProposalDetail | None, trial: ProposalDetail) -> Comparison | None:
    if base is None or base.solution is None or trial.solution is None:
        return None
    return compare_weeks(
        parse_problem(base.problem), parse_solution(base.solution),
        parse_problem(trial.problem), parse_solution(trial.solution),
    )  # fmt: skip


@query(Permission.WEEK_BUILD)
def what_if_trials(*, actor: Actor, site_id: int) -> tuple[tuple[ProposalRow, ProposalRow | None], ...]:
    """The latest trials of a site, newest first, each with the present week that it is compared with."""
    rows = proposals(actor=actor, site_id=site_id, limit=100, kinds=[ProposalKind.WHAT_IF, ProposalKind.WEEK])
    known = {row.id: row for row in rows}
    trials = [row for row in rows if row.kind == ProposalKind.WHAT_IF and row.change.get("changes")]
    return tuple((row, known.get(row.based_on or 0)) for row in trials)[:SHOWN]
