"""Commitments, calendars, choices: what may be written down, and undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, NotPermitted
from hearthside.access.permissions import Role
from hearthside.participants import selectors, services
from hearthside.participants.models import BusyInterval
from hearthside.participants.services import CalendarNotRead, ParticipantRefused, Refusal, StaleTab, Weekly, Wishes

SHIFT = Weekly("Work", (0, 1, 2), 510, 990)
WISHES = Wishes(("online", "in_person"), {"in_person": 3, "online": 0}, {"evening": 4}, {"f": 2}, {7: 4}, 45, 180)
BILLER = Actor.staff(user_id=1, staff_id=None, name="B", roles=frozenset({Role.BILLER}))


def calendar(*lines: str) -> str:
    day = (timezone.now() + timedelta(days=3)).strftime("%Y%m%d")
    event = ["BEGIN:VEVENT", "UID:1", f"DTSTART:{day}T150000Z", f"DTEND:{day}T160000Z", "SUMMARY:Shift", "END:VEVENT"]
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:My shifts", *event, *lines, "END:VCALENDAR", ""]
    )


def test_a_commitment_is_kept_changed_removed_and_put_back(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    row = services.save_commitment(actor=director, participant_id=person, weekly=SHIFT)
    services.save_commitment(
        actor=director, participant_id=person, weekly=Weekly("Night shift", (6, 4, 4), 1320, 360), commitment_id=row
    )
    (kept,) = selectors.commitments(actor=director, participant_id=person)
    assert (kept.id, kept.label, kept.weekdays, kept.start_minute, kept.end_minute) == (
        row,
        "Night shift",
        (4, 6),
        1320,
        360,
    )
    services.remove_commitment(actor=director, participant_id=person, commitment_id=row)
    assert selectors.commitments(actor=director, participant_id=person) == ()
    with pytest.raises(NotFound):
        services.save_commitment(actor=director, participant_id=person, weekly=SHIFT, commitment_id=row)
    services.restore_commitment(actor=director, participant_id=person, commitment_id=row)
    assert selectors.commitments(actor=director, participant_id=person) == (kept,)


@pytest.mark.parametrize(
    ("weekly", "field"),
    [
        (Weekly(" ", (0,), 60, 120), "label"), (Weekly("Work", (), 60, 120), "weekdays"),
        (Weekly("Work", (7,), 60, 120), "weekdays"), (Weekly("Work", (0,), 60, 60), "end_minute"),
        (Weekly("Work", (0,), 1440, 60), "end_minute"), (Weekly("Work", (0,), -1, 60), "end_minute"),
        (Weekly("Work", (0,), 60, 120, date(2026, 2, 1), date(2026, 1, 1)), "valid_until"),
    ],
)  # fmt: skip
def test_a_commitment_that_cannot_be_is_refused(
    admit: Callable[..., int], director: Actor, weekly: Weekly, field: str
) -> None:
    person = admit()
    with pytest.raises(ParticipantRefused) as refused:
        services.save_commitment(actor=director, participant_id=person, weekly=weekly)
    assert refused.value.field == field
    assert selectors.commitments(actor=director, participant_id=person) == ()


def test_a_commitment_of_somebody_else_is_not_there(admit: Callable[..., int], director: Actor) -> None:
    one, two = admit("Ana", "Cruz"), admit("Bo", "Miller")
    row = services.save_commitment(actor=director, participant_id=one, weekly=SHIFT)
    for change in (services.remove_commitment, services.restore_commitment):
        with pytest.raises(NotFound):
            change(actor=director, participant_id=two, commitment_id=row)
    assert len(selectors.commitments(actor=director, participant_id=one)) == 1


def test_a_stale_commitment_form_is_refused(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    row = services.save_commitment(actor=director, participant_id=person, weekly=SHIFT)
    opened = selectors.choices(actor=director, participant_id=person).version
    services.save_commitment(
        actor=director, participant_id=person, weekly=Weekly("B", (0,), 1, 2), commitment_id=row, version=opened
    )
    with pytest.raises(StaleTab):
        services.save_commitment(actor=director, participant_id=person, weekly=SHIFT, commitment_id=row, version=opened)


def test_people_write_down_their_own_life_and_nobody_elses(admit: Callable[..., int]) -> None:
    one, two = admit("Ana", "Cruz"), admit("Bo", "Miller")
    actor = Actor.participant(user_id=1, participant_id=one, name="Ana")
    services.save_commitment(actor=actor, participant_id=one, weekly=SHIFT)
    services.save_choices(actor=actor, participant_id=one, wishes=WISHES)
    with pytest.raises(NotPermitted):
        services.save_commitment(actor=actor, participant_id=two, weekly=SHIFT)
    for question in (selectors.commitments, selectors.calendars, selectors.choices, selectors.support_people):
        question(actor=actor, participant_id=one)
        with pytest.raises(NotPermitted):
            question(actor=actor, participant_id=two)
        with pytest.raises(NotPermitted):
            question(actor=BILLER, participant_id=one)


def test_a_calendar_is_read_named_replaced_removed_and_put_back(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    broken = ("BEGIN:VEVENT", "UID:2", "DTSTART:not-a-date", "SUMMARY:Broken", "END:VEVENT")
    services.import_calendar(actor=director, participant_id=person, content=calendar(*broken))
    (row,) = selectors.calendars(actor=director, participant_id=person)
    assert (row.name, row.events, row.understood, row.busy) == ("My shifts", 2, 1, 1)
    assert [(problem.line, problem.code.value) for problem in row.problems] == [(12, "invalid_date")]
    services.import_calendar(actor=director, participant_id=person, content=calendar().encode())
    (again,) = selectors.calendars(actor=director, participant_id=person)
    assert (again.events, again.problems) == (1, ())
    services.remove_calendar(actor=director, participant_id=person, calendar_id=again.id)
    assert selectors.calendars(actor=director, participant_id=person) == ()
    services.restore_calendar(actor=director, participant_id=person, calendar_id=again.id)
    assert selectors.calendars(actor=director, participant_id=person) == (again,)


@pytest.mark.parametrize("content", ["", "hello", b"\x89PNG\x00\xff"])
def test_what_is_no_calendar_is_refused_with_the_reason(
    admit: Callable[..., int], director: Actor, content: str | bytes
) -> None:
    person = admit()
    with pytest.raises(CalendarNotRead) as refused:
        services.import_calendar(actor=director, participant_id=person, content=content)
    assert refused.value.problems
    assert selectors.calendars(actor=director, participant_id=person) == ()
    assert BusyInterval.objects.count() == 0


def test_choices_are_kept_without_what_does_not_matter(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    services.save_choices(actor=director, participant_id=person, wishes=WISHES)
    sheet = selectors.choices(actor=director, participant_id=person)
    assert (sheet.can_attend, sheet.modes, sheet.day_parts) == (
        ("in_person", "online"),
        {"in_person": 3},
        {"evening": 4},
    )
    assert (sheet.clinician_gender, sheet.clinicians) == ({"f": 2}, {7: 4})
    assert (sheet.travel_minutes, sheet.max_minutes_per_day) == (45, 180)
    with pytest.raises(StaleTab):
        services.save_choices(actor=director, participant_id=person, wishes=WISHES, version=sheet.version - 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"can_attend": ()}, "can_attend"), ({"can_attend": ("by_post",)}, "can_attend"),
        ({"modes": {"online": 5}}, "modes"),
        ({"day_parts": {"noon": 1}}, "day_parts"), ({"clinicians": {1: -1}}, "clinicians"),
        ({"travel_minutes": 241}, "travel_minutes"), ({"max_minutes_per_day": 10}, "max_minutes_per_day"),
    ],
)  # fmt: skip
def test_choices_off_the_scale_are_refused(
    admit: Callable[..., int], director: Actor, change: dict[str, Any], field: str
) -> None:
    wishes = {name: getattr(WISHES, name) for name in WISHES.__slots__} | change
    with pytest.raises(ParticipantRefused) as refused:
        services.save_choices(actor=director, participant_id=admit(), wishes=Wishes(**wishes))
    assert refused.value.field == field


def test_support_people_are_added_removed_and_put_back(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    row = services.add_support_person(
        actor=director, participant_id=person, name=" Rosa ", relationship="Mother", phone="312-555-0111"
    )
    (kept,) = selectors.support_people(actor=director, participant_id=person)
    assert (kept.id, kept.name, kept.relationship, kept.user_id) == (row, "Rosa", "Mother", None)
    services.remove_support_person(actor=director, participant_id=person, support_person_id=row)
    assert selectors.support_people(actor=director, participant_id=person) == ()
    services.restore_support_person(actor=director, participant_id=person, support_person_id=row)
    assert selectors.support_people(actor=director, participant_id=person) == (kept,)
    with pytest.raises(ParticipantRefused) as refused:
        services.add_support_person(actor=director, participant_id=person, name=" ")
    assert refused.value.reason == Refusal.NAME_MISSING
