"""Inviting a participant, or somebody who supports them, from their record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotPermitted
from hearthside.access.permissions import Role
from hearthside.accounts import services as accounts
from hearthside.accounts.models import User
from hearthside.desk import services
from hearthside.participants.models import Participant, SupportPerson
from hearthside.program.models import Site


@pytest.fixture
def ana(site: Site) -> Participant:
    return Participant.objects.create(
        site=site, given_name="Ana", family_name="Pérez", chosen_name="Anita", email="ana@example.org", languages=["es"]
    )


@pytest.fixture
def rosa(ana: Participant) -> SupportPerson:
    return SupportPerson.objects.create(participant=ana, name="Rosa Pérez", email="rosa@example.org")


def deliver() -> None:
    for job in ProcrastinateJob.objects.filter(status="todo", queue_name="mail").order_by("pk"):
        app.tasks[job.task_name].func(**job.args)


def test_a_participant_is_invited_in_their_language_and_tied_to_the_record(
    ana: Participant, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client("scheduler")
    led = client.get(f"/account/people/?participant={ana.pk}")
    assert led.headers["Location"] == f"/desk/participants/{ana.pk}/invite/"
    page = client.get(led.headers["Location"])
    assert b'value="ana@example.org"' in page.content
    sent = client.post(led.headers["Location"], {"email": "ana@example.org", "language": "es"})
    assert sent.status_code == 302
    deliver()
    user = User.objects.get(email="ana@example.org")
    ana.refresh_from_db()
    assert (ana.user_id, user.kind, user.language, user.is_active) == (user.pk, "participant", "es", False)
    assert mail.outbox[-1].to == ["ana@example.org"]
    assert "Ana" not in mail.outbox[-1].body


def test_wrong_input_keeps_what_was_typed_and_changes_nothing(
    ana: Participant, staff_client: Callable[[str], Client], director: Actor
) -> None:
    client = staff_client("intake")
    address = f"/desk/participants/{ana.pk}/invite/"
    assert client.post(address, {"email": "nope", "language": "en"}).status_code == 422
    taken = client.post(address, {"email": "intake.person@clinic.example", "language": "en"})
    assert taken.status_code == 422
    assert b'id="id_email_error"' in taken.content
    ana.refresh_from_db()
    assert ana.user_id is None
    services.invite_participant(actor=director, participant_id=ana.pk, email="ana@example.org", language="es")
    again = client.post(address, {"email": "other@example.org", "language": "en"})
    assert again.status_code == 422
    assert b"has an account already" in again.content
    assert not User.objects.filter(email="other@example.org").exists()


def test_a_support_person_is_invited_and_sees_nothing_without_a_consent(
    ana: Participant, rosa: SupportPerson, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client("intake")
    led = client.get(f"/account/people/?participant={ana.pk}&support={rosa.pk}")
    assert led.headers["Location"] == f"/desk/participants/{ana.pk}/support/{rosa.pk}/invite/"
    assert b"Rosa" in client.get(led.headers["Location"]).content
    assert client.post(led.headers["Location"], {"email": "rosa@example.org", "language": "es"}).status_code == 302
    rosa.refresh_from_db()
    assert User.objects.get(pk=rosa.user_id or 0).kind == "support"
    again = client.post(led.headers["Location"], {"email": "rosa@example.org", "language": "es"})
    assert b"has an account already" in again.content


def test_one_account_serves_for_several_people_somebody_supports(
    ana: Participant, rosa: SupportPerson, director: Actor
) -> None:
    user_id = accounts.open_account(actor=director, email="rosa@example.org", name="Rosa", kind=ActorKind.SUPPORT)
    found = services.invite_support_person(
        actor=director, participant_id=ana.pk, support_person_id=rosa.pk, email="Rosa@example.org", language="es"
    )
    rosa.refresh_from_db()
    assert found == rosa.user_id == user_id


def test_the_address_of_another_kind_of_account_is_refused(
    ana: Participant, rosa: SupportPerson, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client("intake")
    answer = client.post(
        f"/desk/participants/{ana.pk}/support/{rosa.pk}/invite/",
        {"email": "intake.person@clinic.example", "language": "en"},
    )
    assert answer.status_code == 422
    assert b'id="id_email_error"' in answer.content


@pytest.mark.parametrize("role", ["biller", "clinician", "privacy_officer"])
def test_others_do_not_invite_and_do_not_see_the_page(
    ana: Participant, role: str, staff_client: Callable[[str], Client]
) -> None:
    assert staff_client(role).get(f"/desk/participants/{ana.pk}/invite/").status_code == 404
    actor = Actor.staff(user_id=1, staff_id=None, name="No", roles=frozenset({Role(role)}))
    with pytest.raises(NotPermitted):
        services.invite_participant(actor=actor, participant_id=ana.pk, email="ana@example.org", language="en")
    assert not User.objects.filter(email="ana@example.org").exists()


def test_the_support_person_of_somebody_else_is_not_found(
    ana: Participant, rosa: SupportPerson, site: Site, staff_client: Callable[[str], Client], director: Any
) -> None:
    other = Participant.objects.create(site=site, given_name="Olga", family_name="Sol")
    assert staff_client("intake").get(f"/desk/participants/{other.pk}/support/{rosa.pk}/invite/").status_code == 404
    with pytest.raises(NotPermitted):
        services.invite_support_person(
            actor=director, participant_id=other.pk, support_person_id=rosa.pk, email="x@example.org", language="en"
        )
