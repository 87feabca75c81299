"""Inviting people, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotPermitted
from hearthside.access.permissions import Role
from hearthside.accounts import services
from hearthside.accounts.models import Invitation, RoleHeld, User
from tests.accounts.conftest import PASSWORD, address_in_mail, code_now, offered, run_jobs

Account = Callable[..., int]


def invited(system: Actor, kind: ActorKind = ActorKind.PARTICIPANT, **more: object) -> tuple[int, str]:
    user_id = services.invite(actor=system, email="Ines@Example.org", name="Ines", kind=kind, **more)  # type: ignore[arg-type]
    run_jobs()
    return user_id, address_in_mail()


def test_staff_set_a_password_then_a_second_step(db: None, system: Actor) -> None:
    user_id, address = invited(system, ActorKind.STAFF, roles=frozenset({Role.SCHEDULER, Role.INTAKE}))
    client = Client()
    page = client.get(address)
    assert b"ines@example.org" in page.content
    assert b"link_only" not in page.content
    weak = client.post(address, {"new": "short"})
    assert weak.status_code == 422
    assert b'id="id_new_error"' in weak.content
    answer = client.post(address, {"new": PASSWORD})
    assert answer.headers["Location"] == "/account/second-step/set-up/"
    client.get(answer.headers["Location"])
    client.post("/account/second-step/set-up/", {"code": code_now(offered(client))})
    assert client.get("/account/people/").status_code == 200
    held = RoleHeld.objects.filter(user_id=user_id, until=None).values_list("role", flat=True)
    assert set(held) == {"scheduler", "intake"}


@pytest.mark.parametrize("kind", [ActorKind.PARTICIPANT, ActorKind.SUPPORT])
def test_participants_and_support_people_may_do_without_a_password(db: None, system: Actor, kind: ActorKind) -> None:
    user_id, address = invited(system, kind)
    client = Client()
    assert client.post(address, {"link_only": "1"}).headers["Location"] == "/"
    user = User.objects.get(pk=user_id)
    assert user.is_active
    assert not user.has_usable_password()
    assert client.get("/account/").status_code == 200


def test_staff_cannot_do_without_a_password(db: None, system: Actor) -> None:
    _user_id, address = invited(system, ActorKind.STAFF)
    assert Client().post(address, {"link_only": "1"}).status_code == 422


def test_an_account_is_closed_until_the_invitation_is_answered(db: None, system: Actor) -> None:
    invited(system)
    mail.outbox.clear()
    Client().post("/account/link/", {"login": "ines@example.org"})
    run_jobs()
    assert mail.outbox == []


def test_an_invitation_works_once_and_looks_like_any_other_that_is_over(db: None, system: Actor) -> None:
    _user_id, address = invited(system)
    assert Client().post(address, {"new": PASSWORD}).status_code == 302
    for path in (address, "/account/invitation/never-was-one/"):
        assert b"This invitation no longer works" in Client().get(path).content
        assert Client().post(path, {"new": PASSWORD}).status_code == 422


def test_an_invitation_ends_after_seven_days(db: None, system: Actor) -> None:
    _user_id, address = invited(system)
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(services.InvitationRefused):
        services.accept_invitation(secret=address.rstrip("/").rsplit("/", 1)[1])


def test_sending_again_ends_the_earlier_invitation(db: None, system: Actor) -> None:
    user_id, first = invited(system)
    services.resend_invitation(actor=system, user_id=user_id)
    run_jobs()
    second = address_in_mail()
    assert first != second
    assert Client().post(first, {"new": PASSWORD}).status_code == 422
    assert Client().post(second, {"new": PASSWORD}).status_code == 302
    with pytest.raises(services.AlreadyAnswered):
        services.resend_invitation(actor=system, user_id=user_id)


def test_a_withdrawn_invitation_does_not_work_and_is_not_sent(db: None, system: Actor) -> None:
    user_id, address = invited(system)
    services.withdraw_invitation(actor=system, user_id=user_id)
    assert Client().post(address, {"new": PASSWORD}).status_code == 422
    services.resend_invitation(actor=system, user_id=user_id)
    services.withdraw_invitation(actor=system, user_id=user_id)
    mail.outbox.clear()
    run_jobs()
    services.deliver_invitation(actor=system, invitation_id=0)
    assert mail.outbox == []


def test_the_email_is_neutral(db: None, system: Actor) -> None:
    invited(system, language="es")
    message = mail.outbox[-1]
    assert message.subject == "Su cuenta está lista"
    words = (message.subject + message.body).lower()
    assert not any(w in words for w in ("clín", "trat", "programa", "recuper", "sesi", "hearthside", "ines"))


def test_an_address_has_one_account(account: Account, system: Actor) -> None:
    there = account("ines@example.org", ActorKind.SUPPORT)
    with pytest.raises(services.AddressTaken) as refused:
        services.invite(actor=system, email="INES@example.org ", name="Ines", kind=ActorKind.PARTICIPANT)
    assert (refused.value.user_id, refused.value.kind) == (there, ActorKind.SUPPORT)


@pytest.mark.parametrize("kind", [ActorKind.SYSTEM, ActorKind.ANONYMOUS])
def test_only_people_are_invited(db: None, system: Actor, kind: ActorKind) -> None:
    with pytest.raises(ValueError, match=kind.value):
        services.invite(actor=system, email="x@example.org", name="X", kind=kind)


def test_nobody_gives_more_than_they_hold(account: Account) -> None:
    scheduler = Actor.staff(
        user_id=account("sue@example.org", ActorKind.STAFF, Role.SCHEDULER), staff_id=None, name="Sue",
        roles=frozenset({Role.SCHEDULER}),
    )  # fmt: skip
    director = account("dee@example.org", ActorKind.STAFF, Role.DIRECTOR)
    with pytest.raises(services.BeyondAuthority):
        services.invite(
            actor=scheduler, email="x@example.org", name="X", kind=ActorKind.STAFF, roles=frozenset({Role.DIRECTOR})
        )
    assert not User.objects.filter(email="x@example.org").exists()
    with pytest.raises(services.BeyondAuthority):
        services.give_role(actor=scheduler, user_id=scheduler.user_id or 0, role=Role.DIRECTOR)
    for change in (services.deactivate, services.clear_second_step, services.resend_invitation):
        with pytest.raises(services.BeyondAuthority):
            change(actor=scheduler, user_id=director)
    with pytest.raises(services.BeyondAuthority):
        services.end_role(actor=scheduler, user_id=scheduler.user_id or 0, role=Role.BILLER)


def test_only_those_who_may_invite_do(account: Account) -> None:
    biller = Actor.staff(user_id=1, staff_id=None, name="Bo", roles=frozenset({Role.BILLER}))
    with pytest.raises(NotPermitted):
        services.invite(actor=biller, email="x@example.org", name="X", kind=ActorKind.STAFF)


def test_roles_begin_and_end_and_the_past_is_kept(account: Account, director: Actor) -> None:
    user_id = account("sue@example.org", ActorKind.STAFF, Role.SCHEDULER)
    for _twice in range(2):
        services.give_role(actor=director, user_id=user_id, role=Role.BILLER)
    services.end_role(actor=director, user_id=user_id, role=Role.SCHEDULER)
    services.give_role(actor=director, user_id=user_id, role=Role.SCHEDULER)
    rows = RoleHeld.objects.filter(user_id=user_id).order_by("pk")
    assert [(row.role, row.until is None) for row in rows] == [
        ("scheduler", False),
        ("biller", True),
        ("scheduler", True),
    ]


def test_only_staff_hold_roles(account: Account, director: Actor) -> None:
    user_id = account("ana@example.org")
    with pytest.raises(NotPermitted):
        services.give_role(actor=director, user_id=user_id, role=Role.BILLER)


def test_the_last_director_stays(account: Account, director: Actor) -> None:
    only = account("dee@example.org", ActorKind.STAFF, Role.DIRECTOR)
    with pytest.raises(services.LastDirector):
        services.end_role(actor=director, user_id=only, role=Role.DIRECTOR)
    with pytest.raises(services.LastDirector):
        services.deactivate(actor=director, user_id=only)
    account("eve@example.org", ActorKind.STAFF, Role.DIRECTOR)
    services.deactivate(actor=director, user_id=only)
    services.reactivate(actor=director, user_id=only)
    assert User.objects.get(pk=only).is_active


def test_nobody_deactivates_their_own_account(account: Account) -> None:
    user_id = account("dee@example.org", ActorKind.STAFF, Role.DIRECTOR)
    actor = Actor.staff(user_id=user_id, staff_id=None, name="Dee", roles=frozenset({Role.DIRECTOR}))
    with pytest.raises(services.OwnAccount):
        services.deactivate(actor=actor, user_id=user_id)


def test_deactivating_ends_links_that_were_sent(account: Account, system: Actor) -> None:
    user_id = account("ana@example.org")
    Client().post("/account/link/", {"login": "ana@example.org"})
    run_jobs()
    services.deactivate(actor=system, user_id=user_id)
    services.reactivate(actor=system, user_id=user_id)
    assert Client().post(address_in_mail()).status_code == 422
