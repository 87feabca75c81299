"""Judges one FHIR R4 (4.0.1) resource: structure by fhirkit, then codes and invariants that it does not check.

Only the types that are taken have rules here; a problem is told by its path, never with the person's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import fhirkit

from hearthside.interop.domain.fhir.values import Json, codings, items, obj

CONDITION_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
CONDITION_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
KNOWN_TYPES = frozenset(fhirkit.RESOURCE_TYPES)

_GENDER = frozenset({"male", "female", "other", "unknown"})
_NAME_USE = frozenset({"usual", "official", "temp", "nickname", "anonymous", "old", "maiden"})
_TELECOM_SYSTEM = frozenset({"phone", "fax", "email", "pager", "url", "sms", "other"})
_TELECOM_USE = frozenset({"home", "work", "temp", "old", "mobile"})
_ADDRESS_USE = frozenset({"home", "work", "temp", "old", "billing"})
_ADDRESS_TYPE = frozenset({"postal", "physical", "both"})
_IDENTIFIER_USE = frozenset({"usual", "official", "temp", "secondary", "old"})
_CLINICAL = frozenset({"active", "recurrence", "relapse", "inactive", "remission", "resolved"})
_ENDED = frozenset({"inactive", "remission", "resolved"})
_VERIFICATION = frozenset({"unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"})
_CODES: dict[str, dict[str, frozenset[str]]] = {  # the required bindings, by the element that carries them
    "name": {"use": _NAME_USE},
    "telecom": {"system": _TELECOM_SYSTEM, "use": _TELECOM_USE},
    "address": {"use": _ADDRESS_USE, "type": _ADDRESS_TYPE},
    "identifier": {"use": _IDENTIFIER_USE},
    "link": {"type": frozenset({"replaced-by", "replaces", "refer", "seealso"})},
    "contact": {"gender": _GENDER},
    "Patient": {"gender": _GENDER},
    "RelatedPerson": {"gender": _GENDER},
    "Coverage": {"status": frozenset({"active", "cancelled", "draft", "entered-in-error"})},
}
_DATES = frozenset(
    {"birthDate", "deceasedDateTime", "onsetDateTime", "abatementDateTime", "recordedDate", "start", "end"}
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_QUOTED = re.compile(r'"[^"]*"\s*')


def problem_of(resource: Json) -> str:
    """The first thing wrong with a resource, as "path: what"; empty when it is valid."""
    try:
        issues = fhirkit.validate(resource)
    except (ValueError, TypeError, RecursionError) as error:
        return f"{resource.get('resourceType')}: {_QUOTED.sub('', str(error))}"[:200]
    for issue in issues:
        if issue.severity == "error":
            return f"{issue.path}: {_QUOTED.sub('', issue.message)}"[:200]
    kind = str(resource["resourceType"])
    return next(_problems(resource, kind, kind), "") or _invariants(resource, kind)


def _problems(node: Json, name: str, path: str) -> Iterator[str]:
    """Walks a resource: forbidden characters, impossible dates, codes outside their list, reversed periods."""
    codes = _CODES.get(name, {})
    for key, value in node.items():
        here = f"{path}.{key}"
        if key in codes and value not in codes[key]:
            yield f"{here}: not one of the codes that R4 allows"
        if key in _DATES and isinstance(value, str) and not _is_possible(value):
            yield f"{here}: no such day"
        yield from _inside(value, key, here)
    if name == "telecom" and "value" in node and "system" not in node:
        yield f"{path}.system: a number or address needs its kind (cpt-2)"
    if "start" in node and "end" in node and _ends_first(node["start"], node["end"]):
        yield f"{path}.end: before the start (per-1)"


def _inside(value: Any, key: str, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if _FORBIDDEN.search(value):
            yield f"{path}: characters that no text may hold"
    elif isinstance(value, dict):
        yield from _problems(value, key, path)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _inside(item, key, f"{path}[{number}]")


def _is_possible(moment: str) -> bool:
    parts = (moment[:10] + "-01-01")[:10] if len(moment) < 10 else moment[:10]
    try:
        date.fromisoformat(parts)
    except ValueError:
        return False
    return True


def _ends_first(start: Any, end: Any) -> bool:
    """Compared as far as both are known; days are enough, so that time zones cannot mislead."""
    if not (isinstance(start, str) and isinstance(end, str)):
        return False
    known = min(len(start), len(end), 10)
    return end[:known] < start[:known]


def _invariants(resource: Json, kind: str) -> str:
    if kind == "Condition":
        return _condition(resource)
    if kind == "Patient":
        for number, contact in enumerate(items(resource.get("contact"))):
            if not {"name", "telecom", "address", "organization"} & contact.keys():
                return f"Patient.contact[{number}]: nobody to reach (pat-1)"
    return ""


def _condition(resource: Json) -> str:
    clinical, unknown_clinical = _status(resource, "clinicalStatus", CONDITION_CLINICAL, _CLINICAL)
    verification, unknown_verification = _status(resource, "verificationStatus", CONDITION_VERIFICATION, _VERIFICATION)
    if unknown_clinical or unknown_verification:
        element = "clinicalStatus" if unknown_clinical else "verificationStatus"
        return f"Condition.{element}: not one of the codes that R4 allows"
    if any(key.startswith("abatement") for key in resource) and clinical not in _ENDED:
        return "Condition.abatement[x]: ended, yet its clinical status does not say so (con-4)"
    if verification == "entered-in-error" and "clinicalStatus" in resource:
        return "Condition.clinicalStatus: given for an entry made in error (con-5)"
    return ""


def _status(resource: Json, element: str, system: str, allowed: frozenset[str]) -> tuple[str, bool]:
    """The code, and whether the element is there without a code of its required list."""
    if element not in resource:
        return "", False
    codes = [c.get("code") for c in codings(obj(resource[element])) if c.get("system") == system]
    found = next((code for code in codes if code in allowed), "")
    return found, not found
