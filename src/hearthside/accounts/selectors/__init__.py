"""Answers about accounts."""

from hearthside.accounts.selectors.own import (
    InvitationCard,
    OwnAccount,
    has_second_step,
    invitation,
    own_account,
    recovery_codes,
)
from hearthside.accounts.selectors.people import (
    AccountRow,
    AccountsPage,
    StaffAccount,
    account,
    accounts,
    roles_i_may_give,
    staff_accounts,
)
from hearthside.accounts.selectors.permissions import permissions
from hearthside.accounts.selectors.session import SignedInUser, signed_in_user

__all__ = [
    "AccountRow", "AccountsPage", "InvitationCard", "OwnAccount", "SignedInUser", "StaffAccount", "account",
    "accounts", "has_second_step", "invitation", "own_account", "permissions", "recovery_codes", "roles_i_may_give",
    "signed_in_user", "staff_accounts",
]  # fmt: skip
