"""Today and the week, as their reader sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.portal import selectors
from hearthside.portal.domain.visits import WeekState
from hearthside.scheduling.models import Proposal, Seat, Session
from tests.cast import World

Enter = Callable[..., Client]


def test_the_first_screen_says_what_is_next_where_and_when_to_leave(
    world: World, ana: Actor, book: Callable[..., Seat], noon: datetime
) -> None:
    book(noon + timedelta(hours=5))
    page = selectors.today(actor=ana, participant_id=world.ids["participant_id"], now=noon, language="es")
    assert page.ahead.next is not None
    assert page.ahead.next.name == "Grupo de proceso"
    assert f"{page.ahead.next.starts:%a %H:%M}" == "Wed 17:00"
    assert page.ahead.next.leave is not None
    assert f"{page.ahead.next.leave:%H:%M}" == "16:30"
    assert (page.ahead.next.site, page.ahead.next.address) == ("Lakeside", "410 Harbor Street")
    assert (page.sessions_left, page.planned) == (1, 90)


def test_an_online_session_has_no_place_and_no_time_to_leave(
    world: World, ana: Actor, book: Callable[..., Seat], noon: datetime
) -> None:
    book(noon + timedelta(hours=5), online=True)
    page = selectors.today(actor=ana, participant_id=world.ids["participant_id"], now=noon, language="en")
    assert page.ahead.next is not None
    assert (page.ahead.next.online, page.ahead.next.leave, page.ahead.next.address) == (True, None, "")


def test_a_missed_session_is_met_with_a_next_step(
    enter: Enter, book: Callable[..., Seat], mark: Callable[..., object]
) -> None:
    now = timezone.now()
    mark(book(now - timedelta(minutes=2), 1), "missed")
    text = enter("participant").get("/my/").content.decode()
    assert "We missed you on" in text
    assert "Call us to make it up" in text
    assert 'href="tel:5550100142"' in text
    assert not {"no-show", "failed", "absent"} & set(text.lower().split())


def test_what_was_attended_is_said_in_words(
    enter: Enter, book: Callable[..., Seat], mark: Callable[..., object]
) -> None:
    mark(book(timezone.now() - timedelta(minutes=3), 2), "present")
    text = enter("participant").get("/my/").content.decode()
    assert "You were here <strong>2 min</strong> of 2 min planned." in text


def test_a_cancelled_session_says_so_and_is_not_next(world: World, enter: Enter, book: Callable[..., Seat]) -> None:
    seat = book(timezone.now() + timedelta(minutes=5), 30)
    at = timezone.now()
    Seat.objects.filter(pk=seat.pk).update(released_at=at)
    Session.objects.filter(pk=seat.session_id).update(cancelled_at=at, cancel_reason="Leader is ill", taken=0)
    for address in ("/my/", "/my/week/"):
        text = enter("participant").get(address).content.decode()
        if seat.session.during[0].date() == at.date():
            assert "Cancelled. You do not need to come." in text
        assert "ill" not in text.split()


def test_without_a_session_the_page_says_so_kindly_and_offers_one_thing_to_do(world: World, enter: Enter) -> None:
    Seat.objects.all().delete()
    text = enter("participant").get("/my/").content.decode()
    assert "Nothing is planned for you yet" in text
    assert "Call us: (555) 010-0142" in text
    assert "Todavía no hay nada previsto para usted" in enter("participant", "es").get("/my/").content.decode()


def test_staff_go_to_their_desk_and_support_people_to_whom_they_support(enter: Enter) -> None:
    assert enter("scheduler").get("/my/").headers["Location"] == "/desk/"
    assert enter("consented_mother").get("/my/").headers["Location"] == "/my/people/"
    for page in ("/my/week/", "/my/people/", "/my/you/"):
        assert enter("director").get(page).status_code == 404


def test_participants_and_support_people_never_see_the_desk(enter: Enter) -> None:
    for member in ("participant", "consented_mother"):
        assert enter(member).get("/participants/").status_code == 404


def test_the_week_shows_sessions_and_life_by_day_in_the_language_of_the_reader(world: World, enter: Enter) -> None:
    monday = Session.objects.get(pk=world.ids["session_id"]).during.lower.date()
    text = enter("participant", "es").get(f"/my/week/?week={monday}").content.decode()
    assert "Grupo de proceso" in text
    assert "Work 09:00–16:00" in text
    assert "17:00" in text
    assert "Salga a las 16:30" in text


def test_a_week_nobody_published_is_not_ready_and_a_published_one_without_sessions_is_empty(
    world: World, ana: Actor, noon: datetime
) -> None:
    Seat.objects.all().delete()
    person = world.ids["participant_id"]

    def state(asked: datetime) -> WeekState:
        return selectors.week(
            actor=ana, participant_id=person, asked=asked.date(), now=noon, language="en"
        ).state  # fmt: skip

    assert state(noon + timedelta(days=7)) is WeekState.NOT_READY
    assert state(noon - timedelta(days=7)) is WeekState.NOTHING
    monday = (noon + timedelta(days=5)).date()
    Proposal.objects.create(site_id=world.ids["site_id"], week_starts_on=monday, state="published", published_at=noon)
    assert state(noon + timedelta(days=7)) is WeekState.NOTHING


@pytest.mark.parametrize("asked", ["nonsense", "2026-02-30", "1900-01-01", "9999-12-31", "", "'"])
def test_a_week_that_cannot_be_read_is_this_week(enter: Enter, asked: str) -> None:
    page = enter("participant").get("/my/week/", {"week": asked})
    assert page.status_code == 200
    assert "This week" in page.content.decode()


def test_attendance_of_past_sessions_stands_in_the_week(
    world: World, ana: Actor, book: Callable[..., Seat], mark: Callable[..., object], noon: datetime
) -> None:
    real = timezone.now()
    then = (real - timedelta(days=21)).replace(hour=18, minute=0, second=0, microsecond=0)
    mark(book(then), "late")
    page = selectors.week(
        actor=ana, participant_id=world.ids["participant_id"], asked=then.date(), now=real, language="en"
    )
    found = [visit for day in page.days for visit in day.visits]
    assert [(visit.status, visit.attended) for visit in found] == [("late", 90)]


def test_nobody_reads_another_persons_day(world: World, ana: Actor, noon: datetime) -> None:
    ben = world.others["participant_id"]
    with pytest.raises(NotPermitted):
        selectors.today(actor=ana, participant_id=ben, now=noon, language="en")
    with pytest.raises(NotPermitted):
        selectors.week(actor=ana, participant_id=ben, asked=None, now=noon, language="en")


@pytest.mark.parametrize("page", ["/my/", "/my/week/", "/my/you/", "/my/people/"])
def test_pages_ask_as_much_with_sixty_sessions_as_with_one(
    page: str, world: World, enter: Enter, book: Callable[..., Seat]
) -> None:
    Seat.objects.all().delete()
    client, start, counts = enter("participant"), timezone.now() + timedelta(minutes=1), []
    for wanted in (1, 3, 60):
        while (held := Seat.objects.count()) < wanted:
            book(start + timedelta(minutes=2 * held), 1)
        client.get(page)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2], counts
    assert counts[0] <= 26
