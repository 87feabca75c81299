"""From the button to the published week: asked, solved by the real engine, published, published again."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hearthside.scheduling import selectors, services
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.models import Proposal, Seat, Session
from hearthside.scheduling.services._problem import current_problem
from hearthside.scheduling.tasks import _solve
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db(transaction=True)


def ask(clinic: Clinic, monday: date = MONDAY, seconds: int = 2) -> int:
    return services.ask_for_proposal(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=monday, seconds=seconds
    ).proposal_id


def solved(clinic: Clinic, monday: date = MONDAY) -> int:
    number = ask(clinic, monday)
    _solve(number, 0)
    return number


def publish(clinic: Clinic, number: int) -> services.Published:
    return services.publish_proposal(actor=clinic.actor, proposal_id=number)


def problem_of(clinic: Clinic, **more: Any):
    return current_problem(clinic.actor, clinic.site.pk, MONDAY, **more)


def seats() -> set[tuple[int, int]]:
    return set(Seat.objects.filter(released_at=None).values_list("session_id", "participant_id"))


def booked() -> dict[int, list[tuple[date, int]]]:
    """Day and minutes of every countable seat that each person holds."""
    found: dict[int, list[tuple[date, int]]] = {}
    for seat in Seat.objects.filter(released_at=None, session__service__countable=True):
        length = seat.during.upper - seat.during.lower
        found.setdefault(seat.participant_id, []).append((seat.during.lower.date(), length // timedelta(minutes=1)))
    return found


@pytest.fixture
def people(clinic: Clinic) -> list:
    """Four people; one works all day."""
    four = [clinic.person() for _ in range(4)]
    clinic.busy(four[0], [0, 1, 2, 3, 4], 540, 990)
    return four


def test_the_problem_says_what_the_clinic_knows(clinic: Clinic, people: list) -> None:
    problem = problem_of(clinic)
    assert [(s.id, s.minutes) for s in problem.services] == [("individual", 60), ("process", 90), ("skills", 120)]
    assert [r.capacity for r in problem.rooms] == [10, 3]
    first = problem.participants[0]
    assert (first.id, first.track, first.min_minutes, first.min_days) == (f"p{people[0].pk}", "general", 540, 3)
    assert [(c.label, c.span.day, c.span.start, c.span.end) for c in first.commitments][:1] == [("work", 0, 540, 990)]
    assert (problem.published, problem.locked) == (None, ())


def test_a_week_is_asked_for_solved_and_published(clinic: Clinic, people: list) -> None:
    number = solved(clinic)
    row = selectors.proposal(actor=clinic.actor, proposal_id=number)
    assert (row.state, row.placed, row.asked, row.unplaced) == ("ready", 4, 4, 0)
    answer = publish(clinic, number)
    assert (answer.opened, answer.closed, answer.people_told) == (row.sessions, 0, 4)
    assert {sum(minutes for _, minutes in mine) for mine in booked().values()} == {570}
    assert min(len({day for day, _ in mine}) for mine in booked().values()) >= 3
    week = selectors.published_week(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY)
    assert week is not None
    assert (week.proposal_id, week.placed, week.asked) == (number, 4, 4)
    before = seats()
    assert publish(clinic, number).already
    assert seats() == before


def test_two_people_pressing_the_button_share_one_proposal(clinic: Clinic, people: list) -> None:
    first = services.ask_for_proposal(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY)
    second = services.ask_for_proposal(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY)
    assert (second.proposal_id, first.already, second.already) == (first.proposal_id, False, True)


def test_building_again_keeps_the_rows_that_people_know(clinic: Clinic, people: list) -> None:
    publish(clinic, solved(clinic))
    before, rows = seats(), set(Session.objects.values_list("id", flat=True))
    again = solved(clinic)
    preview = services.preview_proposal(actor=clinic.actor, proposal_id=again)
    assert (preview.comparison.nothing, preview.misfits) == (True, ())
    answer = publish(clinic, again)
    assert (answer.opened, answer.closed, answer.changed, answer.people_told) == (0, 0, 0, 0)
    assert (seats(), set(Session.objects.values_list("id", flat=True))) == (before, rows)


def test_what_was_done_by_hand_since_is_never_lost(clinic: Clinic, people: list, book) -> None:
    number = solved(clinic)
    extra = clinic.session(day=MONDAY + timedelta(days=5), start=480)
    with pytest.raises(services.ProposalStale) as caught:
        publish(clinic, number)
    assert [(m.rule, m.session.id) for m in caught.value.misfits] == [("changed_since", f"s{extra}")]
    assert selectors.proposal(actor=clinic.actor, proposal_id=number).state == "ready"


def test_a_proposal_that_no_longer_fits_names_what(clinic: Clinic, people: list) -> None:
    number = solved(clinic)
    clinic.busy(people[1], list(range(7)), 0, 1440, label="moved away")
    with pytest.raises(services.ProposalStale) as caught:
        publish(clinic, number)
    assert {(m.rule, m.participant, m.detail) for m in caught.value.misfits} == {
        ("commitment", f"p{people[1].pk}", "moved away")
    }
    assert not seats()


def test_locked_and_begun_sessions_stay_with_everybody_in_them(clinic: Clinic, people: list, book) -> None:
    locked = clinic.session(day=MONDAY + timedelta(days=2), start=600)
    overruled = clinic.session(day=MONDAY + timedelta(days=3), start=600, room=1, leader=1)
    alone = clinic.session(day=MONDAY, start=480, service=clinic.individual)
    for person in people[1:3]:
        book(locked, person)
    for person in people[:2]:
        book(overruled, person, despite_commitments=True)
    book(alone, people[3])
    for number in (locked, overruled, alone):
        services.lock_session(actor=clinic.actor, session_id=number)
    before = seats()
    proposal = solved(clinic)
    row = selectors.proposal(actor=clinic.actor, proposal_id=proposal)
    assert (row.state, row.placed) == ("ready", 4), row.fault
    publish(clinic, proposal)
    assert before <= seats()
    assert Session.objects.filter(cancelled_at=None, pk__in=(locked, overruled, alone)).count() == 3


def test_a_locked_group_that_is_too_small_or_empty_stays_as_it_is(clinic: Clinic, people: list, book) -> None:
    small, empty = clinic.session(start=480), clinic.session(start=480, room=1, leader=1)
    book(small, people[1])
    for number in (small, empty):
        services.lock_session(actor=clinic.actor, session_id=number)
    proposal = solved(clinic)
    row = selectors.proposal(actor=clinic.actor, proposal_id=proposal)
    assert (row.state, row.placed) == ("ready", 4), row.fault
    publish(clinic, proposal)
    taken = dict(Session.objects.filter(pk__in=(small, empty), cancelled_at=None).values_list("pk", "taken"))
    assert taken == {small: 1, empty: 0}


def test_in_a_week_that_runs_nothing_is_put_into_the_past(clinic: Clinic, people: list) -> None:
    this_week = timezone.now().date() - timedelta(days=timezone.now().weekday())
    noon = timezone.now().replace(hour=20, minute=7) + timedelta(days=0)
    problem = current_problem(clinic.actor, clinic.site.pk, this_week, now=noon)
    today = noon.weekday()
    assert all(span.day >= today for span in problem.opening)
    assert all(span.start % 15 == 0 for span in problem.opening)


def test_begun_sessions_count_and_take_nobody_else(clinic: Clinic, people: list, book) -> None:
    number = clinic.session(start=480)
    for person in people[1:]:
        book(number, person)
    now = Session.objects.get(pk=number).during.lower + timedelta(minutes=5)
    problem = problem_of(clinic, now=now)
    assert problem.locked == (f"s{number}",)
    (held,) = [s for s in problem.services if "@" in s.id]
    assert (held.id, held.min_size, held.max_size) == (f"process@s{number}", 3, 3)
    joined = next(p for p in problem.participants if p.id == f"p{people[1].pk}")
    assert {o.service: o.per_week for o in joined.orders} == {"process": 2, "skills": 2, "individual": 1, held.id: 1}


def test_who_comes_or_goes_within_the_week_gets_a_share(clinic: Clinic, people: list) -> None:
    late = clinic.person(admitted_on=MONDAY + timedelta(days=3))
    clinic.person(discharged_on=MONDAY - timedelta(days=1))
    leaving = clinic.person(discharged_on=MONDAY + timedelta(days=1))
    problem = problem_of(clinic)
    by_id = {p.id: p for p in problem.participants}
    assert set(by_id) == {f"p{p.pk}" for p in (*people, late, leaving)}
    share = by_id[f"p{late.pk}"]
    assert ({o.service: o.per_week for o in share.orders}, share.min_minutes, share.min_days) == (
        {"process": 2, "skills": 2, "individual": 1}, 308, 1,
    )  # fmt: skip
    assert [c.span.day for c in share.commitments] == [0, 1, 2]
    assert [c.span.day for c in by_id[f"p{leaving.pk}"].commitments] == [2, 3, 4, 5, 6]


def test_an_order_for_somebody_who_left_is_explained_not_dropped(clinic: Clinic, people: list) -> None:
    order = people[0].episodes.get().orders.get(service=clinic.individual)
    order.clinician = clinic.clinicians[1]
    order.save()
    clinic.clinicians[1].archived_at = timezone.now()
    clinic.clinicians[1].save()
    detail = selectors.proposal_detail(actor=clinic.actor, proposal_id=solved(clinic))
    (unplaced,) = detail.solution["unplaced"]
    found = [(reason["code"], reason.get("clinician")) for reason in unplaced["reasons"]]
    assert ("no_trained_clinician", f"c{clinic.clinicians[1].pk}") in found  # a busy machine may add "search_ended"


@pytest.mark.parametrize("monday", [date(2026, 10, 26), date(2027, 3, 8)])
def test_weeks_in_which_the_clocks_change_are_built_and_published(clinic: Clinic, monday: date) -> None:
    clinic.site.opening_hours.create(weekday=6, start_minute=480, end_minute=1260)
    clinic.clinicians[0].working_hours.create(weekday=6, start_minute=480, end_minute=1260)
    couple = [clinic.person(travel_minutes=0) for _ in range(2)]
    for person in couple:
        clinic.busy(person, [1, 2, 4, 5], 0, 1440, label="away")
    now = timezone.now()
    problem = current_problem(clinic.actor, clinic.site.pk, monday, now=now - timedelta(days=100))
    number = Proposal.objects.create(site=clinic.site, week_starts_on=monday, seconds=3, problem=None).pk
    from hearthside.scheduling.domain.problem import problem_to_json

    Proposal.objects.filter(pk=number).update(problem=problem_to_json(problem))
    _solve(number, 0)
    row = selectors.proposal(actor=clinic.actor, proposal_id=number)
    assert (row.state, row.placed) == ("ready", 2), row.fault
    if monday > now.date():
        publish(clinic, number)
        cards = selectors.week_sessions(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=monday)
        detail = selectors.proposal_detail(actor=clinic.actor, proposal_id=number)
        planned = sorted(f"{s['day']} {s['start']}" for s in detail.solution["sessions"])
        assert sorted(f"{c.starts:%a %H:%M}".lower() for c in cards) == planned
        assert any(line.startswith("sun") for line in planned)


def test_stopping_keeps_the_best_so_far_and_a_waiting_one_is_put_away(clinic: Clinic, people: list) -> None:
    number = ask(clinic)
    services.stop_proposal(actor=clinic.actor, proposal_id=number)
    assert selectors.proposal(actor=clinic.actor, proposal_id=number).state == "set_aside"
    _solve(number, 0)
    assert selectors.proposal(actor=clinic.actor, proposal_id=number).state == "set_aside"


def test_a_proposal_is_set_aside_and_taken_back(clinic: Clinic, people: list) -> None:
    number = solved(clinic)
    services.set_aside_proposal(actor=clinic.actor, proposal_id=number)
    with pytest.raises(services.ProposalRefused):
        publish(clinic, number)
    services.take_back_proposal(actor=clinic.actor, proposal_id=number)
    assert publish(clinic, number).people_told == 4


def test_a_proposal_begun_too_often_is_marked_broken(clinic: Clinic, people: list) -> None:
    number = ask(clinic)
    _solve(number, 3)
    row = selectors.proposal(actor=clinic.actor, proposal_id=number)
    assert (row.state, row.fault) == ("broken", "worker_lost")
    assert ask(clinic) != number


def test_a_problem_that_cannot_be_read_breaks_with_its_reason(clinic: Clinic, people: list) -> None:
    number = ask(clinic)
    Proposal.objects.filter(pk=number).update(problem={"format": "something else"})
    _solve(number, 0)
    row = selectors.proposal(actor=clinic.actor, proposal_id=number)
    assert row.state == "broken"
    assert row.fault.startswith("problem_invalid:")


def test_rooms_can_change_places(clinic: Clinic, people: list, book) -> None:
    clinic.rooms[1].capacity = 8
    clinic.rooms[1].save()
    one, two = clinic.session(start=600), clinic.session(start=600, room=1, leader=1)
    for person in people[1:3]:
        book(one, person)
    for person in (people[3], clinic.person()):
        book(two, person)
    number = solved(clinic)
    row = Proposal.objects.get(pk=number)
    swap = {f"r{clinic.rooms[0].pk}": f"r{clinic.rooms[1].pk}", f"r{clinic.rooms[1].pk}": f"r{clinic.rooms[0].pk}"}
    row.solution["sessions"] = [{**s, "room": swap[s["room"]]} for s in row.problem["published"]]
    row.solution["claims"] = {}
    row.save()
    answer = publish(clinic, number)
    assert (answer.opened, answer.closed, answer.changed, answer.people_told) == (0, 0, 2, 6)
    rooms = dict(Session.objects.values_list("pk", "room_id"))
    assert rooms == {one: clinic.rooms[1].pk, two: clinic.rooms[0].pk}


def test_the_referee_finds_the_published_week_right(clinic: Clinic, people: list) -> None:
    number = solved(clinic)
    publish(clinic, number)
    detail = selectors.proposal_detail(actor=clinic.actor, proposal_id=number)
    assert verify(parse_problem(detail.problem), parse_solution(detail.solution)).broken == ()


def test_the_web_process_never_imports_the_solver() -> None:
    code = (
        "import django, sys, os; os.environ['DJANGO_SETTINGS_MODULE']='hearthside.config.settings'; django.setup();"
        "import hearthside.config.urls, hearthside.config.wsgi, hearthside.scheduling.tasks;"
        "print('ortools' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.strip().lower()) is False
