"""What is written down about who somebody is and how they may be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hearthside.participants.domain.contact import Channel
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal


@dataclass(frozen=True, slots=True)
class Identity:
    """Names, languages and contact, as the page about them asks for it."""

    given_name: str
    family_name: str
    chosen_name: str = ""
    pronouns: str = ""
    date_of_birth: date | None = None
    gender: str = ""
    languages: tuple[str, ...] = ("en",)
    interpreter: bool = False
    email: str = ""
    phone: str = ""
    address: str = ""
    preferred_channel: str = Channel.EMAIL.value
    ok_to_text: bool = False
    ok_to_email: bool = True
    ok_to_voicemail: bool = False
    may_mention_treatment: bool = False
    contact_notes: str = ""


def check_identity(identity: Identity, *, today: date) -> None:
    """Refuses what cannot be: nobody without a name, nobody born tomorrow."""
    if not (identity.given_name.strip() or identity.family_name.strip()):
        raise ParticipantRefused("given_name", Refusal.NAME_MISSING)
    if identity.date_of_birth and identity.date_of_birth > today:
        raise ParticipantRefused("date_of_birth", Refusal.BORN_LATER)
    if not identity.languages:
        raise ParticipantRefused("languages", Refusal.LANGUAGE_MISSING)
