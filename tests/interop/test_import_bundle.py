"""Importing a bundle: people, their episodes and orders; once, however often it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, NotPermitted
from hearthside.access.permissions import Role
from hearthside.audit.models import Entry
from hearthside.interop.domain.fhir import UnreadableReason
from hearthside.interop.domain.reports import ImportReport, total_of
from hearthside.interop.services import import_bundle
from hearthside.participants.domain.arrivals import NotAdmitted, Outcome
from hearthside.participants.models import (
    Condition,
    Coverage,
    Episode,
    ExternalIdentifier,
    Order,
    Participant,
    SupportPerson,
)
from hearthside.program.models import Site
from hearthside.program.services import seed_program
from tests.interop.domain.fhir.bundles import (
    CLINICAL,
    MRN,
    VERIFICATION,
    bundle,
    condition,
    coverage,
    patient,
    related,
    status,
)

pytestmark = pytest.mark.django_db
Import = Callable[..., ImportReport]


@pytest.fixture
def take(site: Site, director: Actor) -> Import:
    """Imports resources as one bundle at a clinic with the starting program."""
    seed_program(actor=director)

    def take(*resources: dict[str, Any], content: bytes = b"") -> ImportReport:
        content = content or bundle(*resources)
        return import_bundle(actor=director, content=content, source_name="people.json", site_id=site.pk)

    return take


def everything() -> list[Any]:
    """Every row that an import can touch, as it stands."""
    tables = (Participant, ExternalIdentifier, Episode, Order, SupportPerson, Condition, Coverage)
    return [list(model.objects.order_by("pk").values()) for model in tables]


def outcomes(report: ImportReport) -> list[str]:
    return [str(one.outcome) for one in report.recorded]


def test_a_person_arrives_with_all_that_the_clinic_holds(take: Import) -> None:
    report = take(
        patient(
            gender="female",
            communication=[{"language": {"coding": [{"code": "es-MX"}]}}],
            telecom=[
                {"system": "phone", "value": "555-0100"},
                {"system": "email", "value": "ada@example.org"},
            ],
            address=[
                {
                    "line": ["1 Main St"],
                    "city": "Boston",
                    "state": "MA",
                    "postalCode": "02108",
                    "country": "US",
                }
            ],
        ),
        related(relationship=[{"text": "brother"}], telecom=[{"system": "phone", "value": "555-0101"}]),
        condition(clinicalStatus=status(CLINICAL, "active")),
        coverage(subscriberId="M-1", period={"start": "2024-01-01"}),
    )
    person = Participant.objects.get()
    assert (person.given_name, person.family_name, person.date_of_birth) == ("Ada", "Okafor", date(1990, 5, 17))
    assert (person.gender, person.languages, person.phone, person.email) == (
        "f",
        ["es"],
        "555-0100",
        "ada@example.org",
    )
    assert person.address == "1 Main St, Boston, MA 02108"
    assert person.search_name.startswith(" ada okafor ")
    assert list(person.identifiers.values_list("system", "value")) == [("http://clinic.example/mrn", "mrn-p1")]
    assert list(person.support_people.values_list("name", "relationship", "phone")) == [
        ("Obi Okafor", "brother", "555-0101")
    ]
    assert list(person.conditions.values_list("code", "clinical_status", "onset_on")) == [
        ("F10.20", "active", date(2020, 3, 1))
    ]
    assert list(person.coverages.values_list("payer", "member_id", "starts_on", "ends_on")) == [
        ("Northern Health", "M-1", date(2024, 1, 1), None)
    ]
    assert outcomes(report) == ["added"]


@pytest.mark.parametrize(("born", "population"), [("1990-05-17", "adult"), ("2012-05", "adolescent")])
def test_a_new_person_gets_an_open_episode_in_the_default_track_of_their_age_with_its_orders(
    take: Import, born: str, population: str
) -> None:
    take(patient(birthDate=born))
    episode = Episode.objects.select_related("track").get()
    assert (episode.track.population, episode.track.is_default, episode.discharged_on) == (population, True, None)
    ordered = set(episode.orders.values_list("service_id", "per_week"))
    assert ordered == set(episode.track.weekly_orders.values_list("service_id", "per_week"))
    assert ordered


@pytest.mark.parametrize("born", [None, "2008"])
def test_a_person_whose_age_group_cannot_be_told_waits_for_a_human_admission(
    take: Import, born: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda **_: date(2026, 6, 1))
    (recorded,) = take(patient(birthDate=born)).recorded
    assert (recorded.outcome, recorded.not_admitted) == (Outcome.ADDED, NotAdmitted.AGE_UNKNOWN)
    assert not Episode.objects.exists()


def test_without_a_default_track_the_person_is_recorded_and_the_report_says_so(site: Site, director: Actor) -> None:
    report = import_bundle(actor=director, content=bundle(patient()), source_name="a", site_id=site.pk)
    assert [one.not_admitted for one in report.recorded] == [NotAdmitted.NO_TRACK]
    assert Participant.objects.count() == 1


def test_importing_twice_changes_nothing(take: Import) -> None:
    whole = (
        patient(telecom=[{"system": "phone", "value": "1"}]),
        related(),
        condition(),
        coverage(),
    )
    take(*whole)
    before = everything()
    again = take(*whole)
    assert everything() == before
    assert outcomes(again) == ["unchanged"]
    assert total_of([again]).changed_nothing


def test_the_same_person_under_new_technical_ids_is_the_same_person(take: Import) -> None:
    take(patient("p1"), condition(), coverage())
    before = everything()
    moved = patient("p9", identifier=patient("p1")["identifier"])
    assert outcomes(take(moved, condition("Patient/p9", id="c9"), coverage("Patient/p9", id="v9"))) == ["unchanged"]
    assert everything() == before


def test_what_staff_wrote_down_is_never_overwritten_and_what_is_blank_is_filled(take: Import) -> None:
    take(patient(telecom=[{"system": "phone", "value": "1"}]))
    Participant.objects.update(given_name="Adaeze", phone="2")
    report = take(patient(telecom=[{"system": "phone", "value": "3"}, {"system": "email", "value": "a@b.example"}]))
    person = Participant.objects.get()
    assert (person.given_name, person.phone, person.email) == ("Adaeze", "2", "a@b.example")
    assert outcomes(report) == ["completed"]


def test_a_condition_that_ended_since_is_brought_up_to_date(take: Import) -> None:
    take(patient(), condition(clinicalStatus=status(CLINICAL, "active")))
    take(patient(), condition(clinicalStatus=status(CLINICAL, "remission"), abatementDateTime="2026-01-02"))
    (kept,) = Condition.objects.all()
    assert (kept.clinical_status, kept.abated_on) == ("remission", date(2026, 1, 2))


def test_a_diagnosis_that_the_sender_is_not_sure_of_says_so(take: Import) -> None:
    take(patient(), condition(verificationStatus=status(VERIFICATION, "differential")))
    assert Condition.objects.get().clinical_status == "differential"


def test_a_discharged_person_is_not_admitted_again(take: Import) -> None:
    take(patient())
    Episode.objects.update(discharged_on=date(2027, 1, 1))
    take(patient())
    assert Episode.objects.filter(discharged_on=None).count() == 0


def test_a_contact_that_staff_entered_or_removed_is_not_added_again(take: Import) -> None:
    take(patient())
    SupportPerson.objects.create(participant=Participant.objects.get(), name="Obi Okafor")
    take(patient(), related())
    assert SupportPerson.objects.count() == 1


def test_a_number_that_belongs_to_somebody_else_here_is_never_used_to_change_them(take: Import) -> None:
    take(patient())
    before = everything()
    report = take(patient(birthDate="1971-01-01", name=[{"text": "Other Person"}]), condition())
    assert everything() == before
    assert [(one.resource_type, str(one.reason)) for one in report.reading.not_taken] == [
        ("Condition", "person_not_taken"),
        ("Patient", "somebody_else"),
    ]
    assert (report.taken, report.not_taken, report.reading.resources) == (0, 2, 2)


def test_two_people_here_are_never_joined_by_a_file_that_bears_both_their_numbers(take: Import) -> None:
    one = [{"type": MRN, "system": "urn:m", "value": "1"}]
    two = [{"type": MRN, "system": "urn:m", "value": "2"}]
    take(patient("a", identifier=one), patient("b", identifier=two))
    assert outcomes(take(patient("c", identifier=[*one, *two]))) == ["somebody_else"]


def test_a_namesake_with_the_same_birthday_is_added_and_pointed_out(take: Import) -> None:
    take(patient("a"))
    report = take(patient("b"))
    assert [(str(one.outcome), one.namesakes) for one in report.recorded] == [("added", 1)]


def test_a_broken_file_is_a_report_and_not_an_error(take: Import) -> None:
    report = take(content=b'{"resourceType": "Bundle", "entry": [')
    assert report.unreadable is UnreadableReason.BROKEN_JSON
    assert report.where == "line 1, column 38"
    assert not Participant.objects.exists()


def test_only_those_who_may_import_can_and_only_to_a_site_that_exists(site: Site, director: Actor) -> None:
    clinician = Actor.staff(user_id=0, staff_id=None, name="C", roles=frozenset({Role.CLINICIAN}))
    with pytest.raises(NotPermitted):
        import_bundle(actor=clinician, content=bundle(patient()), source_name="a", site_id=site.pk)
    with pytest.raises(NotFound):
        import_bundle(actor=director, content=bundle(patient()), source_name="a", site_id=site.pk + 1)
    assert not Participant.objects.exists()


def test_the_trail_names_each_person_who_was_imported(take: Import) -> None:
    take(patient("a"), patient("b", name=[{"text": "Bo Li"}], birthDate="1980-01-01"))
    named = Entry.objects.filter(use_case__endswith="complete_imported_person").values_list("subject_id", flat=True)
    assert set(named) == set(Participant.objects.values_list("pk", flat=True))


FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "fhir"
FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.skipif(not FILES, reason="../shared/data/fhir is not here")
def test_the_24_people_are_imported_once_however_often_they_are_sent(take: Import) -> None:
    first = total_of(take(content=file.read_bytes()) for file in FILES)
    assert (first.added, first.admitted, first.conditions, first.coverages) == (24, 24, 158, 28)
    assert Order.objects.exclude(episode__discharged_on=None).count() == 0
    before = everything()
    second = total_of(take(content=file.read_bytes()) for file in FILES)
    assert (second.unchanged, second.changed_nothing) == (24, True)
    assert everything() == before
    private = [json.dumps(row, default=str) for rows in before for row in rows]
    assert not [row for row in private if re.search(r"\b999-\d\d-\d{4}|X62511842X", row)]
