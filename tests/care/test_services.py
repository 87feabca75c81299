from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, NotPermitted
from hearthside.access.permissions import Role
from hearthside.care import selectors, services
from hearthside.care.domain.marks import Refusal, Status
from hearthside.care.models import AttendanceMark
from hearthside.care.services import MarkRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(week, make_session, make_person, seat):
    session = make_session(week.at(0, 540))
    people = [make_person(name) for name in ("Ana", "Ben", "Cleo")]
    for person in people:
        seat(session, person)
    return session, people


def statuses(director, session):
    rows = selectors.session_attendance(actor=director, session_id=session.pk).rows
    return {row.person.display_name: row.mark.status.value if row.mark else None for row in rows}


def refusal(**arguments):
    with pytest.raises(MarkRefused) as caught:
        services.mark_attendance(**arguments)
    return caught.value.reason


def test_each_status_is_kept_with_the_minutes_it_means(director, week, past):
    session, (ana, ben, cleo) = past
    call = {"actor": director, "session_id": session.pk}
    services.mark_attendance(**call, participant_id=ana.pk, status="present")
    services.mark_attendance(**call, participant_id=ben.pk, status="late", arrived=week.at(0, 560))
    services.mark_attendance(**call, participant_id=cleo.pk, status="excused", reason=" child was ill ")
    rows = selectors.session_attendance(actor=director, session_id=session.pk).rows
    assert [(r.mark.status, r.mark.minutes, r.mark.reason) for r in rows] == [
        (Status.PRESENT, 90, ""), (Status.LATE, 70, ""), (Status.EXCUSED, 0, "child was ill"),
    ]  # fmt: skip


def test_a_mark_is_never_changed_only_superseded_and_the_history_says_by_whom(director, past, staff_user):
    session, (ana, _ben, _cleo) = past
    user, staff = staff_user("clinician", "Dana Clinician")
    clinician = Actor.staff(user_id=user.pk, staff_id=staff.pk, name=user.name, roles=frozenset({Role.CLINICIAN}))
    call = {"session_id": session.pk, "participant_id": ana.pk}
    first = services.mark_attendance(actor=clinician, **call, status="missed")
    before = AttendanceMark.objects.values("status", "at", "by_id", "arrived_at", "reason").get(pk=first)
    services.mark_attendance(actor=clinician, **call, status="present")
    assert AttendanceMark.objects.values("status", "at", "by_id", "arrived_at", "reason").get(pk=first) == before
    row = next(r for r in selectors.session_attendance(actor=director, session_id=session.pk).rows if r.history)
    assert [(m.status.value, m.by, m.in_force) for m in row.history] == [
        ("present", "Dana Clinician", True), ("missed", "Dana Clinician", False),
    ]  # fmt: skip


def test_undo_brings_back_what_stood_before(director, past):
    session, (ana, _ben, _cleo) = past
    call = {"actor": director, "session_id": session.pk}
    services.mark_attendance(**call, participant_id=ana.pk, status="excused", reason="ill")
    second = services.mark_attendance(**call, participant_id=ana.pk, status="present")
    assert services.undo_mark(**call, mark_ids=[second]) == 1
    assert statuses(director, session) == {"Ana": "excused", "Ben": None, "Cleo": None}
    assert AttendanceMark.objects.get(superseded_at=None).reason == "ill"
    assert AttendanceMark.objects.count() == 3
    assert services.undo_mark(**call, mark_ids=[second]) == 0


def test_undo_of_the_only_mark_leaves_none(director, past):
    session, (ana, _ben, _cleo) = past
    mark = services.mark_attendance(actor=director, session_id=session.pk, participant_id=ana.pk, status="missed")
    services.undo_mark(actor=director, session_id=session.pk, mark_ids=[mark])
    assert statuses(director, session) == {"Ana": None, "Ben": None, "Cleo": None}


def test_everyone_present_leaves_existing_marks_alone_and_can_be_undone(director, past):
    session, (ana, _ben, _cleo) = past
    services.mark_attendance(actor=director, session_id=session.pk, participant_id=ana.pk, status="missed")
    made = services.mark_all_present(actor=director, session_id=session.pk)
    assert statuses(director, session) == {"Ana": "missed", "Ben": "present", "Cleo": "present"}
    assert services.undo_mark(actor=director, session_id=session.pk, mark_ids=made) == 2
    assert statuses(director, session) == {"Ana": "missed", "Ben": None, "Cleo": None}


