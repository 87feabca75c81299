"""Every rule of a booking refuses by name, and nothing else is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.access.permissions import Role
from hearthside.participants.models import KeptApart
from hearthside.scheduling import selectors, services
from hearthside.scheduling.models import Seat, Session
from hearthside.scheduling.services import BookingRefused, Code
from tests.scheduling.conftest import MONDAY, Clinic


def refusal(call, **arguments) -> Code:
    with pytest.raises(BookingRefused) as caught:
        call(**arguments)
    return caught.value.code


def open_refusal(clinic: Clinic, **changes) -> Code:
    arguments = {
        "actor": clinic.actor, "site_id": clinic.site.pk, "service_id": clinic.process.pk,
        "audience_id": clinic.audiences["process"].pk, "mode": "in_person", "day": MONDAY, "start": 1020,
        "clinician_id": clinic.clinicians[0].pk, "room_id": clinic.rooms[0].pk, **changes,
    }  # fmt: skip
    return refusal(services.open_session, **arguments)


def test_a_session_is_opened_and_shown_on_the_site_clock(clinic: Clinic) -> None:
    number = clinic.session()
    card = selectors.session_card(actor=clinic.actor, session_id=number)
    assert (card.starts.strftime("%a %H:%M"), card.ends.strftime("%H:%M")) == ("Mon 17:00", "18:30")
    assert (card.minutes, card.places, card.taken, card.clinician_initials, card.room_name) == (90, 8, 0, "AR", "Lake")
    assert selectors.week_sessions(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY) == (card,)
    assert selectors.day_sessions(actor=clinic.actor, site_id=clinic.site.pk, day=MONDAY) == (card,)


def test_places_are_those_of_the_smaller_of_group_and_room(clinic: Clinic) -> None:
    assert selectors.session_card(actor=clinic.actor, session_id=clinic.session(room=1)).places == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start": 1035}, Code.OFF_GRID),
        ({"start": 1200}, Code.OUTSIDE_HOURS),
        ({"day": date(2026, 12, 6)}, Code.OUTSIDE_HOURS),
        ({"room_id": None}, Code.ROOM_NEEDED),
        ({"mode": "online"}, Code.ROOM_NOT_NEEDED),
    ],
)
def test_time_and_place_are_checked(clinic: Clinic, changes: dict, code: Code) -> None:
    assert open_refusal(clinic, **changes) is code


def test_the_leader_must_be_trained_at_work_and_speak_the_language(clinic: Clinic) -> None:
    leader = clinic.clinicians[0]
    leader.working_hours.filter(weekday=0).update(start_minute=480, end_minute=1080)
    assert open_refusal(clinic) is Code.CLINICIAN_OUTSIDE_HOURS
    leader.modes = ["online"]
    leader.save()
    assert open_refusal(clinic) is Code.CLINICIAN_MODE
    leader.leads.clear()
    assert open_refusal(clinic) is Code.CLINICIAN_CANNOT_LEAD
    clinic.audiences["process"].language = "es"
    clinic.audiences["process"].save()
    assert open_refusal(clinic, clinician_id=clinic.clinicians[1].pk) is Code.CLINICIAN_LANGUAGE


def test_a_clinician_with_a_full_week_takes_no_more(clinic: Clinic) -> None:
    clinic.clinicians[0].max_contact_minutes = 120
    clinic.clinicians[0].save()
    clinic.session()
    assert open_refusal(clinic, start=600) is Code.CLINICIAN_FULL_WEEK


def test_room_and_clinician_hold_one_session_at_a_time(clinic: Clinic) -> None:
    clinic.session()
    assert open_refusal(clinic, clinician_id=clinic.clinicians[1].pk, start=1050) is Code.ROOM_TAKEN
    assert open_refusal(clinic, room_id=clinic.rooms[1].pk, start=1050) is Code.CLINICIAN_TAKEN
    clinic.session(start=1110)


def test_a_seat_is_booked_counted_and_released_once(clinic: Clinic, book) -> None:
    number, person = clinic.session(), clinic.person()
    seat = book(number, person)
    assert selectors.session_card(actor=clinic.actor, session_id=number).taken == 1
    people = selectors.session_people(actor=clinic.actor, session_ids=[number, 999])
    assert people == {number: (selectors.SeatRow(seat, person.pk, number),), 999: ()}
    for _ in range(2):
        assert services.release_seat(actor=clinic.actor, seat_id=seat) == number
    assert selectors.session_card(actor=clinic.actor, session_id=number).taken == 0
    assert not selectors.seat_ref(actor=clinic.actor, seat_id=seat).held


def test_a_seat_respects_the_person(clinic: Clinic, book) -> None:
    number, other = clinic.session(), clinic.session(start=1050, leader=1, room=1)
    person = clinic.person()
    book(number, person)

    def refused(session: int, somebody) -> Code:
        return refusal(book, session_id=session, person=somebody)

    assert refused(number, person) is Code.ALREADY_IN
    assert refused(other, person) is Code.PARTICIPANT_TAKEN
    assert refused(number, clinic.person(can_attend=["online"])) is Code.MODE
    enemy = clinic.person()
    KeptApart.objects.create(first=person, second=enemy)
    assert refused(number, enemy) is Code.KEPT_APART
    online = clinic.session(start=600, room=None)
    assert refused(online, person) is Code.TWO_MODES
    assert refused(number, clinic.person(discharged_on=MONDAY - timedelta(days=1))) is Code.NOT_IN_PROGRAM
    assert refused(number, clinic.person(admitted_on=MONDAY + timedelta(days=1))) is Code.NOT_IN_PROGRAM
    clinic.audiences["process"].tracks.clear()
    assert refused(number, clinic.person()) is Code.OTHER_TRACK


def test_a_full_session_takes_nobody(clinic: Clinic, book) -> None:
    number = clinic.session(service=clinic.individual)
    book(number, clinic.person())
    assert refusal(book, session_id=number, person=clinic.person()) is Code.SESSION_FULL


@pytest.mark.parametrize(
    ("start", "end", "refused"), [(900, 991, True), (900, 990, False), (1139, 1200, True), (1140, 1200, False)]
)
def test_the_way_to_the_clinic_is_kept_free(clinic: Clinic, book, start: int, end: int, refused: bool) -> None:
    number, person = clinic.session(), clinic.person()
    clinic.busy(person, [0], start, end)
    if refused:
        assert refusal(book, session_id=number, person=person) is Code.COMMITMENT
        book(number, person, despite_commitments=True)
    else:
        book(number, person)


def test_a_night_shift_reaches_into_the_next_day(clinic: Clinic, book) -> None:
    person = clinic.person()
    clinic.busy(person, [0], 1320, 540, label="night shift")
    tuesday = clinic.session(day=MONDAY + timedelta(days=1), start=540)
    assert refusal(book, session_id=tuesday, person=person) is Code.COMMITMENT


def test_a_cancelled_session_releases_everybody_and_can_be_taken_back(clinic: Clinic, book) -> None:
    number, people = clinic.session(), [clinic.person() for _ in range(3)]
    for person in people:
        book(number, person)
    assert refusal(services.cancel_session, actor=clinic.actor, session_id=number, reason=" ") is Code.REASON_NEEDED
    services.cancel_session(actor=clinic.actor, session_id=number, reason="Water in the room")
    assert Seat.objects.filter(released_at=None).count() == 0
    assert refusal(book, session_id=number, person=people[0]) is Code.SESSION_CANCELLED
    week = {"actor": clinic.actor, "participant_id": people[0].pk, "week_starts_on": MONDAY}
    assert selectors.participant_week(**week) == ()
    assert [card.cancel_reason for card in selectors.participant_week(**week, with_cancelled=True)] == [
        "Water in the room"
    ]
    elsewhere = clinic.session(start=1050, leader=1, room=1)
    book(elsewhere, people[0])
    answer = services.restore_session(actor=clinic.actor, session_id=number)
    assert (answer.seated, answer.lost) == ((people[1].pk, people[2].pk), (people[0].pk,))
    assert selectors.session_card(actor=clinic.actor, session_id=number).taken == 2


def test_a_moved_session_takes_everybody_along_or_stays(clinic: Clinic, book) -> None:
    number, person = clinic.session(), clinic.person()
    book(number, person)
    clinic.busy(person, [1], 900, 1200)
    move = {
        "actor": clinic.actor, "session_id": number, "day": MONDAY + timedelta(days=1), "start": 1020,
        "room_id": clinic.rooms[0].pk, "clinician_id": clinic.clinicians[1].pk,
    }  # fmt: skip
    assert refusal(services.move_session, **move) is Code.COMMITMENT
    services.move_session(**{**move, "start": 540})
    card = selectors.session_card(actor=clinic.actor, session_id=number)
    assert (card.starts.strftime("%a %H:%M"), card.clinician_name, card.taken) == ("Tue 09:00", "Bob Hill", 1)
    seat = Seat.objects.get()
    assert (seat.during, card.sequence) == (Session.objects.get().during, 1)


def test_locking_and_unlocking(clinic: Clinic) -> None:
    number = clinic.session()
    for locked in (True, False):
        services.lock_session(actor=clinic.actor, session_id=number, locked=locked)
        assert selectors.session_card(actor=clinic.actor, session_id=number).locked is locked


def test_only_those_who_edit_sessions_may(clinic: Clinic) -> None:
    number, person = clinic.session(), clinic.person()
    for role in (Role.CLINICIAN, Role.INTAKE, Role.BILLER, Role.PRIVACY_OFFICER):
        actor = Actor.staff(user_id=1, staff_id=None, name="x", roles=frozenset({role}))
        with pytest.raises(NotPermitted):
            services.book_seat(actor=actor, session_id=number, participant_id=person.pk)
    own = Actor.participant(user_id=1, participant_id=person.pk, name="x")
    assert selectors.participant_week(actor=own, participant_id=person.pk, week_starts_on=MONDAY) == ()
    with pytest.raises(NotPermitted):
        selectors.participant_week(actor=own, participant_id=clinic.person().pk, week_starts_on=MONDAY)


@pytest.mark.parametrize("monday", [date(2026, 10, 26), date(2027, 3, 8)])
def test_weeks_in_which_the_clocks_change_hold_their_sessions(clinic: Clinic, book, monday: date) -> None:
    clinic.site.opening_hours.create(weekday=6, start_minute=0, end_minute=1260)
    clinic.clinicians[0].working_hours.create(weekday=6, start_minute=0, end_minute=1260)
    sunday = monday + timedelta(days=6)
    number, early = clinic.session(day=sunday, start=1020), clinic.session(day=sunday, start=60)
    cards = selectors.week_sessions(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=monday)
    assert [card.id for card in cards] == [early, number]
    assert (cards[1].starts.hour, cards[1].ends.strftime("%H:%M"), cards[1].minutes) == (17, "18:30", 90)
    assert cards[0].minutes == 90
    person = clinic.person()
    book(number, person)
    clinic.busy(clinic.person(), [6], 900, 1000)
    assert (
        selectors.week_sessions(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=monday + timedelta(7)) == ()
    )
    own = selectors.participant_week(actor=clinic.actor, participant_id=person.pk, week_starts_on=monday)
    assert [card.id for card in own] == [number]
