"""Who somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, open_to_all, query
from hearthside.access.permissions import Permission
from hearthside.participants.domain.cards import PersonCard, card_of
from hearthside.participants.models import Participant


@dataclass(frozen=True, slots=True)
class ParticipantDetail:
    """Everything on the page about identity and contact; `version` is what a form sends back."""

    card: PersonCard
    given_name: str
    family_name: str
    chosen_name: str
    gender: str
    email: str
    phone: str
    address: str
    ok_to_text: bool
    ok_to_email: bool
    ok_to_voicemail: bool
    contact_notes: str
    site_name: str
    time_zone: str
    user_id: int | None
    created_at: datetime
    archived_at: datetime | None
    version: int


@open_to_all("builds the actor of every request; the gate cannot be asked before it")
def participant_id_of_user(*, user_id: int) -> int | None:
    """The participant behind an account."""
    return Participant.objects.filter(user_id=user_id).values_list("pk", flat=True).first()


@query(Permission.PARTICIPANT_READ, subject="participant_id")
def participant_card(*, actor: Actor, participant_id: int) -> PersonCard:  # noqa: ARG001
    """Who a person is, at a glance."""
    return card_of(_person(participant_id), today=_today())


@query(Permission.CHOICES_READ, subject="participant_id")
def own_card(*, actor: Actor, participant_id: int) -> PersonCard:  # noqa: ARG001
    """What we call a person, for their own pages."""
    return card_of(_person(participant_id), today=_today())


@query(Permission.PARTICIPANT_LIST)
def cards(*, actor: Actor, participant_ids: Sequence[int]) -> dict[int, PersonCard]:  # noqa: ARG001
    """The cards of many people by their id, in one query."""
    today = _today()
    rows = Participant.objects.filter(pk__in=set(participant_ids)).defer("search_grams", "search_name")
    return {row.pk: card_of(row, today=today) for row in rows}


@query(Permission.PARTICIPANT_READ, subject="participant_id")
def participant_detail(*, actor: Actor, participant_id: int) -> ParticipantDetail:  # noqa: ARG001
    """Identity and contact of a person."""
    row = _person(participant_id)
    return ParticipantDetail(
        card=card_of(row, today=_today()), given_name=row.given_name, family_name=row.family_name,
        chosen_name=row.chosen_name, gender=row.gender, email=row.email, phone=row.phone, address=row.address,
        ok_to_text=row.ok_to_text, ok_to_email=row.ok_to_email, ok_to_voicemail=row.ok_to_voicemail,
        contact_notes=row.contact_notes, site_name=row.site.name, time_zone=row.site.time_zone,
        user_id=row.user_id, created_at=row.created_at, archived_at=row.archived_at, version=row.version,
    )  # fmt: skip


def _person(participant_id: int) -> Participant:
    row = Participant.objects.select_related("site").filter(pk=participant_id).first()
    if row is None:
        raise NotFound("participant")
    return row


def _today() -> date:
    return timezone.now().date()
