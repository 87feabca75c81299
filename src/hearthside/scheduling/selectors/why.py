"""A proposed week opened for questions: why a seat, who is still without a full week."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.scheduling.domain import why
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.selectors.proposals import ProposalDetail, proposal_detail


@dataclass(frozen=True, slots=True)
class AskedWeek:
    """A proposal with its week, ready to be asked."""

    detail: ProposalDetail
    week: why.Running

    @property
    def without(self) -> tuple[str, ...]:
        """Everybody whom this week gives no full week."""
        people = self.week.problem.participants
        return tuple(p.id for p in people if not self.week.is_full(p, self.week.of(p.id)))


@query(Permission.WEEK_BUILD)
def asked_week(*, actor: Actor, proposal_id: int) -> AskedWeek | None:
    """A proposal's week; nothing while it is being built, or where none was found."""
    detail = proposal_detail(actor=actor, proposal_id=proposal_id)
    if detail.solution is None:
        return None
    week = why.running(parse_problem(detail.problem), parse_solution(detail.solution).sessions)
    return AskedWeek(detail, week)
