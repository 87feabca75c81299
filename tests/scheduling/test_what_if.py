"""What if: a changed clinic is tried on paper, both weeks get the same search, and nobody's week changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hearthside.kernel.weeks import monday_of
from hearthside.scheduling import selectors, services
from hearthside.scheduling.models import Proposal, Session
from hearthside.scheduling.tasks import _solve
from tests.scheduling.conftest import Clinic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(staff_client: Callable[[str], Client]) -> Client:
    return staff_client("scheduler")


@pytest.fixture
def monday(clinic: Clinic) -> date:
    here = timezone.now().astimezone(ZoneInfo(clinic.site.time_zone)).date()
    return monday_of(here) + timedelta(days=7)


@pytest.fixture
def people(clinic: Clinic) -> None:
    """Three people with room for a full week, and one who works all day long."""
    for _ in range(3):
        clinic.person()
    clinic.busy(clinic.person(), [0, 1, 2, 3, 4, 5, 6], 0, 1440)


def start(clinic: Clinic, monday: date, *changes: object, **more: object) -> int:
    return services.start_what_if(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=monday, changes=list(changes), seconds=2, **more
    )


def solve_all() -> None:
    for number in Proposal.objects.filter(state="queued").order_by("pk").values_list("pk", flat=True):
        _solve(number, 0)


def test_a_trial_is_compared_with_an_equal_search_of_the_present_week(
    clinic: Clinic, monday: date, people: None
) -> None:
    number = start(clinic, monday, {"kind": "admit", "count": 2, "track": "general"})
    trial = Proposal.objects.get(pk=number)
    assert trial.based_on is not None
    assert (trial.based_on.seconds, trial.based_on.seed) == (trial.seconds, trial.seed)
    assert len(trial.problem["participants"]) == len(trial.based_on.problem["participants"]) + 2
    assert selectors.what_if(actor=clinic.actor, proposal_id=number).at_work
    solve_all()
    found = selectors.what_if(actor=clinic.actor, proposal_id=number)
    assert not found.at_work
    assert found.comparison is not None
    assert (found.comparison.before.placed, found.comparison.before.asked) == (3, 4)
    assert found.comparison.after.asked == 6
    assert not Session.objects.exists()
    again = start(clinic, monday, {"kind": "add_room", "capacity": 8})
    assert Proposal.objects.get(pk=again).based_on_id == trial.based_on_id
    listed = selectors.what_if_trials(actor=clinic.actor, site_id=clinic.site.pk)
    assert [row.id for row, _base in listed] == [again, number]


def test_a_week_that_was_built_just_so_serves_as_the_present_one(clinic: Clinic, monday: date, people: None) -> None:
    week = services.ask_for_proposal(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=monday, seconds=2
    ).proposal_id
    assert Proposal.objects.get(pk=start(clinic, monday, {"kind": "add_room", "capacity": 8})).based_on_id == week


def test_a_trial_is_never_published(clinic: Clinic, monday: date, people: None) -> None:
    number = start(clinic, monday, {"kind": "add_room", "capacity": 8})
    solve_all()
    with pytest.raises(services.ProposalRefused):
        services.publish_proposal(actor=clinic.actor, proposal_id=number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=number).update(state="published")


def test_newcomers_like_those_who_wait_need_somebody_who_waits(clinic: Clinic, monday: date, people: None) -> None:
    admit = {"kind": "admit", "count": 2, "like": "waiting"}
    with pytest.raises(services.WhatIfRefused):
        start(clinic, monday, admit)
    services.ask_for_proposal(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=monday, seconds=2)
    solve_all()
    trial = Proposal.objects.get(pk=start(clinic, monday, admit))
    new = [p for p in trial.problem["participants"] if p["id"].startswith("new-p")]
    assert len(new) == 2
    assert all(p["commitments"] for p in new)


def test_changes_that_the_clinic_cannot_have_are_refused(clinic: Clinic, monday: date) -> None:
    for changes in ([], [{"kind": "remove_room", "room": "r0"}], [{"kind": "yoga"}], ["x"]):
        with pytest.raises(services.WhatIfRefused):
            start(clinic, monday, *changes)
    assert not Proposal.objects.exists()


def test_stopping_before_the_search_began_ends_the_trial(clinic: Clinic, monday: date, people: None) -> None:
    number = start(clinic, monday, {"kind": "add_room", "capacity": 8})
    services.stop_what_if(actor=clinic.actor, proposal_id=number)
    found = selectors.what_if(actor=clinic.actor, proposal_id=number)
    assert (found.row.state, found.at_work, found.comparison) == ("set_aside", False, None)


def test_an_empty_week_is_tried_without_what_people_know(clinic: Clinic, monday: date, people: None) -> None:
    clinic.session(monday, 1020)
    kept = Proposal.objects.get(pk=start(clinic, monday, {"kind": "add_room", "capacity": 8}))
    free = Proposal.objects.get(pk=start(clinic, monday, {"kind": "add_room", "capacity": 8}, keep_known=False))
    assert kept.problem["published"]
    assert free.problem["published"] is None


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("add_clinician", {"clinician": "c{clinician}"}, "A clinician like Ana Reyes joins"),
        ("remove_clinician", {"clinician": "c{clinician}"}, "Ana Reyes leaves"),
        ("more_hours", {"clinician": "c{clinician}", "day": "6", "start": "9:00", "end": "12:00"},
         "Ana Reyes also works Sunday 09:00–12:00"),
        ("open_hours", {"day": "6", "start": "17:00", "end": "21:00", "who": ["c{clinician}"]},
         "Open Sunday 17:00–21:00 as well; then work: Ana Reyes"),
        ("close_hours", {"day": "1", "start": "17:00", "end": "21:00"}, "Closed Tuesday 17:00–21:00"),
        ("add_room", {"capacity": "12"}, "A room with 12 seats is added"),
        ("remove_room", {"room": "r{room}"}, "The room Oak closes"),
        ("admit", {"count": "10", "like": "track:general"}, "10 more people like those of General"),
        ("open_track", {"name": "Evening", "like_track": "general", "count": "4"},
         "A new track Evening like General, with 4 people"),
        ("close_track", {"track": "general", "into": ""}, "its people are treated elsewhere"),
    ],
)  # fmt: skip
def test_each_change_is_added_in_words_removed_again_and_can_be_tried(
    clinic: Clinic, client: Client, people: None, kind: str, typed: dict, words: str
) -> None:
    ids = {"clinician": clinic.clinicians[0].pk, "room": clinic.rooms[1].pk}
    sent = {k: [i.format(**ids) for i in v] if isinstance(v, list) else v.format(**ids) for k, v in typed.items()}
    page = reverse("scheduling:what_if")
    assert client.get(page, {"add": kind}).status_code == 200
    answer = client.post(f"{page}?add={kind}", sent)
    assert answer.status_code == 302, answer.content.decode()
    shown = client.get(answer["Location"])
    assert words in shown.content.decode()
    changes = json.loads(shown.context["start_form"]["changes"].initial.__str__().replace("'", '"'))
    assert changes[0]["kind"] == kind
    begun = client.post(
        reverse("scheduling:what_if_start"),
        {"site": clinic.site.pk, "week": shown.context["draft"].week, "changes": json.dumps(changes), "seconds": "20",
         "keep_known": "on"},
    )  # fmt: skip
    assert begun.status_code == 302, begun.content.decode()
    assert words in client.get(begun["Location"]).content.decode()


def test_wrong_input_is_refused_beside_its_field_and_keeps_what_was_typed(clinic: Clinic, client: Client) -> None:
    page = reverse("scheduling:what_if")
    for kind, typed, words in (
        ("open_hours", {"day": "1", "start": "17:10", "end": "21:00"}, "Times are on the quarter hour."),
        ("open_hours", {"day": "1", "start": "17:00", "end": "16:00"}, "The end must be after the start."),
        ("add_room", {"capacity": "0"}, "greater than or equal to 1"),
        ("remove_clinician", {"clinician": "c0"}, "Select a valid choice"),
        ("open_track", {"name": "general", "like_track": "general", "count": "1"}, "There is a track of this name"),
        ("close_track", {"track": "general", "into": "general"}, "Choose another track"),
        ("admit", {"count": "3", "like": "waiting"}, "There is nobody here whose week"),
    ):
        answer = client.post(f"{page}?add={kind}", typed)
        assert (answer.status_code, words in answer.content.decode()) == (422, True), kind
    for changes in ("[]", "{", '[{"kind": "remove_room", "room": "r0"}]'):
        sent = {"site": clinic.site.pk, "week": "2030-01-07", "changes": changes, "seconds": "20"}
        assert client.post(reverse("scheduling:what_if_start"), sent).status_code == 422
    assert client.get(page, {"site": "0"}).status_code == 404


def test_the_result_says_in_words_who_gains_and_who_loses(
    clinic: Clinic, client: Client, monday: date, people: None
) -> None:
    number = start(clinic, monday, {"kind": "close_hours", "day": "mon", "start": "00:00", "end": "24:00"},
                   {"kind": "close_hours", "day": "tue", "start": "00:00", "end": "24:00"},
                   {"kind": "close_hours", "day": "wed", "start": "00:00", "end": "24:00"},
                   {"kind": "close_hours", "day": "thu", "start": "00:00", "end": "24:00"})  # fmt: skip
    page = reverse("scheduling:what_if_trial", args=[number])
    assert "The two weeks are being made" in client.get(page).content.decode()
    assert client.get(page, headers={"HX-Request": "true"}).status_code == 200
    solve_all()
    assert client.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    text = client.get(page).content.decode()
    assert "3 people fewer would have a full week." in text
    assert "3 people would be worse off" in text
    assert "4 people would have no full week" in text
    assert client.get(reverse("scheduling:proposal", args=[number])).headers["Location"] == page
    client.post(reverse("scheduling:set_aside", args=[number]))
    assert "Undo: take it back" in client.get(page).content.decode()
