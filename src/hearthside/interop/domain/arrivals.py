"""Puts a person of a FHIR bundle into the clinic's own words: only what the clinic holds, as long as it holds it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from hearthside.interop.domain.fhir import (
    Address,
    ImportedCondition,
    ImportedContact,
    ImportedCoverage,
    ImportedPerson,
    KnownDate,
    Precision,
)
from hearthside.participants.domain.arrivals import (
    Arrival,
    ArrivingCondition,
    ArrivingContact,
    ArrivingCoverage,
)

_GENDERS = {"female": "f", "male": "m", "other": "x"}
_UNCERTAIN = frozenset({"unconfirmed", "provisional", "differential"})
_HOME = frozenset({"", "us", "usa", "united states", "united states of america"})


def arrival_of(person: ImportedPerson) -> Arrival:
    """The person as the clinic would write them down."""
    born = person.birth_date
    return Arrival(
        identifiers=person.identifiers,
        given_name=person.given_name[:120],
        family_name=person.family_name[:120],
        chosen_name=person.chosen_name[:120],
        date_of_birth=born.exact if born else None,
        born_between=_span(born) if born else None,
        gender=_GENDERS.get(person.gender, ""),
        languages=tuple(dict.fromkeys(tag.partition("-")[0] for tag in person.languages)),
        phone=_first(person.phones, 40),
        email=_first(person.emails, 254),
        address=_one_line(person.address),
        contacts=tuple(map(_contact, person.contacts)),
        conditions=tuple(map(_condition, person.conditions)),
        coverages=tuple(map(_coverage, person.coverages)),
    )


def _span(known: KnownDate) -> tuple[date, date]:
    """The first and the last day that a date can mean."""
    first = known.first
    if known.precision is Precision.YEAR:
        return first, date(first.year, 12, 31)
    if known.precision is Precision.MONTH:
        return first, date(first.year, first.month, monthrange(first.year, first.month)[1])
    return first, first


def _first(values: tuple[str, ...], longest: int) -> str:
    """The first number or address that is no longer than can be kept: half of one reaches nobody."""
    return next((value for value in values if len(value) <= longest), "")


def _one_line(address: Address) -> str:
    region = " ".join(filter(None, [address.state, address.postal_code]))
    country = "" if address.country.casefold() in _HOME else address.country
    return ", ".join(filter(None, [address.line, address.city, region, country]))[:300]


def _contact(contact: ImportedContact) -> ArrivingContact:
    return ArrivingContact(
        source_key=contact.key,
        name=contact.name[:200],
        relationship=contact.relationship[:80],
        phone=_first((contact.phone,), 40),
        email=_first((contact.email,), 254),
    )


def _condition(condition: ImportedCondition) -> ArrivingCondition:
    """A diagnosis that the sender is not sure of says so in place of its clinical status."""
    uncertain = condition.verification_status in _UNCERTAIN
    return ArrivingCondition(
        source_key=condition.key,
        code_system=condition.code_system[:120],
        code=condition.code[:60],
        display=condition.display,
        clinical_status=condition.verification_status if uncertain else condition.clinical_status,
        onset_on=condition.onset.exact if condition.onset else None,
        abated_on=condition.abatement.exact if condition.abatement else None,
    )


def _coverage(coverage: ImportedCoverage) -> ArrivingCoverage:
    """Days of use are left behind: a claim proves neither when a coverage began nor that it ended."""
    return ArrivingCoverage(
        source_key=coverage.key,
        payer=coverage.payer_name[:200],
        kind=coverage.kind[:100],
        plan=coverage.plan[:200],
        member_id=_first((coverage.member_id,), 100),
        starts_on=coverage.starts,
        ends_on=coverage.ends,
    )
