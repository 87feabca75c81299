"""What reading a FHIR bundle gives: people, and what was not taken and why; no FHIR is left in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum


class NotTakenReason(StrEnum):
    """Why one resource of a bundle was not taken."""

    NOT_HELD = "not_held_by_model"
    INVALID = "invalid"
    INCOMPLETE = "incomplete"
    ENTERED_IN_ERROR = "entered_in_error"
    RULED_OUT = "ruled_out"
    NOT_IN_FORCE = "not_in_force"
    INACTIVE = "inactive"
    DECEASED = "deceased"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    AMBIGUOUS = "ambiguous"
    SOMEBODY_ELSE = "somebody_else"
    NO_PATIENT = "no_patient"
    UNKNOWN_REFERENCE = "unknown_reference"
    PERSON_NOT_TAKEN = "person_not_taken"
    UNKNOWN_MODIFIER = "unknown_modifier"
    NO_RESOURCE = "no_resource"


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date as far as it is known: `first` is the first day it can mean."""

    first: date
    precision: Precision = Precision.DAY

    @property
    def exact(self) -> date | None:
        """The day itself, when the day is known."""
        return self.first if self.precision is Precision.DAY else None


@dataclass(frozen=True, slots=True)
class NotTaken:
    """One resource that was left out; `detail` names the element, never a person's data."""

    resource_type: str
    reason: NotTakenReason
    resource_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person lives."""

    line: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ImportedContact:
    """Somebody whom the sending clinic may call about the person."""

    key: str
    name: str
    relationship: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ImportedCondition:
    """A diagnosis or problem, as coded by the sender."""

    key: str
    code_system: str
    code: str
    display: str
    clinical_status: str = ""
    verification_status: str = ""
    onset: KnownDate | None = None
    abatement: KnownDate | None = None
    recorded: KnownDate | None = None


@dataclass(frozen=True, slots=True)
class ImportedCoverage:
    """Who pays.

    `starts` and `ends` are stated by the sender; `first_used` and `last_used` are days of claims that named it.
    """

    key: str
    payer_name: str
    kind: str = ""
    plan: str = ""
    member_id: str = ""
    status: str = ""
    starts: date | None = None
    ends: date | None = None
    first_used: date | None = None
    last_used: date | None = None


@dataclass(frozen=True, slots=True)
class ImportedPerson:
    """One person of a bundle, with everything that was taken about them.

    `key` stays the same from import to import; `identifiers` are (system, value) pairs to recognise them by;
    `taken` counts the resources that they were made of.
    """

    key: str
    identifiers: tuple[tuple[str, str], ...]
    given_name: str
    family_name: str
    chosen_name: str = ""
    former_names: tuple[str, ...] = ()
    birth_date: KnownDate | None = None
    gender: str = ""
    languages: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: Address = field(default_factory=Address)
    contacts: tuple[ImportedContact, ...] = ()
    conditions: tuple[ImportedCondition, ...] = ()
    coverages: tuple[ImportedCoverage, ...] = ()
    taken: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class BundleReading:
    """What one file gave: each of its `resources` is counted in `taken`, by type, or listed in `not_taken`."""

    people: tuple[ImportedPerson, ...]
    not_taken: tuple[NotTaken, ...]
    resources: int

    @property
    def taken(self) -> tuple[tuple[str, int], ...]:
        """How many resources of each type were taken."""
        total: Counter[str] = Counter()
        for person in self.people:
            total.update(dict(person.taken))
        return tuple(sorted(total.items()))

    def without(self, person: ImportedPerson, reason: NotTakenReason, detail: str = "") -> BundleReading:
        """The same reading when a person cannot be taken after all, nor what belongs to them."""
        left_out = [
            NotTaken(kind, reason if kind == "Patient" else NotTakenReason.PERSON_NOT_TAKEN, detail=detail)
            for kind, count in person.taken
            for _ in range(count)
        ]
        others = tuple(one for one in self.people if one.key != person.key)
        return replace(self, people=others, not_taken=(*self.not_taken, *left_out))
