"""The consent rule of the gate: a support person reaches what a consent in force opens, decided at the moment asked."""

from __future__ import annotations

from django.utils import timezone

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import ConsentCategory, Permission
from hearthside.consent.domain.rules import CATEGORY_OF, Terms, opens
from hearthside.consent.models import SupportConsent
from hearthside.participants.selectors.support import support_person_ids_of_user


def consent_allows(actor: Actor, permission: Permission, subject_id: int | None) -> bool:
    """Whether the person asked about lets this support person see it now."""
    category = CATEGORY_OF.get(permission)
    if actor.kind is not ActorKind.SUPPORT or actor.user_id is None or subject_id is None or category is None:
        return False
    now = timezone.now()
    signed = SupportConsent.objects.filter(
        participant_id=subject_id, category=category.value, revoked_at=None,
        support_person_id__in=support_person_ids_of_user(user_id=actor.user_id),
    )  # fmt: skip
    return any(
        opens(Terms(ConsentCategory(row.category), row.signed_at, row.expires_at, row.revoked_at), permission, now)
        for row in signed
    )
