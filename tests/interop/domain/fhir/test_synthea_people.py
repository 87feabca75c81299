"""The 24 people that nobody here wrote, counted again by other means."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from hearthside.interop.domain.fhir import NotTakenReason, read_bundle, summarise
from tests.interop.domain.fhir.bundles import TODAY

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data" / "fhir"
FILES = sorted(FOLDER.glob("*.json"))
pytestmark = pytest.mark.skipif(not FILES, reason="../shared/data/fhir is not here")


def test_every_resource_of_the_24_files_is_taken_or_counted_by_type() -> None:
    counted = Counter(
        entry["resource"]["resourceType"] for file in FILES for entry in json.loads(file.read_text("utf-8"))["entry"]
    )
    total = summarise(read_bundle(file.read_bytes(), on=TODAY) for file in FILES)
    assert (total.people, total.coverages, total.resources) == (24, 28, 4891)
    assert dict(total.taken) == {"Patient": 24, "Condition": 158}
    assert {row.resource_type: row.count for row in total.not_taken} == counted - Counter(dict(total.taken))
    assert {row.reason for row in total.not_taken} == {NotTakenReason.NOT_HELD}


def test_payers_come_from_inside_the_claims_with_the_days_they_were_used() -> None:
    for file in FILES:
        seen: dict[str, list[str]] = {}
        for entry in json.loads(file.read_text("utf-8"))["entry"]:
            for inside in entry["resource"].get("contained", []):
                if inside["resourceType"] == "Coverage":
                    started = entry["resource"]["billablePeriod"]["start"][:10]
                    seen.setdefault(inside["payor"][0]["display"], []).append(started)
        (person,) = read_bundle(file.read_bytes(), on=TODAY).people
        told = {c.payer_name: (str(c.first_used), str(c.last_used)) for c in person.coverages}
        assert told == {payer: (min(days), max(days)) for payer, days in seen.items()}


def test_names_languages_and_dates_of_birth_are_as_they_were_sent() -> None:
    people = {}
    for file in FILES:
        (person,) = read_bundle(file.read_bytes(), on=TODAY).people
        people[f"{person.given_name} {person.family_name}"] = person
    assert {name.replace(" ", "_") for name in people} == {file.stem for file in FILES}
    spoken = Counter(person.languages[0] for person in people.values())
    assert spoken == {"en-US": 17, "es": 5, "zh": 1, "fr": 1}
    cary = people["Cary O'Hara"]
    assert (cary.former_names, cary.birth_date.exact) == (("Cary Lindgren",), date(1963, 4, 2))
    assert {len(person.identifiers) for person in people.values()} == {2}


def test_the_same_people_under_new_technical_ids_have_the_same_keys() -> None:
    for file in FILES[:6]:
        content = file.read_text("utf-8")
        renumbered = content
        for entry in json.loads(content)["entry"]:
            technical = entry["fullUrl"].removeprefix("urn:uuid:")
            renumbered = renumbered.replace(technical, str(uuid.uuid5(uuid.NAMESPACE_URL, technical)))
        assert renumbered != content
        assert read_bundle(renumbered.encode(), on=TODAY).people == read_bundle(content.encode(), on=TODAY).people
