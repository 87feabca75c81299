"""Signing in by password and by link, as somebody with a browser does it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from hearthside.access.actor import ActorKind
from hearthside.access.permissions import Role
from hearthside.accounts import services
from hearthside.accounts.models import SignInLink, User
from hearthside.audit.models import Entry
from tests.accounts.conftest import PASSWORD, address_in_mail, run_jobs

Account = Callable[..., int]
CHANGING = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": "|nonce=")[^"]+')


def body(response: Any) -> bytes:
    return CHANGING.sub(b"", response.content)


def test_a_password_signs_in_and_returns_to_the_page_one_came_from(account: Account) -> None:
    account("ana@example.org")
    client = Client()
    asked = client.get("/account/password/")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/account/login/?next=/account/password/"
    page = client.get(asked.headers["Location"])
    assert b'name="next" value="/account/password/"' in page.content
    signed = client.post(
        "/account/login/", {"login": "Ana@Example.org", "password": PASSWORD, "next": "/account/password/"}
    )
    assert (signed.status_code, signed.headers["Location"]) == (302, "/account/password/")
    assert client.session["signed_in_by"] == "password"
    assert Entry.objects.filter(use_case__endswith="note_sign_in", detail={"method": "password"}).count() == 1


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(account: Account, page: str) -> None:
    account("ana@example.org")
    signed = Client().post("/account/login/", {"login": "ana@example.org", "password": PASSWORD, "next": page})
    assert signed.headers["Location"] == "/"


def test_a_wrong_password_is_told_beside_the_field_and_the_address_stays(account: Account) -> None:
    account("ana@example.org")
    answer = Client().post("/account/login/", {"login": "ana@example.org", "password": "something else"})
    assert answer.status_code == 422
    assert b'value="ana@example.org"' in answer.content
    assert b'id="id_password_error"' in answer.content
    assert b"something else" not in answer.content


def test_unknown_known_deactivated_and_passwordless_addresses_get_the_same_answer(account: Account) -> None:
    account("bea@example.org")
    account("cleo@example.org", password=None)
    User.objects.filter(pk=account("dora@example.org")).update(is_active=False)
    answers = {
        body(Client().post("/account/login/", {"login": name, "password": "not this one 12"})).replace(
            name.encode(), b""
        )
        for name in ("nemo@example.org", "bea@example.org", "cleo@example.org", "dora@example.org")
    }
    assert len(answers) == 1


def test_asking_for_a_link_is_the_same_work_and_answer_for_every_address(
    account: Account, django_assert_num_queries: Any
) -> None:
    account("ana@example.org")
    answers, pages = set(), set()
    for address in ("ana@example.org", "nobody@example.org"):
        client = Client()
        with django_assert_num_queries(1):
            answer = client.post("/account/link/", {"login": address})
        answers.add((answer.status_code, answer.headers["Location"], answer.content))
        pages.add(body(client.get(answer.headers["Location"])))
    assert answers == {(302, "/account/link/sent/", b"")}
    assert len(pages) == 1
    assert run_jobs() == 2
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]


def test_a_link_signs_in_once_and_returns_to_the_page(account: Account) -> None:
    account("ana@example.org", password=None)
    Client().post("/account/link/", {"login": "ANA@example.org", "next": "/my/week/"})
    run_jobs()
    address = address_in_mail()
    for _scanner in range(2):
        assert Client().get(address).status_code == 200
    client = Client()
    signed = client.post(address)
    assert (signed.status_code, signed.headers["Location"]) == (302, "/my/week/")
    assert client.session["signed_in_by"] == "link"
    again = Client().post(address)
    assert again.status_code == 422
    assert b"This link no longer works" in again.content


def test_a_used_an_expired_and_an_invented_link_look_the_same(account: Account) -> None:
    account("ana@example.org")
    Client().post("/account/link/", {"login": "ana@example.org"})
    run_jobs()
    address = address_in_mail()
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    expired = Client().post(address)
    invented = Client().post("/account/link/never-was-one/")
    assert expired.status_code == invented.status_code == 422
    assert body(expired).replace(address.encode(), b"") == body(invented).replace(b"/account/link/never-was-one/", b"")


def test_a_link_of_a_deactivated_account_does_not_sign_in(account: Account) -> None:
    user_id = account("ana@example.org")
    Client().post("/account/link/", {"login": "ana@example.org"})
    run_jobs()
    User.objects.filter(pk=user_id).update(is_active=False)
    assert Client().post(address_in_mail()).status_code == 422


def test_only_a_hash_of_the_link_is_kept_and_it_lives_15_minutes(account: Account) -> None:
    account("ana@example.org")
    Client().post("/account/link/", {"login": "ana@example.org"})
    run_jobs()
    link = SignInLink.objects.get()
    assert link.secret_hash not in mail.outbox[-1].body
    assert len(link.secret_hash) == 64
    assert timedelta(minutes=14) < link.expires_at - timezone.now() <= timedelta(minutes=15)


def test_nobody_can_flood_a_mailbox_with_links(account: Account) -> None:
    account("ana@example.org")
    for _time in range(6):
        Client().post("/account/link/", {"login": "ana@example.org"})
    run_jobs()
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(("language", "subject"), [("en", "Your sign-in link"), ("es", "Su enlace para entrar")])
def test_the_email_is_in_the_persons_language_and_names_no_clinic_and_no_treatment(
    account: Account, settings: Any, language: str, subject: str
) -> None:
    settings.CLINIC_NAME = "Recovery House"
    account("ana@example.org", language=language)
    Client().post("/account/link/", {"login": "ana@example.org"})
    run_jobs()
    message = mail.outbox[-1]
    assert message.subject == subject
    words = (message.subject + message.body).lower()
    assert not re.search(
        r"recover|recuper|clinic|clínic|treat|tratam|program|session|sesi|therap|terap|hearthside", words
    )


def test_a_wrong_form_keeps_what_was_typed(db: None) -> None:
    answer = Client().post("/account/link/", {"login": "not an address"})
    assert answer.status_code == 422
    assert b'value="not an address"' in answer.content
    assert b'id="id_login_error"' in answer.content


def test_guessing_is_slowed_down_with_a_kind_page_the_same_for_known_and_unknown(
    account: Account, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    account("ana@example.org")
    pages = set()
    for address in ("ana@example.org", "nobody@example.org"):
        statuses = [
            Client().post("/account/login/", {"login": address, "password": f"guess number {n}"}).status_code
            for n in range(8)
        ]
        assert statuses == [422] * 7 + [429]
        locked = Client().post("/account/login/", {"login": address, "password": PASSWORD})
        assert locked.status_code == 429
        assert b"Please take a short break" in locked.content
        pages.add(body(locked))
    assert len(pages) == 1


def test_failed_tries_keep_no_address_password_or_code_in_what_was_posted(account: Account, settings: Any) -> None:
    from axes.models import AccessAttempt

    settings.AXES_ENABLED = True
    Client().post("/account/login/", {"login": "nobody@example.org", "password": "a guess of mine"})
    kept = AccessAttempt.objects.get()
    assert "a guess" not in kept.post_data
    assert "nobody" not in kept.post_data


def test_signing_out_ends_the_session(account: Account) -> None:
    account("ana@example.org")
    client = Client()
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert client.get("/account/").status_code == 200
    assert client.get("/account/logout/").status_code == 405
    assert client.post("/account/logout/").headers["Location"] == "/account/login/"
    assert client.get("/account/").status_code == 302


def test_an_expired_session_returns_to_the_page_also_inside_htmx(account: Account) -> None:
    account("ana@example.org")
    client = Client()
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    session = client.session
    session.set_expiry(-1)
    session.save()
    plain = client.get("/account/password/?a=1")
    assert plain.headers["Location"] == "/account/login/?next=/account/password/%3Fa%3D1"
    inside = client.get(
        "/account/password/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/my/week/?w=2"}
    )
    assert inside.status_code == 204
    assert inside.headers["HX-Redirect"] == "/account/login/?next=%2Fmy%2Fweek%2F%3Fw%3D2"


def test_a_session_lasts_twelve_hours(account: Account) -> None:
    account("ana@example.org")
    client = Client()
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert client.session.get_expiry_age() == 12 * 3600


def test_signing_in_as_somebody_else_starts_a_clean_session(account: Account) -> None:
    account("ana@example.org")
    account("sam@example.org", ActorKind.STAFF, Role.SCHEDULER)
    client = Client()
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    session = client.session
    session["kept"] = "something of ana"
    session.save()
    client.post("/account/login/", {"login": "sam@example.org", "password": PASSWORD})
    assert "kept" not in client.session
    assert client.session["second_step_done"] is False


def test_who_is_signed_in_is_sent_on_from_the_sign_in_page(account: Account) -> None:
    account("ana@example.org")
    client = Client()
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert client.get("/account/login/?next=/account/").headers["Location"] == "/account/"


@pytest.mark.parametrize("path", [
    "signup/", "email/", "confirm-email/", "password/reset/", "password/change/", "social/", "2fa/",
    "2fa/totp/activate/", "2fa/recovery-codes/", "inactive/", "reauthenticate/", "3rdparty/", "sessions/",
])  # fmt: skip
def test_no_other_page_of_allauth_is_reachable(account: Account, path: str) -> None:
    account("ana@example.org")
    client = Client()
    client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_twice_at_the_same_moment_signs_in_once() -> None:
    user = User.objects.create_user("ana@example.org", kind="participant", name="Ana")
    services.send_link(email="ana@example.org", next_page="")
    secret = address_in_mail().rstrip("/").rsplit("/", 1)[1]
    outcomes: list[str] = []

    def use() -> None:
        try:
            services.use_link(secret=secret)
            outcomes.append("in")
        except services.LinkRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["in", "refused", "refused", "refused"]
    assert user.sign_in_links.count() == 1
