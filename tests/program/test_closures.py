"""Closed days of a site: a holiday is added, refused twice, seen by everybody, and removed."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from hearthside.program import selectors, services
from hearthside.program.models import Closure
from hearthside.program.services import ProgramRefused


def test_a_closed_day_is_added_shown_removed_and_put_back(site, director, staff_client) -> None:
    boss, page = staff_client("director"), reverse("program:closures", args=[site.pk])
    assert b"No closed day ahead" in boss.get(page).content
    sent = {"day": "2030-12-25", "name": "Christmas", "opens": "", "closes": ""}
    assert b"Christmas" in boss.post(page, sent, follow=True).content
    assert "This day is on the list already." in boss.post(page, sent).content.decode()
    short = boss.post(page, {"day": "2030-12-24", "name": "Eve", "opens": "9:00", "closes": "13:00"}, follow=True)
    assert "open 09:00–13:00" in short.content.decode()
    reader = staff_client("clinician")
    assert b"Christmas" in reader.get(page).content
    assert b"Add a day" not in reader.get(page).content
    gone = Closure.objects.get(name="Christmas")
    told = boss.post(reverse("program:closure_remove", args=[gone.pk]), follow=True).content.decode()
    assert "The day is off the list" in told
    assert "Christmas" not in told
    days = {"actor": director, "site_id": site.pk, "since": date(2030, 1, 1)}
    assert [c.name for c in selectors.closures(**days)] == ["Eve"]
    undo = reverse("program:closure_restore", args=[site.pk, gone.pk])
    assert undo in told
    assert "Christmas is on the list again." in boss.post(undo, follow=True).content.decode()
    assert [c.name for c in selectors.closures(**days)] == ["Eve", "Christmas"]


def test_a_removed_day_can_be_added_anew_and_is_then_not_put_back_twice(site, director, staff_client) -> None:
    day = {"actor": director, "site_id": site.pk, "day": date(2030, 12, 25)}
    gone = services.add_closure(**day, name="Christmas")
    services.remove_closure(actor=director, closure_id=gone)
    services.add_closure(**day, name="Winter break")
    undo = reverse("program:closure_restore", args=[site.pk, gone])
    told = staff_client("director").post(undo, follow=True).content.decode()
    assert "This day is on the list already." in told
    assert [c.name for c in selectors.closures(actor=director, site_id=site.pk, since=date(2030, 1, 1))] == [
        "Winter break"
    ]


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
