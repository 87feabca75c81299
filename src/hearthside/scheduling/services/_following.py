"""The problem of a week that follows another one: what was found for that one is what people know."""

from __future__ import annotations

from typing import Any

from hearthside.scheduling.domain.cycle import known_week
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.models import Proposal


def problem_of(row: Proposal) -> dict[str, Any]:
    """The problem that a worker is given: with the week before as the known one where the row follows it."""
    problem: dict[str, Any] = row.problem or {}
    before = row.based_on
    if not row.change.get("follows") or before is None or before.solution is None:
        return problem
    return problem_to_json(known_week(parse_problem(problem), parse_solution(before.solution).sessions))
