"""Who may give which role: nobody hands out more than they hold themselves."""

from __future__ import annotations

from collections.abc import Iterable

from hearthside.access.permissions import ROLE_PERMISSIONS, Permission, Role


def may_give(held: frozenset[Permission], role: Role) -> bool:
    """Whether somebody with these permissions may give or end this role."""
    return ROLE_PERMISSIONS[role] <= held


def roles_to_give(held: frozenset[Permission]) -> tuple[Role, ...]:
    """The roles that somebody with these permissions may give."""
    return tuple(role for role in Role if may_give(held, role))


def may_manage(held: frozenset[Permission], roles: Iterable[Role]) -> bool:
    """Whether somebody with these permissions may change the account of a person with these roles."""
    return all(may_give(held, role) for role in roles)
