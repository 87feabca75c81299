"""`timetable offer PROBLEM SOLUTION --person …`: up to three clearly different full weeks for one person."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.places import offer
from hearthside.scheduling.management.timetable import parts, running

NAME, HELP = "offer", "up to three clearly different full weeks for one person, best first, with reasons"


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    running.declare(parser)


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Print the offers as JSON."""
    index, person, _ = running.read(command, options)
    found = [
        {
            **running.placement_to_json(one.placement),
            "reasons": [{"code": reason.code, **reason.data} for reason in one.reasons],
            "sessions_at_other_times": one.other_times,
            "differs_in": list(one.differs),
        }
        for one in offer(index, person)
    ]
    parts.write_json(command, None, found)
