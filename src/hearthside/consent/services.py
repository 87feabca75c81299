"""Giving a consent and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import ConsentCategory, Permission
from hearthside.consent.domain.rules import Missing, missing
from hearthside.consent.domain.texts import CURRENT, text_of
from hearthside.consent.models import SupportConsent
from hearthside.participants.selectors.support import support_person_ids_of


class ConsentIncomplete(Exception):
    """A consent with something missing is not signed."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@command(Permission.CONSENT_EDIT, subject="participant_id")
def give_consent(
    *, actor: Actor, participant_id: int, support_person_id: int, category: ConsentCategory, purpose: str,
    signed_name: str, expires_at: datetime, language: str = "en",
) -> int:  # fmt: skip
    """Signs a consent; an earlier one for the same person and category ends with it."""
    now = timezone.now()
    if support_person_id not in support_person_ids_of(actor=actor, participant_id=participant_id):
        raise NotFound("support person")
    if faults := missing(signed_name=signed_name, purpose=purpose, expires_at=expires_at, now=now):
        raise ConsentIncomplete(faults)
    _standing(participant_id).filter(support_person_id=support_person_id, category=category.value).update(
        revoked_at=now
    )
    text = text_of(CURRENT, language)
    consent = SupportConsent.objects.create(
        participant_id=participant_id, support_person_id=support_person_id, category=category.value,
        purpose=purpose.strip()[:200], text_version=text.version, language=text.language,
        signed_name=signed_name.strip()[:200], signed_at=now, expires_at=expires_at,
    )  # fmt: skip
    return consent.pk


@command(Permission.CONSENT_EDIT, subject="participant_id")
def revoke_consent(*, actor: Actor, participant_id: int, consent_id: int) -> None:  # noqa: ARG001
    """Takes a consent back, at once; doing it twice changes nothing."""
    if not SupportConsent.objects.filter(pk=consent_id, participant_id=participant_id).exists():
        raise NotFound("consent")
    _standing(participant_id).filter(pk=consent_id).update(revoked_at=timezone.now())


@command(Permission.CONSENT_EDIT, subject="participant_id")
def revoke_all_of(*, actor: Actor, participant_id: int, support_person_id: int) -> None:  # noqa: ARG001
    """Takes back everything that one support person may see."""
    _standing(participant_id).filter(support_person_id=support_person_id).update(revoked_at=timezone.now())


def _standing(participant_id: int) -> QuerySet[SupportConsent]:
    return SupportConsent.objects.filter(participant_id=participant_id, revoked_at=None)
