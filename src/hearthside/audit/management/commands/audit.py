"""`hearthside audit`: verify the trail and print its head, to be kept outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hearthside.audit import trail


class Command(BaseCommand):
    help = "Verify the trail; prints rows and head. Keep the head elsewhere: a cut-off end shows only against it."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Verifies every row of the chain."""
        verdict = trail.verify()
        if verdict.broken_at is not None:
            raise CommandError(f"The trail is broken at row {verdict.broken_at}.")
        self.stdout.write(f"{verdict.rows} rows, unbroken, head {verdict.head}")
