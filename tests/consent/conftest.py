"""Ana, her mother with an account, and the ways to ask about her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.permissions import ConsentCategory
from hearthside.accounts.models import User
from hearthside.consent import services
from hearthside.participants.models import Participant, SupportPerson
from hearthside.program.models import Site


@dataclass(frozen=True)
class Cast:
    """A participant, her mother, and her former partner: two support people with accounts."""

    ana: Actor
    mother: Actor
    former_partner: Actor
    ana_id: int
    mother_id: int
    former_partner_id: int

    def consent(self, category: ConsentCategory = ConsentCategory.SCHEDULE, **more: Any) -> int:
        """Ana's consent for her mother."""
        given = {
            "actor": self.ana, "participant_id": self.ana_id, "support_person_id": self.mother_id, "category": category,
            "purpose": "She drives me", "signed_name": "Ana Pérez", "expires_at": timezone.now() + timedelta(days=90),
        }  # fmt: skip
        return services.give_consent(**(given | more))


@pytest.fixture
def cast(site: Site) -> Cast:
    people = [User.objects.create_user(f"{n}@example.org", kind=k, name=n.title()) for n, k in (
        ("ana", "participant"), ("rosa", "support"), ("beto", "support"),
    )]  # fmt: skip
    ana = Participant.objects.create(
        user=people[0], site=site, given_name="Ana", family_name="Pérez", chosen_name="Anita"
    )
    supporters = [SupportPerson.objects.create(participant=ana, user=user, name=user.name) for user in people[1:]]
    return Cast(
        Actor.participant(user_id=people[0].pk, participant_id=ana.pk, name="Ana"),
        Actor.support(user_id=people[1].pk, name="Rosa"), Actor.support(user_id=people[2].pk, name="Beto"),
        ana.pk, supporters[0].pk, supporters[1].pk,
    )  # fmt: skip
