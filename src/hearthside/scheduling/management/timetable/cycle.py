"""`timetable cycle PROBLEM --weeks 4 --closed 2026-12-24 -o FOLDER`: several weeks with holidays, one after another."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.cycle import MOST_WEEKS, Closure, CycleWeek, Share, solve_cycle
from hearthside.scheduling.domain.problem import Problem, ProblemInvalid, problem_to_json
from hearthside.scheduling.domain.solution import Solution, solution_to_json
from hearthside.scheduling.management.timetable import parts

NAME, HELP = "cycle", "make several weeks with holidays, one after another"
CLOSED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:=(\d{2}):(\d{2})-(\d{2}):(\d{2}))?")


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("--weeks", type=int, required=True, metavar="N", help=f"1 to {MOST_WEEKS}")
    parser.add_argument(
        "--closed", type=_closure, action="append", default=[], metavar="DATE[=FROM-UNTIL]",
        help="2026-12-25 closed all day; 2026-12-24=09:00-13:00 open only then; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--orders", type=Share, choices=list(Share), default=Share.FULL, metavar="full|by_open_days",
        help="what is ordered in a week with closed days (full)",
    )  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seconds", type=parts.seconds, default=60.0, metavar="N", help="for each week")
    parser.add_argument("--seed", type=int, default=1, metavar="N")


def _closure(text: str) -> Closure:
    match = CLOSED.fullmatch(text)
    try:
        day = date.fromisoformat(match[1]) if match else None
    except ValueError:
        day = None
    if match is None or day is None:
        raise ArgumentTypeError("must be a date such as 2026-12-25, or 2026-12-24=09:00-13:00")
    if match[2] is None:
        return Closure(day)
    opens, closes = int(match[2]) * 60 + int(match[3]), int(match[4]) * 60 + int(match[5])
    if opens % 15 or closes % 15 or closes > 1440:
        raise ArgumentTypeError("times must be multiples of 15 minutes, 00:00 to 24:00")
    return Closure(day, opens, closes)


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Solve week after week, write two files for each, and say in a line what each is worth and what it changes."""
    from hearthside.scheduling.domain.engine import solve

    folder: Path = options["output"]
    problem = parts.read_problem(command, options["problem"])
    parts.check_folder(command, folder, several=True)
    told = 0

    def solve_week(week: Problem) -> Solution:
        nonlocal told
        told += 1
        command.stderr.write(f"week {told} of {options['weeks']}, from {week.starts_on}", style_func=str)
        return solve(week, seconds=options["seconds"], seed=options["seed"])

    try:
        weeks = solve_cycle(
            problem, options["weeks"], options["closed"], solve_week=solve_week, share=options["orders"]
        )
    except ProblemInvalid as error:
        parts.refuse(command, *(f"{path}: {reason}" for path, reason in error.faults))
    parts.make_folder(command, folder)
    for number, week in enumerate(weeks, 1):
        parts.write_json(command, folder / f"week-{number}.problem.json", problem_to_json(week.problem))
        parts.write_json(command, folder / f"week-{number}.solution.json", solution_to_json(week.solution))
        command.stdout.write(_line(number, week))


def _line(number: int, week: CycleWeek) -> str:
    asked = len(week.problem.participants)
    words = f"week {number}, {week.problem.starts_on}{' (short)' if week.short else ''}: "
    words += f"full weeks {asked - len(week.solution.unplaced)} of {asked}, sessions {len(week.solution.sessions)}"
    if week.changes is None or week.follows is None:
        return words
    c = week.changes
    return (
        f"{words}; beside week {week.follows + 1}: {c.seats_kept} of {c.seats_before} seats stay, "
        f"{len(c.opened)} sessions open, {len(c.closed)} close, {len(c.people)} people change"
    )
