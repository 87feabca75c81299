"""Who sees what: by a consent, exactly as far as it goes, and not a moment longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.permissions import ConsentCategory
from hearthside.consent.models import SupportConsent
from hearthside.scheduling.models import Seat, Session
from tests.cast import ABSENT, World

Enter = Callable[..., Client]


def monday_of_session(world: World) -> str:
    return str(Session.objects.get(pk=world.ids["session_id"]).during.lower.date())


def signing(**more: str) -> dict[str, str]:
    return {"purpose": "Rides", "days": "90", "signed_name": "Ana Delgado"} | more


def people(client: Client) -> str:
    return unescape(client.get("/my/people/").content.decode())


def test_a_consent_to_see_the_week_shows_when_and_where_and_not_what_or_with_whom(world: World, enter: Enter) -> None:
    page = enter("consented_mother").get(
        f"/my/supported/{world.ids['participant_id']}/", {"week": monday_of_session(world)}
    )
    text = unescape(page.content.decode())
    assert "17:00–18:30" in text
    assert "Birch room, Lakeside" in text
    assert "Anita" in text
    assert "42 CFR part 2 prohibits unauthorized use or disclosure of these records." in text
    for hidden in ("Process", "Clinician", "Delgado", "Was there", "Not written down", "Work"):
        assert hidden not in text


def test_a_consent_about_attendance_shows_what_was_attended_and_no_coming_sessions(
    world: World, enter: Enter, allow: Callable[..., int], book: Callable[..., Seat], mark: Callable[..., object]
) -> None:
    SupportConsent.objects.update(revoked_at=timezone.now())
    allow(ConsentCategory.ATTENDANCE)
    now = timezone.now()
    mark(book(now - timedelta(minutes=3), 2), "present")
    mark(book(now - timedelta(minutes=6), 2), "missed")
    book(now + timedelta(minutes=4), 1, online=True)
    text = people(enter("consented_mother"))
    assert "Was there for 2 min" in text
    assert "Was not there" in text
    for hidden in ("Lakeside", "Room ", "Online", "Process"):
        assert hidden not in text


def test_without_a_consent_the_page_is_the_same_as_for_somebody_nobody_named(world: World, enter: Enter) -> None:
    partner = enter("former_partner")
    assert "Anita" in people(enter("consented_mother"))
    assert "Nothing is shared with you now" in people(partner)
    assert "Anita" not in people(partner)
    hidden = partner.get(f"/my/supported/{world.ids['participant_id']}/")
    absent = partner.get(f"/my/supported/{ABSENT}/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_an_expired_consent_shows_nothing(world: World, enter: Enter) -> None:
    mother, partner = enter("consented_mother"), enter("former_partner")
    assert "Anita" in people(mother)
    past = timezone.now() - timedelta(seconds=1)
    SupportConsent.objects.update(signed_at=past - timedelta(days=30), expires_at=past)
    assert (
        people(mother).split("<body")[1].partition("hx-headers")[0]
        == people(partner).split("<body")[1].partition("hx-headers")[0]
    )
    assert "Anita" not in people(mother)
    assert mother.get(f"/my/supported/{world.ids['participant_id']}/").status_code == 404


def test_taking_it_back_while_the_page_is_open_ends_it_with_the_next_look(world: World, enter: Enter) -> None:
    mother, ana = enter("consented_mother"), enter("participant")
    address = f"/my/supported/{world.ids['participant_id']}/"
    assert mother.get(address).status_code == 200
    done = ana.post(f"/my/consents/{world.ids['consent_id']}/revoke/", follow=True)
    assert "Done. You took it back. From this moment on they cannot see it any more." in done.content.decode()
    assert mother.get(address).status_code == 404
    assert "Nothing is shared with you now" in people(mother)


def test_another_participants_consent_does_not_exist(world: World, enter: Enter) -> None:
    ben, absent = enter("another_participant"), enter("another_participant")
    for way in ("", "revoke/"):
        send = ben.post if way else ben.get
        hidden = send(f"/my/consents/{world.ids['consent_id']}/{way}")
        nothing = (absent.post if way else absent.get)(f"/my/consents/{ABSENT}/{way}")
        assert (hidden.status_code, hidden.content) == (404, nothing.content)
    assert SupportConsent.objects.get(pk=world.ids["consent_id"]).revoked_at is None
    given = ben.post(f"/my/people/{world.ids['support_id']}/allow/", signing())
    assert given.status_code == 404
    assert SupportConsent.objects.count() == 1


def test_the_page_says_who_will_see_what_before_it_is_signed(world: World, enter: Enter) -> None:
    page = enter("participant").get(f"/my/people/{world.ids['support_id']}/allow/?what=attendance")
    text = unescape(page.content.decode())
    assert "I, Ana Delgado, let" in text
    assert "show former_partner which sessions I came to, and for how long. Nothing else is shown." in text
    assert "I can take it back at any time" in text
    spanish = unescape(enter("participant", "es").get(f"/my/people/{world.ids['support_id']}/allow/").content.decode())
    assert "Yo, Ana Delgado, permito que" in spanish
    assert "los días, las horas y los lugares de mis sesiones" in spanish


def test_a_signature_opens_exactly_what_was_signed(world: World, enter: Enter) -> None:
    partner, ana = enter("former_partner"), enter("participant", "es")
    signed = ana.post(f"/my/people/{world.ids['support_id']}/allow/?what=schedule", signing(), follow=True)
    assert "Listo. former_partner ya puede ver su semana" in signed.content.decode()
    row = SupportConsent.objects.get(support_person_id=world.ids["support_id"])
    assert (row.category, row.language, row.purpose, row.signed_name) == ("schedule", "es", "Rides", "Ana Delgado")
    assert abs(row.expires_at - timezone.now() - timedelta(days=90)) < timedelta(minutes=1)
    assert "Anita" in people(partner)
    again = enter("participant").get(f"/my/consents/{row.pk}/").content.decode()
    assert "El motivo es: Rides." in again


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"signed_name": ""}, "Write your name. It is your signature."),
        ({"signed_name": "-"}, "Write your name. It is your signature."),
        ({"purpose": "  "}, "Write why"),
        ({"days": "4000"}, "Select a valid choice"),
        ({"days": ""}, "Choose how long."),
    ],
)
def test_a_consent_with_something_missing_is_not_signed_and_keeps_what_was_typed(
    wrong: dict[str, str], words: str, world: World, enter: Enter
) -> None:
    typed = signing(purpose="To school and back") | wrong
    page = enter("participant").post(f"/my/people/{world.ids['support_id']}/allow/", typed)
    text = page.content.decode()
    assert page.status_code == 422
    assert words in text
    if "purpose" not in wrong:
        assert 'value="To school and back"' in text
    assert SupportConsent.objects.count() == 1


def test_a_participant_sees_who_can_see_what_and_what_ended(world: World, enter: Enter, ana: Actor) -> None:
    client = enter("participant")
    before = people(client)
    assert "Can see" in before
    assert before.count("Cannot see") == 5  # the mother: attendance; the former partner and the aunt: both
    client.post(f"/my/consents/{world.ids['consent_id']}/revoke/")
    after = people(client)
    assert "1 permission that ended" in after
    assert after.count("Cannot see") == 6


def test_somebody_taken_off_the_list_sees_nothing(world: World, enter: Enter, ana: Actor) -> None:
    from hearthside.participants import services

    mother = enter("consented_mother")
    assert "Anita" in people(mother)
    services.remove_support_person(
        actor=ana, participant_id=world.ids["participant_id"], support_person_id=world.ids["consented_support_id"]
    )
    assert "Anita" not in people(mother)
