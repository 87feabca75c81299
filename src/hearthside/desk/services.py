"""Letting the people of a record sign in: the account and the record are tied together, or neither changes."""

from __future__ import annotations

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.accounts import services as accounts
from hearthside.participants import selectors, services


class HasAccount(Exception):
    """The person of this record has an account already."""

    def __init__(self, user_id: int) -> None:
        super().__init__("has an account")
        self.user_id = user_id


@command(Permission.USER_INVITE, subject="participant_id")
def invite_participant(*, actor: Actor, participant_id: int, email: str, language: str) -> int:
    """Invites a participant to their own pages."""
    person = selectors.participant_detail(actor=actor, participant_id=participant_id)
    if person.user_id is not None:
        raise HasAccount(person.user_id)
    user_id = accounts.invite(
        actor=actor, email=email, name=person.card.display_name, kind=ActorKind.PARTICIPANT, language=language
    )
    services.link_user(actor=actor, participant_id=participant_id, user_id=user_id)
    return user_id


@command(Permission.USER_INVITE, subject="participant_id")
def invite_support_person(
    *, actor: Actor, participant_id: int, support_person_id: int, email: str, language: str
) -> int:
    """Invites a support person, who sees what a consent gives; one account serves for several people they support."""
    people = {row.id: row for row in selectors.support_people(actor=actor, participant_id=participant_id)}
    if support_person_id not in people:
        raise NotFound("support person")
    person = people[support_person_id]
    if person.user_id is not None:
        raise HasAccount(person.user_id)
    try:
        user_id = accounts.invite(actor=actor, email=email, name=person.name, kind=ActorKind.SUPPORT, language=language)
    except accounts.AddressTaken as taken:
        if taken.kind is not ActorKind.SUPPORT:
            raise
        user_id = taken.user_id
    services.link_support_user(
        actor=actor, participant_id=participant_id, support_person_id=support_person_id, user_id=user_id
    )
    return user_id
