"""Who signs in to the demo clinic, and how."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from hearthside.access.actor import ActorKind
from hearthside.accounts import selectors as accounts
from hearthside.config.demo import clinic
from hearthside.config.demo.build import DEMO, MOTHER, PEOPLE

STEP = 30


@dataclass(frozen=True, slots=True)
class Caster:
    """Somebody who can sign in: role, name, address, password, and the seed of the second step where there is one."""

    role: str
    name: str
    email: str
    password: str
    totp_secret: str

    @property
    def totp_code(self) -> str:
        """The code that works now."""
        if not self.totp_secret:
            return ""
        return str(format_hotp_value(hotp_value(self.totp_secret, int(time.time()) // STEP)))

    def as_json(self) -> dict[str, str]:
        """For programs."""
        return {
            "role": self.role, "name": self.name, "email": self.email, "password": self.password,
            "totp_secret": self.totp_secret, "totp_code": self.totp_code,
        }  # fmt: skip


def the_cast() -> tuple[Caster, ...]:
    """Staff by role first, then participants, then support people; nobody where there is no demo clinic."""
    staff = [(spec.email, spec.name, spec.roles[0].value, spec.totp_secret) for spec in clinic.STAFF]
    there = {row.email for row in accounts.staff_accounts(actor=DEMO)}
    cast = [Caster(role, name, email, clinic.PASSWORD, seed) for email, name, role, seed in staff if email in there]
    for kind in (ActorKind.PARTICIPANT, ActorKind.SUPPORT):
        rows = accounts.accounts(actor=DEMO, kind=kind, search=PEOPLE).rows
        cast += [Caster(_role(row.email, kind), row.name, row.email, clinic.PASSWORD, "") for row in rows]
    return tuple(cast)


def _role(email: str, kind: ActorKind) -> str:
    if kind is ActorKind.PARTICIPANT:
        return "participant"
    return "support, with consent" if email == MOTHER else "support, without consent"


def cast_table(cast: tuple[Caster, ...]) -> str:
    """The cast as a table for the terminal."""
    head = f"{'role':26} {'name':20} {'e-mail':26} second step (seed)"
    lines = [f"{c.role:26} {c.name:20} {c.email:26} {c.totp_secret or 'none'}" for c in cast]
    note = f"Everybody's password: {clinic.PASSWORD}\nCodes that work now: hearthside demo people --json"
    return "\n".join([head, *lines, note])
