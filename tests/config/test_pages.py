"""Health, errors, language, sign-in that ran out, and the headers that every answer carries."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from hearthside.access.actor import ActorKind
from hearthside.accounts.models import User
from tests.cast import build_world
from tests.conftest import sign_in

StaffClient = Callable[[str], Client]
NO_DATABASE = """
import django
django.setup()
from django.conf import settings
from django.test import Client
settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 1
for page in ("/healthz", "/readyz"):
    answer = Client(SERVER_NAME="127.0.0.1").get(page)
    print(page, answer.status_code, answer.content.decode().strip())
"""


def test_the_health_pages_answer_without_sign_in(db: None, client: Client) -> None:
    for page, words in (("/healthz", b"ok\n"), ("/readyz", b"ready\n")):
        answer = client.get(page)
        assert (answer.status_code, answer.content) == (200, words)
        assert client.post(page).status_code == 405


def test_without_a_database_the_process_is_alive_but_not_ready(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "hearthside.config.settings", "HEARTHSIDE_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "HEARTHSIDE_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    (tmp_path / "static").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", NO_DATABASE], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["/healthz 200 ok", "/readyz 503 the database does not answer"]


def test_absent_and_forbidden_answer_with_the_same_bytes(db: None) -> None:
    world = build_world()
    ana, ben = world.ids["participant_id"], world.others["participant_id"]
    billing, clinician = (sign_in(Client(), world.users[who]) for who in ("biller", "clinician"))
    own = sign_in(Client(), world.users["participant"])
    forbidden = [
        billing.get(f"/participants/{ana}/orders/"), own.get(f"/desk/participants/{ben}/"), own.get("/program/"),
    ]  # fmt: skip
    absent = [
        billing.get("/participants/99999999/orders/"), own.get("/desk/participants/99999999/"), own.get("/nowhere/"),
        clinician.get("/participants/99999999/orders/"),
    ]  # fmt: skip
    assert clinician.get(f"/participants/{ana}/orders/").status_code == 200  # there is something to hide
    answers = {(page.status_code, page.content, page.headers["Content-Type"]) for page in (*forbidden, *absent)}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_form_from_before_sign_in_is_refused_kindly(staff_client: StaffClient) -> None:
    signed_in = staff_client("scheduler")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    page = strict.post("/participants/add/", {"given_name": "Marisol"})
    assert page.status_code == 403
    text = page.content.decode()
    assert "This page was open for a long time" in text
    assert "Marisol" not in text
    assert "Scheduler Person" not in text


def test_what_breaks_shows_nothing_personal(staff_client: StaffClient, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.config.broken_urls"
    client = staff_client("scheduler")
    client.raise_request_exception = False
    page = client.get("/broken/ana.delgado@example.org/")
    text = page.content.decode()
    assert page.status_code == 500
    assert "Something went wrong on our side" in text
    for secret in ("Montañez", "ana.delgado", "ValueError", "Traceback", "Scheduler Person"):
        assert secret not in text


@pytest.mark.parametrize(("cookie", "account", "browser", "spoken"), [
    ("es", "en", "en", "es"), ("en", "es", "es", "en"), (None, "es", "en", "es"), (None, "en", "es", "en"),
    ("tlh", "es", "en", "en"),  # not a language of ours: as the browser likes
])  # fmt: skip
def test_the_device_decides_before_the_account_before_the_browser(
    db: None, cookie: str | None, account: str, browser: str, spoken: str
) -> None:
    user = User.objects.create_user("ana@clinic.example", kind=ActorKind.SUPPORT.value, name="Ana", language=account)
    client = sign_in(Client(headers={"Accept-Language": browser}), user)
    if cookie:
        client.cookies["language"] = cookie
    page = client.get("/account/")
    assert page.headers["Content-Language"] == spoken
    assert f'lang="{spoken}"' in page.content.decode()


@pytest.mark.parametrize(
    ("browser", "spoken"), [("es-MX,es;q=0.9", "es"), ("en-US", "en"), ("de-DE", "en"), ("", "en")]
)
def test_before_sign_in_the_browser_decides(db: None, client: Client, browser: str, spoken: str) -> None:
    page = client.get("/account/login/", headers={"Accept-Language": browser})
    assert page.headers["Content-Language"] == spoken


@pytest.mark.parametrize(("asked", "reached"), [
    ("/account/login/?x=1", "/account/login/?x=1"), ("https://elsewhere.example/", "/"), ("//elsewhere.example", "/"),
    ("javascript:alert(1)", "/"), ("http:///elsewhere.example", "/"), ("", "/"),
])  # fmt: skip
def test_choosing_a_language_returns_to_a_page_of_ours(db: None, client: Client, asked: str, reached: str) -> None:
    answer = client.post("/language/", {"language": "es", "next": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, reached)
    assert client.cookies["language"].value == "es"


def test_a_language_that_is_not_ours_is_not_kept(db: None, client: Client) -> None:
    assert client.post("/language/", {"language": "tlh"}).status_code == 302
    assert "language" not in client.cookies
    assert client.get("/language/").status_code == 405


def test_a_fragment_after_sign_in_ran_out_sends_the_whole_page_and_it_comes_back(db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/participants/?q=ana&page=2"}
    answer = Client().get("/participants/?q=anab", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    address = urlsplit(answer.headers["HX-Redirect"])
    assert (address.netloc, address.path) == ("", "/account/login/")
    assert parse_qs(address.query) == {"next": ["/participants/?q=ana&page=2"]}


def test_a_fragment_never_leads_to_another_site(db: None) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/steal?x=1"}
    address = urlsplit(Client().get("/desk/", headers=headers).headers["HX-Redirect"])
    assert (address.netloc, parse_qs(address.query)) == ("", {"next": ["/steal?x=1"]})


def test_a_page_after_sign_in_ran_out_is_remembered(db: None) -> None:
    answer = Client().get("/participants/?q=ana")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/participants/%3Fq%3Dana")


def test_staff_take_the_second_step_first_and_come_back(staff_user: Callable[..., tuple[User, Any]]) -> None:
    user, _staff = staff_user("scheduler")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/desk/?short=all")
    assert answer.headers["Location"] == "/account/second-step/?next=%2Fdesk%2F%3Fshort%3Dall"
    fragment = client.get("/desk/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"})
    assert fragment.headers["HX-Redirect"] == "/account/second-step/?next=%2Fdesk%2F"


def test_everybody_starts_at_their_own_first_page(db: None) -> None:
    world = build_world()
    starts = {"scheduler": "/desk/", "participant": "/my/", "consented_mother": "/my/"}
    for who, page in starts.items():
        assert sign_in(Client(), world.users[who]).get("/").headers["Location"] == page
