"""Closed days in the timetable: no week and no hand puts a session there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hearthside.program import services as program
from hearthside.scheduling import services
from hearthside.scheduling.services._problem import current_problem
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db


def test_the_problem_of_a_week_leaves_out_its_closed_days(clinic: Clinic) -> None:
    program.add_closure(actor=clinic.actor, site_id=clinic.site.pk, day=MONDAY, name="Holiday")
    program.add_closure(
        actor=clinic.actor, site_id=clinic.site.pk, day=MONDAY + timedelta(days=1), name="Eve", opens=550, closes=780
    )
    week = current_problem(clinic.actor, clinic.site.pk, MONDAY).opening
    assert {span.day for span in week} == {1, 2, 3, 4, 5}
    assert [(s.start, s.end) for s in week if s.day == 1] == [(555, 780)]
    later = current_problem(clinic.actor, clinic.site.pk, MONDAY + timedelta(days=7)).opening
    assert {span.day for span in later} == {0, 1, 2, 3, 4, 5}


def test_no_session_is_opened_by_hand_on_a_closed_day(clinic: Clinic) -> None:
    program.add_closure(actor=clinic.actor, site_id=clinic.site.pk, day=MONDAY, name="Holiday")
    with pytest.raises(services.OutsideHours):
        clinic.session(MONDAY, 1020)
    assert clinic.session(MONDAY + timedelta(days=7), 1020)
