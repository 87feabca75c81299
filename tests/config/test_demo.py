"""The sixty people of the demo clinic: the same ones every time, told apart, with lives that fit their track."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from hearthside.access.permissions import Role
from hearthside.config.demo import clinic
from hearthside.config.demo.lives import LIVES
from hearthside.config.demo.people import PLAN, people

TODAY = date(2026, 11, 23)


def test_the_same_sixty_people_come_every_time() -> None:
    first, again, other = people(TODAY), people(TODAY), people(TODAY, seed=21)
    assert len(first) == 60
    assert first == again
    assert first != other
    assert [person.number for person in first] == list(range(1, 61))


def test_names_and_addresses_tell_people_apart() -> None:
    made = people(TODAY)
    assert len({person.email for person in made}) == 60
    assert len({(person.given, person.family) for person in made}) == 60
    assert max(Counter(person.family for person in made).values()) <= 2
    assert all(person.email.endswith(".example") for person in made)


def test_every_track_has_the_people_of_its_groups_at_one_site() -> None:
    made = people(TODAY)
    assert Counter(person.track for person in made) == dict(PLAN)
    for track, _many in PLAN:
        assert max(Counter(person.site for person in made if person.track == track).values()) >= 6


def test_people_are_of_an_age_and_language_that_fits_their_track() -> None:
    for person in people(TODAY):
        years = (TODAY - person.born).days / 365.25
        assert (14.9 < years < 18.1) if person.track == "adolescent" else (20.9 < years < 65.1)
        assert person.track != "spanish" or person.languages == ("es",)
        assert person.track != "women" or person.gender == "f"
        assert 1 <= person.weeks_here <= 12
        assert person.life in LIVES


def test_twelve_staff_hold_every_role_and_sign_in_with_addresses_of_their_own() -> None:
    assert len(clinic.STAFF) == len({spec.email for spec in clinic.STAFF}) == 12
    assert {role for spec in clinic.STAFF for role in spec.roles} == set(Role)
    assert len({spec.totp_secret for spec in clinic.STAFF}) == 12


@pytest.mark.parametrize("how", [(), ("--json",)])
def test_asking_who_signs_in_without_a_clinic_says_what_to_do(db: None, how: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="no demo clinic yet: run `hearthside demo --no-serve` first"):
        call_command("demo", "people", *how, stdout=io.StringIO())
