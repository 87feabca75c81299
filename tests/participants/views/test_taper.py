"""The taper on the page of orders: planned, refused, decided, taken back, ended; and honoured by the week's problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hearthside.kernel.weeks import monday_of
from hearthside.participants.models import TaperStep
from hearthside.scheduling.services._problem import current_problem
from tests.scheduling.conftest import Clinic, build_clinic

NEXT = monday_of(timezone.now().date()) + timedelta(days=7)


@pytest.fixture
def clinic(site, director) -> Clinic:
    return build_clinic(site, director)


def typed(**changes: object) -> dict[str, object]:
    return {
        "starts_on": NEXT.isoformat(), "days_1": "3", "weeks_1": "2", "days_2": "1", "weeks_2": "2", "on_2": ["2"],
        "days_3": "", "weeks_3": "", **changes,
    }  # fmt: skip


def asked(clinic: Clinic, week: date):
    return current_problem(clinic.actor, clinic.site.pk, week).participants[0]


def test_a_plan_is_decided_step_by_step_and_each_week_asks_for_its_step(
    clinic: Clinic, staff_client: Callable[[str], Client]
) -> None:
    person, client = clinic.person(), staff_client("scheduler")
    page = reverse("participants:orders", args=[person.pk])
    before = asked(clinic, NEXT)
    assert "No taper is planned" in client.get(page).content.decode()
    told = client.post(reverse("participants:taper", args=[person.pk]), typed(), follow=True).content.decode()
    assert "1 day a week" in told
    assert "planned" in told
    assert asked(clinic, NEXT) == before
    later = NEXT + timedelta(days=14)
    assert asked(clinic, later).orders == before.orders
    step = TaperStep.objects.get(days=1)
    decide = reverse("participants:taper_decide", args=[person.pk, step.pk])
    assert "Decided by" in client.post(decide, {"decided": "yes"}, follow=True).content.decode()
    less = asked(clinic, later)
    assert sum(o.per_week for o in less.orders) == 2
    assert (less.min_days, less.min_minutes <= 210) == (1, True)
    assert {c.span.day for c in less.commitments} == {0, 1, 3, 4, 5, 6}
    client.post(decide, {"decided": "no"})
    assert asked(clinic, later).orders == before.orders
    client.post(reverse("participants:taper_end", args=[person.pk]))
    assert not TaperStep.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": (NEXT + timedelta(days=1)).isoformat()}, "A step starts on a Monday."),
        ({"days_2": "4"}, "Each step has fewer days than the one before it."),
        ({"on_1": ["0"]}, "Name as many days as the step has, or none."),
        ({"days_1": "", "days_2": ""}, "Write for each step how many days"),
        ({"days_1": "9"}, "less than or equal to 7"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_what_was_typed(
    clinic: Clinic, staff_client: Callable[[str], Client], changes: dict, words: str
) -> None:
    person = clinic.person()
    answer = staff_client("scheduler").post(reverse("participants:taper", args=[person.pk]), typed(**changes))
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not TaperStep.objects.exists()
