"""The timetable at the terminal: solve a problem file, write a week as files."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound
from hearthside.kernel.weeks import monday_of
from hearthside.program import selectors as program
from hearthside.scheduling import services
from hearthside.scheduling.domain.engine import Progress, solve
from hearthside.scheduling.domain.problem import Problem, ProblemInvalid, parse_problem
from hearthside.scheduling.domain.solution import Solution, solution_to_json


class Command(BaseCommand):
    """`timetable solve PROBLEM -o SOLUTION`, `timetable export --site NAME --week DATE`."""

    help = "Make a week from a timetable problem file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare one sub-command for each thing to do."""
        parts = parser.add_subparsers(dest="part", required=True, metavar="COMMAND")
        part = parts.add_parser("solve", help="make a week from a problem file")
        part.add_argument("problem", type=Path, metavar="PROBLEM")
        part.add_argument("-o", "--output", type=Path, required=True, metavar="SOLUTION")
        part.add_argument("--seconds", type=_seconds, default=60.0, metavar="N")
        part.add_argument("--seed", type=int, default=1, metavar="N")
        part.set_defaults(run=self._solve)
        part = parts.add_parser("export", help="write a site's week, or the problem behind it, as a file")
        part.add_argument("--site", required=True, metavar="NAME", help="name or number of the site")
        part.add_argument("--week", type=_monday, required=True, metavar="DATE", help="the week's Monday, 2026-11-30")
        part.add_argument("--problem", action="store_true", help="write the problem instead of the week")
        part.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of writing to the terminal")
        part.set_defaults(run=self._export)

    def handle(self, **options: object) -> None:
        """Run the sub-command that was asked for."""
        run = options["run"]
        run(options)  # type: ignore[operator]

    def _solve(self, options: dict[str, object]) -> None:
        output = Path(str(options["output"]))
        problem = self._read(Path(str(options["problem"])))
        if not output.parent.is_dir():
            self._refuse(f"{output}: there is no such folder")
        solution = self._search(problem, float(str(options["seconds"])), int(str(options["seed"])))
        try:
            output.write_text(json.dumps(solution_to_json(solution)) + "\n", encoding="utf-8")
        except OSError as error:
            self._refuse(f"{output}: {error.strerror}")
        self.stdout.write(_summary(problem, solution))

    def _export(self, options: dict[str, object]) -> None:
        actor, wanted, week = Actor.system("timetable export"), str(options["site"]), options["week"]
        sites = program.sites(actor=actor, with_archived=True)
        site = next((s for s in sites if wanted in {str(s.id), s.name}), None)
        if site is None:
            self._refuse(f"there is no site {wanted}; there are: {', '.join(s.name for s in sites) or 'none'}")
        try:
            files = services.week_files(actor=actor, site_id=site.id, week_starts_on=week)  # type: ignore[arg-type]
        except NotFound:
            self._refuse(f"{site.name} has no published and no proposed week of {week}")
        text = json.dumps(files.problem if options["problem"] else files.solution, ensure_ascii=False, indent=1) + "\n"
        if options["output"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            Path(str(options["output"])).write_text(text, encoding="utf-8")
        except OSError as error:
            self._refuse(f"{options['output']}: {error.strerror}")

    def _read(self, path: Path) -> Problem:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            self._refuse(f"{path}: cannot be read: {error.strerror}")
        except (ValueError, RecursionError) as error:
            self._refuse(f"{path}: is not JSON in UTF-8: {error}")
        try:
            return parse_problem(data)
        except ProblemInvalid as error:
            self._refuse(*(f"{path}: {reason}" for path, reason in error.faults))

    def _search(self, problem: Problem, seconds: float, seed: int) -> Solution:
        try:
            return solve(problem, seconds=seconds, seed=seed, on_progress=self._tell)
        except ProblemInvalid as error:
            self._refuse(*(f"{path}: {reason}" for path, reason in error.faults))

    def _refuse(self, *lines: str) -> NoReturn:
        """Say what is wrong, a line for each fault, and end with 2."""
        for line in lines:
            self.stderr.write(line, style_func=str)
        raise SystemExit(2)

    def _tell(self, progress: Progress) -> None:
        bound = "" if progress.bound is None else f" of at most {progress.bound}"
        self.stderr.write(
            f"{progress.seconds:6.1f} s  {progress.level} {progress.value}{bound}, "
            f"full weeks {progress.placed} of {progress.asked}, {progress.message_code}",
            style_func=str,
        )


def _monday(text: str) -> date:
    """A Monday from the command line."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("must be a date such as 2026-11-30") from None
    if day.weekday():
        raise ArgumentTypeError(f"must be a Monday; the week of {day} starts on {monday_of(day)}")
    return day


def _seconds(text: str) -> float:
    """Seconds from the command line: a positive number."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 86_400:
        raise ArgumentTypeError("must be more than 0 and at most 86400")
    return value


def _summary(problem: Problem, solution: Solution) -> str:
    claims, asked = solution.claims, len(problem.participants)
    return (
        f"full weeks {asked - len(solution.unplaced)} of {asked}, sessions {len(solution.sessions)}, "
        f"placed {claims.placed} of at most {claims.placed_bound}, "
        f"preference {claims.preference} of at most {claims.preference_bound}, {claims.seconds} s"
    )
