"""The people who support a participant."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal
from hearthside.participants.models import SupportPerson
from hearthside.participants.services.writing import _changed, _opened


@command(Permission.SUPPORT_EDIT, subject="participant_id")
def add_support_person(
    *, actor: Actor, participant_id: int, name: str, relationship: str = "", phone: str = "", email: str = ""
) -> int:
    """Writes down somebody who supports the person; they see nothing without a consent."""
    if not name.strip():
        raise ParticipantRefused("name", Refusal.NAME_MISSING)
    person = _opened(participant_id)
    row = SupportPerson.objects.create(
        participant=person,
        name=name.strip(),
        relationship=relationship.strip(),
        phone=phone.strip(),
        email=email.strip(),
    )
    _changed(person, "support", actor)
    return row.pk


@command(Permission.SUPPORT_EDIT, subject="participant_id")
def remove_support_person(*, actor: Actor, participant_id: int, support_person_id: int) -> None:
    """Takes somebody off the list; they can be put back."""
    _set(actor, participant_id, support_person_id, timezone.now())


@command(Permission.SUPPORT_EDIT, subject="participant_id")
def restore_support_person(*, actor: Actor, participant_id: int, support_person_id: int) -> None:
    """Puts somebody back on the list."""
    _set(actor, participant_id, support_person_id, None)


@command(Permission.SUPPORT_EDIT, subject="participant_id")
def link_support_user(*, actor: Actor, participant_id: int, support_person_id: int, user_id: int) -> None:  # noqa: ARG001
    """Ties a sign-in account to a support person."""
    rows = SupportPerson.objects.filter(pk=support_person_id, participant_id=participant_id)
    if not rows.update(user_id=user_id):
        raise NotFound("support person")


def _set(actor: Actor, participant_id: int, support_person_id: int, removed_at: datetime | None) -> None:
    person = _opened(participant_id)
    if not SupportPerson.objects.filter(pk=support_person_id, participant=person).update(removed_at=removed_at):
        raise NotFound("support person")
    _changed(person, "support", actor)
