"""Reads a FHIR R4 bundle: every entry ends in a person, or in the list of what was not taken and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hearthside.interop.domain.fhir.bundle import Entry, read_entries
from hearthside.interop.domain.fhir.conditions import read_condition, why_not_condition
from hearthside.interop.domain.fhir.contacts import read_contact
from hearthside.interop.domain.fhir.coverages import read_coverage, why_not_coverage
from hearthside.interop.domain.fhir.gathering import Draft, Gathering
from hearthside.interop.domain.fhir.identifiers import is_synthea
from hearthside.interop.domain.fhir.people import Refusal, read_person, why_not_admitted
from hearthside.interop.domain.fhir.records import BundleReading, NotTakenReason
from hearthside.interop.domain.fhir.screening import not_taken, screen
from hearthside.interop.domain.fhir.validate import problem_of
from hearthside.interop.domain.fhir.values import Json, day_of, items, obj

CLAIMS = frozenset({"Claim", "ExplanationOfBenefit"})


def read_bundle(content: bytes, *, on: date) -> BundleReading:
    """What a bundle, or newline-delimited resources, told on a day; raises `BundleUnreadable` and nothing else."""
    entries = read_entries(content)
    current, left_out = screen(entries)
    gathering = Gathering(current)
    readers = _readers(gathering, on)
    for kind in readers:  # people first: the rest refers to them
        for entry in _of(current, {kind}):
            resource = obj(entry.resource)
            refusal = _unfit(resource) or readers[kind](entry, resource)
            if refusal is not None:
                left_out.append(not_taken(entry, *refusal))
    for entry in _of(current, CLAIMS):
        _take_coverages_inside(gathering, entry, obj(entry.resource))
    others = [entry for entry in current if obj(entry.resource)["resourceType"] not in readers]
    left_out.extend(not_taken(entry, NotTakenReason.NOT_HELD) for entry in others)
    return BundleReading(tuple(gathering.people()), tuple(left_out), len(entries))


Reader = Callable[[Entry, Json], Refusal | None]


def _readers(gathering: Gathering, on: date) -> dict[str, Reader]:
    """How each type of resource that the model holds is taken in."""

    def patient(entry: Entry, resource: Json) -> Refusal | None:
        refusal = why_not_admitted(resource, on=on)
        if refusal is not None:
            return refusal
        person = read_person(entry, resource, on=on)
        return gathering.add(entry, person, is_synthetic=is_synthea(resource))

    def condition(entry: Entry, resource: Json) -> Refusal | None:
        person = gathering.person_of(resource.get("subject"), entry, "Condition.subject")
        return _take_condition(person, resource) if isinstance(person, Draft) else person

    def coverage(entry: Entry, resource: Json) -> Refusal | None:
        person = gathering.person_of(resource.get("beneficiary"), entry, "Coverage.beneficiary")
        return _take_coverage(gathering, person, entry, resource) if isinstance(person, Draft) else person

    def related_person(entry: Entry, resource: Json) -> Refusal | None:
        person = gathering.person_of(resource.get("patient"), entry, "RelatedPerson.patient")
        return _take_related(person, resource, on) if isinstance(person, Draft) else person

    return {
        "Patient": patient,
        "Condition": condition,
        "Coverage": coverage,
        "RelatedPerson": related_person,
    }


def _of(entries: list[Entry], kinds: set[str] | frozenset[str]) -> list[Entry]:
    return [entry for entry in entries if obj(entry.resource)["resourceType"] in kinds]


def _unfit(resource: Json) -> Refusal | None:
    """What its own status, an unknown modifier or invalid content says against a resource."""
    kind = resource["resourceType"]
    own_status = {"Condition": why_not_condition, "Coverage": why_not_coverage}.get(kind)
    if own_status and (reason := own_status(resource)):
        return reason, ""
    if problem := problem_of(resource):
        return NotTakenReason.INVALID, problem
    if "modifierExtension" in resource or "implicitRules" in resource:
        return NotTakenReason.UNKNOWN_MODIFIER, f"{kind}.modifierExtension"
    return None


def _take_condition(person: Draft, resource: Json) -> Refusal | None:
    condition = read_condition(resource)
    if condition is None:
        return NotTakenReason.INCOMPLETE, "Condition.code"
    if condition.key in person.conditions:
        return NotTakenReason.DUPLICATE, "Condition.code"
    person.conditions[condition.key] = condition
    person.taken["Condition"] += 1
    return None


def _take_coverage(gathering: Gathering, person: Draft, entry: Entry, resource: Json) -> Refusal | None:
    coverage = read_coverage(resource, lambda payer: gathering.resource_behind(payer, entry))
    if coverage is None:
        return NotTakenReason.INCOMPLETE, "Coverage.payor"
    person.coverages.append(coverage)
    person.taken["Coverage"] += 1
    return None


def _take_related(person: Draft, resource: Json, on: date) -> Refusal | None:
    if resource.get("active") is False:
        return NotTakenReason.INACTIVE, "RelatedPerson.active"
    contact = read_contact(resource, names=resource.get("name"), on=on, synthetic=person.is_synthetic)
    if contact is None:
        return NotTakenReason.INCOMPLETE, "RelatedPerson.name"
    person.contacts.append(contact)
    person.taken["RelatedPerson"] += 1
    return None


def _take_coverages_inside(gathering: Gathering, entry: Entry, claim: Json) -> None:
    """Coverages that stand inside a claim; the claim itself is counted as not held."""
    if claim.get("status") in ("draft", "cancelled", "entered-in-error"):
        return
    used_on = day_of(obj(claim.get("billablePeriod")).get("start")) or day_of(claim.get("created"))
    for inside in items(claim.get("contained")):
        if inside.get("resourceType") != "Coverage" or _unfit(inside):
            continue
        person = gathering.person_of(inside.get("beneficiary"), entry, "Coverage.beneficiary")
        coverage = read_coverage(inside, lambda payer: gathering.resource_behind(payer, entry), used_on=used_on)
        if coverage and isinstance(person, Draft):
            person.coverages.append(coverage)
