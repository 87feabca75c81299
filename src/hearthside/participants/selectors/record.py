"""The rest of a person's record: diagnoses, who pays, who supports them, who is kept apart from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.participants.domain.cards import PersonCard, card_of
from hearthside.participants.models import Condition, Coverage, KeptApart, SupportPerson


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A diagnosis."""

    id: int
    code_system: str
    code: str
    display: str
    clinical_status: str
    onset_on: date | None
    abated_on: date | None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """An insurance plan."""

    id: int
    payer: str
    plan: str
    member_id: str
    kind: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class SupportRow:
    """Somebody who supports the person; `user_id` once they have an account."""

    id: int
    name: str
    relationship: str
    phone: str
    email: str
    user_id: int | None


@query(Permission.CLINICAL_READ, subject="participant_id")
def conditions(*, actor: Actor, participant_id: int) -> tuple[ConditionRow, ...]:  # noqa: ARG001
    """The diagnoses of a person."""
    rows = Condition.objects.filter(participant_id=participant_id)
    return tuple(
        ConditionRow(c.pk, c.code_system, c.code, c.display, c.clinical_status, c.onset_on, c.abated_on) for c in rows
    )


@query(Permission.COVERAGE_READ, subject="participant_id")
def coverages(*, actor: Actor, participant_id: int) -> tuple[CoverageRow, ...]:  # noqa: ARG001
    """Who pays for a person's treatment."""
    rows = Coverage.objects.filter(participant_id=participant_id)
    return tuple(CoverageRow(c.pk, c.payer, c.plan, c.member_id, c.kind, c.starts_on, c.ends_on) for c in rows)


@query(Permission.SUPPORT_READ, subject="participant_id")
def support_people(*, actor: Actor, participant_id: int) -> tuple[SupportRow, ...]:  # noqa: ARG001
    """The people who support a person."""
    rows = SupportPerson.objects.filter(participant_id=participant_id, removed_at=None)
    return tuple(SupportRow(s.pk, s.name, s.relationship, s.phone, s.email, s.user_id) for s in rows)


@query(Permission.WEEK_READ, subject="participant_id")
def kept_apart(*, actor: Actor, participant_id: int) -> tuple[PersonCard, ...]:  # noqa: ARG001
    """Who must not be in one session with a person."""
    pairs = KeptApart.objects.filter(Q(first_id=participant_id) | Q(second_id=participant_id))
    others = [p.second if p.first_id == participant_id else p.first for p in pairs.select_related("first", "second")]
    today = timezone.now().date()
    return tuple(sorted((card_of(row, today=today) for row in others), key=lambda card: card.full_name))
