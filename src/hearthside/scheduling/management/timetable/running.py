"""What the sub-commands about one person share: the running week, who is asked about, and weeks as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.entities import Participant, Problem
from hearthside.scheduling.domain.places import Placement, WeekIndex, book, index_week
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem, problem_to_json, session_to_json
from hearthside.scheduling.domain.solution import Claims, Reason, Solution, Unplaced
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.management.timetable import parts


def declare(parser: ArgumentParser) -> None:
    """The arguments that every one of these sub-commands has."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("solution", type=Path, metavar="SOLUTION", help="the running week")
    parser.add_argument(
        "--person", required=True, metavar="FILE|ID", help="a participant as JSON in a file, or the id of one"
    )


def read(command: BaseCommand, options: dict[str, Any]) -> tuple[WeekIndex, Participant, Solution]:
    """The running week, the person and the week's file; refuses what is broken with its path."""
    problem = parts.read_problem(command, options["problem"])
    week = parts.read_solution(command, options["solution"])
    broken = [b for b in verify(problem, week).broken if b.rule != "neither placed nor listed with a reason"]
    if broken:
        parts.refuse(command, *(f"{options['solution']}: {b.rule}: {b.where} {b.detail}".rstrip() for b in broken))
    return index_week(problem, week.sessions), _person(command, problem, options["person"]), week


def _person(command: BaseCommand, problem: Problem, asked: str) -> Participant:
    known = next((p for p in problem.participants if p.id == asked), None)
    if known is not None:
        return known
    path = Path(asked)
    if path.suffix != ".json":
        parts.refuse(command, f"participants: there is no participant {asked}, and it is no .json file")
    person = parts.read_json(command, path, lambda data: data)
    if not isinstance(person, dict):
        parts.refuse(command, f"{path}: must be an object")
    data = json.loads(json.dumps(problem_to_json(problem)))
    others = [other for other in data["participants"] if other["id"] != person.get("id")]
    data["participants"] = [*others, person]
    try:
        return parse_problem(data).participants[-1]
    except ProblemInvalid as error:
        own = f"participants[{len(others)}]"
        parts.refuse(command, *(f"{where.replace(own, str(path), 1)}: {reason}" for where, reason in error.faults))


def week_with(index: WeekIndex, week: Solution, found: Placement) -> tuple[Problem, Solution]:
    """Problem and solution once a placement is booked."""
    after = book(index, found)
    reasons = {item.participant: item for item in week.unplaced}
    full = verify(after.problem, Solution(after.sessions(), ())).scores.full
    short = tuple(
        reasons.get(p.id, Unplaced(p.id, (Reason("search_ended"),)))
        for p in after.problem.participants
        if p.id not in full
    )
    return after.problem, Solution(after.sessions(), short, Claims())


def placement_to_json(found: Placement) -> dict[str, object]:
    """A week for one person as JSON."""
    return {
        "participant": found.person.id,
        "points": found.points,
        "cost": found.cost,
        "days": list(found.days),
        "sessions": [
            {**session_to_json(place.session), "new": place.new, "kept": place.kept, "points": place.points}
            for place in found.places
        ],
        "gives_up": list(found.left),
        "moves": [
            {
                "participant": move.participant, "from": move.left.id, "to": move.joined.id, "new": move.new,
                "points": move.points,
            }
            for move in found.moves
        ],
    }  # fmt: skip
