"""Timetables of university courses (ITC-2007 track 3) by the same search; COURSES_FOLDER names their folder."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median

from hearthside.scheduling.domain.courses.reading import parse_courses
from hearthside.scheduling.domain.courses.solve import Timetable, solve_courses

FOLDER, SECONDS = "COURSES_FOLDER", "COURSES_SECONDS"
SEEDS = (1, 2, 3)


def run() -> list[tuple[str, str, str]]:
    """A row for each instance of the folder; one that says so where no folder is named."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return [("ITC-2007 timetables of courses", "not measured", f"name a folder of .ctt files in {FOLDER}")]
    files = sorted(Path(folder).glob("*.ctt"))
    rows = [_row(file) for file in files]
    return rows or [("ITC-2007 timetables of courses", "not measured", f"there is no .ctt file in {folder}")]


def _row(file: Path) -> tuple[str, str, str]:
    instance, seconds = parse_courses(file.read_text(encoding="utf-8")), float(os.environ.get(SECONDS, "90"))
    found = [solve_courses(instance, seconds=seconds, seed=seed) for seed in SEEDS]
    clean = [timetable.verdict.cost for timetable in found if not timetable.verdict.broken]
    return (
        f"ITC-2007 {file.stem}, {instance.name}",
        f"cost {median(clean):g}" if len(clean) == len(found) else f"{len(clean)} of {len(found)} without clashes",
        f"after at most {seconds:g} s each: {', '.join(map(_figures, found))}; at least {found[0].bound}",
    )


def _figures(found: Timetable) -> str:
    clashes = " with clashes" if found.verdict.broken else ""
    return f"{found.verdict.cost}{clashes} ({found.moves / 1e6:.0f} million moves, {found.seconds} s)"


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
