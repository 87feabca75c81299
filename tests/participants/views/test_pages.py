"""The pages about a person, for those who may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.actor import Actor
from hearthside.participants import selectors, services
from hearthside.participants.services import Identity, Weekly
from hearthside.program.models import Site

PAGES = ["edit", "commitments", "calendars", "choices", "orders", "support", "discharge"]
ADMISSION = {
    "given_name": "Ana", "family_name": "Cruz", "languages": ["en"], "preferred_channel": "email", "ok_to_email": "on",
    "admitted_on": "2026-11-02", "can_attend": ["in_person"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        ("director", set()), ("scheduler", set()), ("intake", set()), ("clinician", {"discharge"}),
        ("biller", {"edit", "commitments", "calendars", "choices", "orders", "discharge"}),
        ("privacy_officer", {"edit", "commitments", "calendars", "choices", "orders", "discharge"}),
    ],
)  # fmt: skip
def test_each_role_opens_its_pages_and_no_others(
    admit: Callable[..., int], staff_client: Callable[[str], Client], role: str, closed: set[str]
) -> None:
    person, client = admit(), staff_client(role)
    found = {page: client.get(f"/participants/{person}/{page}/").status_code for page in PAGES}
    assert found == {page: 404 if page in closed else 200 for page in PAGES}
    missing = client.get("/participants/999999/support/")
    assert missing.status_code == 404
    if closed:
        assert client.get(f"/participants/{person}/discharge/").content == missing.content


def test_somebody_signed_out_is_sent_to_sign_in(client: Client, admit: Callable[..., int]) -> None:
    assert client.get(f"/participants/{admit()}/support/").status_code == 302


def test_a_biller_cannot_post_either(
    admit: Callable[..., int], staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, client = admit(), staff_client("biller")
    pages = ("choices", "orders", "orders/reset", "track", "care-team", "apart", "calendars", "support")
    row = services.save_commitment(actor=director, participant_id=person, weekly=Weekly("Work", (0,), 510, 990))
    for page in (f"commitments/{row}/remove", *pages):
        assert client.post(f"/participants/{person}/{page}/", {}).status_code == 404, page
    assert len(selectors.commitments(actor=director, participant_id=person)) == 1


def test_the_name_language_and_way_to_reach_stand_on_every_page(
    admit: Callable[..., int], staff_client: Callable[[str], Client]
) -> None:
    person, client = admit(chosen_name="Luz", languages=("es",), preferred_channel="text"), staff_client("director")
    for page in PAGES:
        text = client.get(f"/participants/{person}/{page}/").content.decode()
        assert "Luz Montañez" in text, page
        assert "Spanish" in text
        assert "Reach by: Text message" in text


@pytest.mark.parametrize("many", [1, 3, 60])
def test_the_list_takes_as_many_queries_for_one_as_for_sixty(
    admit: Callable[..., int], staff_client: Callable[[str], Client], many: int
) -> None:
    for number in range(many):
        admit(f"Person{number}", "Cruz")
    client = staff_client("scheduler")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/participants/")
    assert page.content.count(b"data-row-link") == min(many, 25)
    assert len(asked) <= 30, [q["sql"][:90] for q in asked.captured_queries]
    if many == 60:
        assert client.get("/participants/?page=3").content.count(b"data-row-link") == 10


def test_typing_brings_the_table_alone_and_the_page_works_without_script(
    admit: Callable[..., int], staff_client: Callable[[str], Client]
) -> None:
    admit("Marisol", "Montañez")
    admit("Bo", "Miller")
    client = staff_client("scheduler")
    part = client.get("/participants/?q=montanes", headers={"HX-Request": "true"}).content.decode()
    whole = client.get("/participants/?q=montanes").content.decode()
    assert "<html" not in part
    assert "<html" in whole
    for text in (part, whole):
        assert "Marisol Montañez" in text
        assert "Bo Miller" not in text
    assert "Nobody fits that" in client.get("/participants/?q=zzyzx").content.decode()


def test_admission_keeps_what_was_typed_and_says_what_to_change(
    program: dict[str, Any], site: Site, staff_client: Callable[[str], Client]
) -> None:
    client = staff_client("intake")
    page = client.post(
        "/participants/add/", ADMISSION | {"site_id": site.pk, "given_name": " ", "email": "not-an-address"}
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "not-an-address" in text
    assert "Cruz" in text
    assert page.context["form"].errors.keys() == {"given_name", "email"}


def test_admission_leads_to_the_life_they_have(
    program: dict[str, Any], site: Site, staff_client: Callable[[str], Client], director: Actor
) -> None:
    page = staff_client("intake").post(
        "/participants/add/", ADMISSION | {"site_id": site.pk, "date_of_birth": "2012-05-01"}
    )
    (hit,) = selectors.find_people(actor=director, text="Ana Cruz")
    assert page.headers["Location"] == f"/participants/{hit.card.id}/commitments/"
    stay = selectors.episode(actor=director, participant_id=hit.card.id)
    assert stay is not None
    assert stay.track_id == program["teen"].pk


def test_a_similar_name_is_shown_once_and_does_not_block(
    admit: Callable[..., int], site: Site, staff_client: Callable[[str], Client], director: Actor
) -> None:
    admit("Anna", "Cruz", date_of_birth=None)
    client, sent = staff_client("intake"), ADMISSION | {"site_id": site.pk}
    page = client.post("/participants/add/", sent)
    assert page.status_code == 200
    assert "Anna Cruz" in page.content.decode()
    assert selectors.directory(actor=director).total == 1
    assert client.post("/participants/add/", sent | {"namesakes_seen": "yes"}).status_code == 302
    assert selectors.directory(actor=director).total == 2


def test_a_stale_tab_shows_who_changed_what_and_the_next_press_decides(
    admit: Callable[..., int], site: Site, staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, client = admit(), staff_client("scheduler")
    version = client.get(f"/participants/{person}/edit/").context["form"]["version"].value()
    services.edit_participant(
        actor=director, participant_id=person, identity=Identity("Marisol", "Reyes", phone="555-0100")
    )
    sent = ADMISSION | {"site_id": site.pk, "given_name": "Marisol", "family_name": "Montañez", "version": version}
    sent |= {"email": "m@example.org"}
    page = client.post(f"/participants/{person}/edit/", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Test Director changed this at" in text
    assert dict(page.context["form"].saved_now)["Family name"] == "Reyes"
    assert 'value="Montañez"' in text
    newer = page.context["form"]["version"].value()
    assert client.post(f"/participants/{person}/edit/", sent | {"version": newer}).status_code == 302
    assert selectors.participant_detail(actor=director, participant_id=person).family_name == "Montañez"


def test_a_way_to_reach_somebody_needs_an_address_to_reach(
    admit: Callable[..., int], site: Site, staff_client: Callable[[str], Client]
) -> None:
    person, client = admit(), staff_client("scheduler")
    sent = ADMISSION | {"site_id": site.pk, "preferred_channel": "text"}
    page = client.post(f"/participants/{person}/edit/", sent)
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"phone", "ok_to_text"}


def test_discharge_and_admission_again(
    admit: Callable[..., int], staff_client: Callable[[str], Client], director: Actor
) -> None:
    person, client = admit(), staff_client("scheduler")
    page = client.post(f"/participants/{person}/discharge/", {"on": "2000-01-01"})
    assert page.status_code == 422
    assert "before the day of admission" in page.content.decode()
    assert client.post(f"/participants/{person}/discharge/", {"on": "2999-01-01"}).status_code == 302
    assert "Admit again" in client.get(f"/participants/{person}/orders/").content.decode()
    sent = {"admitted_on": "2026-11-23", "track_id": ""}
    assert client.post(f"/participants/{person}/admit/", sent).status_code == 302
    assert selectors.orders(actor=director, participant_id=person).rows
