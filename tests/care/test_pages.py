from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearthside.care import selectors, services
from hearthside.care.models import AttendanceMark

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def past(week, make_session, make_person, seat):
    session = make_session(week.at(0, 540))
    people = [make_person(name) for name in ("Ana", "Ben", "Cleo")]
    for person in people:
        seat(session, person)
    return session, people


def page(session):
    return reverse("care:session", args=[session.pk])


def post(client, session, person, headers=None, **sent):
    return client.post(reverse("care:mark", args=[session.pk, person.pk]), sent, headers=headers or {})


def standing(director, session):
    rows = selectors.session_attendance(actor=director, session_id=session.pk).rows
    return {row.person.display_name: row.mark and (row.mark.status.value, row.mark.minutes) for row in rows}


def test_a_clinician_marks_people_one_by_one_and_only_their_row_comes_back(director, past, staff_client):
    (session, (ana, ben, _cleo)), client = past, staff_client("clinician")
    assert b"3 people are still to be marked." in client.get(page(session)).content
    answer = post(client, session, ana, HTMX, status="present")
    body = answer.content.decode()
    assert answer.status_code == 200
    assert body.count("data-attendance-row") == 1
    assert "2 people are still to be marked." in body
    assert "Clinician Person" in body
    assert post(client, session, ben, status="late", arrived="9:20 am").status_code == 302
    assert standing(director, session) == {"Ana": ("present", 90), "Ben": ("late", 70), "Cleo": None}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without script", "with script"])
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"status": "late", "arrived": "8:20"}, "Write a time inside the session."),
        ({"status": "late", "arrived": "10:20", "left": "10:10"}, "Write a time after the time in."),
        ({"status": "left_early", "left": "11:30"}, "Write a time inside the session."),
        ({"status": "left_early"}, "Write when the person left."),
        ({"status": "late", "arrived": "half nine"}, "Write a time such as 17:30"),
        ({"status": "vanished"}, "Select a valid choice"),
    ],
)
def test_wrong_times_are_refused_beside_the_field_and_what_was_typed_is_kept(
    director, past, staff_client, sent, words, headers
):
    session, (ana, _ben, _cleo) = past
    answer = post(staff_client("scheduler"), session, ana, headers, **sent, reason="the bus")
    body = answer.content.decode()
    assert answer.status_code == 422
    if sent["status"] != "vanished":
        assert words in body
        assert 'value="the bus"' in body
    for name in ("arrived", "left"):
        assert name not in sent or f'value="{sent[name]}"' in body
    assert AttendanceMark.objects.count() == 0


def test_everyone_present_is_one_step_and_one_step_back(director, past, staff_client):
    (session, (ana, _ben, _cleo)), client = past, staff_client("clinician")
    post(client, session, ana, status="excused", reason="ill")
    answer = client.post(reverse("care:all_present", args=[session.pk]), follow=True)
    assert b"2 people marked as here." in answer.content
    made = answer.context["made"]
    assert standing(director, session) == {"Ana": ("excused", 0), "Ben": ("present", 90), "Cleo": ("present", 90)}
    client.post(reverse("care:undo", args=[session.pk]), {"marks": made})
    assert standing(director, session) == {"Ana": ("excused", 0), "Ben": None, "Cleo": None}


def test_undo_of_one_row_answers_with_that_row(director, past, staff_client):
    (session, (ana, _ben, _cleo)), client = past, staff_client("clinician")
    post(client, session, ana, status="missed")
    mark = AttendanceMark.objects.get().pk
    sent = {"marks": mark, "person": ana.pk}
    answer = client.post(reverse("care:undo", args=[session.pk]), sent, headers=HTMX)
    assert answer.content.decode().count("data-attendance-row") == 1
    assert standing(director, session)["Ana"] is None


def test_before_a_session_the_page_says_so_and_only_excuses(director, make_session, make_person, seat, staff_client):
    session, ana, client = (
        make_session(datetime.now(UTC) + timedelta(hours=3)),
        make_person(),
        staff_client("clinician"),
    )
    seat(session, ana)
    body = client.get(page(session)).content.decode()
    assert "This session has not begun" in body
    assert "Everyone present" not in body
    assert body.count(" disabled") == 5
    assert b"somebody can only be excused" in post(client, session, ana, HTMX, status="present").content
    assert post(client, session, ana, HTMX, status="excused").status_code == 200
    client.post(reverse("care:all_present", args=[session.pk]))
    assert standing(director, session) == {"Ana": ("excused", 0)}


def test_an_empty_and_a_cancelled_session_say_so(week, make_session, staff_client):
    session, client = make_session(week.at(1, 540)), staff_client("clinician")
    assert b"Nobody is booked here" in client.get(page(session)).content
    session.cancelled_at, session.cancel_reason = datetime.now(UTC), "Dana is ill"
    session.save(update_fields=["cancelled_at", "cancel_reason"])
    body = client.get(page(session)).content
    assert b"This session was cancelled" in body
    assert b"Dana is ill" in body


def test_who_may_only_read_sees_marks_without_buttons(past, staff_client, director):
    session, (ana, _ben, _cleo) = past
    services.mark_attendance(actor=director, session_id=session.pk, participant_id=ana.pk, status="missed")
    client = staff_client("intake")
    body = client.get(page(session)).content.decode()
    assert "Missed" in body
    assert 'name="status"' not in body
    assert post(client, session, ana, status="present").status_code == 404
    assert client.post(reverse("care:all_present", args=[session.pk])).status_code == 404


def test_others_find_nothing_whether_the_session_exists_or_not(past, staff_client, client):
    from hearthside.accounts.models import User
    from tests.conftest import sign_in

    session, (ana, _ben, _cleo) = past
    user = User.objects.create_user("ana@example.org", kind="participant", name="Ana")
    type(ana).objects.filter(pk=ana.pk).update(user=user)
    own = sign_in(client, user)
    there, absent = own.get(page(session)), own.get(reverse("care:session", args=[0]))
    assert (there.status_code, absent.status_code) == (404, 404)
    officer = staff_client("privacy_officer")
    assert officer.get(page(session)).status_code == 404


def test_a_person_of_another_session_is_not_marked_here(past, staff_client, make_person):
    session, _people = past
    stranger, client = make_person("Stranger"), staff_client("clinician")
    assert post(client, session, stranger, HTMX, status="present").status_code == 404
    assert post(client, session, stranger, HTMX, status="nonsense").status_code == 404


def test_the_page_asks_the_database_as_often_for_sixty_people_as_for_one(
    week, make_session, make_person, seat, staff_client
):
    session, client, counts, people = make_session(week.at(0, 540)), staff_client("clinician"), [], 0
    for wanted in (1, 3, 60):
        for number in range(people, wanted):
            seat(session, make_person(f"Person {number}"))
        people = wanted
        client.post(reverse("care:all_present", args=[session.pk]))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(session)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
