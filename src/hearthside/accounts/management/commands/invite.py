"""`hearthside invite`: the first director of a new clinic, and anybody else the operator lets in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import Role
from hearthside.accounts import services


class Command(BaseCommand):
    help = "Invite a member of staff by e-mail; the worker sends the invitation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, and as what."""
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", action="append", required=True, choices=[role.value for role in Role])
        parser.add_argument("--language", default="en", choices=["en", "es"])

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Sends the invitation."""
        try:
            services.invite(
                actor=Actor.system("operator"), email=options["email"], name=options["name"], kind=ActorKind.STAFF,
                roles=frozenset(Role(role) for role in options["role"]), language=options["language"],
            )  # fmt: skip
        except services.AddressTaken as error:
            raise CommandError("This address has an account already.") from error
        self.stdout.write("The invitation is on its way.")
