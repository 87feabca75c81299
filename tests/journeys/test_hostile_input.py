"""Whatever is sent in whatever field: no error of ours, nothing of it becomes markup, and it comes back as sent."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import transaction
from django.test import Client

import hearthside
from tests.access.test_matrix import routes
from tests.cast import World
from tests.journeys.formreading import Form, forms_of
from tests.journeys.lively import lively_world
from tests.journeys.tour import client_of, stops

pytestmark = pytest.mark.django_db(transaction=True)
MARK = "<script>alert('naughty')</script>"
NAUGHTY = {
    "script": f'"><img src=x onerror=alert(1)>{MARK}',
    "mixed": "{{ 7|add:7 }} %s '); DROP--\\ \u202eאב👩‍👧 Zoë =1",
    "nul": "Ana\x00Delgado",
    "long": "9" * 10_000,
    "too large": "9" * 25,
    "other digits": "²",
    "half a pair": "\ud800",
    "lines": "one\r\ntwo\u2028three\tfour",
}
SOURCES = Path(hearthside.__file__).parent
ASKED = re.compile(r"""(?:GET|asked)\.get\(\s*["'](\w+)["']|["'](\w+)["'] in request\.GET""")


@pytest.fixture
def world(db: None) -> World:
    return lively_world()


def send(client: Client, form: Form, path: str, sent: dict[str, list[str]]) -> tuple[int, list[str]]:
    """Sends a form and opens what it leads to; the status, and every page that came of it."""
    action = form.action or path
    body = urlencode(sent, doseq=True, errors="surrogatepass")
    if form.method != "post":
        answer = client.get(f"{action.partition('?')[0]}?{body}")
    else:
        answer = client.post(action, body, content_type="application/x-www-form-urlencoded")
    pages = [answer.content.decode()]
    if answer.status_code == 302:
        after = client.get(answer.headers["Location"])
        assert after.status_code < 500, f"{after.status_code} after {action}"
        pages += [after.content.decode(), client.get(path).content.decode()]
    return answer.status_code, pages


def fault_of(name: str, text: str, status: int, pages: list[str], form: Form) -> str:
    """What is wrong with the answer, if anything."""
    if status >= 500:
        return f"answered {status}"
    if any(MARK in page or "<img src=x" in page for page in pages):
        return "came back as markup"
    if any("Template debug" in page or ">14 " in page for page in pages):
        return "was read as a template"
    if status == 422 and form.value(name) is not None and text.isprintable():
        again = [f.value(name) for f in forms_of(pages[0]) if f.texts() == form.texts()]
        kept = text in again or not any(one.kind != "password" for one in form.fields if one.name == name)
        return "" if kept or name not in form.texts() or _hidden(form, name) else f"was not kept: {again}"[:200]
    if status == 302 and text.strip().isprintable() and not _hidden(form, name):
        after = next((f.value(name) for f in forms_of(pages[2]) if f.texts() == form.texts()), None)
        if after not in {None, form.value(name), text.strip()}:
            return f"came back as {after!r}"[:200]
    return ""


def _hidden(form: Form, name: str) -> bool:
    return any(one.kind in {"hidden", "password"} for one in form.fields if one.name == name)


def test_no_field_of_any_form_breaks_runs_or_changes_what_is_sent(world: World) -> None:
    faults, tried, done = [], 0, set()
    for stop in stops(world):
        client = client_of(world, stop.member)
        for form in forms_of(client.get(stop.path).content.decode()):
            same = (urlsplit(form.action).path or stop.path, *form.texts())
            if same in done or same[0] == "/account/logout/":
                continue
            done.add(same)
            for name in form.texts():
                for kind, text in NAUGHTY.items():
                    tried += 1
                    with transaction.atomic():
                        status, pages = send(client, form, stop.path, form.sends() | {name: [text]})
                        transaction.set_rollback(True)
                    fault = fault_of(name, text, status, pages, form)
                    if fault:
                        faults.append(f"{stop.path} {form.action} {name} {kind}: {fault}")
    assert not faults, "\n".join(faults)
    assert tried > 1_000


def test_no_question_in_an_address_breaks_a_page(world: World) -> None:
    names = sorted({a or b for p in SOURCES.rglob("views/*.py") for a, b in ASKED.findall(p.read_text())})
    assert {"q", "week", "page", "person", "removed"} <= set(names)
    broken = []
    for stop in stops(world):
        client = client_of(world, stop.member)
        for kind, text in NAUGHTY.items():
            query = urlencode(dict.fromkeys(names, text), errors="surrogatepass")
            answer = client.get(f"{stop.path.partition('?')[0]}?{query}")
            if answer.status_code >= 500 or MARK in answer.content.decode():
                broken.append(f"{stop.path} {kind}")
    assert not broken, "\n".join(broken)


def test_no_number_in_an_address_is_too_large(world: World) -> None:
    broken = []
    for name, route, _closed in routes():
        if "<int:" not in route:
            continue
        path = "/" + re.sub("<str:kind>", "room", re.sub("<int:[^>]+>", NAUGHTY["too large"], route))
        for member in ("director", "clinician", "participant", "consented_mother"):
            for method in ("get", "post"):
                with transaction.atomic():
                    status = getattr(client_of(world, member), method)(path).status_code
                    transaction.set_rollback(True)
                if status not in {404, 405}:
                    broken.append(f"{method} {name} {member}: {status}")
    assert not broken, "\n".join(broken)
