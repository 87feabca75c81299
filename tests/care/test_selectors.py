from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.access.permissions import Role
from hearthside.audit import trail
from hearthside.audit.models import Entry
from hearthside.care import selectors, services
from hearthside.care.domain.marks import Status
from hearthside.care.domain.minutes import Outlook

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_week(week, make_session):
    """Three days of 90 and 90 minutes: 540."""
    return [make_session(week.at(day, start)) for day in (0, 2, 4) for start in (540, 660)]


def mark(director, session, person, status, **more):
    services.mark_attendance(actor=director, session_id=session.pk, participant_id=person.pk, status=status, **more)


def test_a_week_is_told_scheduled_attended_and_left_apart(director, week, full_week, make_person, seat):
    ana = make_person()
    for session in full_week:
        seat(session, ana)
    mark(director, full_week[0], ana, "present")
    mark(director, full_week[1], ana, "late", arrived=week.at(0, 680))
    mark(director, full_week[2], ana, "excused")
    hours = selectors.participant_hours(actor=director, participant_id=ana.pk, week_starts_on=week.starts_on)
    assert (hours.scheduled, hours.attended, hours.countable_left) == (540, 160, 270)
    assert (hours.min_minutes, hours.days_scheduled, hours.days_attended, hours.min_days) == (540, 3, 1, 3)
    assert (hours.prorated, hours.outlook, hours.short) == (False, Outlook.SHORT, 110)
    site = selectors.site_hours(actor=director, site_id=ana.site_id, week_starts_on=week.starts_on)
    assert site == {ana.pk: hours}


def test_sessions_that_do_not_count_are_attended_and_not_countable(
    director, week, full_week, make_session, make_person, seat, offer
):
    from hearthside.program.models import Service

    Service.objects.filter(pk=offer["Family group"]).update(countable=False)
    ana, family = make_person(), make_session(week.at(5, 600), service="Family group")
    seat(family, ana)
    mark(director, family, ana, "present")
    hours = selectors.participant_hours(actor=director, participant_id=ana.pk, week_starts_on=week.starts_on)
    assert (hours.all_scheduled, hours.all_attended, hours.scheduled, hours.attended) == (90, 90, 0, 0)
    assert (hours.days_scheduled, hours.days_attended) == (0, 0)


def test_the_week_of_admission_is_prorated(director, week, full_week, make_person, seat):
    ana = make_person(admitted_on=week.days[2])
    for session in full_week[2:]:
        seat(session, ana)
        mark(director, session, ana, "present")
    hours = selectors.participant_hours(actor=director, participant_id=ana.pk, week_starts_on=week.starts_on)
    assert (hours.attended, hours.prorated, hours.outlook) == (360, True, Outlook.PRORATED)


def test_a_released_seat_and_a_cancelled_session_count_no_more(director, week, full_week, make_person, seat):
    ana = make_person()
    held = [seat(session, ana) for session in full_week]
    mark(director, full_week[0], ana, "present")
    mark(director, full_week[1], ana, "present")
    held[0].released_at = datetime.now(UTC)
    held[0].save(update_fields=["released_at"])
    full_week[1].cancelled_at = datetime.now(UTC)
    full_week[1].save(update_fields=["cancelled_at"])
    hours = selectors.participant_hours(actor=director, participant_id=ana.pk, week_starts_on=week.starts_on)
    assert (hours.scheduled, hours.attended) == (360, 0)


def test_everybody_in_the_program_is_in_the_hours_of_the_site_booked_or_not(
    director, week, full_week, make_person, seat
):
    booked, waiting = make_person("Ana"), make_person("Ben")
    seat(full_week[0], booked)
    site = selectors.site_hours(actor=director, site_id=booked.site_id, week_starts_on=week.starts_on)
    assert {person: hours.scheduled for person, hours in site.items()} == {booked.pk: 90, waiting.pk: 0}


