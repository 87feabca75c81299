"""`hearthside messages`: compile, check and complete the Spanish catalogues."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hearthside.config import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues, name what is not translated, or add it to be translated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One of three jobs."""
        job = parser.add_mutually_exclusive_group(required=True)
        job.add_argument("--compile", action="store_true")
        job.add_argument("--check", action="store_true")
        job.add_argument("--add", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Does the job asked for."""
        if options["compile"]:
            self.stdout.write(f"{catalogues.compile_all()} catalogues compiled")
        elif options["add"]:
            self.stdout.write(f"{catalogues.add_missing()} messages added")
        elif missing := catalogues.missing():
            lines = "\n".join(f"  {message.place}: {message.text!r}" for message in missing)
            raise CommandError(f"{len(missing)} messages are not translated:\n{lines}")
        else:
            self.stdout.write("everything said is translated")
