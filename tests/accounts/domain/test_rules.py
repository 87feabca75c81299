"""The pure rules of accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hearthside.access.permissions import Permission, Role, permissions_of
from hearthside.accounts.domain.authority import may_give, may_manage, roles_to_give
from hearthside.accounts.domain.secrets import hash_of, is_open
from hearthside.accounts.domain.states import AccountState, state_of
from hearthside.accounts.domain.totp import address_for_app, in_groups

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def held(*roles: Role) -> frozenset[Permission]:
    return permissions_of(frozenset(roles))


def test_a_director_gives_every_role() -> None:
    assert roles_to_give(held(Role.DIRECTOR)) == tuple(Role)


def test_a_scheduler_gives_no_role_that_may_more() -> None:
    assert roles_to_give(held(Role.SCHEDULER)) == (Role.SCHEDULER,)
    assert not may_give(held(Role.SCHEDULER), Role.DIRECTOR)
    assert may_manage(held(Role.SCHEDULER), [])
    assert not may_manage(held(Role.SCHEDULER), [Role.SCHEDULER, Role.BILLER])


@pytest.mark.parametrize(("expires_in", "closed", "expected"), [
    (1, (None,), True), (0, (None,), False), (-1, (None,), False), (1, (None, NOW), False), (1, (), True),
])  # fmt: skip
def test_a_secret_works_until_it_expires_or_is_closed(
    expires_in: int, closed: tuple[datetime | None, ...], expected: bool
) -> None:
    assert is_open(expires_at=NOW + timedelta(seconds=expires_in), closed=closed, now=NOW) is expected


def test_a_hash_does_not_hold_the_secret() -> None:
    assert len(hash_of("abc")) == 64
    assert hash_of("abc") != hash_of("abd")


@pytest.mark.parametrize(("is_active", "opened", "expires_in", "state"), [
    (True, False, None, AccountState.ACTIVE), (False, True, None, AccountState.DEACTIVATED),
    (False, False, 1, AccountState.INVITED), (False, False, -1, AccountState.INVITATION_OVER),
    (False, False, None, AccountState.INVITATION_OVER),
])  # fmt: skip
def test_where_an_account_stands(is_active: bool, opened: bool, expires_in: int | None, state: AccountState) -> None:
    expires = None if expires_in is None else NOW + timedelta(days=expires_in)
    assert state_of(is_active=is_active, opened=opened, invitation_expires_at=expires, now=NOW) is state


def test_the_app_is_given_an_address_and_a_key_that_can_be_typed() -> None:
    address = address_for_app("ABCDEFGH", label="sam@example.org", issuer="Río & Co")
    assert address == "otpauth://totp/R%C3%ADo%20%26%20Co:sam%40example.org?secret=ABCDEFGH&issuer=R%C3%ADo%20%26%20Co"
    assert in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"
