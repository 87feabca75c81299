"""The table of permissions, and the page and document made from it."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from hearthside.access.permissions import (
    CONSENT_PERMISSIONS,
    OWN_PERMISSIONS,
    ROLE_PERMISSIONS,
    ConsentCategory,
    Permission,
    Role,
)
from hearthside.access.table import permission_table

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"


def test_every_permission_is_reached_by_somebody() -> None:
    reached = frozenset().union(*ROLE_PERMISSIONS.values()) | OWN_PERMISSIONS
    assert reached == frozenset(Permission)


def test_a_consent_opens_nothing_that_changes_something() -> None:
    opened = frozenset().union(*CONSENT_PERMISSIONS.values())
    assert opened == {Permission.SCHEDULE_READ, Permission.ATTENDANCE_READ}
    assert set(CONSENT_PERMISSIONS) == set(ConsentCategory)


def test_only_participants_give_consents_and_calendar_subscriptions() -> None:
    for permission in (Permission.CONSENT_EDIT, Permission.FEED_MANAGE, Permission.WEEK_CHOOSE):
        assert [role for role in Role if permission in ROLE_PERMISSIONS[role]] == []
        assert permission in OWN_PERMISSIONS


def test_the_table_says_what_the_code_says() -> None:
    table = permission_table()
    rows = {row.permission: row for row in table.rows}
    assert set(rows) == set(Permission)
    assert rows[Permission.WEEK_PUBLISH].roles == {Role.DIRECTOR, Role.SCHEDULER}
    assert rows[Permission.CLINICAL_READ].care_team
    assert rows[Permission.SCHEDULE_READ].own
    assert rows[Permission.SCHEDULE_READ].consent is ConsentCategory.SCHEDULE
    reasons = {function.name: function.reason for function in table.open_functions}
    assert "accounts.services.links.use_link" in reasons
    assert all(len(reason) > 20 for reason in reasons.values())


def test_the_document_is_current(capsys: object) -> None:
    call_command("permissions")
    written = capsys.readouterr().out  # type: ignore[attr-defined]
    assert DOCUMENT.read_text() == written, "run: hearthside permissions > docs/permissions.md"
