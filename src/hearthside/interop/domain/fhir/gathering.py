"""Gathers the people of a bundle and what belongs to each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from hearthside.interop.domain.fhir import contacts, coverages
from hearthside.interop.domain.fhir.bundle import Entry
from hearthside.interop.domain.fhir.identifiers import OWN_SYSTEM
from hearthside.interop.domain.fhir.people import Refusal
from hearthside.interop.domain.fhir.records import (
    ImportedCondition,
    ImportedContact,
    ImportedCoverage,
    ImportedPerson,
    NotTakenReason,
)
from hearthside.interop.domain.fhir.references import References, is_empty, reference_kind
from hearthside.interop.domain.fhir.values import Json, items, obj


@dataclass(slots=True)
class Draft:
    """A person of the bundle while what belongs to them is being gathered."""

    person: ImportedPerson
    is_synthetic: bool
    contacts: list[ImportedContact] = field(default_factory=list)
    conditions: dict[str, ImportedCondition] = field(default_factory=dict)
    coverages: list[ImportedCoverage] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=lambda: Counter(Patient=1))

    def finished(self) -> ImportedPerson:
        """The person with everything that was gathered."""
        return replace(
            self.person,
            contacts=contacts.merged([*self.person.contacts, *self.contacts]),
            conditions=tuple(self.conditions.values()),
            coverages=coverages.merged(self.coverages),
            taken=tuple(sorted(self.taken.items())),
        )


class Gathering:
    """The people of one bundle, found by the references that are made to them."""

    def __init__(self, entries: list[Entry]) -> None:
        self._references = References(entries)
        self._by_place: dict[str, Draft] = {}
        self._by_identifier: dict[tuple[str, str], Draft] = {}

    def add(self, entry: Entry, person: ImportedPerson, *, is_synthetic: bool) -> Refusal | None:
        """Takes a person in, or says why not: a second record of one person joins the first."""
        known = next(filter(None, map(self._by_identifier.get, person.identifiers)), None)
        if known is None:
            known = Draft(person, is_synthetic)
        elif person.identifiers[0][0] == OWN_SYSTEM:
            return NotTakenReason.AMBIGUOUS, "Patient.identifier: nothing tells this person from a namesake"
        elif not is_same_person(known.person, person):
            return NotTakenReason.AMBIGUOUS, "Patient.identifier: two different people bear it"
        is_new = known.person is person
        self._by_place[entry.place] = known
        for identifier in person.identifiers:
            self._by_identifier.setdefault(identifier, known)
        both = dict.fromkeys([*known.person.identifiers, *person.identifiers])
        known.person = replace(known.person, identifiers=tuple(both))
        return None if is_new else (NotTakenReason.DUPLICATE, "Patient.identifier")

    def person_of(self, reference: Any, origin: Entry, element: str) -> Draft | Refusal:
        """Whom a resource is about by one of its elements, or why that cannot be told."""
        if is_empty(reference):
            return NotTakenReason.NO_PATIENT, element
        target = self._references.find(reference, origin)
        named = obj(target.resource).get("resourceType") if target else reference_kind(reference)
        if named not in {"", "Patient"}:
            return NotTakenReason.NO_PATIENT, element
        if target is None:
            return NotTakenReason.UNKNOWN_REFERENCE, element
        return self._by_place.get(target.place) or (NotTakenReason.PERSON_NOT_TAKEN, element)

    def resource_behind(self, reference: Any, origin: Entry) -> Json:
        """The resource that a reference means, in the bundle or contained; empty when there is none."""
        literal = obj(reference).get("reference")
        if isinstance(literal, str) and literal.startswith("#"):
            inside = items(obj(origin.resource).get("contained"))
            return next((one for one in inside if f"#{one.get('id')}" == literal), {})
        found = self._references.find(reference, origin)
        return obj(found.resource) if found else {}

    def people(self) -> Iterator[ImportedPerson]:
        """Everybody taken in, each once, in the order of the bundle."""
        for draft in {id(draft): draft for draft in self._by_place.values()}.values():
            yield draft.finished()


def is_same_person(one: ImportedPerson, other: ImportedPerson) -> bool:
    """Whether two records under one identifier can be one person: same date of birth, else the same name."""
    if one.birth_date and other.birth_date:
        known = min(len(_told(one)), len(_told(other)))
        return _told(one)[:known] == _told(other)[:known]
    return _name(one) == _name(other)


def _told(person: ImportedPerson) -> tuple[int, ...]:
    born = person.birth_date
    if born is None:
        return ()
    parts = born.first.year, born.first.month, born.first.day
    return parts[: {"year": 1, "month": 2, "day": 3}[born.precision]]


def _name(person: ImportedPerson) -> str:
    return f"{person.given_name} {person.family_name}".casefold()
