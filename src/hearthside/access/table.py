"""The permission table, read from the code: who may do what, and what is open to everybody."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.apps import apps

from hearthside.access.permissions import (
    CARE_TEAM_PERMISSIONS,
    CONSENT_PERMISSIONS,
    OWN_PERMISSIONS,
    ROLE_PERMISSIONS,
    ConsentCategory,
    Permission,
    Role,
)


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """A permission: the roles that give it, and where else it comes from."""

    permission: Permission
    roles: frozenset[Role]
    own: bool
    care_team: bool
    consent: ConsentCategory | None


@dataclass(frozen=True, slots=True)
class OpenFunction:
    """A function that runs before anybody is known, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PermissionTable:
    """Everything that decides who may do what."""

    rows: tuple[PermissionRow, ...]
    open_functions: tuple[OpenFunction, ...]


def permission_table() -> PermissionTable:
    """The table as the code stands now."""
    rows = tuple(
        PermissionRow(
            permission, frozenset(role for role in Role if permission in ROLE_PERMISSIONS[role]),
            permission in OWN_PERMISSIONS or permission is Permission.ACCOUNT_OWN, permission in CARE_TEAM_PERMISSIONS,
            next((c for c, opened in CONSENT_PERMISSIONS.items() if permission in opened), None),
        )
        for permission in Permission
    )  # fmt: skip
    reasons = ((name, getattr(work, "open_to_all", "")) for name, work in sorted(_use_cases()))
    return PermissionTable(rows, tuple(OpenFunction(name, reason) for name, reason in reasons if reason))


def _use_cases() -> Iterator[tuple[str, Any]]:
    for module in _modules():
        for name, work in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and work.__module__ == module.__name__:
                yield f"{module.__name__.removeprefix('hearthside.')}.{name}", work


def _modules() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        if not config.name.startswith("hearthside."):
            continue
        for part in ("services", "selectors"):
            if importlib.util.find_spec(f"{config.name}.{part}") is None:
                continue
            module = importlib.import_module(f"{config.name}.{part}")
            yield module
            for found in pkgutil.iter_modules(getattr(module, "__path__", [])):
                yield importlib.import_module(f"{module.__name__}.{found.name}")
