"""`timetable make-up PROBLEM SOLUTION --person … --missed …`: what brings a short week back to its dose."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.entities import DAY_NAMES
from hearthside.scheduling.domain.places import make_up
from hearthside.scheduling.domain.problem import session_to_json
from hearthside.scheduling.management.timetable import parts, running

NAME, HELP = "make-up", "sessions that would bring a short week back to its dose"


def moment(text: str) -> tuple[int, int]:
    """A day and a time of the week from the command line."""
    day, _, clock = text.partition("@")
    hours, _, minutes = clock.partition(":")
    numbers = hours.isdecimal() and minutes.isdecimal()
    if day not in DAY_NAMES or not numbers or int(hours) > 24 or int(minutes) > 59:
        raise ArgumentTypeError("must be a day and a time such as tue@17:30")
    return DAY_NAMES.index(day), int(hours) * 60 + int(minutes)


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    running.declare(parser)
    parser.add_argument("--missed", action="append", default=[], metavar="SESSION", help="an id; may be given again")
    parser.add_argument("--since", type=moment, default=(0, 0), metavar="DAY@TIME", help="not before this moment")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Print the ways to make up as JSON, best first."""
    index, person, _ = running.read(command, options)
    unknown = set(options["missed"]) - index.seats.get(person.id, frozenset())
    if unknown:
        parts.refuse(command, *(f"--missed: {person.id} has no place in {name}" for name in sorted(unknown)))
    ways = make_up(index, person, missed=options["missed"], since=options["since"])
    found = [
        {
            "minutes": way.minutes, "still_short": way.still_short, "more_days": way.more_days, "points": way.points,
            "sessions": [{**session_to_json(place.session), "new": place.new} for place in way.places],
        }
        for way in ways
    ]  # fmt: skip
    parts.write_json(command, None, found)
