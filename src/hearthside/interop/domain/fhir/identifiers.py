"""Which identifiers are kept: record numbers and the sender's own id, never state or insurance numbers."""

from __future__ import annotations

import re
from datetime import date

from hearthside.interop.domain.fhir.bundle import Entry
from hearthside.interop.domain.fhir.values import Json, codings, is_former, items, obj, text

SYNTHEA = "https://github.com/synthetichealth/synthea"
OWN_SYSTEM = "urn:hearthside:person"
LONGEST = 200  # a longer number could not be kept whole
_TYPES = frozenset({"http://terminology.hl7.org/CodeSystem/v2-0203", "http://hl7.org/fhir/v2/0203"})
_KEPT_TYPES = frozenset({"MR", "MRT", "PI", "PT", "PN", "RI", "U", "ANON", "FI"})
_ADDRESS_SYSTEM = "urn:ietf:rfc:3986"
_SERVER_ADDRESS = re.compile(r"https?://.+/Patient/[^/?#]+$")
_PRIVATE_KIND = re.compile(
    r"(?<![a-z])(?:ssn|social.?security|passport|driver|medicare|medicaid|mbi|hicn?|tax.?(?:id|payer)|national.?id"
    r"|nhs.?number|insurance|subscriber|member)"
    r"|2\.16\.840\.1\.113883\.4\.(?:1|2|3|290|330|572|814|927)(?![0-9])",
    re.IGNORECASE,
)
_PRIVATE_VALUE = re.compile(r"\d{3}-\d{2}-\d{4}$")


def is_synthea(patient: Json) -> bool:
    """Whether Synthea made this person up: it adds digits to names, which nobody bears."""
    return any(identifier.get("system") == SYNTHEA for identifier in items(patient.get("identifier")))


def kept_identifiers(entry: Entry, patient: Json, *, on: date) -> tuple[tuple[str, str], ...]:
    """(system, value) pairs to recognise the person by in the next import, medical record numbers first."""
    found: dict[tuple[str, str], bool] = {}
    for identifier in items(patient.get("identifier")):
        pair = _namespace(identifier), text(identifier.get("value"))
        if all(pair) and not is_former(identifier, on) and not _is_private(identifier):
            found[pair] = found.get(pair, False) or "MR" in _types(identifier)
    if _SERVER_ADDRESS.match(entry.full_url):
        found.setdefault((_ADDRESS_SYSTEM, text(entry.full_url)), False)
    whole = (pair for pair in found if max(map(len, pair)) <= LONGEST)
    return tuple(sorted(whole, key=lambda pair: not found[pair]))


def _namespace(identifier: Json) -> str:
    """Who gave the number: without that, the same number elsewhere may be somebody else's."""
    return text(identifier.get("system")) or text(obj(identifier.get("assigner")).get("display"))


def _types(identifier: Json) -> set[str]:
    kinds = codings(identifier.get("type"))
    return {text(coding.get("code")) for coding in kinds if coding.get("system") in _TYPES}


def _is_private(identifier: Json) -> bool:
    types = _types(identifier)
    told = f"{text(identifier.get('system'))} {text(obj(identifier.get('type')).get('text'))}"
    return (
        bool(types and not types & _KEPT_TYPES)
        or _PRIVATE_KIND.search(told) is not None
        or _PRIVATE_VALUE.match(text(identifier.get("value"))) is not None
    )
