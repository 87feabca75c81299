"""`timetable insert PROBLEM SOLUTION --person …`: one newcomer into a running week."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.places import insert_moving
from hearthside.scheduling.domain.problem import problem_to_json
from hearthside.scheduling.domain.solution import solution_to_json
from hearthside.scheduling.management.timetable import parts, running

NAME, HELP = "insert", "find a full week for one person in a running week, others untouched if that can be"
MOST_MOVED = 3


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    running.declare(parser)
    parser.add_argument(
        "--most-moved", type=int, choices=range(MOST_MOVED + 1), default=2, metavar="N",
        help="others who may be asked to change one session, 0 to 3, 2 unless told",
    )  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, metavar="NEW", help="write the week with the person in it")
    parser.add_argument("--problem-output", type=Path, metavar="FILE", help="write the problem with the person in it")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Print the person's week as JSON; null where there is none."""
    for output in (options["output"], options["problem_output"]):
        if output is not None:
            parts.check_folder(command, output)
    index, person, week = running.read(command, options)
    found = insert_moving(index, person, most_moved=options["most_moved"])
    if found is not None:
        problem, after = running.week_with(index, week, found)
        if options["output"] is not None:
            parts.write_json(command, options["output"], solution_to_json(after))
        if options["problem_output"] is not None:
            parts.write_json(command, options["problem_output"], problem_to_json(problem))
    parts.write_json(command, None, None if found is None else running.placement_to_json(found))
