"""Small bundles made by hand."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hearthside.interop.domain.fhir import BundleReading, NotTaken, read_bundle

TODAY = date(2026, 11, 23)
MRN = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]}
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
Resource = dict[str, Any]


def patient(logical_id: str = "p1", /, **more: Any) -> Resource:
    """A person with a record number; a key given as None is left out."""
    whole = {
        "resourceType": "Patient",
        "id": logical_id,
        "identifier": [{"type": MRN, "system": "http://clinic.example/mrn", "value": f"mrn-{logical_id}"}],
        "name": [{"family": "Okafor", "given": ["Ada"]}],
        "birthDate": "1990-05-17",
        **more,
    }
    return {key: value for key, value in whole.items() if value is not None}


def condition(subject: str | None = "Patient/p1", /, icd: str = "F10.20", **more: Any) -> Resource:
    found: Resource = {
        "resourceType": "Condition",
        "id": "c1",
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": icd, "display": "Words"}]},
        "subject": {"reference": subject} if subject else {"display": "nobody in particular"},
        "onsetDateTime": "2020-03-01T23:30:00-05:00",
        **more,
    }
    return found


def coverage(beneficiary: str = "Patient/p1", /, **more: Any) -> Resource:
    return {
        "resourceType": "Coverage",
        "id": "v1",
        "status": "active",
        "beneficiary": {"reference": beneficiary},
        "payor": [{"display": "Northern Health"}],
        **more,
    }


def related(of: str = "Patient/p1", /, **more: Any) -> Resource:
    return {
        "resourceType": "RelatedPerson",
        "id": "r1",
        "patient": {"reference": of},
        "name": [{"text": "Obi Okafor"}],
        **more,
    }


def status(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def entry(resource: Resource, **more: Any) -> Resource:
    return {"resource": resource, **more}


def bundle(*resources: Resource, kind: str = "collection") -> bytes:
    """Resources, or entries where they already carry one."""
    entries = [one if "resourceType" not in one else entry(one) for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries}).encode()


def read(*resources: Resource, kind: str = "collection") -> BundleReading:
    return read_bundle(bundle(*resources, kind=kind), on=TODAY)


def reasons(reading: BundleReading) -> list[tuple[str, str]]:
    return [(one.resource_type, str(one.reason)) for one in reading.not_taken]


def only(reading: BundleReading) -> NotTaken:
    (one,) = reading.not_taken
    return one
