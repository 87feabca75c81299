"""Conditions and coverages: whose they are, what is taken, what is not and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hearthside.interop.domain.fhir import ImportedCondition, ImportedCoverage, KnownDate, summarise
from tests.interop.domain.fhir.bundles import (
    CLINICAL,
    VERIFICATION,
    condition,
    coverage,
    entry,
    only,
    patient,
    read,
    reasons,
    related,
    status,
)

SERVER = "https://fhir.example/r4"
UUID = "urn:uuid:155d3d80-f3f0-4b39-9207-0d122cf94a11"


def conditions(**more: Any) -> tuple[ImportedCondition, ...]:
    (one,) = read(patient(), condition(**more)).people
    return one.conditions


def coverages(*resources: dict[str, Any]) -> tuple[ImportedCoverage, ...]:
    (one,) = read(patient(), *resources).people
    return one.coverages


@pytest.mark.parametrize(
    ("full_url", "origin", "reference"),
    [
        (UUID, "", UUID),
        (UUID, "", UUID.upper().replace("URN:UUID", "urn:uuid")),
        (UUID, "", "Patient/p1"),
        (None, "", "Patient/p1"),
        (None, "", "Patient/p1/_history/4"),
        (None, "", "urn:uuid:p1"),
        (None, "", "https://elsewhere.example/fhir/Patient/p1"),
        (f"{SERVER}/Patient/p1", "", f"{SERVER}/Patient/p1"),
        (f"{SERVER}/Patient/p1", "", f"{SERVER}/Patient/p1/_history/2"),
        (f"{SERVER}/Patient/p1", f"{SERVER}/Condition/c1", "Patient/p1"),
        (f"{SERVER}/Patient/p1", "urn:uuid:9", "Patient/p1"),
        (f"{SERVER}/Patient/p1", "", "Patient?identifier=http://clinic.example/mrn|mrn-p1"),
    ],
)
def test_a_reference_finds_its_patient(full_url: str | None, origin: str, reference: str) -> None:
    more = {"fullUrl": full_url} if full_url else {}
    reading = read(entry(condition(reference), fullUrl=origin), entry(patient(), **more))
    assert reasons(reading) == []
    assert [len(one.conditions) for one in reading.people] == [1]


def test_a_reference_by_identifier_finds_its_patient() -> None:
    by_number = {"identifier": {"system": "http://clinic.example/mrn", "value": "mrn-p1"}}
    assert reasons(read(patient(), condition(None) | {"subject": by_number})) == []


@pytest.mark.parametrize(
    ("subject", "reason"),
    [
        (None, "no_patient"),
        ("Group/g1", "no_patient"),
        ("RelatedPerson/r1", "no_patient"),
        ("Patient/nobody", "unknown_reference"),
        ("urn:uuid:00000000-0000-0000-0000-000000000000", "unknown_reference"),
        ("https://other.example/fhir/Patient/p1", "unknown_reference"),
        ("#contained", "unknown_reference"),
        ("Patient?name=Ada", "unknown_reference"),
        ("http://[", "unknown_reference"),
    ],
)
def test_what_belongs_to_nobody_here_is_reported(subject: str | None, reason: str) -> None:
    reading = read(entry(patient(), fullUrl=f"{SERVER}/Patient/p1"), related(), condition(subject))
    assert reasons(reading) == [("Condition", reason)]


def test_the_same_id_on_two_servers_is_two_people() -> None:
    reading = read(
        entry(patient("1"), fullUrl="https://a.example/Patient/1"),
        entry(patient("1", identifier=None), fullUrl="https://b.example/Patient/1"),
        entry(condition("Patient/1"), fullUrl="https://b.example/Condition/5"),
        entry(condition("Patient/1", id="c2"), fullUrl=""),
    )
    assert [len(one.conditions) for one in reading.people] == [0, 1]
    assert only(reading).reason == "unknown_reference"


def test_a_condition_is_taken_with_its_code_status_and_dates_on_the_senders_calendar() -> None:
    (one,) = conditions(
        clinicalStatus=status(CLINICAL, "remission"),
        verificationStatus=status(VERIFICATION, "confirmed"),
        abatementDateTime="2022-07",
        recordedDate="2020-03-02",
    )
    assert (one.code_system, one.code, one.display) == ("http://hl7.org/fhir/sid/icd-10-cm", "F10.20", "Words")
    assert (one.clinical_status, one.verification_status) == ("remission", "confirmed")
    assert one.onset == KnownDate(date(2020, 3, 1))
    assert one.abatement is not None
    assert one.abatement.exact is None


def test_of_several_codes_the_one_that_bills_here_is_taken_unless_somebody_chose_another() -> None:
    snomed = {"system": "http://snomed.info/sct", "code": "7200002", "display": "Alcohol use"}
    icd = {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F10.20"}
    (one,) = conditions(code={"coding": [{"display": "no code"}, snomed, icd]})
    assert (one.code, one.display) == ("F10.20", "no code")
    (words_only,) = conditions(code={"text": "Trouble sleeping"})
    assert (words_only.code, words_only.display) == ("", "Trouble sleeping")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"verificationStatus": status(VERIFICATION, "entered-in-error")}, "entered_in_error"),
        ({"verificationStatus": status(VERIFICATION, "refuted")}, "ruled_out"),
        ({"code": {"coding": [{"system": "urn:x"}]}}, "incomplete"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, "unknown_modifier"),
        ({"clinicalStatus": status(CLINICAL, "better")}, "invalid"),
        ({"clinicalStatus": "active"}, "invalid"),
        ({"abatementDateTime": "2021"}, "invalid"),
    ],
)
def test_a_condition_that_says_nothing_certain_is_reported(more: dict[str, Any], reason: str) -> None:
    assert reasons(read(patient(), condition(**more))) == [("Condition", reason)]


def test_the_same_condition_twice_is_taken_once() -> None:
    reading = read(patient(), condition(), condition(id="c2"), condition(id="c3", onsetDateTime="2024"))
    assert [len(one.conditions) for one in reading.people] == [2]
    assert reasons(reading) == [("Condition", "duplicate")]


def test_a_coverage_is_taken_with_plan_member_and_period() -> None:
    organisation = {"resourceType": "Organization", "id": "o1", "name": "Northern Health Inc."}
    (one,) = coverages(
        organisation,
        coverage(
            payor=[{"reference": "Organization/o1"}],
            type={"text": "PPO"},
            subscriberId="M-1",
            period={"start": "2024-01-01", "end": "2026-12-31"},
            **{"class": [{"type": {"coding": [{"code": "plan"}]}, "value": "G7", "name": "Gold"}]},
        ),
    )
    assert (one.payer_name, one.kind, one.plan, one.member_id) == (
        "Northern Health Inc.",
        "PPO",
        "Gold",
        "M-1",
    )
    assert (one.starts, one.ends, one.first_used) == (date(2024, 1, 1), date(2026, 12, 31), None)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"status": "entered-in-error"}, "entered_in_error"),
        ({"status": "cancelled"}, "not_in_force"),
        ({"status": "fine"}, "invalid"),
        ({"payor": [{"reference": "Organization/none"}]}, "incomplete"),
        ({"beneficiary": {"reference": "Patient/none"}}, "unknown_reference"),
        ({"period": {"start": "2025-01-01", "end": "2024-01-01"}}, "invalid"),
    ],
)
def test_a_coverage_that_pays_for_nothing_is_reported(more: dict[str, Any], reason: str) -> None:
    assert reasons(read(patient(), coverage(**more))) == [("Coverage", reason)]


def test_a_renewed_coverage_is_one_with_an_open_end_where_one_is_open() -> None:
    ended, renewed = {"start": "2023-01-01", "end": "2023-12-31"}, {"start": "2024-01-01"}
    (one,) = coverages(coverage(period=ended), coverage(id="v2", period=renewed))
    assert (one.starts, one.ends) == (date(2023, 1, 1), None)


def claim(day: str, payer: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "ExplanationOfBenefit",
        "contained": [
            {"resourceType": "Organization", "id": "org", "name": payer},
            coverage(id="inside", payor=[{"reference": "#org"}]),
            {"resourceType": "Coverage", "id": "broken"},
        ],
        "billablePeriod": {"start": f"{day}T10:00:00Z"},
        **more,
    }


def test_coverages_inside_claims_are_taken_once_for_each_payer_and_never_end_by_themselves() -> None:
    found = coverages(
        claim("2021-05-01", "Private"),
        claim("2019-02-01", "Private"),
        claim("2020-01-01", "Medicaid"),
        claim("2023-01-01", "Medicaid", status="cancelled"),
    )
    assert [(one.payer_name, one.first_used, one.last_used, one.starts, one.ends) for one in found] == [
        ("Private", date(2019, 2, 1), date(2021, 5, 1), None, None),
        ("Medicaid", date(2020, 1, 1), date(2020, 1, 1), None, None),
    ]


def test_claims_are_counted_as_not_held_even_when_a_coverage_came_from_them() -> None:
    reading = read(patient(), claim("2021-05-01", "Private"))
    assert reasons(reading) == [("ExplanationOfBenefit", "not_held_by_model")]
    total = summarise([reading, reading])
    assert (total.resources, total.people, total.coverages) == (4, 2, 2)
    assert [(row.resource_type, row.count) for row in total.not_taken] == [("ExplanationOfBenefit", 2)]
    assert (total.taken_count, total.not_taken_count) == (2, 2)
