"""The private calendar: neutral words, true times, and an end at once."""

from __future__ import annotations

import icalendar
import pytest
from django.test import Client

from hearthside.access.actor import Actor
from hearthside.scheduling import services as scheduling
from hearthside.scheduling.models import Session
from tests.cast import World, build_world


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def ana(world: World) -> Actor:
    return Actor.participant(
        user_id=world.users["participant"].pk, participant_id=world.ids["participant_id"], name="Ana"
    )


@pytest.fixture
def address(world: World, ana: Actor) -> str:
    made = scheduling.make_feed(actor=ana, participant_id=world.ids["participant_id"], title="Cita")
    return f"/calendar/{made.secret}.ics"


def events(response: object) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))  # type: ignore[attr-defined]


def test_a_calendar_program_reads_true_times_under_neutral_words(world: World, address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    (event,) = events(response)
    during = Session.objects.get(pk=world.ids["session_id"]).during
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (during.lower, during.upper)
    assert f"{event.decoded('dtstart'):%H:%M}" == "17:00"
    assert str(event["summary"]) == "Cita"
    text = response.content.decode()
    for hidden in ("Process", "Birch", "Lakeside", "Ana", "Clinician", "earthside", "group"):
        assert hidden not in text


def test_another_persons_sessions_are_not_in_it(world: World, address: str) -> None:
    assert len(events(Client().get(address))) == 1
    assert Session.objects.count() == 2


def test_a_cancelled_session_is_in_it_as_cancelled(world: World, address: str, director: Actor) -> None:
    (before,) = events(Client().get(address))
    scheduling.cancel_session(actor=Actor.system("test"), session_id=world.ids["session_id"], reason="Ill")
    (after,) = events(Client().get(address))
    assert str(after["status"]) == "CANCELLED"
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert "Ill" not in Client().get(address).content.decode()


def test_what_did_not_change_is_not_sent_again(address: str) -> None:
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = Client().get(address, headers={"If-None-Match": '"something else"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_head_answers_without_the_calendar(address: str) -> None:
    response = Client().head(address)
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert Client().post(address).status_code == 405


def test_an_ended_address_an_unknown_one_and_nonsense_look_the_same(world: World, ana: Actor, address: str) -> None:
    assert Client().get(address).status_code == 200
    scheduling.revoke_feed(actor=ana, participant_id=world.ids["participant_id"])
    ended = Client().get(address)
    assert ended.status_code == 404
    for other in ("/calendar/unknown.ics", "/calendar/%00.ics", f"/calendar/{'x' * 3000}.ics"):
        response = Client().get(other)
        assert (response.status_code, response.content) == (404, ended.content)


def test_a_new_address_ends_the_one_before(world: World, ana: Actor, address: str) -> None:
    made = scheduling.make_feed(actor=ana, participant_id=world.ids["participant_id"])
    assert Client().get(address).status_code == 404
    (event,) = events(Client().get(f"/calendar/{made.secret}.ics"))
    assert str(event["summary"]) == "Appointment"


def test_a_calendar_without_sessions_is_a_calendar(world: World, ana: Actor, address: str) -> None:
    Session.objects.get(pk=world.ids["session_id"]).seats.all().delete()
    first, second = Client().get(address), Client().get(address)
    assert events(first) == []
    assert first.headers["ETag"] == second.headers["ETag"]
