"""Where an account stands, and the ways somebody signs in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from hearthside.accounts.domain.secrets import is_open


class AccountState(StrEnum):
    """Where an account stands."""

    ACTIVE = "active"
    INVITED = "invited"
    INVITATION_OVER = "invitation_over"
    DEACTIVATED = "deactivated"


class SignInMethod(StrEnum):
    """How somebody showed who they are."""

    PASSWORD = "password"  # noqa: S105  # nosec B105
    LINK = "link"
    INVITATION = "invitation"


def state_of(*, is_active: bool, opened: bool, invitation_expires_at: datetime | None, now: datetime) -> AccountState:
    """The state of an account from what is stored of it; `invitation_expires_at` is that of one still unanswered."""
    if is_active:
        return AccountState.ACTIVE
    if opened:
        return AccountState.DEACTIVATED
    if invitation_expires_at is not None and is_open(expires_at=invitation_expires_at, closed=(), now=now):
        return AccountState.INVITED
    return AccountState.INVITATION_OVER
