"""`hearthside demo`: prepare the demo clinic and serve it; `hearthside demo people`: who signs in how."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hearthside.config.demo.cast import Caster, cast_table, the_cast
from hearthside.config.demo.prepare import prepare
from hearthside.config.serving import port_is_free, serve


class Command(BaseCommand):
    help = "Prepare a clinic with invented people, then serve it; `demo people` prints who signs in how."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and where to listen."""
        parser.add_argument("what", nargs="?", choices=["people"])
        parser.add_argument("--json", action="store_true", help="with `people`: as JSON")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--seconds", type=int, default=10, help="time the solver has for each site's week")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Prepares, prints, serves."""
        if settings.PRODUCTION:
            raise CommandError("The demo has published passwords; it does not run in production mode.")
        serves = not (options["what"] or options["no_serve"])
        if serves and not port_is_free("127.0.0.1", options["port"]):
            raise CommandError(f"Port {options['port']} is in use; choose another: PORT=8123 make demo")
        call_command("migrate", verbosity=0)
        if options["what"] == "people":
            self._print(the_cast(), as_json=options["json"])
            return
        prepare(self._say, seconds=options["seconds"])
        self._print(the_cast(), as_json=False)
        if not serves:
            return
        address = f"http://127.0.0.1:{options['port']}"
        say_open = partial(self._say, f"The clinic is open: {address}")
        serve(host="127.0.0.1", port=options["port"], threads=4, ready=say_open)

    def _print(self, cast: tuple[Caster, ...], *, as_json: bool) -> None:
        if not cast:
            raise CommandError("There is no demo clinic yet: run `hearthside demo --no-serve` first.")
        self.stdout.write(json.dumps([person.as_json() for person in cast], indent=1) if as_json else cast_table(cast))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
