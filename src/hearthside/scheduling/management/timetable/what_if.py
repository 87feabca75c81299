"""`timetable what-if PROBLEM --change '…'`: the week as it is beside the week of a changed clinic."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain import whatif
from hearthside.scheduling.domain.entities import DAY_NAMES
from hearthside.scheduling.domain.problem import Problem, ProblemInvalid, problem_to_json
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.management.timetable import parts

NAME, HELP = "what-if", "compare the week with the week of a changed clinic"
EXAMPLE = """a change is JSON or words, and may be given again:
  'add_clinician like=c1' · 'remove_clinician clinician=c2' · 'add_room capacity=12' · 'remove_room room=r2'
  'open_hours day=thu start=17:00 end=21:00 who=c1,c2' · 'close_hours day=tue start=17:00 end=21:00'
  'more_hours clinician=c1 works=fri@08:00-12:00 max_contact_minutes=1600'
  'open_track track=evening like=general count=8' · 'close_track track=dual into=general' · 'admit count=10 track=dual'
"""


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.epilog = EXAMPLE
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("--change", action="append", required=True, metavar="CHANGE", help="see below; one or more")
    parser.add_argument("--base", type=Path, metavar="SOLUTION", help="the present week, instead of solving it too")
    parser.add_argument("--seconds", type=parts.seconds, default=60.0, metavar="N", help="for each of the two weeks")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--json", action="store_true", help="print the comparison as JSON")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the changed problem to a file too")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Solve both weeks with the same time and seed, and say what differs."""
    problem = parts.read_problem(command, options["problem"])
    base = parts.read_solution(command, options["base"]) if options["base"] else None
    if base is not None and (broken := verify(problem, base).broken):
        parts.refuse(command, *(f"{options['base']}: {b.rule}: {b.where}" for b in broken))
    if options["output"]:
        parts.check_folder(command, options["output"])
    try:
        changes = whatif.parse_changes([whatif.change_from_text(text) for text in options["change"]])
        changed = whatif.apply_changes(problem, changes)
        before = base or _solve(problem, options)
        after = _solve(changed, options)
    except ProblemInvalid as error:
        parts.refuse(command, *(f"{path}: {reason}" for path, reason in error.faults))
    if options["output"]:
        parts.write_json(command, options["output"], problem_to_json(changed))
    found = whatif.compare_weeks(problem, before, changed, after)
    if options["json"]:
        parts.write_json(command, None, whatif.comparison_to_json(found))
    else:
        command.stdout.write("\n".join(lines(found)))


def _solve(problem: Problem, options: dict[str, Any]) -> Solution:
    from hearthside.scheduling.domain.engine import solve

    return solve(problem, seconds=options["seconds"], seed=options["seed"])


def lines(found: whatif.Comparison) -> list[str]:
    """The comparison as lines of a terminal."""
    a, b = found.before, found.after
    rows = [
        ("", "now", "changed"),
        ("full weeks", f"{a.placed} of {a.asked}", f"{b.placed} of {b.asked}"),
        ("hours of treatment", f"{a.treatment_minutes / 60:.1f}", f"{b.treatment_minutes / 60:.1f}"),
        ("preference", _share(a), _share(b)),
        ("hours that clinicians lead", f"{a.contact_minutes / 60:.1f}", f"{b.contact_minutes / 60:.1f}"),
        ("sessions", str(a.sessions), str(b.sessions)),
        ("hours of rooms", f"{sum(a.room_minutes.values()) / 60:.1f}", f"{sum(b.room_minutes.values()) / 60:.1f}"),
    ]
    told = [f"{name:28}{before:>20}{after:>20}" for name, before, after in rows]
    told += [_person("better off", c) for c in found.gains] + [_person("worse off", c) for c in found.loses]
    if found.newcomers:
        told.append(f"newcomers with a full week: {found.newcomers_full} of {len(found.newcomers)}")
    if found.gone:
        told.append(f"treated elsewhere: {', '.join(found.gone)}")
    if found.orders_freed:
        told.append(f"orders that another clinician may meet: {found.orders_freed}")
    told += [f"newly used: {DAY_NAMES[day]} {part} {' '.join(rooms)}".rstrip() for day, part, rooms in found.times_won]
    told += [f"no longer used: {DAY_NAMES[day]} {part}" for day, part, _ in found.times_lost]
    for name, reasons in found.unplaced.items():
        told.append(f"no full week: {name}: {', '.join(dict.fromkeys(r.code for r in reasons))}")
    return told


def _share(figures: whatif.Figures) -> str:
    share = 100 * figures.preference / figures.preference_best if figures.preference_best else 100
    return f"{figures.preference} ({share:.0f} %)"


def _person(words: str, change: whatif.PersonChange) -> str:
    hours = f"{change.minutes_before / 60:.1f} -> {change.minutes_after / 60:.1f} h"
    full = "" if change.full_before == change.full_after else ", a full week" if change.full_after else ", not full"
    return f"{words}: {change.participant} {hours}, points {change.points_before} -> {change.points_after}{full}"
