"""The pages of sign-in and of accounts in a real browser: usable by everybody, and asking nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import Role
from hearthside.accounts import services
from hearthside.accounts.models import User
from tests.accounts.conftest import PASSWORD, SECRET, code_now

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Any]
SIGNED_OUT = ("/account/login/?next=/account/", "/account/link/", "/account/link/sent/", "/account/link/some-secret/")
SIGNED_IN = (
    "/account/", "/account/password/", "/account/people/", "/account/people/invite/", "/account/permissions/",
    "/account/second-step/set-up/", "/account/second-step/codes/",
)  # fmt: skip


def dee() -> User:
    user_id = services.open_account(
        actor=Actor.system("tests"), email="dee@example.org", name="Dee Alvarez", kind=ActorKind.STAFF,
        roles=frozenset({Role.DIRECTOR}), password=PASSWORD, totp_secret=SECRET,
    )  # fmt: skip
    return User.objects.get(pk=user_id)


@pytest.mark.parametrize(("width", "language", "dark"), [(1440, "en", False), (390, "es", True)])
def test_every_page_is_accessible_fits_and_asks_nothing_from_elsewhere(
    page_as: Open, width: int, language: str, dark: bool
) -> None:
    user = dee()
    pages = [(None, path) for path in SIGNED_OUT] + [(user, p) for p in (*SIGNED_IN, f"/account/people/{user.pk}/")]
    faults = []
    for who, path in pages:
        page = page_as(who, width=width, language=language, dark=dark)
        page.goto(path)
        faults += [(path, found["id"]) for found in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append((path, "wider than the screen"))
        faults += [(path, foreign) for foreign in page.foreign]
        page.context.close()
    assert faults == []


def test_a_member_of_staff_signs_in_with_password_and_code(page_as: Open) -> None:
    dee()
    page = page_as(None)
    page.goto("/account/people/")
    page.get_by_label("E-mail address").fill("dee@example.org")
    page.get_by_label("Password").fill("not my password")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_text("do not go together").first.wait_for()
    assert page.get_by_label("E-mail address").input_value() == "dee@example.org"
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code_now())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Accounts").wait_for()
    assert page.url.endswith("/account/people/")
