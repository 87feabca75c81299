"""The import page: files in, a result that adds up, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hearthside.access.actor import Actor
from hearthside.access.permissions import Role
from hearthside.participants.models import Participant
from hearthside.program.models import Site
from hearthside.program.services import seed_program
from tests.interop.domain.fhir.bundles import bundle, condition, patient

pytestmark = pytest.mark.django_db
PAGE = "/import/"


@pytest.fixture
def client(staff_client: Callable[[Role], Client], director: Actor) -> Client:
    """A scheduler at a clinic with the starting program."""
    seed_program(actor=director)
    return staff_client(Role.SCHEDULER)


def file(content: bytes, name: str = "ada.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/json")


def send(client: Client, site: Site, *files: SimpleUploadedFile) -> Any:
    return client.post(PAGE, {"bundles": list(files), "site": site.pk})


def test_files_are_imported_and_every_record_left_out_stands_there_with_its_reason(client: Client, site: Site) -> None:
    observation = {"resourceType": "Observation", "id": "o1"}
    response = send(client, site, file(bundle(patient(), condition(recordedDate="2020-02-31"), observation)))
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Ada Okafor", "Observation", "The clinic keeps no records of this type", "Not valid FHIR R4"):
        assert words in page
    assert "Condition.recordedDate: no such day" in page
    total = response.context["total"]
    assert (total.added, total.admitted, total.resources) == (1, 1, 3)


def test_a_second_import_says_that_nothing_changed(client: Client, site: Site) -> None:
    send(client, site, file(bundle(patient())))
    page = send(client, site, file(bundle(patient()))).content.decode()
    assert "Everything in these files was here already. Nothing changed." in page


def test_a_broken_file_is_named_and_the_others_are_imported(client: Client, site: Site) -> None:
    response = send(client, site, file(b'{"resourceType":', "broken.json"), file(bundle(patient())))
    page = response.content.decode()
    assert response.status_code == 200
    assert "1 file could not be read. The others were imported." in page
    assert "broken.json" in page
    assert Participant.objects.count() == 1


def test_files_without_people_say_so(client: Client, site: Site) -> None:
    page = send(client, site, file(bundle({"resourceType": "Observation", "id": "o1"}))).content.decode()
    assert "There is nobody in these files whom we could take." in page


def test_when_no_file_can_be_read_the_reason_stands_beside_the_field(client: Client, site: Site) -> None:
    response = send(client, site, file(b"<Bundle/>", "one.xml"), file(b"", "two.json"))
    assert response.status_code == 422
    assert response.context["form"].errors["bundles"] == [
        "one.xml: The file is XML. Export it as JSON.",
        "two.json: The file is empty.",
    ]


@pytest.mark.parametrize("chosen", ["", "0", "north"])
def test_a_site_that_is_not_there_is_refused_beside_the_field(client: Client, site: Site, chosen: str) -> None:
    Site.objects.create(name="Riverside", time_zone="America/Denver")
    response = client.post(PAGE, {"bundles": [file(bundle(patient()))], "site": chosen})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"site"}
    assert not Participant.objects.exists()


def test_sending_no_file_asks_for_one(client: Client, site: Site) -> None:
    response = client.post(PAGE, {"site": site.pk})
    assert response.status_code == 422
    assert response.context["form"].errors["bundles"] == ["Choose at least one file."]


def test_the_page_speaks_spanish(client: Client, site: Site) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = send(client, site, file(bundle(patient(), condition("Patient/none")))).content.decode()
    for words in ("Personas agregadas: 1.", "Su persona no está en el archivo", "Importar los archivos"):
        assert words in page


@pytest.mark.parametrize("role", [Role.CLINICIAN, Role.BILLER, Role.PRIVACY_OFFICER])
def test_who_may_not_import_finds_no_such_page(staff_client: Callable[[Role], Client], role: Role) -> None:
    client = staff_client(role)
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE).status_code == 404


def test_a_clinic_without_a_site_is_asked_to_set_one_up(client: Client, site: Site) -> None:
    Site.objects.create(name="Other", time_zone="UTC")
    Site.objects.update(archived_at="2026-01-01T00:00:00Z")
    page = client.get(PAGE).content.decode()
    assert "Set up a site first" in page


def test_hostile_names_are_shown_as_text(client: Client, site: Site) -> None:
    attack = "<script>alert(1)</script>"
    sent = file(bundle(patient(name=[{"text": f"{attack} Li"}])), f"{attack.replace('/', '')}.json")
    page = send(client, site, sent).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
