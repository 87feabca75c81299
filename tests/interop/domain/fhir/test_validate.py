"""An invalid resource is named by its path, without the person's data."""

from __future__ import annotations

from typing import Any

import pytest

from hearthside.interop.domain.fhir.validate import problem_of
from tests.interop.domain.fhir.bundles import condition, coverage, only, patient, read


@pytest.mark.parametrize("resource", [patient(), condition(), coverage()])
def test_a_valid_resource_has_no_problem(resource: dict[str, Any]) -> None:
    assert problem_of(resource) == ""


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"gender": "F"}, "Patient.gender"),
        ({"birthDate": "1990-13-01"}, "Patient.birthDate"),
        ({"birthDate": "1990-02-30"}, "Patient.birthDate"),
        ({"birthDate": "0000"}, "Patient.birthDate"),
        ({"birthDate": 1990}, "Patient.birthDate"),
        ({"name": "Ada Okafor"}, "Patient.name"),
        ({"name": [{"use": "stage", "text": "Ada"}]}, "Patient.name[0].use"),
        ({"name": [{"text": "Ada"}, {"family": "A\x00da"}]}, "Patient.name[1].family"),
        ({"name": [{"given": ["A", "\ud800"]}]}, "Patient.name[0].given[1]"),
        ({"telecom": [{"value": "555"}]}, "Patient.telecom[0].system"),
        ({"telecom": [{"system": "carrier-pigeon", "value": "5"}]}, "Patient.telecom[0].system"),
        ({"address": [{"use": "holiday"}]}, "Patient.address[0].use"),
        ({"contact": [{"gender": "male"}]}, "Patient.contact[0]"),
        ({"communication": [{"preferred": True}]}, "Patient.communication[0].language"),
        (
            {"name": [{"text": "A", "period": {"start": "2021", "end": "2020-05"}}]},
            "Patient.name[0].period.end",
        ),
        ({"deceasedBoolean": True, "deceasedDateTime": "2020"}, "Patient.deceased[x]"),
        ({"favouriteColour": "blue"}, "Patient.favouriteColour"),
    ],
)
def test_a_problem_is_told_by_its_path(more: dict[str, Any], path: str) -> None:
    assert problem_of(patient(**more)).startswith(f"{path}: ")


def test_what_the_person_said_is_not_repeated_in_the_problem() -> None:
    assert "1990-99-99" not in problem_of(patient(birthDate="1990-99-99"))


def test_nesting_without_end_is_a_problem_and_not_a_crash() -> None:
    deep: dict[str, Any] = {"url": "urn:x"}
    for _ in range(300):
        deep = {"url": "urn:x", "extension": [deep]}
    assert problem_of(patient(extension=[deep])).startswith("Patient: ")


def test_one_invalid_resource_does_not_stop_the_others() -> None:
    reading = read(patient(), condition(recordedDate="2020-02-31"), condition(id="ok", icd="F33.1"))
    assert [[c.code for c in person.conditions] for person in reading.people] == [["F33.1"]]
    assert only(reading).detail == "Condition.recordedDate: no such day"
    assert only(reading).resource_id == "c1"
