"""What a week is built from: everybody of a site with the lives they have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.access.permissions import Role
from hearthside.kernel.weeks import monday_of
from hearthside.participants import selectors, services
from hearthside.participants.selectors import TimetableOrder
from hearthside.participants.services import Weekly, Wishes
from hearthside.program.models import Site

MONDAY = monday_of(timezone.now().date()) + timedelta(days=7)
LONG_AGO = date(2026, 1, 5)


def calendar(day: date) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", f"DTSTART;TZID=America/Chicago:{day:%Y%m%d}T150000",
        f"DTEND;TZID=America/Chicago:{day:%Y%m%d}T162000", "SUMMARY:Court date", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def test_a_person_comes_with_orders_dose_choices_and_the_life_they_have(
    admit: Callable[..., int], program: dict[str, Any], director: Actor, site: Site
) -> None:
    other = admit("Bo", "Miller", admitted_on=LONG_AGO)
    person = admit(admitted_on=LONG_AGO, languages=("es", "en"), priority=3)
    services.save_commitment(actor=director, participant_id=person, weekly=Weekly("Work", (0, 2), 510, 990))
    services.save_commitment(actor=director, participant_id=person, weekly=Weekly("Night shift", (6,), 1320, 365))
    services.save_commitment(
        actor=director, participant_id=person, weekly=Weekly("Over", (1,), 60, 120, None, MONDAY - timedelta(days=1))
    )
    services.import_calendar(actor=director, participant_id=person, content=calendar(MONDAY + timedelta(days=3)))
    wishes = Wishes(("online",), {"online": 2, "in_person": 0}, {"evening": 4}, {}, {7: 3}, 45, 180)
    services.save_choices(actor=director, participant_id=person, wishes=wishes)
    services.keep_apart(actor=director, participant_id=person, other_id=other)

    people = selectors.timetable_people(actor=director, site_id=site.pk, week_starts_on=MONDAY)
    found = next(p for p in people if p.id == person)
    assert sorted(p.id for p in people) == [other, person]
    assert (found.track_code, found.priority, found.min_minutes, found.min_days) == ("general", 3, 540, 3)
    assert (found.modes, found.travel_minutes, found.max_minutes_per_day) == (("online",), 45, 180)
    assert (found.languages, found.not_with) == (("es", "en"), (other,))
    assert set(found.orders) == {
        TimetableOrder(program["process"].pk, 4, None), TimetableOrder(program["individual"].pk, 1, None)
    }  # fmt: skip
    assert [(c.label, c.day, c.start_minute, c.end_minute) for c in found.commitments] == [
        ("Night shift", 0, 0, 375), ("Work", 0, 510, 990), ("Work", 2, 510, 990), ("Court date", 3, 900, 990),
        ("Night shift", 6, 1320, 1440),
    ]  # fmt: skip
    assert (found.prefers.modes, found.prefers.day_parts, found.prefers.clinicians) == (
        {"online": 2},
        {"evening": 4},
        {7: 3},
    )
    week = selectors.week_taken(actor=director, participant_id=person, week_starts_on=MONDAY)
    assert week == found.commitments


def test_only_the_people_of_the_site_and_the_week_are_in_it(
    admit: Callable[..., int], director: Actor, site: Site
) -> None:
    elsewhere = Site.objects.create(name="Elsewhere", time_zone="America/Denver")
    here = admit("Ana", "Cruz", admitted_on=MONDAY + timedelta(days=6))
    gone, leaving = admit("Bo", "Gone", admitted_on=LONG_AGO), admit("Cy", "Leaving", admitted_on=LONG_AGO)
    admit("Di", "Later", admitted_on=MONDAY + timedelta(days=7))
    admit("Ed", "Elsewhere", site_id=elsewhere.pk, admitted_on=LONG_AGO)
    services.discharge(actor=director, participant_id=gone, on=MONDAY - timedelta(days=1))
    services.discharge(actor=director, participant_id=leaving, on=MONDAY)
    people = selectors.timetable_people(actor=director, site_id=site.pk, week_starts_on=MONDAY)
    assert sorted(p.id for p in people) == sorted([here, leaving])


def test_a_removed_commitment_or_calendar_frees_the_week(
    admit: Callable[..., int], director: Actor, site: Site
) -> None:
    person = admit(admitted_on=LONG_AGO)
    row = services.save_commitment(actor=director, participant_id=person, weekly=Weekly("Work", (0,), 510, 990))
    kept = services.import_calendar(actor=director, participant_id=person, content=calendar(MONDAY))
    services.remove_commitment(actor=director, participant_id=person, commitment_id=row)
    services.remove_calendar(actor=director, participant_id=person, calendar_id=kept)
    (found,) = selectors.timetable_people(actor=director, site_id=site.pk, week_starts_on=MONDAY)
    assert found.commitments == ()


@pytest.mark.parametrize("many", [1, 3, 60])
def test_the_week_asks_the_database_as_often_for_one_as_for_sixty(
    admit: Callable[..., int], director: Actor, site: Site, many: int
) -> None:
    for number in range(many):
        person = admit(f"Person{number}", "Cruz", admitted_on=LONG_AGO)
        services.save_commitment(actor=director, participant_id=person, weekly=Weekly("Work", (0, 1), 510, 990))
    with CaptureQueriesContext(connection) as asked:
        people = selectors.timetable_people(actor=director, site_id=site.pk, week_starts_on=MONDAY)
    assert len(people) == many
    assert len([q for q in asked.captured_queries if q["sql"].startswith("SELECT") and "audit" not in q["sql"]]) <= 6


def test_a_clinician_does_not_see_everybodys_life(site: Site) -> None:
    clinician = Actor.staff(user_id=1, staff_id=None, name="C", roles=frozenset({Role.CLINICIAN}))
    with pytest.raises(NotPermitted):
        selectors.timetable_people(actor=clinician, site_id=site.pk, week_starts_on=MONDAY)
