"""`hearthside import fhir`: what it prints, and with which code it ends."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from hearthside.access.actor import Actor
from hearthside.participants.models import Participant
from hearthside.program.models import Site
from hearthside.program.services import seed_program
from tests.interop.domain.fhir.bundles import bundle, condition, patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, site: Site, director: Actor) -> Path:
    """A folder with one good bundle, at a clinic with the starting program."""
    seed_program(actor=director)
    observation = {"resourceType": "Observation", "id": "o1"}
    content = bundle(patient(), condition(), observation, condition(recordedDate="2020-02-31", id="c2"))
    (tmp_path / "ada.json").write_bytes(content)
    return tmp_path


def run(*arguments: object) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("import", "fhir", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
        code = error.returncode
    return out.getvalue(), err.getvalue(), code


def rows(printed: str) -> list[list[str]]:
    return [line.split(maxsplit=2) for line in printed.splitlines()]


def test_a_folder_is_imported_and_every_resource_is_in_the_table(folder: Path) -> None:
    out, err, code = run(folder)
    assert (err, code) == ("", 0)
    assert ["ada.json", "1", "2", "2"] in [line.split() for line in out.splitlines()]
    assert ["Patient", "1"] in rows(out)
    assert ["Observation", "1", "The clinic keeps no records of this type"] in rows(out)
    assert ["Condition", "1", "Not valid FHIR R4"] in rows(out)
    assert ["1", "files,", "4", "resources", "1", "2", "2"] in [line.split() for line in out.splitlines()]
    assert "ada.json: Condition c2 Condition.recordedDate: no such day" in out
    assert "Lakeside: people added 1, completed 0, unchanged 0, admitted 1; conditions written 1" in out


def test_no_name_of_a_person_is_printed(folder: Path) -> None:
    assert "Okafor" not in run(folder)[0]


def test_a_second_run_says_that_nothing_changed(folder: Path) -> None:
    run(folder)
    assert "people added 0, completed 0, unchanged 1, admitted 0" in run(folder)[0]


def test_a_broken_file_is_named_and_stops_only_itself(folder: Path) -> None:
    (folder / "aaa.json").write_bytes(b'{"resourceType": "Bundle",')
    (folder / "notes.txt").write_text("not for us")
    out, err, code = run(folder)
    assert code == 1
    assert "aaa.json: The file is not complete JSON. Export it again. (line 1, column 27)" in err
    assert "notes" not in out + err
    assert "people added 1" in out
    assert Participant.objects.count() == 1


@pytest.mark.parametrize("name", ["Lakeside", "lakeside"])
def test_a_site_is_chosen_by_its_name(folder: Path, name: str) -> None:
    assert run(folder / "ada.json", "--site", name)[2] == 0


def test_a_site_is_chosen_by_its_number(folder: Path) -> None:
    other = Site.objects.create(name="Riverside", time_zone="America/Denver")
    run(folder / "ada.json", "--site", other.pk)
    assert Participant.objects.get().site_id == other.pk


def test_without_a_choice_the_first_site_is_taken(folder: Path, site: Site) -> None:
    Site.objects.create(name="Aardvark", time_zone="America/Denver")
    run(folder)
    assert Participant.objects.get().site_id == site.pk


def test_wrong_use_ends_with_2_and_says_what_to_change(folder: Path) -> None:
    (folder / "empty").mkdir()
    for arguments, words in (
        ((folder / "none.json",), "does not exist"),
        ((folder / "empty",), "holds no .json or .ndjson file"),
        ((folder, "--site", "Elsewhere"), "no site is called Elsewhere; there are: Lakeside"),
    ):
        _out, err, code = run(*arguments)
        assert code == 2
        assert words in err
    assert not Participant.objects.exists()


def test_a_clinic_without_a_site_is_told_to_set_one_up(db: None, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(bundle())
    assert run(tmp_path)[1:] == ("the clinic has no site yet: set one up first", 2)
