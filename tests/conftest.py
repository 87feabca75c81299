"""The cast, and the ways they reach the clinic: a client, a browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hearthside.access.actor import Actor
from hearthside.access.permissions import Role
from hearthside.accounts.models import RoleHeld, User
from hearthside.program.models import Site, Staff

os.makedirs(settings.STATIC_ROOT, exist_ok=True)  # the static-file middleware remarks on a missing folder
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's own event loop runs in the test's thread
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _quick_settings(settings: Any, tmp_path: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    settings.EMAIL_FILE_PATH = str(tmp_path)


@pytest.fixture
def director() -> Actor:
    """Somebody who may do nearly everything, without a row in the database."""
    return Actor.staff(user_id=0, staff_id=None, name="Test Director", roles=frozenset({Role.DIRECTOR}))


@pytest.fixture
def site(db: None) -> Site:
    """A site on Chicago time, open Monday to Saturday."""
    site = Site.objects.create(name="Lakeside", time_zone="America/Chicago")
    for day in range(6):
        site.opening_hours.create(weekday=day, start_minute=480, end_minute=1260)
    return site


@pytest.fixture
def staff_user(site: Site) -> Callable[..., tuple[User, Staff]]:
    """Makes a member of staff with a role and an account."""

    def make(role: Role | str, name: str = "") -> tuple[User, Staff]:
        role = Role(role)
        name = name or f"{role.value.replace('_', ' ').title()} Person"
        user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@clinic.example", kind="staff", name=name)
        RoleHeld.objects.create(user=user, role=role.value)
        staff = Staff.objects.create(user=user, site=site, name=name, languages=["en"], modes=["in_person", "online"])
        return user, staff

    return make


def sign_in(client: Client, user: User) -> Client:
    """A client signed in as this user, with the second step done."""
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_step_done"] = True
    session.save()
    return client


@pytest.fixture
def staff_client(staff_user: Callable[..., tuple[User, Staff]]) -> Callable[[Role | str], Client]:
    """A signed-in client for a role: `staff_client("scheduler").get("/desk/")`."""

    def make(role: Role | str) -> Client:
        user, _staff = staff_user(role)
        return sign_in(Client(), user)

    return make


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, one for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_as(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens a signed-in page, `page_as(user, width=390, dark=True, language="es")`; records foreign requests."""
    contexts = []

    def open_page(user: User | None = None, *, width: int = 1440, height: int = 900, dark: bool = False,
                  language: str = "en") -> Any:  # fmt: skip
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, locale=language,
            color_scheme="dark" if dark else "light", reduced_motion="reduce",
        )  # fmt: skip
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        if user is not None:
            client = sign_in(Client(), user)
            cookies.append({
                "name": settings.SESSION_COOKIE_NAME, "url": live_server.url,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
            })  # fmt: skip
        context.add_cookies(cookies)
        contexts.append(context)
        page = context.new_page()
        page.foreign = []  # type: ignore[attr-defined]
        own = (live_server.url, "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(own) else page.foreign.append(r.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
