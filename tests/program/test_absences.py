"""Absences of staff: noted on their page, told to everybody who plans, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hearthside.program import selectors, services
from hearthside.program.models import Staff, StaffAbsence
from hearthside.program.services import ProgramRefused

BEGINS, ENDS = datetime(2030, 7, 1, 5, tzinfo=UTC), datetime(2030, 7, 4, 5, tzinfo=UTC)
WHOLE_DAYS = {"since_day": "2030-07-01", "since_time": "", "until_day": "2030-07-03", "until_time": ""}


@pytest.fixture
def ana(site) -> Staff:
    return Staff.objects.create(site=site, name="Ana Ruiz", modes=["online"])


def test_an_absence_is_noted_on_the_page_of_a_member_of_staff_and_taken_back(ana, staff_client) -> None:
    scheduler = staff_client("scheduler")
    page, note = (reverse(f"program:{name}", args=[ana.pk]) for name in ("staff_member", "absence_note"))
    assert b"No absence ahead." in scheduler.get(page).content
    told = scheduler.post(note, WHOLE_DAYS, follow=True).content.decode()
    assert "Weeks are built without Ana Ruiz in that time." in told
    assert "Monday, July 1 – Wednesday, July 3" in told
    absence = StaffAbsence.objects.get()
    assert (absence.period.lower, absence.period.upper) == (BEGINS, ENDS)
    assert absence.created_by is not None
    assert b"That is noted already." in scheduler.post(note, WHOLE_DAYS, follow=True).content
    told = scheduler.post(reverse("program:absence_take_back", args=[absence.pk]), follow=True).content.decode()
    assert "Weeks are built with Ana Ruiz again." in told
    assert not StaffAbsence.objects.exists()


def test_an_absence_of_hours_says_its_hours(ana, staff_client) -> None:
    scheduler, note = staff_client("scheduler"), reverse("program:absence_note", args=[ana.pk])
    afternoon = {"since_day": "2030-07-01", "since_time": "13:00", "until_day": "2030-07-01", "until_time": "5 pm"}
    assert "Monday, July 1, 13:00–17:00" in scheduler.post(note, afternoon, follow=True).content.decode()
    evening = {"since_day": "2030-07-02", "since_time": "18:00", "until_day": "2030-07-03", "until_time": ""}
    text = scheduler.post(note, evening, follow=True).content.decode()
    assert "Tuesday, July 2, 18:00 – Wednesday, July 3, 24:00" in text


def test_a_wrong_absence_stays_on_the_page_with_its_reason(ana, staff_client) -> None:
    note = reverse("program:absence_note", args=[ana.pk])
    for client in (staff_client("scheduler"), staff_client("director")):
        answer = client.post(note, WHOLE_DAYS | {"until_day": "2030-06-01"})
        assert answer.status_code == 422
        assert "The end is before the start." in answer.content.decode()
        assert client.post(note, {}).status_code == 422
    assert not StaffAbsence.objects.exists()


def test_colleagues_see_an_absence_and_cannot_change_it(ana, director, staff_client) -> None:
    services.note_absences(actor=director, staff_ids=[ana.pk], begins=BEGINS, ends=ENDS)
    text = staff_client("clinician").get(reverse("program:staff_member", args=[ana.pk])).content.decode()
    assert "Monday, July 1 – Wednesday, July 3" in text
    assert "Take back" not in text
    assert "Note an absence" not in text


def test_whoever_is_known_to_be_away_for_all_of_the_time_is_not_noted_twice(ana, site, director) -> None:
    lee = Staff.objects.create(site=site, name="Lee Ortiz", modes=["online"])
    assert len(services.note_absences(actor=director, staff_ids=[ana.pk], begins=BEGINS, ends=ENDS)) == 1
    both = {"actor": director, "staff_ids": [ana.pk, lee.pk]}
    assert len(services.note_absences(**both, begins=BEGINS + timedelta(hours=3), ends=ENDS)) == 1
    assert len(services.note_absences(**both, begins=BEGINS, ends=ENDS + timedelta(hours=3))) == 2
    with pytest.raises(ProgramRefused):
        services.note_absences(**both, begins=ENDS, ends=ENDS)


def test_only_the_absences_of_the_time_asked_for_are_told(ana, site, director) -> None:
    services.note_absences(actor=director, staff_ids=[ana.pk], begins=BEGINS, ends=ENDS)
    told = [
        selectors.absences(actor=director, site_id=site.pk, since=since, until=since + timedelta(days=1))
        for since in (BEGINS - timedelta(days=1), BEGINS, ENDS - timedelta(hours=1), ENDS)
    ]
    assert [len(rows) for rows in told] == [0, 1, 1, 0]
    assert selectors.absences(actor=director, site_id=site.pk + 1, since=BEGINS) == ()


@pytest.mark.parametrize("period", [(BEGINS, BEGINS), (BEGINS, None), (None, ENDS)])
def test_the_database_keeps_no_absence_without_both_ends(ana, period) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffAbsence.objects.create(staff=ana, period=period)
