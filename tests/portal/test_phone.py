"""The phone pages in a real browser: for everybody's eyes and thumbs, in both languages, on the smallest phone."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application

from hearthside.accounts.models import User
from hearthside.program.models import Site
from tests.cast import World

pytestmark = pytest.mark.journey
PAGES = ("/my/", "/my/week/", "/my/people/", "/my/you/", "/my/you/choices/", "/my/you/commitments/add/", "/help/")
SMALL_TARGETS = """() => [...document.querySelectorAll("main a, main button, main summary, .phone-bar a, .places a")]
    .filter((e) => e.offsetParent && !e.closest(".break-all") && e.getBoundingClientRect().height < 47.5)
    .map((e) => e.outerHTML.slice(0, 120))"""


def faults_of(page: Any) -> list[object]:
    from axe_playwright_python.sync_playwright import Axe

    found: list[object] = [(rule["id"], rule["nodes"][0]["target"]) for rule in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the phone")
    return found + page.evaluate(SMALL_TARGETS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("language", "dark", "width"), [("en", False, 390), ("es", True, 320), ("en", True, 1440)])
def test_every_page_is_for_everybody(world: World, page_as: Any, language: str, dark: bool, width: int) -> None:
    page = page_as(world.users["participant"], width=width, height=844, dark=dark, language=language)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    ids = world.ids
    more = (f"/my/people/{ids['support_id']}/allow/", f"/my/consents/{ids['consent_id']}/")
    for path in (*PAGES, *more):
        page.goto(path)
        assert (path, faults_of(page)) == (path, [])
    assert (errors, page.foreign) == ([], [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("member", ["consented_mother", "former_partner"])
def test_a_support_persons_pages_are_for_everybody(world: World, page_as: Any, member: str) -> None:
    page = page_as(world.users[member], width=320, language="es")
    for path in ("/my/", "/my/you/"):
        page.goto(path)
        assert (path, faults_of(page)) == (path, [])


@pytest.mark.django_db(transaction=True)
def test_what_is_next_and_how_the_week_goes_stand_on_the_first_screen(world: World, page_as: Any) -> None:
    page = page_as(world.users["participant"], width=390, height=844)
    page.goto("/my/")
    card, bar = page.locator(".card-now").bounding_box(), page.locator(".places").bounding_box()
    assert card["y"] + card["height"] < bar["y"]
    assert page.get_by_text(re.compile("Leave by 16:30")).is_visible()


@pytest.mark.django_db(transaction=True)
def test_a_consent_is_signed_and_taken_back_by_thumb(world: World, page_as: Any) -> None:
    page = page_as(world.users["participant"], width=390)
    page.goto("/my/people/")
    page.get_by_role("link", name=re.compile("^Let them see this.*former_partner.*your week")).click()
    page.get_by_label("Why?").fill("Rides")
    page.get_by_label("Your full name").fill("Ana Delgado")
    page.get_by_role("button", name="Sign: former_partner may see this").click()
    page.get_by_text("Done. former_partner can now see").wait_for()
    page.get_by_role("button", name=re.compile("^Take it back now.*former_partner")).click()
    page.get_by_text("From this moment on they cannot see it any more.").wait_for()


class Clinic:
    """The clinic on an address of its own, which can go away."""

    def __init__(self) -> None:
        application = StaticFilesHandler(get_wsgi_application())
        self.server = make_server("127.0.0.1", 0, application, ThreadedWSGIServer, Quiet)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """No connection from here on."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Quiet(WSGIRequestHandler):
    """Writes no lines."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture
def clinic(transactional_db: None) -> Any:
    clinic = Clinic()
    yield clinic
    if clinic.thread.is_alive():
        clinic.stop()


@pytest.mark.parametrize(("language", "words", "quiet"), [
    ("en", "Help right now", "You are offline."), ("es", "Ayuda ahora mismo", "No hay conexión."),
])  # fmt: skip
def test_help_opens_and_everything_else_says_offline_when_there_is_no_connection(
    clinic: Clinic, chromium: Any, world: World, enter: Callable[..., Any], language: str, words: str, quiet: str
) -> None:
    from django.conf import settings

    Site.objects.update(phone="(555) 010-0142")
    user: User = world.users["participant"]
    session = enter("participant").cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale=language)
    context.add_cookies([
        {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": clinic.url},
        {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": clinic.url},
    ])  # fmt: skip
    page = context.new_page()
    page.goto(f"{clinic.url}/my/")
    assert "Anita" in page.content()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller")
    page.goto(f"{clinic.url}/my/you/")
    kept = page.evaluate("""async () => {
        const texts = [];
        for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys())
                texts.push(request.url + " " + await (await caches.match(request)).text());
        return texts.join(" ");
    }""")
    assert "/help/?lang=es" in kept
    assert not any(personal in kept for personal in ("Anita", "Delgado", "/my/you", "csrfmiddlewaretoken", user.email))
    clinic.stop()
    page.goto(f"{clinic.url}/help/")
    assert page.locator("h1").inner_text() == words
    assert page.locator('a[href="tel:988"]').is_visible()
    assert page.locator('a[href="tel:988"]').evaluate("e => getComputedStyle(e).minHeight") == "48px"
    page.goto(f"{clinic.url}/my/week/")
    assert quiet in page.locator(".notice").inner_text()
    assert page.locator('a[href="tel:911"]').is_visible()
    assert "Anita" not in page.content()
    context.close()
