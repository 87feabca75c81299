"""`hearthside permissions`: the permission table in Markdown, for docs/permissions.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from hearthside.access.permissions import ConsentCategory, Role
from hearthside.access.table import PermissionTable, permission_table
from hearthside.accounts.templatetags.access_words import CATEGORIES, PERMISSIONS, ROLES


class Command(BaseCommand):
    help = "Write who may do what, as the code stands now, in Markdown."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Writes the table."""
        with translation.override("en"):
            self.stdout.write("\n".join(lines(permission_table())))


def lines(table: PermissionTable) -> Iterator[str]:
    """The document, line by line."""
    yield "# Who may do what\n"
    yield "Written by `hearthside permissions` from the code itself; a test keeps it current.\n"
    yield f"| may | permission | {' | '.join(str(ROLES[role]) for role in Role)} | participants, about themselves |"
    yield "|---|---" + "|:-:" * (len(Role) + 1) + "|"
    for row in table.rows:
        held = " | ".join("yes" if role in row.roles else "" for role in Role)
        team = " (with the person's care team; directors always)" if row.care_team else ""
        yield f"| {PERMISSIONS[row.permission]}{team} | `{row.permission}` | {held} | {'yes' if row.own else ''} |"
    yield "\n## What a consent opens to a support person\n"
    yield "Decided at the moment of each look; allowed and refused looks both leave a row in the trail.\n"
    for category in ConsentCategory:
        opened = ", ".join(f"`{row.permission}`" for row in table.rows if row.consent is category)
        yield f"- {CATEGORIES[category]}: {opened}"
    yield "\n## Open to everybody, and why\n"
    yield from (f"- `{function.name}`: {function.reason}" for function in table.open_functions)
