"""Answers about consents: to the person who gave them, and to those who support somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import open_to_all, query
from hearthside.access.permissions import ConsentCategory, Permission
from hearthside.consent.domain.rules import Terms, in_force
from hearthside.consent.domain.texts import CURRENT, ConsentText, text_of
from hearthside.consent.models import SupportConsent
from hearthside.participants.selectors.support import people_i_may_support


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent as it was signed, and whether it is in force now."""

    id: int
    support_person_id: int
    category: ConsentCategory
    purpose: str
    text_version: str
    language: str
    signed_name: str
    signed_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class SupportedPerson:
    """Somebody who lets a support person see something, and what."""

    participant_id: int
    name: str
    categories: frozenset[ConsentCategory]
    until: datetime


@query(Permission.CONSENT_READ, subject="participant_id")
def consents_of(*, actor: Actor, participant_id: int) -> tuple[ConsentRow, ...]:  # noqa: ARG001
    """Every consent a person gave to their support people, the newest first."""
    now = timezone.now()
    rows = SupportConsent.objects.filter(participant_id=participant_id).order_by("-signed_at", "-pk")
    return tuple(_row(row, now) for row in rows)


@query(Permission.ACCOUNT_OWN)
def people_i_support(*, actor: Actor) -> tuple[SupportedPerson, ...]:
    """The people who let whoever asks see something now; nobody else is even mentioned."""
    links = {link.support_person_id: link for link in people_i_may_support(actor=actor)}
    now = timezone.now()
    opened: dict[int, list[ConsentRow]] = {}
    for consent in SupportConsent.objects.filter(support_person_id__in=links, revoked_at=None):
        link = links[consent.support_person_id]
        row = _row(consent, now)
        if row.in_force and consent.participant_id == link.participant_id:
            opened.setdefault(link.participant_id, []).append(row)
    names = {link.participant_id: link.name for link in links.values()}
    return tuple(
        SupportedPerson(
            person_id, names[person_id], frozenset(row.category for row in rows), min(row.expires_at for row in rows)
        )
        for person_id, rows in sorted(opened.items(), key=lambda item: names[item[0]].casefold())
    )


@open_to_all("the wording of a form is the same for everybody and says nothing about anyone")
def consent_text(*, language: str, version: str = CURRENT) -> ConsentText:
    """The words of the consent, in a language."""
    return text_of(version, language)


def _row(row: SupportConsent, now: datetime) -> ConsentRow:
    category = ConsentCategory(row.category)
    return ConsentRow(
        row.pk, row.support_person_id, category, row.purpose, row.text_version, row.language, row.signed_name,
        row.signed_at, row.expires_at, row.revoked_at,
        in_force(Terms(category, row.signed_at, row.expires_at, row.revoked_at), now),
    )  # fmt: skip