def test_history_tells_the_weeks_newest_first_with_what_is_known_of_each_session(
    director, week, make_session, make_person, seat
):
    ana = make_person()
    sessions = [make_session(w.at(1, 600)) for w in (week, week.previous(), week.previous().previous())]
    coming = make_session(datetime.now(UTC) + timedelta(days=30))
    for session in (*sessions, coming):
        seat(session, ana)
    mark(director, sessions[0], ana, "left_early", left=week.at(1, 660), reason="bus")
    mark(director, sessions[1], ana, "missed")
    found = selectors.participant_history(actor=director, participant_id=ana.pk)
    assert [w.starts_on for w in found] == [
        week.starts_on, week.previous().starts_on, week.previous().previous().starts_on,
    ]  # fmt: skip
    lines = [line for w in found for line in w.lines]
    assert [(line.status, line.attended, line.reason) for line in lines] == [
        (Status.LEFT_EARLY, 60, "bus"), (Status.MISSED, 0, ""), (None, 0, ""),
    ]  # fmt: skip
    assert lines[0].left.hour == 11
    assert [w.hours.attended for w in found] == [60, 0, 0]
    assert len(selectors.participant_history(actor=director, participant_id=ana.pk, weeks=2)) <= 2


def test_a_participant_reads_their_own_hours_and_nobody_elses(director, week, make_person):
    ana, ben = make_person("Ana"), make_person("Ben")
    own = Actor.participant(user_id=7, participant_id=ana.pk, name="Ana")
    call = {"actor": own, "week_starts_on": week.starts_on}
    assert selectors.participant_hours(**call, participant_id=ana.pk).min_minutes == 540
    assert selectors.participant_history(actor=own, participant_id=ana.pk) == ()
    with pytest.raises(NotPermitted):
        selectors.participant_hours(**call, participant_id=ben.pk)
    with pytest.raises(NotPermitted):
        selectors.site_hours(**call, site_id=ana.site_id)


def test_a_biller_reads_hours_without_reading_the_timetable(week, make_person):
    ana = make_person()
    biller = Actor.staff(user_id=1, staff_id=None, name="B", roles=frozenset({Role.BILLER}))
    assert selectors.site_hours(actor=biller, site_id=ana.site_id, week_starts_on=week.starts_on).keys() == {ana.pk}


def test_reading_hours_leaves_the_reader_and_the_person_in_the_trail(director, week, make_person):
    ana = make_person()
    selectors.participant_hours(actor=director, participant_id=ana.pk, week_starts_on=week.starts_on)
    entry = Entry.objects.get(use_case="care.selectors.hours.participant_hours")
    assert (entry.verb, entry.actor_name, entry.subject_id) == ("read", "Test Director", ana.pk)


def test_unmarked_sessions_are_counted(director, full_week, make_person, seat):
    ana, ben = make_person("Ana"), make_person("Ben")
    for person in (ana, ben):
        seat(full_week[0], person)
    mark(director, full_week[0], ana, "present")
    ids = [full_week[0].pk, full_week[1].pk]
    assert selectors.unmarked_sessions(actor=director, session_ids=ids) == {ids[0]: 1, ids[1]: 0}


def test_answers_ask_the_database_as_often_for_sixty_people_as_for_one(director, week, full_week, make_person, seat):
    people, counts = [], []
    for wanted in (1, 3, 60):
        while len(people) < wanted:
            people.append(make_person(f"Person {len(people):02d}"))
            for session in full_week:
                seat(session, people[-1])
        services.mark_all_present(actor=director, session_id=full_week[0].pk)
        with CaptureQueriesContext(connection) as asked, trail.one_flush_for_reads():
            selectors.session_attendance(actor=director, session_id=full_week[0].pk)
            selectors.site_hours(actor=director, site_id=people[0].site_id, week_starts_on=week.starts_on)
            selectors.participant_history(actor=director, participant_id=people[0].pk)
            selectors.participant_hours(actor=director, participant_id=people[0].pk, week_starts_on=week.starts_on)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
