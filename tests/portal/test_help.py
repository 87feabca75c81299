"""Help: without sign-in, without script, without anything about the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.program.models import Site
from tests.cast import World

Enter = Callable[..., Client]
LINKS = (
    "tel:911", "tel:988", "sms:988", "sms:741741?body=HOME", "tel:988,1", "sms:838255", "tel:+18006624357",
    "tel:+18007997233", "tel:+18002221222", "tel:5550100142",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_way_to_help_is_one_tap_away_signed_out(language: str, site: Site) -> None:
    Site.objects.update(phone="(555) 010-0142")
    page = Client().get("/help/", {"lang": language})
    text = page.content.decode()
    wanted = [link.replace("HOME", "HOLA") for link in LINKS] if language == "es" else LINKS
    assert [link for link in wanted if f'href="{link}"' not in text] == []
    assert (page.status_code, page.headers["Content-Language"]) == (200, language)
    assert f'<html lang="{language}"' in text


def test_help_is_the_same_for_everybody_and_sets_nothing(world: World, enter: Enter) -> None:
    signed_out = Client().get("/help/?lang=en")
    signed_in = enter("participant").get("/help/?lang=en")
    assert signed_in.content == signed_out.content
    assert "Set-Cookie" not in signed_out.headers
    assert not signed_out.cookies
    assert b"csrf" not in signed_out.content.lower()


def test_help_asks_the_database_once(site: Site) -> None:
    Client().get("/help/")
    with CaptureQueriesContext(connection) as queries:
        Client().get("/help/")
    assert len(queries) == 1


def test_the_help_button_leads_there_from_every_page(world: World, enter: Enter) -> None:
    for page in ("/my/", "/my/week/", "/my/people/", "/my/you/"):
        assert 'href="/help/"' in enter("participant").get(page).content.decode()


def test_the_worker_keeps_help_alone_and_fetches_it_without_cookies(client: Client, db: None) -> None:
    response = client.get("/sw.js")
    words = response.content.decode()
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Content-Type"].startswith("text/javascript")
    shell = json.loads(re.search(r"SHELL = (\[.*?\]);", words)[1])  # type: ignore[index]
    pages = [url for url in shell if not url.startswith("/static/")]
    assert pages == ["/help/?lang=en", "/help/?lang=en&offline", "/help/?lang=es", "/help/?lang=es&offline"]
    assert 'credentials: "omit"' in words
    for url in pages:
        assert Client().get(url).status_code == 200


def test_the_manifest_names_nothing_about_treatment(client: Client, db: None) -> None:
    response = client.get("/my/manifest.webmanifest")
    about = response.json()
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert (about["name"], about["start_url"], about["display"]) == ("Hearthside", "/my/", "standalone")
    assert not re.search("treatment|recovery|clinic|program", json.dumps(about))
