"""Closed days in the timetable: no week and no hand puts a session there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from hearthside.program import services as program
from hearthside.scheduling import services
from hearthside.scheduling.models import Proposal
from hearthside.scheduling.services._problem import current_problem
from hearthside.scheduling.tasks import _solve
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_several_weeks_are_built_each_like_the_one_before(clinic: Clinic) -> None:
    clinic.person()
    clinic.person()
    closed = MONDAY + timedelta(days=7 + 1)
    program.add_closure(actor=clinic.actor, site_id=clinic.site.pk, day=closed, name="Holiday")
    asked = services.ask_for_weeks(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY, weeks=3, seconds=2
    )
    again = services.ask_for_weeks(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY, weeks=2, seconds=2
    )
    assert [a.already for a in (*asked, *again)] == [False, False, False, True, True]
    for a in asked:
        _solve(a.proposal_id, 0)
    rows = [Proposal.objects.get(pk=a.proposal_id) for a in asked]
    assert [row.state for row in rows] == ["ready"] * 3
    assert rows[0].problem["published"] is None
    first = {(s["service"], s["day"], s["start"]) for s in rows[0].solution["sessions"] if s["day"] != "tue"}
    known = {(s["service"], s["day"], s["start"]) for s in rows[1].problem["published"]}
    assert known == first
    assert not [s for s in rows[1].solution["sessions"] if s["day"] == "tue"]
    for row in rows:
        assert services.preview_proposal(actor=clinic.actor, proposal_id=row.pk).misfits == ()
        services.publish_proposal(actor=clinic.actor, proposal_id=row.pk)
    after = services.ask_for_weeks(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY + timedelta(days=21), weeks=2, seconds=2
    )
    follows = Proposal.objects.get(pk=after[0].proposal_id).problem["published"]
    assert len(follows) == len(rows[2].solution["sessions"])


def test_the_form_asks_for_several_weeks_and_the_page_shows_them(clinic: Clinic, staff_client: Any) -> None:
    clinic.person()
    client = staff_client("scheduler")
    page = client.get(reverse("scheduling:home"))
    week = page.context["sites"][0].weeks[1]
    sent = {"site": clinic.site.pk, "week": week.starts_on, "seconds": "20", "weeks": "3"}
    answer = client.post(reverse("scheduling:build"), sent, follow=True)
    assert "one after another" in answer.content.decode()
    assert "In 3 weeks" in answer.content.decode()
    assert Proposal.objects.count() == 3
