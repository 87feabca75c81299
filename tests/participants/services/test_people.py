"""Admission, editing who somebody is, the care team, discharge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, NotPermitted, may
from hearthside.access.permissions import Permission, Role
from hearthside.audit.models import Entry
from hearthside.participants import selectors, services
from hearthside.participants.models import Participant
from hearthside.participants.services import Identity, ParticipantRefused, Refusal, StaleTab
from hearthside.program.models import Site, Staff

TODAY = timezone.now().date()


def staff_actor(staff: Staff, *roles: Role) -> Actor:
    return Actor.staff(user_id=staff.user_id or 0, staff_id=staff.pk, name=staff.name, roles=frozenset(roles))


def test_an_adult_starts_on_the_adult_track_with_its_orders_and_a_sheet(
    admit: Callable[..., int], program: dict[str, Any], director: Actor
) -> None:
    person = admit(date_of_birth=date(1987, 3, 2))
    stay = selectors.episode(actor=director, participant_id=person)
    sheet = selectors.orders(actor=director, participant_id=person)
    assert stay is not None
    assert (stay.track_id, stay.level_name, stay.discharged_on) == (program["adult"].pk, "IOP adult", None)
    assert {row.service_name: row.per_week for row in sheet.rows} == {"Process group": 4, "Individual session": 1}
    assert sheet.countable_minutes == 420
    assert sheet.dose is not None
    assert (sheet.dose.min_minutes, sheet.dose.min_days) == (540, 3)
    assert selectors.choices(actor=director, participant_id=person).can_attend == ("in_person",)


@pytest.mark.parametrize(
    ("years", "days", "track"), [(18, 0, "adult"), (18, 1, "teen"), (17, 0, "teen"), (40, 0, "adult")]
)
def test_age_at_admission_chooses_the_track(
    admit: Callable[..., int], program: dict[str, Any], director: Actor, years: int, days: int, track: str
) -> None:
    admitted = date(2026, 6, 15)
    born = date(admitted.year - years, admitted.month, admitted.day + days)
    stay = selectors.episode(actor=director, participant_id=admit(date_of_birth=born, admitted_on=admitted))
    assert stay is not None
    assert stay.track_id == program[track].pk


def test_nobody_is_half_admitted_where_no_track_fits(site: Site, director: Actor) -> None:
    with pytest.raises(ParticipantRefused) as refused:
        services.admit_participant(actor=director, identity=Identity("Ana", "Cruz"), site_id=site.pk)
    assert (refused.value.field, refused.value.reason) == ("track", Refusal.TRACK_MISSING)
    assert Participant.objects.count() == 0


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        (Identity("  ", ""), "given_name"),
        (Identity("Ana", "Cruz", date_of_birth=date(2999, 1, 1)), "date_of_birth"),
        (Identity("Ana", "Cruz", languages=()), "languages"),
    ],
)
def test_what_cannot_be_is_refused_by_field(
    site: Site, program: dict[str, Any], director: Actor, identity: Identity, field: str
) -> None:
    with pytest.raises(ParticipantRefused) as refused:
        services.admit_participant(actor=director, identity=identity, site_id=site.pk)
    assert refused.value.field == field


def test_a_clinician_may_not_admit(admit: Callable[..., int]) -> None:
    clinician = Actor.staff(user_id=1, staff_id=None, name="C", roles=frozenset({Role.CLINICIAN}))
    with pytest.raises(NotPermitted):
        admit(actor=clinician)
    assert Participant.objects.count() == 0


def test_a_stale_tab_does_not_save_over_newer_names_and_says_whose(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    opened = selectors.participant_detail(actor=director, participant_id=person).version
    colleague = replace(director, name="Dana Whitfield")
    services.edit_participant(
        actor=colleague, participant_id=person, version=opened, identity=Identity("Marisol", "Reyes")
    )
    with pytest.raises(StaleTab) as stale:
        services.edit_participant(actor=director, participant_id=person, version=opened, identity=Identity("M", "Old"))
    assert (stale.value.by, stale.value.section) == ("Dana Whitfield", "identity")
    now = selectors.participant_detail(actor=director, participant_id=person)
    assert now.family_name == "Reyes"
    services.edit_participant(
        actor=director, participant_id=person, version=stale.value.version, identity=Identity("Marisol", "Cruz")
    )
    assert selectors.participant_detail(actor=director, participant_id=person).family_name == "Cruz"


def test_a_change_of_another_section_does_not_make_a_tab_stale(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    opened = selectors.participant_detail(actor=director, participant_id=person).version
    services.add_support_person(actor=director, participant_id=person, name="Rosa")
    services.edit_participant(actor=director, participant_id=person, version=opened, identity=Identity("Ana", "Cruz"))
    assert selectors.participant_detail(actor=director, participant_id=person).given_name == "Ana"


def test_what_was_typed_never_reaches_the_trail(admit: Callable[..., int]) -> None:
    admit("Marisol", "Montañez", phone="312-555-0123")
    for entry in Entry.objects.all():
        assert "Montañez" not in str(entry.detail)
        assert "0123" not in str(entry.detail)


def test_diagnoses_open_to_the_care_team_and_the_director_alone(
    admit: Callable[..., int], director: Actor, staff_user: Callable[..., tuple[Any, Staff]]
) -> None:
    _, treating = staff_user("clinician", "Treating Clinician")
    _, joining = staff_user("clinician", "Joining Clinician")
    _, other = staff_user("clinician", "Other Clinician")
    person = admit(primary_clinician_id=treating.pk)

    def reads(actor: Actor) -> bool:
        return may(actor=actor, permission=Permission.CLINICAL_READ, subject_id=person)

    actors = [staff_actor(staff, Role.CLINICIAN) for staff in (treating, joining, other)]
    assert [reads(actor) for actor in actors] == [True, False, False]
    services.join_care_team(actor=director, participant_id=person, staff_id=joining.pk)
    assert [reads(actor) for actor in actors] == [True, True, False]
    assert reads(director)
    assert not reads(staff_actor(treating, Role.BILLER))
    services.leave_care_team(actor=director, participant_id=person, staff_id=joining.pk)
    assert not reads(actors[1])
    assert selectors.conditions(actor=actors[0], participant_id=person) == ()
    services.discharge(actor=director, participant_id=person)
    assert not reads(actors[0])
    with pytest.raises(NotPermitted):
        selectors.conditions(actor=actors[0], participant_id=person)


def test_the_primary_clinician_stands_first_in_the_care_team(
    admit: Callable[..., int], director: Actor, staff_user: Callable[..., tuple[Any, Staff]]
) -> None:
    _, zoe = staff_user("clinician", "Zoe Young")
    _, ann = staff_user("clinician", "Ann Old")
    person = admit(care_team=[ann.pk])
    services.join_care_team(actor=director, participant_id=person, staff_id=zoe.pk, primary=True)
    stay = selectors.episode(actor=director, participant_id=person)
    assert stay is not None
    assert [(m.name, m.primary) for m in stay.care_team] == [("Zoe Young", True), ("Ann Old", False)]


def test_discharge_ends_the_stay_and_admission_opens_another(
    admit: Callable[..., int], director: Actor, site: Site
) -> None:
    person = admit(admitted_on=date(2026, 1, 5))
    with pytest.raises(ParticipantRefused) as refused:
        services.discharge(actor=director, participant_id=person, on=date(2026, 1, 4))
    assert refused.value.reason == Refusal.BEFORE_ADMISSION
    services.discharge(actor=director, participant_id=person, on=date(2026, 3, 1))
    with pytest.raises(ParticipantRefused):
        services.discharge(actor=director, participant_id=person)
    assert selectors.admitted_ids(actor=director, site_id=site.pk, on=date(2026, 3, 1)) == (person,)
    assert selectors.admitted_ids(actor=director, site_id=site.pk, on=date(2026, 3, 2)) == ()
    services.admit_again(actor=director, participant_id=person, admitted_on=date(2026, 5, 1))
    stay = selectors.episode(actor=director, participant_id=person)
    assert stay is not None
    assert (stay.admitted_on, stay.discharged_on) == (date(2026, 5, 1), None)
    with pytest.raises(ParticipantRefused):
        services.admit_again(actor=director, participant_id=person)


def test_two_people_are_kept_apart_either_way_round(admit: Callable[..., int], director: Actor) -> None:
    one, two = admit("Ana", "Cruz"), admit("Bo", "Miller")
    services.keep_apart(actor=director, participant_id=two, other_id=one)
    services.keep_apart(actor=director, participant_id=one, other_id=two)
    assert [card.id for card in selectors.kept_apart(actor=director, participant_id=one)] == [two]
    assert [card.id for card in selectors.kept_apart(actor=director, participant_id=two)] == [one]
    services.end_keep_apart(actor=director, participant_id=one, other_id=two)
    assert selectors.kept_apart(actor=director, participant_id=two) == ()
    with pytest.raises(ParticipantRefused):
        services.keep_apart(actor=director, participant_id=one, other_id=one)
    with pytest.raises(NotFound):
        services.keep_apart(actor=director, participant_id=one, other_id=999_999)


def test_a_participant_reaches_their_own_card_and_nobody_elses(admit: Callable[..., int]) -> None:
    one, two = admit("Ana", "Cruz", chosen_name="Anita"), admit("Bo", "Miller")
    actor = Actor.participant(user_id=1, participant_id=one, name="Ana")
    assert selectors.own_card(actor=actor, participant_id=one).display_name == "Anita"
    with pytest.raises(NotPermitted):
        selectors.own_card(actor=actor, participant_id=two)
    with pytest.raises(NotPermitted):
        selectors.participant_card(actor=actor, participant_id=one)
