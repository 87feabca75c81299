"""`hearthside serve`: the web server and a worker on this machine."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hearthside.config.serving import port_is_free, serve


class Command(BaseCommand):
    help = "Bring the database up to date, then run the web server and a worker until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Serves."""
        if not port_is_free(options["host"], options["port"]):
            raise CommandError(f"Port {options['port']} is in use; choose another with --port.")
        call_command("migrate", verbosity=0)
        serve(host=options["host"], port=options["port"], threads=options["threads"])
