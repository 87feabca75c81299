"""Who may know: exactly what a consent in force opens, decided at the moment of each look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted, may, query
from hearthside.access.permissions import CONSENT_PERMISSIONS, ConsentCategory, Permission, Role
from hearthside.audit.models import Entry
from hearthside.consent import selectors, services
from hearthside.consent.domain.rules import LONGEST, Missing
from hearthside.consent.models import SupportConsent
from hearthside.participants.models import Participant, SupportPerson
from tests.consent.conftest import Cast


@query(Permission.SCHEDULE_READ, subject="participant_id")
def her_week(*, actor: Actor, participant_id: int) -> str:
    return "Tuesday 17:30"


def reach(actor: Actor, participant_id: int) -> set[Permission]:
    return {p for p in Permission if may(actor=actor, permission=p, subject_id=participant_id)} - {
        Permission.ACCOUNT_OWN
    }


def test_without_a_consent_a_support_person_reaches_nothing(cast: Cast) -> None:
    assert reach(cast.mother, cast.ana_id) == set()


@pytest.mark.parametrize("category", list(ConsentCategory))
def test_a_consent_opens_exactly_its_category_to_exactly_its_recipient(cast: Cast, category: ConsentCategory) -> None:
    cast.consent(category)
    assert reach(cast.mother, cast.ana_id) == CONSENT_PERMISSIONS[category]
    assert reach(cast.former_partner, cast.ana_id) == set()


def test_a_consent_of_one_person_says_nothing_about_another(cast: Cast, site: Any) -> None:
    cast.consent()
    other = Participant.objects.create(site=site, given_name="Olga", family_name="Sol")
    assert reach(cast.mother, other.pk) == set()
    SupportPerson.objects.create(participant=other, user_id=cast.mother.user_id, name="Rosa")
    assert reach(cast.mother, other.pk) == set()
    assert reach(cast.mother, cast.ana_id) == {Permission.SCHEDULE_READ}


def test_both_the_look_and_the_refusal_are_in_the_trail(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        her_week(actor=cast.mother, participant_id=cast.ana_id)
    cast.consent()
    assert her_week(actor=cast.mother, participant_id=cast.ana_id) == "Tuesday 17:30"
    rows = Entry.objects.filter(use_case__endswith="her_week").order_by("pk")
    assert [(row.verb, row.actor_user_id, row.subject_id) for row in rows] == [
        ("denied", cast.mother.user_id, cast.ana_id), ("read", cast.mother.user_id, cast.ana_id),
    ]  # fmt: skip


def test_one_tap_takes_it_back_at_once(cast: Cast) -> None:
    consent_id = cast.consent()
    services.revoke_consent(actor=cast.ana, participant_id=cast.ana_id, consent_id=consent_id)
    with pytest.raises(NotPermitted):
        her_week(actor=cast.mother, participant_id=cast.ana_id)
    revoked_at = SupportConsent.objects.get().revoked_at
    services.revoke_consent(actor=cast.ana, participant_id=cast.ana_id, consent_id=consent_id)
    assert SupportConsent.objects.get().revoked_at == revoked_at


def test_taking_back_everything_of_one_person(cast: Cast) -> None:
    for category in ConsentCategory:
        cast.consent(category)
    cast.consent(support_person_id=cast.former_partner_id)
    services.revoke_all_of(actor=cast.ana, participant_id=cast.ana_id, support_person_id=cast.mother_id)
    assert reach(cast.mother, cast.ana_id) == set()
    assert reach(cast.former_partner, cast.ana_id) == {Permission.SCHEDULE_READ}


def test_it_ends_by_itself_when_its_time_is_over(cast: Cast) -> None:
    cast.consent()
    SupportConsent.objects.update(
        signed_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(seconds=1)
    )
    assert reach(cast.mother, cast.ana_id) == set()
    assert [row.in_force for row in selectors.consents_of(actor=cast.ana, participant_id=cast.ana_id)] == [False]
    assert selectors.people_i_support(actor=cast.mother) == ()
    cast.consent()
    assert reach(cast.mother, cast.ana_id) == {Permission.SCHEDULE_READ}


def test_who_is_no_longer_a_support_person_sees_nothing(cast: Cast) -> None:
    cast.consent()
    SupportPerson.objects.filter(pk=cast.mother_id).update(removed_at=timezone.now())
    assert reach(cast.mother, cast.ana_id) == set()
    assert selectors.people_i_support(actor=cast.mother) == ()


@pytest.mark.parametrize(("change", "faults"), [
    ({"signed_name": "  "}, (Missing.SIGNATURE,)), ({"signed_name": "A."}, (Missing.SIGNATURE,)),
    ({"purpose": " "}, (Missing.PURPOSE,)),
    ({"expires_at": timezone.now() - timedelta(days=1)}, (Missing.EXPIRY_PAST,)),
    ({"expires_at": timezone.now() + LONGEST + timedelta(days=2)}, (Missing.EXPIRY_FAR,)),
    ({"signed_name": "", "purpose": ""}, (Missing.PURPOSE, Missing.SIGNATURE)),
])  # fmt: skip
def test_a_consent_with_something_missing_is_not_signed(
    cast: Cast, change: dict[str, Any], faults: tuple[Missing, ...]
) -> None:
    with pytest.raises(services.ConsentIncomplete) as refused:
        cast.consent(**change)
    assert refused.value.missing == faults
    assert not SupportConsent.objects.exists()


def test_only_the_person_gives_and_takes_back(cast: Cast, director: Actor) -> None:
    consent_id = cast.consent()
    for somebody in (director, cast.mother, Actor.anonymous()):
        with pytest.raises(NotPermitted):
            cast.consent(actor=somebody)
        with pytest.raises(NotPermitted):
            services.revoke_consent(actor=somebody, participant_id=cast.ana_id, consent_id=consent_id)
    assert SupportConsent.objects.get().revoked_at is None


def test_a_consent_goes_to_ones_own_support_people_only(cast: Cast, site: Any) -> None:
    other = Participant.objects.create(site=site, given_name="Olga", family_name="Sol")
    stranger = SupportPerson.objects.create(participant=other, name="Max")
    with pytest.raises(NotPermitted):
        cast.consent(support_person_id=stranger.pk)


def test_nobody_takes_back_the_consent_of_another_person(cast: Cast, site: Any) -> None:
    consent_id = cast.consent()
    other = Participant.objects.create(site=site, given_name="Olga", family_name="Sol")
    olga = Actor.participant(user_id=99, participant_id=other.pk, name="Olga")
    with pytest.raises(NotPermitted):
        services.revoke_consent(actor=olga, participant_id=other.pk, consent_id=consent_id)
    assert SupportConsent.objects.get().revoked_at is None


def test_what_was_signed_is_kept_as_it_was(cast: Cast) -> None:
    cast.consent(language="es", signed_name=" Ana Pérez ")
    row = selectors.consents_of(actor=cast.ana, participant_id=cast.ana_id)[0]
    assert (row.signed_name, row.purpose, row.language, row.in_force) == ("Ana Pérez", "She drives me", "es", True)
    text = selectors.consent_text(language=row.language, version=row.text_version)
    assert text.language == "es"
    assert text.covers[ConsentCategory.SCHEDULE] == "los días, las horas y los lugares de mis sesiones"


def test_giving_again_ends_the_earlier_one(cast: Cast) -> None:
    first, second = cast.consent(), cast.consent(purpose="She cooks for me")
    rows = {row.id: row.in_force for row in selectors.consents_of(actor=cast.ana, participant_id=cast.ana_id)}
    assert rows == {first: False, second: True}


def test_staff_with_the_permission_see_consents_and_others_do_not(cast: Cast) -> None:
    cast.consent()
    officer = Actor.staff(user_id=1, staff_id=None, name="Pia", roles=frozenset({Role.PRIVACY_OFFICER}))
    assert len(selectors.consents_of(actor=officer, participant_id=cast.ana_id)) == 1
    biller = Actor.staff(user_id=1, staff_id=None, name="Bo", roles=frozenset({Role.BILLER}))
    with pytest.raises(NotPermitted):
        selectors.consents_of(actor=biller, participant_id=cast.ana_id)


def test_a_support_person_sees_whom_they_support_only_while_a_consent_is_in_force(
    cast: Cast, site: Any, django_assert_num_queries: Any
) -> None:
    assert selectors.people_i_support(actor=cast.mother) == ()
    other = Participant.objects.create(site=site, given_name="Olga", family_name="Sol")
    SupportPerson.objects.create(participant=other, user_id=cast.mother.user_id, name="Rosa")
    cast.consent()
    later = timezone.now() + timedelta(days=200)
    cast.consent(ConsentCategory.ATTENDANCE, expires_at=later)
    found = selectors.people_i_support(actor=cast.mother)
    assert [(p.participant_id, p.name, p.categories) for p in found] == [
        (cast.ana_id, "Anita", frozenset(ConsentCategory))
    ]
    assert found[0].until < later
    assert selectors.people_i_support(actor=cast.former_partner) == ()


def test_the_text_in_an_unknown_language_is_english() -> None:
    assert selectors.consent_text(language="fr").language == "en"


def test_the_database_keeps_one_consent_in_force_for_each_category(cast: Cast) -> None:
    cast.consent()
    kept = SupportConsent.objects.get()
    kept.pk = None
    with pytest.raises(IntegrityError, match="consent_one_in_force"), transaction.atomic():
        kept.save(force_insert=True)


def test_the_trail_of_a_consent_holds_no_signature_and_no_purpose(cast: Cast) -> None:
    cast.consent()
    entry = Entry.objects.get(use_case="consent.services.give_consent")
    assert set(entry.detail) == {"participant_id", "support_person_id", "category", "expires_at"}
    assert connection.in_atomic_block
