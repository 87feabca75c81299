"""What people do about accounts: sign in, invite, give roles, keep a second step."""

from hearthside.accounts.services.invitations import (
    Accepted,
    AddressTaken,
    AlreadyAnswered,
    InvitationRefused,
    accept_invitation,
    deliver_invitation,
    invite,
    open_account,
    resend_invitation,
    withdraw_invitation,
)
from hearthside.accounts.services.links import LinkRefused, LinkUsed, ask_for_link, send_link, use_link
from hearthside.accounts.services.own import WrongPassword, change_password, choose_language, note_sign_in
from hearthside.accounts.services.people import OwnAccount, clear_second_step, deactivate, reactivate
from hearthside.accounts.services.roles import BeyondAuthority, LastDirector, end_role, give_role
from hearthside.accounts.services.second_step import (
    SecondStepNeeded,
    WrongCode,
    pass_second_step,
    remove_second_step,
    renew_recovery_codes,
    set_up_second_step,
)

__all__ = [
    "Accepted", "AddressTaken", "AlreadyAnswered", "BeyondAuthority", "InvitationRefused", "LastDirector",
    "LinkRefused", "LinkUsed", "OwnAccount", "SecondStepNeeded", "WrongCode", "WrongPassword", "accept_invitation",
    "ask_for_link", "change_password", "choose_language", "clear_second_step", "deactivate", "deliver_invitation",
    "end_role", "give_role", "invite", "note_sign_in", "open_account", "pass_second_step", "reactivate",
    "remove_second_step", "renew_recovery_codes", "resend_invitation", "send_link", "set_up_second_step", "use_link",
    "withdraw_invitation",
]  # fmt: skip
