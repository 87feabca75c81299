"""What is taken of a person, and what is left where it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hearthside.interop.domain.fhir import Address, ImportedPerson, KnownDate, NotTakenReason, Precision
from tests.interop.domain.fhir.bundles import (
    MRN,
    condition,
    entry,
    only,
    patient,
    read,
    reasons,
    related,
)

V2_0203 = "http://terminology.hl7.org/CodeSystem/v2-0203"
SYNTHEA = {"system": "https://github.com/synthetichealth/synthea", "value": "a"}


def person(**more: Any) -> ImportedPerson:
    (one,) = read(patient(**more)).people
    return one


def name_of(*names: dict[str, Any]) -> tuple[str, str, str, tuple[str, ...]]:
    one = person(name=list(names))
    return one.given_name, one.family_name, one.chosen_name, one.former_names


def test_the_official_name_is_taken_and_the_one_in_use_is_the_chosen_name() -> None:
    assert name_of(
        {"use": "maiden", "family": "Ruiz", "given": ["Ana"]},
        {"use": "usual", "given": ["Nita"]},
        {"use": "official", "family": "O'Hara-Peña", "given": ["Ana", "María"], "prefix": ["Mrs."]},
    ) == ("Ana María", "O'Hara-Peña", "Nita", ("Ana Ruiz",))


def test_a_nickname_goes_before_a_usual_name_and_an_ended_name_is_a_former_one() -> None:
    assert name_of(
        {"family": "Bo", "given": ["Li"]},
        {"use": "usual", "text": "Lee Bo"},
        {"use": "nickname", "given": ["Lulu"]},
        {"use": "usual", "given": ["Was"], "period": {"end": "2020"}},
    ) == ("Li", "Bo", "Lulu", ("Was",))


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        ("María del Carmen Ruiz", "María del Carmen", "Ruiz"),
        ("Ruiz Peña, Ana", "Ana", "Ruiz Peña"),
        ("Sukarno", "Sukarno", ""),
    ],
)
def test_a_name_that_is_only_a_text_is_split(written: str, given: str, family: str) -> None:
    assert name_of({"text": written})[:2] == (given, family)


def test_a_name_keeps_its_digits_unless_synthea_added_them() -> None:
    names = [{"family": "Montañez447", "given": ["Clara183"]}]
    assert name_of(*names)[:2] == ("Clara183", "Montañez447")
    one = person(name=names, identifier=[SYNTHEA], contact=[{"name": {"text": "Bo12 Lee9"}}])
    assert (one.given_name, one.family_name, one.contacts[0].name) == ("Clara", "Montañez", "Bo Lee")


def test_invisible_characters_never_reach_a_name() -> None:
    assert name_of({"family": "O\u202eruf\u200b ", "given": ["  Ada\n\tB. "]})[:2] == ("Ada B.", "O ruf")


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("1990-05-17", KnownDate(date(1990, 5, 17), Precision.DAY)),
        ("1990-05", KnownDate(date(1990, 5, 1), Precision.MONTH)),
        ("1990", KnownDate(date(1990, 1, 1), Precision.YEAR)),
    ],
)
def test_a_partial_date_of_birth_keeps_what_is_known(told: str, known: KnownDate) -> None:
    assert person(birthDate=told).birth_date == known
    assert known.exact == (known.first if known.precision is Precision.DAY else None)


def test_state_and_insurance_numbers_are_never_kept() -> None:
    one = person(
        identifier=[
            {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-90-7330"},
            {"type": {"coding": [{"system": V2_0203, "code": "SS"}]}, "system": "urn:x", "value": "1"},
            {"type": {"coding": [{"system": V2_0203, "code": "DL"}]}, "system": "urn:x", "value": "2"},
            {"type": {"coding": [{"system": V2_0203, "code": "PPN"}]}, "system": "urn:x", "value": "3"},
            {"type": {"text": "Social Security Number"}, "system": "urn:x", "value": "4"},
            {"system": "urn:oid:2.16.840.1.113883.4.1", "value": "5"},
            {"system": "urn:oid:2.16.840.1.113883.4.3.25", "value": "6"},
            {"system": "http://hl7.org/fhir/sid/us-mbi", "value": "7"},
            {"system": "urn:other", "value": "123-45-6789"},
            {"value": "a number that nobody gave"},
            {"system": "urn:source", "value": "own id"},
            {"type": MRN, "system": "urn:old", "value": "8", "use": "old"},
            {"type": MRN, "assigner": {"display": "St. Mary"}, "value": "MRN 9"},
        ]
    )
    assert one.identifiers == (("St. Mary", "MRN 9"), ("urn:source", "own id"))
    assert one.key == "St. Mary|MRN 9"


def test_the_address_on_the_senders_server_is_an_identifier() -> None:
    where = "https://fhir.example/r4/Patient/7"
    (one,) = read(entry(patient("7", identifier=None), fullUrl=where)).people
    assert one.identifiers == (("urn:ietf:rfc:3986", where),)


def test_a_person_without_identifiers_has_a_key_that_survives_new_technical_ids() -> None:
    first, again = person(identifier=None, id="one"), person(identifier=None, id="two")
    assert (first.key, first.identifiers) == (again.key, again.identifiers)
    assert first.key != person(identifier=None, birthDate="1991-05-17").key


def test_languages_are_tags_with_the_preferred_one_first() -> None:
    spoken = [
        {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "en_us"}]}},
        {"language": {"text": "Español"}, "preferred": True},
        {"language": {"coding": [{"system": "http://hl7.org/fhir/iso-639-2", "code": "fra"}]}},
        {"language": {"coding": [{"code": "zz"}], "text": "made up"}},
        {"language": {"coding": [{"code": "zh-hant-tw"}]}},
    ]
    assert person(communication=spoken).languages == ("es", "en-US", "fr", "zh-Hant-TW")


def test_telephones_and_mail_in_use_are_taken_in_the_order_to_try_them() -> None:
    one = person(
        telecom=[
            {"system": "phone", "value": "1", "use": "work"},
            {"system": "phone", "value": "2", "use": "old"},
            {"system": "sms", "value": "tel:3", "use": "mobile"},
            {"system": "phone", "value": "4", "use": "work", "rank": 1},
            {"system": "phone", "value": "5", "period": {"end": "2019-01-01"}},
            {"system": "email", "value": "mailto:ada@example.org"},
            {"system": "email", "value": "nonsense"},
            {"system": "fax", "value": "6"},
        ]
    )
    assert (one.phones, one.emails) == (("4", "3", "1"), ("ada@example.org",))


def test_the_home_address_goes_before_others() -> None:
    one = person(
        address=[
            {"use": "work", "line": ["9 Office"], "city": "Y"},
            {"use": "home", "type": "postal", "line": ["PO box"]},
            {"use": "home", "line": ["1 Main", "Apt 2"], "city": "X", "state": "MA", "postalCode": "01"},
            {"use": "old", "line": ["0 Before"]},
        ]
    )
    assert one.address == Address("1 Main, Apt 2", "X", "MA", "01", "")


def test_contacts_of_the_patient_and_related_persons_come_together_once_each() -> None:
    reading = read(
        patient(
            contact=[
                {
                    "name": {"text": "Obi Okafor"},
                    "relationship": [{"coding": [{"code": "N"}]}],
                    "telecom": [{"system": "email", "value": "obi@example.org"}],
                },
                {"organization": {"display": "An employer"}},
                {"name": {"text": "Hidden"}, "modifierExtension": [{"url": "urn:x", "valueBoolean": True}]},
            ]
        ),
        related(telecom=[{"system": "phone", "value": "555"}]),
        related(id="r2", name=[{"text": "Ken Okafor"}], relationship=[{"text": "brother"}]),
    )
    (one,) = reading.people
    assert [(c.name, c.relationship, c.phone, c.email) for c in one.contacts] == [
        ("Obi Okafor", "next of kin", "555", "obi@example.org"),
        ("Ken Okafor", "brother", "", ""),
    ]
    assert reading.taken == (("Patient", 1), ("RelatedPerson", 2))


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"deceasedBoolean": True}, "deceased"),
        ({"deceasedDateTime": "2020-01-02T10:00:00Z"}, "deceased"),
        ({"active": False}, "inactive"),
        ({"link": [{"other": {"reference": "Patient/2"}, "type": "replaced-by"}]}, "inactive"),
        ({"name": []}, "invalid"),
        ({"name": [{"use": "old", "text": "Was Once"}]}, "incomplete"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, "unknown_modifier"),
        ({"birthDate": "2030-01-01"}, "invalid"),
    ],
)
def test_a_patient_who_cannot_be_admitted_is_reported_with_what_belongs_to_them(
    more: dict[str, Any], reason: str
) -> None:
    reading = read(patient(**more), condition(), related())
    assert reading.people == ()
    assert reasons(reading) == [
        ("Patient", reason),
        ("Condition", "person_not_taken"),
        ("RelatedPerson", "person_not_taken"),
    ]


def test_deceased_false_is_alive() -> None:
    assert person(deceasedBoolean=False).given_name == "Ada"


def test_two_records_of_one_person_become_one_with_everything_of_both() -> None:
    both = [{"type": MRN, "system": "urn:m", "value": "1"}]
    reading = read(
        patient("a", identifier=both),
        patient("b", identifier=[*both, {"system": "urn:n", "value": "2"}], birthDate="1990"),
        condition("Patient/a"),
        condition("Patient/b", icd="F33.1", id="c2"),
    )
    (one,) = reading.people
    assert one.identifiers == (("urn:m", "1"), ("urn:n", "2"))
    assert [found.code for found in one.conditions] == ["F10.20", "F33.1"]
    assert reasons(reading) == [("Patient", "duplicate")]


def test_two_people_who_bear_one_number_are_never_made_one() -> None:
    both = [{"type": MRN, "system": "urn:m", "value": "1"}]
    reading = read(
        patient("a", identifier=both),
        patient("b", identifier=both, birthDate="1985-01-01"),
        condition("Patient/b"),
    )
    assert [one.conditions for one in reading.people] == [()]
    assert reasons(reading) == [("Patient", "ambiguous"), ("Condition", "person_not_taken")]


def test_namesakes_without_identifiers_are_not_made_one() -> None:
    reading = read(patient("a", identifier=None), patient("b", identifier=None))
    assert len(reading.people) == 1
    assert only(reading).reason == "ambiguous"


def test_several_patients_keep_what_is_theirs() -> None:
    reading = read(patient("a"), patient("b"), condition("Patient/b"), condition("Patient/a", icd="F33.1", id="c2"))
    assert [[c.code for c in one.conditions] for one in reading.people] == [["F33.1"], ["F10.20"]]


def test_a_person_who_cannot_be_taken_after_all_is_counted_with_everything_of_theirs() -> None:
    whole = read(patient("a"), patient("b"), condition("Patient/a"), related("Patient/a"))
    reading = whole.without(whole.people[0], NotTakenReason.AMBIGUOUS, "two people here bear it")
    assert [one.key for one in reading.people] == [whole.people[1].key]
    assert reasons(reading) == [
        ("Condition", "person_not_taken"),
        ("Patient", "ambiguous"),
        ("RelatedPerson", "person_not_taken"),
    ]
    assert sum(count for _, count in reading.taken) + len(reading.not_taken) == reading.resources
