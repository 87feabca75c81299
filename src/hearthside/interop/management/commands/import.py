"""`hearthside import fhir FILE|FOLDER …`: takes FHIR R4 bundles in; a broken file stops only itself."""  # noqa: N999

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hearthside.access.actor import Actor
from hearthside.audit import trail
from hearthside.interop.domain.fhir import LARGEST_FILE, UnreadableReason
from hearthside.interop.domain.reports import ImportReport, ImportTotal, total_of
from hearthside.interop.services import import_bundle
from hearthside.interop.templatetags.import_words import NOT_TAKEN, UNREADABLE
from hearthside.program import selectors as program

SUFFIXES = {".json", ".ndjson"}
ACTOR = Actor.system("import fhir")


class Command(BaseCommand):
    help = "Take in people from FHIR R4 bundles (JSON): files, or every .json and .ndjson file of a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to import, from where, to which site."""
        parser.add_argument("format", choices=["fhir"])
        parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
        parser.add_argument("--site", default="", metavar="NAME|ID", help="the clinic's first site if left out")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Imports file by file and prints what was taken and what was not."""
        site = _site(options["site"])
        files = _files(options["paths"])
        self.stdout.write(_line("File", "People", "Taken", "Not taken"))
        reports = [self._import(file, site.id) for file in files]
        total = total_of(reports)
        self.stdout.write(_table(total, site.name))
        if total.unreadable:
            raise CommandError(f"could not be read: {total.unreadable} of {total.files} files")

    def _import(self, file: Path, site_id: int) -> ImportReport:
        try:
            with file.open("rb") as stream:
                content = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            report = ImportReport(file.name, UnreadableReason.NOT_OPENED, error.strerror or "")
        else:
            with trail.one_flush_for_reads():
                report = import_bundle(actor=ACTOR, content=content, source_name=file.name, site_id=site_id)
        if report.unreadable:
            where = f" ({report.where})" if report.where else ""
            self.stderr.write(f"{file.name}: {UNREADABLE[report.unreadable]}{where}")
        else:
            self.stdout.write(_line(file.name, len(report.recorded), report.taken, report.not_taken))
        return report


def _site(wanted: str) -> program.SiteSummary:
    """The site by name or number, else the one that was set up first."""
    sites = sorted(program.sites(actor=ACTOR), key=lambda site: site.id)
    if not sites:
        raise CommandError("the clinic has no site yet: set one up first", returncode=2)
    named = [s for s in sites if wanted.casefold() in (s.name.casefold(), str(s.id))] if wanted else sites
    if not named:
        known = ", ".join(f"{site.name} ({site.id})" for site in sites)
        raise CommandError(f"no site is called {wanted}; there are: {known}", returncode=2)
    return named[0]


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
            if not inside:
                raise CommandError(f"{path} holds no .json or .ndjson file", returncode=2)
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise CommandError(f"{path} does not exist", returncode=2)
    return found


def _line(name: str, people: object, taken: object, not_taken: object) -> str:
    return f"{name:<34}{people!s:>7}{taken!s:>7}{not_taken!s:>11}"


def _table(total: ImportTotal, site_name: str) -> str:
    """Everything taken and everything left out, by type and reason; the counts add up to the resources."""
    taken = sum(row.count for row in total.taken)
    left_out = sum(row.count for row in total.not_taken)
    lines = [_line(f"{total.files} files, {total.resources} resources", total.people, taken, left_out)]
    lines += ["", f"{'Taken':<26}{'Count':>7}"]
    lines += [f"{row.resource_type:<26}{row.count:>7}" for row in total.taken]
    lines += ["", f"{'Not taken':<26}{'Count':>7}  Reason"]
    lines += [
        f"{row.resource_type or '(no type)':<26}{row.count:>7}  {NOT_TAKEN[row.reason]}" for row in total.not_taken
    ]
    lines.append("")
    for name, one in total.to_look_at:
        if one.detail:
            lines.append(f"  {name}: {one.resource_type} {one.resource_id} {one.detail}")
    lines.append(
        f"{site_name}: people added {total.added}, completed {total.completed}, unchanged {total.unchanged}, "
        f"admitted {total.admitted}; conditions written {total.conditions}, coverages {total.coverages}, "
        f"contacts {total.contacts}"
    )
    if total.age_unknown:
        lines.append(f"Not admitted, age group not known: {total.age_unknown} (admit by hand)")
    if total.no_track:
        lines.append(f"Not admitted, no default track for the age group: {total.no_track}")
    if total.namesakes:
        lines.append(f"Added with the name and birth date of somebody already here: {total.namesakes} (compare them)")
    return "\n".join(lines)
