"""`timetable warm`: compile the search once, so that the first week does not wait for it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.scheduling.domain import engine

NAME, HELP = "warm", "compile the search once, so that the first week does not wait for it"


def declare(parser: ArgumentParser) -> None:
    """There is nothing to choose."""


def run(command: BaseCommand, options: dict[str, Any]) -> None:  # noqa: ARG001
    """Compile, or find that everything is compiled."""
    from hearthside.scheduling.domain.courses import solve as courses

    engine.warm()
    courses.warm()
    command.stdout.write("the search is compiled")
