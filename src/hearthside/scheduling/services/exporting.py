"""A week in the file formats of the timetable, for the referee and for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow
from hearthside.program import selectors as program
from hearthside.scheduling.domain.problem import problem_to_json
from hearthside.scheduling.domain.solution import Claims, Reason, Solution, Unplaced, solution_to_json
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.models import Proposal, ProposalState
from hearthside.scheduling.services._problem import current_problem

NOT_SCHEDULED = {"code": "not_scheduled"}


@dataclass(frozen=True, slots=True)
class WeekFiles:
    """The problem of a week and the week itself, ready to be written as JSON."""

    problem: dict[str, Any]
    solution: dict[str, Any]
    published: bool


@query(Permission.WEEK_BUILD)
def week_files(*, actor: Actor, site_id: int, week_starts_on: date) -> WeekFiles:
    """The week that people know with the problem as it stands; where there is none yet, the latest proposal."""
    rows = Proposal.objects.filter(site_id=site_id, week_starts_on=week_starts_on, solution__isnull=False)
    before = WeekWindow(week_starts_on, program.site_clock(site_id=site_id)).period.start - timedelta(seconds=1)
    problem = current_problem(actor, site_id, week_starts_on, now=before)
    if problem.published is None:
        latest = rows.filter(state=ProposalState.READY).order_by("-asked_at").first()
        if latest is None:
            raise NotFound("week")
        return WeekFiles(latest.problem or {}, latest.solution or {}, published=False)
    known = rows.filter(state=ProposalState.PUBLISHED).order_by("-published_at").first()
    reasons = {u["participant"]: u["reasons"] for u in (known.solution or {})["unplaced"]} if known else {}
    scores = verify(problem, Solution(problem.published, ())).scores
    unplaced = tuple(
        Unplaced(person.id, tuple(_reason(item) for item in reasons.get(person.id) or [NOT_SCHEDULED]))
        for person in problem.participants
        if person.id not in scores.full
    )
    week = Solution(problem.published, unplaced, Claims(placed=scores.placed, preference=scores.preference))
    return WeekFiles(problem_to_json(problem), solution_to_json(week), published=True)


def _reason(item: dict[str, Any]) -> Reason:
    return Reason(str(item["code"]), {key: value for key, value in item.items() if key != "code"})
