"""`timetable solve PROBLEM -o SOLUTION`: make a week from a problem file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.engine import Progress, solve
from hearthside.scheduling.domain.locks import gone
from hearthside.scheduling.domain.problem import Problem, ProblemInvalid
from hearthside.scheduling.domain.solution import Solution, solution_to_json
from hearthside.scheduling.management.timetable import courses, parts

NAME, HELP = "solve", "make a week from a problem file"


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="SOLUTION")
    parser.add_argument("--seconds", type=parts.seconds, metavar="N", help="60 where no --work is given")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument(
        "--work", type=parts.work, metavar="N", help="millions of moves: the same week on every run with the same seed"
    )
    parser.add_argument("--threads", type=int, choices=(1, 2), default=2, help="cores to use")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Solve, write the week, and say in one line what it is worth."""
    output: Path = options["output"]
    options["seconds"] = options["seconds"] or (60.0 if options["work"] is None else 86_400.0)
    if options["problem"].suffix == courses.SUFFIX:
        courses.run(command, options)
        return
    problem = parts.read_problem(command, options["problem"])
    parts.check_folder(command, output)
    for path, reason in gone(problem):
        command.stderr.write(f"{path}: {reason}; what people knew of it is not kept", style_func=str)

    def tell(progress: Progress) -> None:
        bound = "" if progress.bound is None else f" of at most {progress.bound}"
        command.stderr.write(
            f"{progress.seconds:6.1f} s  {progress.level} {progress.value}{bound}, "
            f"full weeks {progress.placed} of {progress.asked}, {progress.message_code}",
            style_func=str,
        )

    try:
        with parts.stopping(command) as should_stop:
            solution = solve(
                problem, seconds=options["seconds"], seed=options["seed"], work=options["work"],
                threads=options["threads"], on_progress=tell, should_stop=should_stop,
            )  # fmt: skip
    except ProblemInvalid as error:
        parts.refuse(command, *(f"{path}: {reason}" for path, reason in error.faults))
    parts.write_json(command, output, solution_to_json(solution))
    command.stdout.write(_summary(problem, solution))


def _summary(problem: Problem, solution: Solution) -> str:
    claims, asked = solution.claims, len(problem.participants)
    return (
        f"full weeks {asked - len(solution.unplaced)} of {asked}, sessions {len(solution.sessions)}, "
        f"placed {claims.placed} of at most {claims.placed_bound}, "
        f"preference {claims.preference} of at most {claims.preference_bound}, {claims.seconds} s"
    )
