"""The headers of every answer: nothing foreign, nothing inline, nothing kept, no cookie that a script can read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

PAGES = [
    "/account/login/",
    "/healthz",
    "/nowhere/",
    "/desk/",
    "/participants/",
    "/timetable/",
    "/program/",
    "/account/",
]
POLICY = {
    "default-src": ["'none'"], "style-src": ["'self'"], "img-src": ["'self'", "data:"], "font-src": ["'self'"],
    "connect-src": ["'self'"], "manifest-src": ["'self'"], "worker-src": ["'self'"], "form-action": ["'self'"],
    "base-uri": ["'none'"], "frame-ancestors": ["'none'"],
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_is_strict_and_kept_nowhere(staff_client: Callable[[str], Client], page: str) -> None:
    answer = staff_client("director").get(page)
    policy = {part.split()[0]: part.split()[1:] for part in answer.headers["Content-Security-Policy"].split(";")}
    scripts = policy.pop("script-src")
    assert policy == POLICY
    assert scripts[0] == "'self'"
    assert all(re.fullmatch(r"'nonce-[\w+/=-]{20,}'", extra) for extra in scripts[1:])
    kept = answer.headers["Cache-Control"].replace(" ", "").split(",")
    assert "no-store" in kept
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_script_or_style_of_its_own(staff_client: Callable[[str], Client], page: str) -> None:
    text = staff_client("director").get(page).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)(?![^>]*\bnonce=)", text)
    assert not re.search(r"<style|\sstyle=|\son(click|change|load|submit|input)=", text)
    foreign = re.findall(r"""(?:src|href|action)=["'](?:https?:)?//([^/"']+)""", text)
    assert foreign == []


def test_no_script_can_read_a_cookie(db: None, client: Client) -> None:
    client.get("/account/login/")
    client.post("/language/", {"language": "es"})
    client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})
    assert {"language", settings.CSRF_COOKIE_NAME} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name


def test_the_session_cookie_is_for_the_server_alone(staff_client: Callable[[str], Client]) -> None:
    client = staff_client("director")
    session = client.session
    session["seen"] = True
    session.save()
    answer = client.post("/account/language/", {"language": "en"})
    for name, cookie in answer.cookies.items():
        assert cookie["httponly"], name
    assert settings.SESSION_COOKIE_HTTPONLY
    assert not settings.SESSION_COOKIE_SECURE  # the tests run without TLS; production is refused without it
