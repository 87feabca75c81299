"""`timetable explain PROBLEM SOLUTION`: why each seat is where it is, and what stands between the others and theirs."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain import why
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.domain.why.writing import lack_to_json, obstacles_to_json, seat_to_json
from hearthside.scheduling.management.timetable import parts
from hearthside.scheduling.templatetags import why_words as words

NAME, HELP = "explain", "say why each seat is where it is, and what would place those without a full week"
LISTED = "neither placed nor listed with a reason"


@dataclass(frozen=True, slots=True)
class Ids:
    """Everything is called by its id here."""

    services: dict[str, str] = field(default_factory=dict)
    clinicians: dict[str, str] = field(default_factory=dict)
    audiences: dict[tuple[str, str], str] = field(default_factory=dict)


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM")
    parser.add_argument("solution", type=Path, metavar="SOLUTION")
    parser.add_argument("--person", metavar="ID", help="only this participant: every seat, or what is in the way")
    parser.add_argument("--json", action="store_true", help="print codes and facts as JSON")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Explain one person, or everybody without a full week and what the clinic lacks."""
    problem = parts.read_problem(command, options["problem"])
    solution = parts.read_solution(command, options["solution"])
    judged = verify(problem, Solution(solution.sessions, ()))
    broken = [b for b in judged.broken if b.rule != LISTED]
    if broken:
        parts.refuse(command, *(f"sessions: {b.rule}: {b.where}" for b in broken))
    known, person = {p.id for p in problem.participants}, options["person"]
    if person is not None and person not in known:
        parts.refuse(command, f"--person: there is no participant {person}")
    week = why.running(problem, solution.sessions)
    full = judged.scores.full
    named = [person] if person else [p.id for p in problem.participants if p.id not in full]
    obstacles = [why.obstacles(week, name) for name in named if name not in full]
    seats = why.why_seats(week, person) if person else ()
    lacks = None if person else why.lacks(week, named)
    if options["json"]:
        parts.write_json(command, None, {
            "seats": [seat_to_json(seat) for seat in seats],
            "unplaced": [obstacles_to_json(found) for found in obstacles],
            "free_now": list(lacks.free) if lacks else [],
            "lacks": [lack_to_json(lack) for lack in lacks.ranked] if lacks else [],
        })  # fmt: skip
    else:
        for line in (*_seats(seats), *_people(obstacles), *_clinic(lacks, bool(obstacles))):
            command.stdout.write(line)


def _seats(seats: tuple[why.SeatReason, ...]) -> Iterator[str]:
    ids = Ids()
    for seat in seats:
        yield f"{seat.session.id} {seat.session.service}: {words.because_words(seat, ids)}"
        for other in seat.others:
            at = words.when(other.session.day, other.session.start)
            yield f"    {other.session.id}, {at}: {words.otherwise_words(other, ids)}"
        for line in words.not_open_words(seat.not_open):
            yield f"    {line}"


def _people(found: list[why.Obstacles]) -> Iterator[str]:
    ids = Ids()
    for one in found:
        if one.free_now:
            yield f"{one.participant}: a full week is free for them as it is"
        elif not one.conflicts:
            yield f"{one.participant}: nothing of their own stands in the way; the clinic lacks a place"
        for conflict in one.conflicts:
            if conflict.parts:
                yield f"{one.participant}: in the way: {words.conflict_words(conflict, ids)}"
        for change in one.changes:
            yield f"    would help: {words.change_words(change, ids)}"


def _clinic(lacks: why.Lacks | None, anybody: bool) -> Iterator[str]:
    if lacks is None:
        return
    if not anybody:
        yield "everybody has a full week"
    for lack in lacks.ranked:
        said = (words.lack_words(lack, Ids()), words.needs_words(lack), words.joined_words(lack))
        yield "clinic: " + " ".join(line for line in said if line) + f" ({', '.join(lack.people)})"
