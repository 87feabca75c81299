"""Reads a Patient into a person, or says why not."""

from __future__ import annotations

from datetime import date

from hearthside.interop.domain.fhir import keys
from hearthside.interop.domain.fhir.bundle import Entry
from hearthside.interop.domain.fhir.contacts import patient_contacts, read_emails, read_phones
from hearthside.interop.domain.fhir.identifiers import OWN_SYSTEM, is_synthea, kept_identifiers
from hearthside.interop.domain.fhir.languages import read_languages
from hearthside.interop.domain.fhir.names import read_names
from hearthside.interop.domain.fhir.records import Address, ImportedPerson, NotTakenReason
from hearthside.interop.domain.fhir.values import Json, is_former, items, known_date, text

Refusal = tuple[NotTakenReason, str]
_HOME_FIRST = ("home", None, "temp", "work", "billing")


def why_not_admitted(patient: Json, *, on: date) -> Refusal | None:
    """The reason for which a valid Patient is no person to treat here."""
    if any(link.get("type") == "replaced-by" for link in items(patient.get("link"))):
        return NotTakenReason.INACTIVE, "Patient.link: replaced by another record"
    if patient.get("active") is False:
        return NotTakenReason.INACTIVE, "Patient.active"
    if patient.get("deceasedBoolean") is True or patient.get("deceasedDateTime"):
        return NotTakenReason.DECEASED, "Patient.deceased[x]"
    born = known_date(patient.get("birthDate"))
    if born and born.first > on:
        return NotTakenReason.INVALID, "Patient.birthDate: in the future"
    if not read_names(patient.get("name"), on=on, synthetic=is_synthea(patient)).given:
        return NotTakenReason.INCOMPLETE, "Patient.name"
    return None


def read_person(entry: Entry, patient: Json, *, on: date) -> ImportedPerson:
    """A valid Patient as a person."""
    synthetic = is_synthea(patient)
    names = read_names(patient.get("name"), on=on, synthetic=synthetic)
    born = known_date(patient.get("birthDate"))
    gender = text(patient.get("gender"))
    identifiers = kept_identifiers(entry, patient, on=on)
    if not identifiers:
        own = keys.person_key(names.given, names.family, born.first if born else None, gender)
        identifiers = ((OWN_SYSTEM, own),)
    return ImportedPerson(
        key="|".join(identifiers[0]),
        identifiers=identifiers,
        given_name=names.given,
        family_name=names.family,
        chosen_name=names.chosen,
        former_names=names.former,
        birth_date=born,
        gender=gender,
        languages=read_languages(patient.get("communication")),
        phones=read_phones(patient.get("telecom"), on=on),
        emails=read_emails(patient.get("telecom"), on=on),
        address=read_address(patient.get("address"), on=on),
        contacts=patient_contacts(patient, on=on, synthetic=synthetic),
    )


def read_address(addresses: object, *, on: date) -> Address:
    """The address where a person lives now; a postal-only address comes last."""
    current = [address for address in items(addresses) if not is_former(address, on)]
    current.sort(key=lambda address: (address.get("type") == "postal", _HOME_FIRST.index(address.get("use"))))
    if not current:
        return Address()
    address = current[0]
    lines = address.get("line")
    line = ", ".join(filter(None, map(text, lines))) if isinstance(lines, list) else ""
    city, state = text(address.get("city")), text(address.get("state"))
    if not (line or city):
        line = text(address.get("text"))
    return Address(line, city, state, text(address.get("postalCode")), text(address.get("country")))
