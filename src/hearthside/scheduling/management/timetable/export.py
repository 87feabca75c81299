"""`timetable export --site NAME --week DATE`: a site's week, or the problem behind it, as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound
from hearthside.program import selectors as program
from hearthside.scheduling import services
from hearthside.scheduling.management.timetable import parts

NAME, HELP = "export", "write a site's week, or the problem behind it, as a file"


def declare(parser: ArgumentParser) -> None:
    """The arguments of this sub-command."""
    parser.add_argument("--site", required=True, metavar="NAME", help="name or number of the site")
    parser.add_argument("--week", type=parts.monday, required=True, metavar="DATE", help="a Monday, 2026-11-30")
    parser.add_argument("--problem", action="store_true", help="write the problem instead of the week")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of writing to the terminal")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Write the file, or say which sites and weeks there are."""
    actor, wanted, week = Actor.system("timetable export"), options["site"], options["week"]
    sites = program.sites(actor=actor, with_archived=True)
    site = next((s for s in sites if wanted in {str(s.id), s.name}), None)
    if site is None:
        parts.refuse(command, f"there is no site {wanted}; there are: {', '.join(s.name for s in sites) or 'none'}")
    try:
        files = services.week_files(actor=actor, site_id=site.id, week_starts_on=week)
    except NotFound:
        parts.refuse(command, f"{site.name} has no published and no proposed week of {week}")
    parts.write_json(command, options["output"], files.problem if options["problem"] else files.solution)
