"""The permission table as a page shows it."""

from __future__ import annotations

from hearthside.access import table
from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.access.table import PermissionTable


@query(Permission.ROLES_READ)
def permissions(*, actor: Actor) -> PermissionTable:  # noqa: ARG001
    """Who may do what, as the code stands now."""
    return table.permission_table()
