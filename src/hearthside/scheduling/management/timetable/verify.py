"""`timetable verify PROBLEM SOLUTION`: what a week is worth, and every rule that it breaks."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.management.timetable import parts

NAME, HELP = "verify", "judge a week by every rule: exit 0 where none is broken, 1 where one is, 2 for wrong files"


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("solution", type=Path, metavar="SOLUTION")
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Print the scores and the broken rules."""
    problem = parts.read_problem(command, options["problem"])
    verdict = verify(problem, parts.read_solution(command, options["solution"]))
    scores = asdict(verdict.scores) | {"full": len(verdict.scores.full)}
    if options["json"]:
        parts.write_json(command, None, scores | {"broken": [asdict(breach) for breach in verdict.broken]})
    else:
        figures = " ".join(f"{name}={value}" for name, value in scores.items())
        command.stdout.write(f"participants={len(problem.participants)} {figures} broken={len(verdict.broken)}")
        for breach in verdict.broken:
            command.stdout.write(f"  {breach.rule}: {breach.where} {breach.detail}".rstrip())
    if verdict.broken:
        raise SystemExit(1)
