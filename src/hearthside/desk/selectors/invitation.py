"""What the page of an invitation says about the person it is for."""

from __future__ import annotations

from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import PersonCard


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """Whom an invitation is for: a participant, or somebody who supports them."""

    card: PersonCard
    support: str
    email: str
    language: str
    would_rather_not: bool


@query(Permission.USER_INVITE, subject="participant_id")
def participant_invitation(*, actor: Actor, participant_id: int) -> InvitationFacts:
    """The invitation of a participant."""
    person = participants.participant_detail(actor=actor, participant_id=participant_id)
    language = (person.card.languages or ("en",))[0]
    return InvitationFacts(person.card, "", person.email, language, not person.ok_to_email)


@query(Permission.USER_INVITE, subject="participant_id")
def support_invitation(*, actor: Actor, participant_id: int, support_person_id: int) -> InvitationFacts:
    """The invitation of somebody who supports a participant."""
    card = participants.participant_card(actor=actor, participant_id=participant_id)
    for row in participants.support_people(actor=actor, participant_id=participant_id):
        if row.id == support_person_id:
            return InvitationFacts(card, row.name, row.email, "en", False)
    raise NotFound("support person")
