"""`timetable repair PROBLEM SOLUTION --clinician ID`: ranked repairs of a week after somebody or something is gone."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.entities import Problem, Session, clock
from hearthside.scheduling.domain.problem import problem_to_json
from hearthside.scheduling.domain.repair import (
    WEEK,
    Outage,
    Repair,
    Report,
    moment_words,
    parse_moment,
    repair,
)
from hearthside.scheduling.domain.solution import Solution, solution_to_json
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.management.timetable import parts

NAME, HELP = "repair", "repair a week after a clinician, a room or the building is gone"
WAYS = {
    "taken_over": "taken over by {clinician}", "online": "online", "in_person": "in person in {room}",
    "room": "in {room}", "moved": "new session {day} {start} with {clinician}",
    "joined": "join {day} {start} with {clinician}",
}  # fmt: skip


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("solution", type=Path, metavar="SOLUTION", help="the published week")
    parser.add_argument("--clinician", action="append", default=[], metavar="ID", help="gone; may be given again")
    parser.add_argument("--room", action="append", default=[], metavar="ID", help="cannot be used; may be given again")
    parser.add_argument("--building", action="store_true", help="nobody can come in")
    parser.add_argument("--from", dest="begins", type=_moment, default=0, metavar="WHEN", help='such as "tue 12:00"')
    parser.add_argument("--until", dest="ends", type=_moment, default=WEEK, metavar="WHEN", help='such as "thu 21:00"')
    parser.add_argument(
        "--now", type=_moment, default=None, metavar="WHEN", help="what starts before has begun (default: --from)"
    )
    parser.add_argument("--seconds", type=parts.seconds, default=20.0, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER",
        help="problem.json (the hours that are gone cut out) and repair-1.json, repair-2.json … for its referee",
    )  # fmt: skip


def _moment(text: str) -> int:
    try:
        return parse_moment(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} {error}") from None


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Repair, say what each repair does, and write the weeks."""
    problem = parts.read_problem(command, options["problem"])
    week = parts.read_solution(command, options["solution"])
    _check(command, problem, options)
    broken = [b for b in verify(problem, week).broken if b.rule != "neither placed nor listed with a reason"]
    if broken:
        parts.refuse(command, *(f"{options['solution']}: {b.rule}: {b.where} {b.detail}".rstrip() for b in broken))
    outage = Outage(
        frozenset(options["clinician"]), frozenset(options["room"]), options["building"], options["begins"],
        options["ends"],
    )  # fmt: skip
    with parts.stopping(command) as should_stop:
        report = repair(
            problem, week.sessions, outage, seconds=options["seconds"], seed=options["seed"], now=options["now"],
            should_stop=should_stop,
        )  # fmt: skip
    for line in lines(report):
        command.stdout.write(line)
    if options["output"]:
        _write(command, options["output"], problem, report)


def _check(command: BaseCommand, problem: Problem, options: dict[str, Any]) -> None:
    faults = [
        f"--{kind}: there is no {kind} {name}"
        for kind, known in (("clinician", problem.clinicians), ("room", problem.rooms))
        for name in options[kind]
        if name not in {item.id for item in known}
    ]
    if not (options["clinician"] or options["room"] or options["building"]):
        faults.append("--clinician, --room or --building: say who or what is gone")
    if options["ends"] <= options["begins"]:
        faults.append("--until: must be after --from")
    if options["now"] is not None and options["now"] > options["begins"]:
        faults.append("--now: must not be after --from")
    if faults:
        parts.refuse(command, *faults)
    if options["output"]:
        parts.check_folder(command, options["output"], several=True)


def lines(report: Report) -> list[str]:
    """Every repair in lines of a terminal, best first."""
    hit, outage = report.situation.affected, report.situation.outage
    people = {p for s in hit for p in s.participants}
    told = [
        f"{moment_words(outage.begins)} to {moment_words(outage.ends)}: "
        f"{len(hit)} sessions are hit, {len(people)} people"
    ]
    if hit and not report.repairs:
        told.append("no repair was found in the time")
    for number, found in enumerate(report.repairs, 1):
        told += ["", f"{number}. {_figures(found)}"]
        for outcome in found.outcomes:
            told.append(f"   {_when(outcome.session)} {outcome.session.service} ({len(outcome.session.participants)}):")
            told += [f"     {len(p.participants)} {_way(p.how, p.session)}" for p in outcome.parts]
            if outcome.without:
                told.append(f"     nothing this week: {', '.join(outcome.without)}")
        for effect in found.effects:
            if effect.minutes_lost or (effect.before.full and not effect.after.full):
                told.append(
                    f"   {effect.participant}: {effect.before.minutes} -> {effect.after.minutes} countable minutes, "
                    f"{effect.before.days} -> {effect.after.days} days, points "
                    f"{effect.before.points} -> {effect.after.points}"
                )
    return told


def _figures(found: Repair) -> str:
    least = f"the proved least is {found.least}" if found.least_proved else f"at least {found.least}, not proved"
    return (
        f"full weeks lost {found.lost_weeks}, minutes lost {found.minutes_lost}, "
        f"seats disturbed {found.disturbed} ({least}), to another time {found.moved}, "
        f"people told {found.told}, preference {found.points}"
    )


def _when(session: Session) -> str:
    return moment_words(session.day * 1440 + session.start)


def _way(how: str, session: Session) -> str:
    day, _, _ = moment_words(session.day * 1440).partition(" ")
    return WAYS[how].format(clinician=session.clinician, room=session.room, day=day, start=clock(session.start))


def _write(command: BaseCommand, folder: Path, problem: Problem, report: Report) -> None:
    """The problem with the hours cut out, for the referee of the files, and the week of each repair."""
    parts.make_folder(command, folder)
    cut = replace(
        problem,
        clinicians=report.situation.cut_hours(problem),
        published=report.situation.published,
        locked=tuple(name for name in problem.locked if name not in {s.id for s in report.situation.affected}),
    )
    parts.write_json(command, folder / "problem.json", problem_to_json(cut))
    for number, found in enumerate(report.repairs, 1):
        week = Solution(found.solution.sessions, found.solution.unplaced, found.solution.claims)
        parts.write_json(command, folder / f"repair-{number}.json", solution_to_json(week))
