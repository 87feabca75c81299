"""The timetable at the terminal: one sub-command for each thing that the engine does."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter

from django.core.management.base import BaseCommand

from hearthside.scheduling.management.timetable import (
    curriculum,
    cycle,
    explain,
    export,
    insert,
    make_up,
    offer,
    repair,
    solve,
    verify,
    warm,
    what_if,
)

INTERRUPTED = 130  # what a shell expects after Ctrl-C
PARTS = (solve, verify, export, explain, insert, offer, make_up, repair, what_if, cycle, curriculum, warm)


class Command(BaseCommand):
    """`timetable solve PROBLEM -o SOLUTION`, `timetable export --site NAME --week DATE`, and what else PARTS lists."""

    help = "Make, judge, explain, repair and extend weeks of treatment."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare one sub-command for each thing to do."""
        commands = parser.add_subparsers(dest="part", required=True, metavar="COMMAND")
        for part in PARTS:
            sub = commands.add_parser(part.NAME, help=part.HELP, formatter_class=RawDescriptionHelpFormatter)
            part.declare(sub)
            sub.set_defaults(run=part.run)

    def handle(self, **options: object) -> None:
        """Run the sub-command that was asked for."""
        try:
            options["run"](self, options)  # type: ignore[operator]
        except KeyboardInterrupt:
            self.stderr.write("stopped", style_func=str)
            raise SystemExit(INTERRUPTED) from None