def test_everyone_of_an_online_session_is_marked_online(director, week, make_session, make_person, seat):
    session = make_session(week.at(1, 600), mode="online")
    seat(session, make_person("Ana"))
    services.mark_all_present(actor=director, session_id=session.pk)
    assert statuses(director, session) == {"Ana": "online"}


def test_wrong_times_and_wrong_moments_are_refused(director, week, past, make_session, make_person, seat):
    session, (ana, _ben, _cleo) = past
    call = {"actor": director, "session_id": session.pk, "participant_id": ana.pk}
    early, late = week.at(0, 530), week.at(0, 640)
    assert refusal(**call, status="late", arrived=early) is Refusal.ARRIVED_OUTSIDE
    assert refusal(**call, status="left_early", left=late) is Refusal.LEFT_OUTSIDE
    times = {"arrived": week.at(0, 600), "left": week.at(0, 590)}
    assert refusal(**call, status="late", **times) is Refusal.OUT_BEFORE_IN
    soon = make_session(datetime.now(UTC) + timedelta(hours=3))
    seat(soon, ana)
    call["session_id"] = soon.pk
    assert refusal(**call, status="present") is Refusal.NOT_STARTED
    assert services.mark_attendance(**call, status="excused")
    session.cancelled_at = datetime.now(UTC)
    session.save(update_fields=["cancelled_at"])
    call["session_id"] = session.pk
    assert refusal(**call, status="present") is Refusal.CANCELLED


def test_somebody_without_a_seat_and_an_unknown_session_are_not_found(director, past, make_person):
    session, (ana, _ben, _cleo) = past
    stranger = make_person("Stranger")
    with pytest.raises(NotFound):
        services.mark_attendance(actor=director, session_id=session.pk, participant_id=stranger.pk, status="present")
    with pytest.raises(NotFound):
        services.mark_attendance(actor=director, session_id=0, participant_id=ana.pk, status="present")


def test_only_those_who_record_attendance_may(past):
    session, (ana, _ben, _cleo) = past
    for role in (Role.INTAKE, Role.BILLER, Role.PRIVACY_OFFICER):
        actor = Actor.staff(user_id=1, staff_id=None, name="X", roles=frozenset({role}))
        with pytest.raises(NotPermitted):
            services.mark_attendance(actor=actor, session_id=session.pk, participant_id=ana.pk, status="present")
    own = Actor.participant(user_id=2, participant_id=ana.pk, name="Ana")
    with pytest.raises(NotPermitted):
        services.mark_attendance(actor=own, session_id=session.pk, participant_id=ana.pk, status="present")
    assert AttendanceMark.objects.count() == 0


def test_the_database_itself_refuses_two_marks_in_force_and_times_of_the_absent(director, past):
    session, (ana, _ben, _cleo) = past
    mark = services.mark_attendance(actor=director, session_id=session.pk, participant_id=ana.pk, status="missed")
    row = AttendanceMark.objects.get(pk=mark)
    for values in (
        {"status": "present", "arrived_at": session.during[0], "left_at": session.during[1]},
        {"status": "missed", "arrived_at": session.during[0], "superseded_at": datetime.now(UTC)},
        {"status": "present", "superseded_at": datetime.now(UTC)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            AttendanceMark.objects.create(seat_id=row.seat_id, **values)


@pytest.mark.django_db(transaction=True)
def test_people_who_mark_at_the_same_moment_leave_one_mark_in_force_each_and_no_error(director, past):
    session, people = past

    def work(number):
        try:
            if number % 4 == 0:
                return len(services.mark_all_present(actor=director, session_id=session.pk))
            status = ("present", "missed", "excused")[number % 3]
            person = people[number % 3]
            return services.mark_attendance(
                actor=director, session_id=session.pk, participant_id=person.pk, status=status
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(48)))
    assert len(results) == 48
    assert AttendanceMark.objects.filter(superseded_at=None).count() == 3
