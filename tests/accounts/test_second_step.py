"""The second step: nobody on the staff reaches anything before it, and each code works once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from segno import make

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.gate import NotPermitted
from hearthside.access.permissions import Role
from hearthside.accounts import selectors, services
from hearthside.accounts.models import User
from tests.accounts.conftest import PASSWORD, SECRET, code_now, offered

Account = Callable[..., int]


def enter(email: str) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": email, "password": PASSWORD, "next": "/account/people/"})
    assert answer.status_code == 302
    return client


@pytest.fixture
def sam(account: Account) -> int:
    return account("sam@example.org", ActorKind.STAFF, Role.DIRECTOR, totp_secret=SECRET)


def test_staff_without_the_second_step_reach_nothing_else(account: Account) -> None:
    account("new@example.org", ActorKind.STAFF, Role.DIRECTOR)
    client = enter("new@example.org")
    for page in ("/account/people/", "/account/", "/account/password/", "/account/second-step/codes/", "/"):
        assert client.get(page).headers["Location"].startswith("/account/second-step/?next=")
    posted = client.post("/account/second-step/remove/")
    assert posted.headers["Location"].startswith("/account/second-step/?next=")
    inside = client.get(
        "/account/people/", headers={"HX-Request": "true", "HX-Current-URL": "http://x/account/people/"}
    )
    assert (inside.status_code, inside.headers["HX-Redirect"]) == (
        204,
        "/account/second-step/?next=%2Faccount%2Fpeople%2F",
    )


def test_setting_up_shows_square_and_key_checks_a_code_and_gives_recovery_codes(account: Account) -> None:
    account("new@example.org", ActorKind.STAFF, Role.DIRECTOR)
    client = enter("new@example.org")
    start = client.get("/account/second-step/?next=/account/people/")
    assert start.headers["Location"] == "/account/second-step/set-up/?next=%2Faccount%2Fpeople%2F"
    page = client.get(start.headers["Location"])
    assert client.session["second_step_offered"].startswith("dev.")
    secret = offered(client)
    assert b'src="data:image/svg+xml' in page.content
    assert secret[:4].encode() + b" " + secret[4:8].encode() in page.content
    wrong = client.post("/account/second-step/set-up/", {"code": "000000", "next": "/account/people/"})
    assert wrong.status_code == 422
    assert b'id="id_code_error"' in wrong.content
    right = client.post("/account/second-step/set-up/", {"code": code_now(secret), "next": "/account/people/"})
    assert right.headers["Location"] == "/account/second-step/codes/?next=%2Faccount%2Fpeople%2F"
    assert "second_step_offered" not in client.session
    codes = client.get(right.headers["Location"])
    assert codes.content.count(b"<li><code>") == 10
    assert client.get("/account/people/").status_code == 200


def test_a_code_of_the_app_lets_in_and_returns_to_the_page(sam: int) -> None:
    client = enter("sam@example.org")
    assert client.get("/account/second-step/").status_code == 200
    before = client.session.session_key
    answer = client.post(
        "/account/second-step/", {"code": f" {code_now()[:3]} {code_now()[3:]}", "next": "/account/people/"}
    )
    assert answer.headers["Location"] == "/account/people/"
    assert client.session.session_key != before
    assert client.get("/account/people/").status_code == 200
    assert client.get("/account/second-step/?next=/account/").headers["Location"] == "/account/"


def test_a_code_works_once(sam: int) -> None:
    code = code_now()
    assert enter("sam@example.org").post("/account/second-step/", {"code": code}).status_code == 302
    assert enter("sam@example.org").post("/account/second-step/", {"code": code}).status_code == 422
    assert enter("sam@example.org").post("/account/second-step/", {"code": code_now(later=1)}).status_code == 302


def test_a_recovery_code_works_once(sam: int) -> None:
    actor = Actor(ActorKind.STAFF, sam, "Sam")
    code = selectors.recovery_codes(actor=actor)[0]
    assert enter("sam@example.org").post("/account/second-step/", {"code": code}).status_code == 302
    assert enter("sam@example.org").post("/account/second-step/", {"code": code}).status_code == 422
    assert selectors.own_account(actor=actor).recovery_codes_left == 9


@pytest.mark.parametrize("code", ["", "123", "ábcdéf", "000000", "9" * 30])
def test_a_wrong_code_is_told_beside_the_field(sam: int, code: str) -> None:
    client = enter("sam@example.org")
    answer = client.post("/account/second-step/", {"code": code})
    assert answer.status_code == 422
    assert b'id="id_code_error"' in answer.content
    assert client.session["second_step_done"] is False


def test_setting_up_anew_is_no_way_around_the_second_step(sam: int) -> None:
    client = enter("sam@example.org")
    assert client.get("/account/second-step/set-up/").headers["Location"] == "/account/second-step/"
    posted = client.post("/account/second-step/set-up/", {"code": code_now()})
    assert posted.headers["Location"] == "/account/second-step/"
    assert client.session["second_step_done"] is False


def test_a_link_needs_the_second_step_too(sam: int) -> None:
    from tests.accounts.conftest import address_in_mail, run_jobs

    Client().post("/account/link/", {"login": "sam@example.org"})
    run_jobs()
    client = Client()
    assert client.post(address_in_mail()).headers["Location"] == "/account/second-step/"
    assert client.get("/account/people/").status_code == 302


def test_guessing_codes_is_slowed_down_across_sessions(sam: int, settings: Any) -> None:
    settings.AXES_ENABLED = True
    statuses = [
        enter("sam@example.org").post("/account/second-step/", {"code": f"00000{n}"}).status_code for n in range(8)
    ]
    assert statuses == [422] * 7 + [429]
    locked = enter("sam@example.org").post("/account/second-step/", {"code": code_now()})
    assert locked.status_code == 429
    assert b"Please take a short break" in locked.content


def test_the_secret_is_sealed_in_the_database(sam: int) -> None:
    kept = Authenticator.objects.get(user_id=sam, type="totp").data["secret"]
    assert SECRET not in kept
    assert kept.split(".")[0] == "dev"


def test_participants_may_set_it_up_but_need_not(account: Account) -> None:
    user_id = account("ana@example.org")
    client = enter("ana@example.org")
    assert client.get("/account/").status_code == 200
    client.get("/account/second-step/set-up/")
    client.post("/account/second-step/set-up/", {"code": code_now(offered(client))})
    assert client.get("/account/").status_code == 200
    assert enter("ana@example.org").get("/account/").headers["Location"].startswith("/account/second-step/")
    assert client.post("/account/second-step/remove/").headers["Location"] == "/account/"
    assert not Authenticator.objects.filter(user_id=user_id).exists()
    assert enter("ana@example.org").get("/account/").status_code == 200


def test_staff_keep_their_second_step(sam: int) -> None:
    with pytest.raises(services.SecondStepNeeded):
        services.remove_second_step(actor=Actor(ActorKind.STAFF, sam, "Sam"))
    client = enter("sam@example.org")
    client.post("/account/second-step/", {"code": code_now()})
    client.post("/account/second-step/remove/")
    assert b"Staff keep their second step" in client.get("/account/").content


def test_new_recovery_codes_replace_the_old_ones(sam: int) -> None:
    client = enter("sam@example.org")
    client.post("/account/second-step/", {"code": code_now()})
    actor = Actor(ActorKind.STAFF, sam, "Sam")
    old = selectors.recovery_codes(actor=actor)
    assert client.post("/account/second-step/codes/new/").headers["Location"] == "/account/second-step/codes/"
    new = selectors.recovery_codes(actor=actor)
    assert len(new) == 10
    assert not set(old) & set(new)
    with pytest.raises(services.WrongCode):
        services.pass_second_step(actor=actor, code=old[0])


def test_recovery_codes_need_a_second_step(account: Account) -> None:
    actor = Actor(ActorKind.PARTICIPANT, account("ana@example.org"), "Ana")
    with pytest.raises(NotPermitted):
        services.renew_recovery_codes(actor=actor)
    with pytest.raises(NotPermitted):
        selectors.recovery_codes(actor=actor)


def test_all_recovery_codes_used_is_said(sam: int) -> None:
    client = enter("sam@example.org")
    client.post("/account/second-step/", {"code": code_now()})
    codes = Authenticator.objects.get(user_id=sam, type="recovery_codes")
    codes.data["used_mask"] = (1 << 10) - 1
    codes.save()
    assert b"All of them are used" in client.get("/account/second-step/codes/").content


def test_a_director_clears_the_second_step_of_somebody_who_lost_the_phone(sam: int, system: Actor) -> None:
    services.clear_second_step(actor=system, user_id=sam)
    client = enter("sam@example.org")
    answer = client.get("/account/second-step/")
    assert answer.headers["Location"] == "/account/second-step/set-up/"


def test_a_deactivated_account_is_signed_out_at_the_next_page(sam: int) -> None:
    client = enter("sam@example.org")
    client.post("/account/second-step/", {"code": code_now()})
    User.objects.filter(pk=sam).update(is_active=False)
    assert client.get("/account/people/").headers["Location"].startswith("/account/login/")


def test_the_app_of_a_participant_shows_no_name_of_a_clinic(account: Account, settings: Any) -> None:
    from hearthside.accounts.views import second_step

    settings.CLINIC_NAME = "Recovery House"
    seen = []
    account("ana@example.org")
    client = enter("ana@example.org")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_step.segno, "make", lambda text, **more: seen.append(text) or make(text, **more))
        client.get("/account/second-step/set-up/")
    assert seen[0].startswith("otpauth://totp/My%20account:ana%40example.org?")
