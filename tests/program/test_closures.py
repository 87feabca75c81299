"""Closed days of a site: a holiday is added, refused twice, seen by everybody, and removed."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from hearthside.program import selectors, services
from hearthside.program.models import Closure
from hearthside.program.services import ProgramRefused


def test_a_closed_day_is_added_shown_and_removed(site, staff_client) -> None:
    director, page = staff_client("director"), reverse("program:closures", args=[site.pk])
    assert b"No closed day ahead" in director.get(page).content
    sent = {"day": "2030-12-25", "name": "Christmas", "opens": "", "closes": ""}
    assert b"Christmas" in director.post(page, sent, follow=True).content
    assert "This day is on the list already." in director.post(page, sent).content.decode()
    short = director.post(page, {"day": "2030-12-24", "name": "Eve", "opens": "9:00", "closes": "13:00"}, follow=True)
    assert "open 09:00–13:00" in short.content.decode()
    reader = staff_client("clinician")
    assert b"Christmas" in reader.get(page).content
    assert b"Add a day" not in reader.get(page).content
    gone = Closure.objects.get(name="Christmas")
    told = director.post(reverse("program:closure_remove", args=[gone.pk]), follow=True).content.decode()
    assert "Christmas is off the list" in told
    assert [c.name for c in Closure.objects.all()] == ["Eve"]


@pytest.mark.parametrize(("opens", "closes"), [(540, None), (None, 780), (780, 540), (540, 540)])
def test_hours_that_end_before_they_begin_are_refused(site, director, opens, closes) -> None:
    with pytest.raises(ProgramRefused):
        services.add_closure(
            actor=director, site_id=site.pk, day=date(2030, 12, 24), name="Eve", opens=opens, closes=closes
        )


def test_only_the_days_asked_for_are_told(site, director) -> None:
    for day in (1, 8, 15):
        services.add_closure(actor=director, site_id=site.pk, day=date(2030, 7, day), name=f"Day {day}")
    found = selectors.closures(actor=director, site_id=site.pk, since=date(2030, 7, 8), until=date(2030, 7, 15))
    assert [c.name for c in found] == ["Day 8"]
