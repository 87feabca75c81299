"""`timetable solve INSTANCE.ctt -o SOLUTION`: a timetable of university courses by the same search."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.courses.reading import parse_courses, solution_text
from hearthside.scheduling.domain.problem import ProblemInvalid
from hearthside.scheduling.management.timetable import parts

SUFFIX = ".ctt"


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Solve, write a line for each lecture, and say in one line what it costs; ends with 1 where rules stay broken."""
    from hearthside.scheduling.domain.courses.solve import CourseProgress, solve_courses

    path, output = options["problem"], options["output"]
    text = parts.read_text(command, path, "text")
    parts.check_folder(command, output)
    try:
        instance = parse_courses(text)
    except ProblemInvalid as error:
        parts.refuse(command, *(f"{path}: {where}: {reason}" for where, reason in error.faults))

    def tell(progress: CourseProgress) -> None:
        line = f"{progress.seconds:6.1f} s  cost {progress.cost} of at least {progress.bound}"
        command.stderr.write(line, style_func=str)

    with parts.stopping(command) as should_stop:
        found = solve_courses(
            instance, seconds=options["seconds"], seed=options["seed"], work=options["work"],
            threads=options["threads"], on_progress=tell, should_stop=should_stop,
        )  # fmt: skip
    parts.write_text(command, output, solution_text(instance, found.lectures))
    verdict = found.verdict
    command.stdout.write(
        f"cost {verdict.cost} of at least {found.bound}: capacity {verdict.capacity}, days {verdict.spread}, "
        f"compactness {verdict.compact}, rooms {verdict.stability}; lectures {len(found.lectures)}, "
        f"moves {found.moves}, {found.seconds} s"
    )
    if verdict.broken:
        broken = ", ".join(f"{rule} {times}" for rule, times in verdict.broken.items())
        command.stderr.write(f"no timetable without clashes was found; this one breaks: {broken}", style_func=str)
        raise SystemExit(1)
