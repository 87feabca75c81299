"""Reads a Condition, or says why not."""

from __future__ import annotations

from hearthside.interop.domain.fhir import keys
from hearthside.interop.domain.fhir.records import ImportedCondition, NotTakenReason
from hearthside.interop.domain.fhir.validate import CONDITION_CLINICAL, CONDITION_VERIFICATION
from hearthside.interop.domain.fhir.values import (
    Json,
    code_in,
    codings,
    known_date,
    obj,
    text,
    words_of,
)

_BEST_FIRST = (
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://hl7.org/fhir/sid/icd-10",
    "http://snomed.info/sct",
)


def why_not_condition(condition: Json) -> NotTakenReason | None:
    """The reason, in its own status, for which a Condition says nothing about the person."""
    status = code_in(condition.get("verificationStatus"), CONDITION_VERIFICATION)
    if status == "entered-in-error":
        return NotTakenReason.ENTERED_IN_ERROR
    return NotTakenReason.RULED_OUT if status == "refuted" else None


def read_condition(condition: Json) -> ImportedCondition | None:
    """A valid Condition; None when it does not say what the condition is."""
    concept = obj(condition.get("code"))
    coding = min(codings(concept), key=_preference, default={})
    system, code = text(coding.get("system")), text(coding.get("code"))
    display = text(concept.get("text")) or text(coding.get("display")) or words_of(concept)
    if not (code or display):
        return None
    onset = known_date(condition.get("onsetDateTime") or obj(condition.get("onsetPeriod")).get("start"))
    recorded = known_date(condition.get("recordedDate"))
    abated = known_date(condition.get("abatementDateTime") or obj(condition.get("abatementPeriod")).get("end"))
    began = onset or recorded
    return ImportedCondition(
        key=keys.condition_key(system, code, display, began.first if began else None),
        code_system=system,
        code=code,
        display=display,
        clinical_status=code_in(condition.get("clinicalStatus"), CONDITION_CLINICAL),
        verification_status=code_in(condition.get("verificationStatus"), CONDITION_VERIFICATION),
        onset=onset,
        abatement=abated,
        recorded=recorded,
    )


def _preference(coding: Json) -> int:
    if not text(coding.get("code")):
        return len(_BEST_FIRST) + 1
    system = coding.get("system")
    return _BEST_FIRST.index(system) if system in _BEST_FIRST else len(_BEST_FIRST)
