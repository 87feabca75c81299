"""A clinician calls in sick: what is hit, repairs from the real search, published in one press, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hearthside.participants.models import Participant
from hearthside.program import selectors as program
from hearthside.program import services as program_services
from hearthside.program.models import StaffAbsence
from hearthside.scheduling import selectors, services
from hearthside.scheduling.models import Proposal, Seat, Session, Telling
from hearthside.scheduling.services._problem import current_problem
from hearthside.scheduling.tasks import _repair
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db(transaction=True)


def moment(clinic: Clinic, day: int, hour: int) -> datetime:
    zone = ZoneInfo(clinic.site.time_zone)
    return datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, tzinfo=zone) + timedelta(days=day)


def absence(clinic: Clinic, first: int = 0, last: int = 7, **more: Any) -> services.Absence:
    facts = {"clinicians": (clinic.clinicians[0].pk,), "rooms": (), "building": False, **more}
    return services.Absence(
        site_id=clinic.site.pk, begins=moment(clinic, first, 0), ends=moment(clinic, last, 0), **facts
    )


def report(clinic: Clinic, **more: Any) -> int:
    return services.report_absence(actor=clinic.actor, absence=absence(clinic, **more))[0]


def call(clinic: Clinic, number: int) -> selectors.SickCall:
    return selectors.sick_call(actor=clinic.actor, proposal_id=number)


def repaired(clinic: Clinic, **more: Any) -> selectors.SickCall:
    number = report(clinic, **more)
    _repair(number, 0)
    return call(clinic, number)


def held() -> set[tuple[int, int, str]]:
    rows = Seat.objects.filter(released_at=None, session__cancelled_at=None).order_by("pk")
    return {(seat.participant_id, seat.session.clinician_id, seat.during.lower.isoformat()) for seat in rows}


@pytest.fixture
def group(clinic: Clinic, book: Callable[..., int]) -> list[Participant]:
    """Three people in a group that the first clinician leads on Monday; the second is free then."""
    clinic.clinicians[1].leads.add(clinic.process)
    people = [clinic.person() for _ in range(3)]
    session = clinic.session()
    for person in people:
        book(session, person)
    return people


def test_a_colleague_takes_over_and_nobody_loses_hours(clinic: Clinic, group: list[Participant]) -> None:
    found = repaired(clinic)
    best = found.options[0]
    figures = best.change["figures"]
    assert (figures["disturbed"], figures["moved"], figures["minutes_lost"], figures["told"]) == (3, 0, 0, 3)
    assert best.change["least_proved"]
    assert figures["least"] == 3
    assert [part["how"] for part in best.change["outcomes"][0]["parts"]] == ["taken_over"]
    before = held()
    done = services.publish_repair(actor=clinic.actor, proposal_id=best.id)
    assert done.people_told == 3
    assert {row[1] for row in held()} == {clinic.clinicians[1].pk}
    assert {row[2] for row in held()} == {row[2] for row in before}
    assert Telling.objects.filter(proposal_id=best.id).count() == 3
    assert {o.state for o in call(clinic, found.row.id).options} <= {"published", "set_aside"}


def test_a_published_repair_is_taken_back_once(clinic: Clinic, group: list[Participant]) -> None:
    before = held()
    found = repaired(clinic)
    number = found.options[0].id
    services.publish_repair(actor=clinic.actor, proposal_id=number)
    assert held() != before
    assert services.publish_repair(actor=clinic.actor, proposal_id=number).already
    services.undo_repair(actor=clinic.actor, proposal_id=number)
    assert held() == before
    assert call(clinic, found.row.id).undone
    with pytest.raises(services.ProposalRefused) as refused:
        services.undo_repair(actor=clinic.actor, proposal_id=number)
    assert refused.value.code == "published_since"


def test_a_group_that_was_too_small_can_be_brought_back(
    clinic: Clinic, group: list[Participant], book: Callable[..., int]
) -> None:
    clinic.process.min_size = 5
    clinic.process.save()
    before = held()
    found = repaired(clinic, last=1)
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    services.undo_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    assert held() == before


def test_a_locked_session_is_let_go_where_its_leader_is_gone(clinic: Clinic, group: list[Participant]) -> None:
    session = Session.objects.get()
    services.lock_session(actor=clinic.actor, session_id=session.pk, locked=True)
    found = repaired(clinic)
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    session.refresh_from_db()
    assert session.cancelled_at is not None
    assert {row[1] for row in held()} == {clinic.clinicians[1].pk}


def test_taking_a_repair_back_locks_again_what_was_locked_and_nothing_else(
    clinic: Clinic, group: list[Participant], book: Callable[..., int]
) -> None:
    loose = clinic.session(MONDAY + timedelta(days=1))
    for person in group:
        book(loose, person)
    locked = Session.objects.exclude(pk=loose).get()
    services.lock_session(actor=clinic.actor, session_id=locked.pk, locked=True)
    number = repaired(clinic).options[0].id
    services.publish_repair(actor=clinic.actor, proposal_id=number)
    assert not Session.objects.filter(cancelled_at=None, locked=True).exists()
    services.undo_repair(actor=clinic.actor, proposal_id=number)
    rows = Session.objects.filter(cancelled_at=None).values_list("during", "locked")
    assert {(during.lower, lock) for during, lock in rows} == {
        (locked.during.lower, True), (Session.objects.get(pk=loose).during.lower, False)
    }  # fmt: skip


def test_a_closed_building_sends_the_session_online(clinic: Clinic, group: list[Participant]) -> None:
    found = repaired(clinic, clinicians=(), building=True)
    figures = found.options[0].change["figures"]
    assert (figures["disturbed"], figures["minutes_lost"], figures["told"]) == (0, 0, 3)
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    assert list(Session.objects.filter(cancelled_at=None).values_list("mode", "room_id")) == [("online", None)]


def test_a_room_that_is_gone_disturbs_no_seat_and_is_told_to_everybody_in_the_session(
    clinic: Clinic, group: list[Participant], client_of_scheduler: Client
) -> None:
    found = repaired(clinic, clinicians=(), rooms=(clinic.rooms[0].pk,))
    figures = found.options[0].change["figures"]
    assert (figures["disturbed"], figures["moved"], figures["told"]) == (0, 0, 3)
    page = client_of_scheduler.get(reverse("scheduling:sick_call_week", args=[found.row.id])).content.decode()
    assert "4 people to tell" in page
    done = services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    rooms = Telling.objects.filter(proposal_id=found.options[0].id).values_list("participant_id", "staff_id", "rooms")
    assert {(person, staff) for person, staff, _rooms in rooms} == {
        *((person.pk, None) for person in group), (None, clinic.clinicians[0].pk)
    }  # fmt: skip
    assert all(changes[0]["after"]["room"] != changes[0]["before"]["room"] for *_who, changes in rooms)
    assert done.people_told == 4


def test_empty_sessions_and_those_against_todays_rules_stay(
    clinic: Clinic, group: list[Participant], book: Callable[..., int]
) -> None:
    alone = clinic.person()
    clinic.busy(alone, [2], 600, 900)
    odd = clinic.session(MONDAY + timedelta(days=2), 660, service=clinic.individual, leader=1, room=1)
    book(odd, alone, despite_commitments=True)
    empty = clinic.session(MONDAY + timedelta(days=3), 660, leader=0, service=clinic.skills)
    found = repaired(clinic, last=1)
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    stay = set(Session.objects.filter(cancelled_at=None).values_list("pk", flat=True))
    assert {odd, empty} <= stay
    assert Seat.objects.filter(session_id=odd, released_at=None).exists()


def test_a_week_that_changed_meanwhile_is_not_overwritten(
    clinic: Clinic, group: list[Participant], client_of_scheduler: Client
) -> None:
    found = repaired(clinic)
    services.cancel_session(actor=clinic.actor, session_id=Session.objects.get().pk, reason="Snow")
    page = reverse("scheduling:sick_call_publish", args=[found.row.id])
    answer = client_of_scheduler.post(page, {"option": found.options[0].id})
    assert answer.status_code == 409
    assert "Look again" in answer.content.decode()
    assert Proposal.objects.get(pk=found.options[0].id).state == "ready"


def test_an_absence_over_two_weeks_is_a_request_for_each(clinic: Clinic, group: list[Participant]) -> None:
    clinic.session(MONDAY + timedelta(days=8))
    numbers = services.report_absence(actor=clinic.actor, absence=absence(clinic, last=14))
    rows = [call(clinic, number).row for number in numbers]
    assert [row.week_starts_on for row in rows] == [MONDAY, MONDAY + timedelta(days=7)]
    assert [row.id for row in call(clinic, numbers[1]).weeks] == list(numbers)


def test_nothing_hit_and_no_time_are_refused(clinic: Clinic, group: list[Participant]) -> None:
    for changes, code in (
        ({"clinicians": (clinic.clinicians[1].pk,)}, "nothing_hit"),
        ({"last": 0}, "empty"), ({"last": 60}, "too_long"), ({"clinicians": ()}, "empty"),
    ):  # fmt: skip
        with pytest.raises(services.AbsenceRefused) as refused:
            report(clinic, **changes)
        assert refused.value.code == code
    assert not Proposal.objects.exists()


def test_a_second_worker_adds_no_second_set_of_repairs(clinic: Clinic, group: list[Participant]) -> None:
    found = repaired(clinic)
    _repair(found.row.id, 1)
    assert len(call(clinic, found.row.id).options) == len(found.options)


def works(clinic: Clinic, week: int = 0) -> dict[int, int]:
    """The quarter hours that the first clinician is planned with on each day of a week."""
    problem = current_problem(clinic.actor, clinic.site.pk, MONDAY + timedelta(days=7 * week))
    found = next(c for c in problem.clinicians if c.id == f"c{clinic.clinicians[0].pk}").works
    return {day: sum(s.end - s.start for s in found if s.day == day) // 15 for day in {s.day for s in found}}


def test_weeks_are_built_without_whoever_is_away_and_rounded_to_whole_quarters(clinic: Clinic) -> None:
    usual = works(clinic)
    away = {"actor": clinic.actor, "staff_ids": [clinic.clinicians[0].pk]}
    start = moment(clinic, 1, 17)
    program_services.note_absences(**away, begins=start + timedelta(minutes=5), ends=start + timedelta(minutes=35))
    program_services.note_absences(**away, begins=moment(clinic, 3, 0), ends=moment(clinic, 30, 0))
    assert works(clinic) == {0: usual[0], 1: usual[1] - 3, 2: usual[2]}
    assert works(clinic, week=1) == {}
    assert works(clinic, week=5) == usual


def test_nobody_puts_a_session_by_hand_where_its_leader_is_away(clinic: Clinic) -> None:
    away = {"actor": clinic.actor, "staff_ids": [clinic.clinicians[0].pk]}
    program_services.note_absences(**away, begins=moment(clinic, 0, 0), ends=moment(clinic, 1, 0))
    with pytest.raises(services.BookingRefused) as refused:
        clinic.session()
    assert refused.value.code == "clinician_outside_hours"
    assert clinic.session(MONDAY + timedelta(days=1))


def test_a_published_repair_is_remembered_and_forgotten_when_taken_back(
    clinic: Clinic, group: list[Participant]
) -> None:
    usual, before = works(clinic), held()
    found = repaired(clinic, last=2)
    number = found.options[0].id
    assert not found.away
    services.publish_repair(actor=clinic.actor, proposal_id=number)
    services.publish_repair(actor=clinic.actor, proposal_id=number)
    assert StaffAbsence.objects.count() == 1
    assert works(clinic) == {day: n for day, n in usual.items() if day > 1}
    assert [staff for staff, _name in call(clinic, found.row.id).away] == [clinic.clinicians[0].pk]
    services.undo_repair(actor=clinic.actor, proposal_id=number)
    assert (works(clinic), held()) == (usual, before)
    assert not call(clinic, found.row.id).away


def test_a_repair_is_taken_back_after_its_absence_was(clinic: Clinic, group: list[Participant]) -> None:
    before, number = held(), repaired(clinic).options[0].id
    services.publish_repair(actor=clinic.actor, proposal_id=number)
    program_services.take_back_absence(actor=clinic.actor, absence_id=StaffAbsence.objects.get().pk)
    services.undo_repair(actor=clinic.actor, proposal_id=number)
    assert held() == before


def test_a_note_that_stands_against_taking_a_repair_back_is_named_until_it_is_taken_back(
    clinic: Clinic, group: list[Participant], client_of_scheduler: Client
) -> None:
    before, found = held(), repaired(clinic, last=1)
    away = {"actor": clinic.actor, "staff_ids": [clinic.clinicians[0].pk]}
    program_services.note_absences(**away, begins=moment(clinic, 0, 0), ends=moment(clinic, 3, 0))
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    page, undo = (reverse(f"scheduling:sick_call_{name}", args=[found.row.id]) for name in ("week", "undo"))
    text = client_of_scheduler.get(page).content.decode()
    assert "Take that note back first:" in text
    assert reverse("program:staff_member", args=[clinic.clinicians[0].pk]) in text
    assert undo not in text
    assert "is noted as away." in client_of_scheduler.post(undo, follow=True).content.decode()
    assert held() != before
    program_services.take_back_absence(actor=clinic.actor, absence_id=StaffAbsence.objects.get().pk)
    text = client_of_scheduler.get(page).content.decode()
    assert ("Take that note back first:" in text, undo in text) == (False, True)
    client_of_scheduler.post(undo)
    assert held() == before


def test_a_note_that_was_there_before_the_repair_does_not_stand_against_taking_it_back(
    clinic: Clinic, group: list[Participant]
) -> None:
    away = {"actor": clinic.actor, "staff_ids": [clinic.clinicians[0].pk]}
    program_services.note_absences(**away, begins=moment(clinic, 0, 0), ends=moment(clinic, 7, 0))
    before, found = held(), repaired(clinic)
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    assert not call(clinic, found.row.id).against
    services.undo_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    assert held() == before


def test_each_week_of_a_long_absence_is_remembered_and_taken_back_by_itself(
    clinic: Clinic, group: list[Participant], book: Callable[..., int]
) -> None:
    later = clinic.session(MONDAY + timedelta(days=14))
    for person in group:
        book(later, person)
    before = held()
    numbers = services.report_absence(actor=clinic.actor, absence=absence(clinic, last=18))
    best = []
    for number in numbers:
        _repair(number, 0)
        best.append(call(clinic, number).options[0].id)
        services.publish_repair(actor=clinic.actor, proposal_id=best[-1])
    third = moment(clinic, 14, 0)
    found = program.absences(actor=clinic.actor, site_id=clinic.site.pk, since=moment(clinic, 0, 0))
    assert [(row.begins, row.ends) for row in found] == [
        (moment(clinic, 0, 0), third), (third, moment(clinic, 18, 0))
    ]  # fmt: skip
    assert works(clinic, week=1) == {}
    services.undo_repair(actor=clinic.actor, proposal_id=best[0])
    assert works(clinic, week=1)
    assert min(works(clinic, week=2)) == 4
    services.undo_repair(actor=clinic.actor, proposal_id=best[1])
    assert held() == before


def test_sessions_of_somebody_who_was_noted_as_away_before_are_repaired(
    clinic: Clinic, group: list[Participant]
) -> None:
    away = {"actor": clinic.actor, "staff_ids": [clinic.clinicians[0].pk]}
    program_services.note_absences(**away, begins=moment(clinic, 0, 0), ends=moment(clinic, 7, 0))
    found = repaired(clinic)
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    assert {row[1] for row in held()} == {clinic.clinicians[1].pk}
    assert StaffAbsence.objects.count() == 1


def test_a_closed_building_notes_nobody_as_away(clinic: Clinic, group: list[Participant]) -> None:
    found = repaired(clinic, clinicians=(), building=True)
    services.publish_repair(actor=clinic.actor, proposal_id=found.options[0].id)
    assert not StaffAbsence.objects.exists()


@pytest.fixture
def client_of_scheduler(staff_client: Callable[[str], Client]) -> Client:
    return staff_client("scheduler")


def test_the_page_shows_what_is_hit_then_repairs_then_who_is_told(
    clinic: Clinic, group: list[Participant], client_of_scheduler: Client
) -> None:
    client = client_of_scheduler
    page, session = reverse("scheduling:sick_call"), Session.objects.get()
    assert client.get(page).status_code == 200
    asked = {
        "site": clinic.site.pk, "who": f"c{clinic.clinicians[0].pk}", "since": "later",
        "since_day": MONDAY.isoformat(), "until": "day",
    }  # fmt: skip
    shown = client.get(page, asked, headers={"HX-Request": "true"}).content.decode()
    assert "1 session cannot be held as planned." in shown
    assert "<html" not in shown
    answer = client.post(page, asked)
    number = Proposal.objects.get().pk
    week = reverse("scheduling:sick_call_week", args=[number])
    assert answer["Location"] == week
    assert "in the queue" in client.get(week).content.decode()
    _repair(number, 0)
    assert client.get(week, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    text = client.get(week).content.decode()
    assert "Nobody loses hours." in text
    assert "Fewest places change" in text
    assert f"From then on weeks are built without {clinic.clinicians[0].name}" in text
    best = call(clinic, number).options[0].id
    client.post(reverse("scheduling:sick_call_publish", args=[number]), {"option": best})
    text = client.get(week).content.decode()
    assert reverse("scheduling:told", args=[best]) in text
    assert f"weeks are built without {clinic.clinicians[0].name}." in text
    assert reverse("program:staff_member", args=[clinic.clinicians[0].pk]) in text
    client.post(reverse("scheduling:sick_call_undo", args=[number]))
    assert "taken back" in client.get(week).content.decode()
    assert Session.objects.filter(cancelled_at=None, clinician_id=session.clinician_id).count() == 1


def test_the_form_says_what_is_missing(clinic: Clinic, client_of_scheduler: Client) -> None:
    page = reverse("scheduling:sick_call")
    asked = {"site": clinic.site.pk, "who": f"r{clinic.rooms[0].pk}", "since": "now", "until": "date"}
    assert "Say until which day." in client_of_scheduler.post(page, asked).content.decode()
    past = {**asked, "until_day": (timezone.now() - timedelta(days=3)).date().isoformat()}
    assert "The end is before the start." in client_of_scheduler.post(page, past).content.decode()
    assert client_of_scheduler.post(page, {"site": clinic.site.pk}).status_code == 422


def test_repairs_are_compared_under_words_and_the_sick_call_itself_is_no_week(
    clinic: Clinic, group: list[Participant], client_of_scheduler: Client
) -> None:
    found = repaired(clinic)
    best = found.options[0]
    page = client_of_scheduler.get(reverse("scheduling:compare", args=[best.id])).content.decode()
    assert "Repair, " in page
    assert best.title not in page
    other = services.start_by_hand(actor=clinic.actor, proposal_id=best.id)
    page = client_of_scheduler.get(reverse("scheduling:compare", args=[other])).content.decode()
    assert page.count(f'value="{best.id}"') == 1
    assert f'value="{found.row.id}"' not in page
