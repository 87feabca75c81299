"""Reads numbers and addresses to reach somebody by, and the people whom the sender names as contacts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from hearthside.interop.domain.fhir import keys
from hearthside.interop.domain.fhir.names import read_names
from hearthside.interop.domain.fhir.records import ImportedContact
from hearthside.interop.domain.fhir.values import Json, is_former, items, text, words_of

_PHONE_FIRST = ("mobile", "home", None, "temp", "work")
_RELATIONSHIPS = {  # HL7 codes that come without words (v2-0131, v3-RoleCode)
    "C": "emergency contact",
    "N": "next of kin",
    "PRN": "parent",
    "MTH": "mother",
    "FTH": "father",
    "SPS": "spouse",
    "WIFE": "wife",
    "HUSB": "husband",
    "DOMPART": "domestic partner",
    "SIB": "sibling",
    "SIS": "sister",
    "BRO": "brother",
    "CHILD": "child",
    "DAU": "daughter",
    "SON": "son",
    "GRPRN": "grandparent",
    "FRND": "friend",
    "GUARD": "guardian",
}


def read_phones(telecom: object, *, on: date) -> tuple[str, ...]:
    """Telephone numbers in use, by the sender's own rank, then mobile numbers first."""
    return _in_use(telecom, {"phone", "sms"}, on)


def read_emails(telecom: object, *, on: date) -> tuple[str, ...]:
    """E-mail addresses in use."""
    found = _in_use(telecom, {"email"}, on)
    return tuple(address for address in found if address.count("@") == 1 and " " not in address)


def patient_contacts(patient: Json, *, on: date, synthetic: bool) -> tuple[ImportedContact, ...]:
    """The people in Patient.contact; an organisation alone, or a contact with unknown modifiers, is left out."""
    found = [
        read_contact(contact, names=[contact.get("name")], on=on, synthetic=synthetic)
        for contact in items(patient.get("contact"))
        if "modifierExtension" not in contact and not is_former(contact, on)
    ]
    return merged(contact for contact in found if contact)


def read_contact(source: Json, *, names: object, on: date, synthetic: bool) -> ImportedContact | None:
    """A Patient.contact or a RelatedPerson; None when it has no name."""
    read = read_names(names, on=on, synthetic=synthetic)
    name = " ".join(filter(None, [read.given, read.family]))
    if not name:
        return None
    relationship = next(filter(None, map(_relationship, items(source.get("relationship")))), "")
    phones, emails = read_phones(source.get("telecom"), on=on), read_emails(source.get("telecom"), on=on)
    return ImportedContact(
        key=keys.contact_key(name),
        name=name,
        relationship=relationship,
        phone=next(iter(phones), ""),
        email=next(iter(emails), ""),
    )


def merged(contacts: Iterable[ImportedContact]) -> tuple[ImportedContact, ...]:
    """Each contact once; what the second mention knows more is added to the first."""
    known: dict[str, ImportedContact] = {}
    for contact in contacts:
        first = known.get(contact.key, contact)
        known[contact.key] = replace(first, phone=first.phone or contact.phone, email=first.email or contact.email)
    return tuple(known.values())


def _in_use(telecom: object, systems: set[str], on: date) -> tuple[str, ...]:
    points = [point for point in items(telecom) if point.get("system") in systems and not is_former(point, on)]
    points.sort(key=lambda point: (_rank(point), _PHONE_FIRST.index(point.get("use"))))
    return tuple(dict.fromkeys(filter(None, map(_value, points))))


def _value(point: Json) -> str:
    return text(point.get("value")).removeprefix("tel:").removeprefix("mailto:")


def _relationship(concept: Json) -> str:
    told = words_of(concept)
    return _RELATIONSHIPS.get(told, told)


def _rank(point: Json) -> int:
    rank = point.get("rank")
    return rank if isinstance(rank, int) else 1_000_000
