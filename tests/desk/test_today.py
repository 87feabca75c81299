"""The first page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.access.permissions import Role
from hearthside.accounts.models import RoleHeld, User
from hearthside.care import services as care
from hearthside.desk import selectors
from hearthside.program.models import Site
from tests.conftest import sign_in
from tests.desk.conftest import Desk

StaffClient = Callable[[Role | str], Client]


def seen(desk: Desk, actor: Actor, at: Any = None) -> selectors.Today:
    return selectors.today(actor=actor, site_id=desk.site.pk, now=at or desk.now, zone=desk.site.time_zone)


def test_today_lists_the_day_by_time_with_the_people_expected(desk: Desk, director: Actor) -> None:
    noon = desk.at(desk.now.date(), 12)
    first, second = desk.person("Zoe"), desk.person("Ada")
    late = desk.session(noon + timedelta(hours=2), first)
    early = desk.session(noon, first, second)
    desk.session(noon + timedelta(days=1), first)
    found = seen(desk, director, noon - timedelta(hours=1))
    assert found.sessions is not None
    assert [(one.card.id, [p.display_name for p in one.people]) for one in found.sessions] == [
        (early.pk, ["Ada", "Zoe"]), (late.pk, ["Zoe"]),
    ]  # fmt: skip


def test_sessions_of_the_last_days_wait_until_everybody_is_marked(desk: Desk, director: Actor) -> None:
    yesterday = desk.at(desk.now.date() - timedelta(days=1), 12)
    one, other = desk.person("Ada"), desk.person("Zoe")
    waiting = desk.session(yesterday, one, other)
    desk.session(yesterday + timedelta(hours=2))
    desk.session(yesterday - timedelta(days=10), one)
    care.mark_attendance(
        actor=director, session_id=waiting.pk, participant_id=one.pk, status="present", arrived=None, left=None,
        reason="",
    )  # fmt: skip
    found = seen(desk, director)
    assert [(line.card.id, line.waiting) for line in found.unfinished or ()] == [(waiting.pk, 1)]
    care.mark_attendance(
        actor=director, session_id=waiting.pk, participant_id=other.pk, status="missed", arrived=None, left=None,
        reason="",
    )  # fmt: skip
    assert seen(desk, director).unfinished == ()


def test_who_is_short_of_hours_comes_by_how_much_is_missing(desk: Desk, director: Actor) -> None:
    some, none = desk.person("Some"), desk.person("None")
    desk.session(desk.at(desk.monday + timedelta(days=6), 12), some)
    found = seen(desk, director, desk.at(desk.monday, 8))
    assert [(one.person.display_name, one.hours.short) for one in found.short or ()] == [("None", 540), ("Some", 450)]
    assert none.pk == (found.short or ())[0].person.id


def test_the_census_counts_people_by_track(desk: Desk, director: Actor) -> None:
    for name in ("Ada", "Zoe"):
        desk.person(name)
    census = seen(desk, director).census
    assert census is not None
    assert (census.total, [(t.name, t.count, t.track_id) for t in census.tracks]) == (
        2,
        [("General", 2, desk.track.pk)],
    )


def test_a_clinician_finds_their_own_sessions_first(desk: Desk, staff_user: Any) -> None:
    user, staff = staff_user("clinician")
    noon = desk.at(desk.now.date(), 12)
    desk.session(noon, desk.person("Theirs"))
    desk.leaders.append(staff)
    desk.session(noon, desk.person("Mine"), leader=2, room=1)
    page = sign_in(Client(), user).get("/desk/").content.decode()
    own, others = page.index("Your sessions today"), page.index("Everybody else’s sessions")
    assert own < page.index("Mine", own) < others < page.index("Theirs", own)


def test_somebody_who_sees_no_schedule_gets_a_calm_page_without_it(desk: Desk, staff_client: StaffClient) -> None:
    desk.session(desk.at(desk.now.date(), 12), desk.person("Hidden", "Person"))
    biller = staff_client("biller").get("/desk/").content.decode()
    officer = staff_client("privacy_officer").get("/desk/").content.decode()
    assert "Where to go" in biller
    assert "Short of hours" in biller
    assert "The day" not in biller
    assert "Where to go" in officer
    assert "Short of hours" not in officer
    assert "Hidden" not in officer


def test_participants_do_not_reach_the_desk(desk: Desk) -> None:
    person = desk.person("Ada")
    mine = Actor.participant(user_id=1, participant_id=person.pk, name="Ada")
    with pytest.raises(NotPermitted):
        seen(desk, mine)


def test_the_chosen_site_is_remembered_and_an_unknown_one_is_not_there(desk: Desk, staff_client: StaffClient) -> None:
    other = Site.objects.create(name="Foothills", time_zone="America/Denver")
    client = staff_client("scheduler")
    assert b"Lakeside," in client.get("/desk/").content
    client.get(f"/desk/?site={other.pk}")
    assert b"Foothills," in client.get("/desk/").content
    assert client.get("/desk/?site=999999").status_code == 404
    assert client.get("/desk/?site=x").status_code == 404


def test_a_clinic_without_a_site_is_asked_to_add_one(db: None, client: Client) -> None:
    user = User.objects.create_user("d@clinic.example", kind="staff", name="Director")
    RoleHeld.objects.create(user=user, role="director")
    page = sign_in(client, user).get("/desk/")
    assert b"Add the first site" in page.content
    assert client.get("/desk/week/").status_code == 200


def fill(desk: Desk, count: int) -> None:
    noon = desk.at(desk.now.date(), 0, 5)
    for number in range(count):
        person = desk.person(f"Person{number}")
        desk.leaders.append(type(desk.leaders[0]).objects.create(site=desk.site, name=f"Leader {number}"))
        desk.session(noon - timedelta(days=1), person, leader=-1, room=None, minutes=5)
        desk.session(noon, person, leader=-1, room=None, minutes=5)


def test_today_asks_as_often_with_60_rows_as_with_1(desk: Desk, staff_client: StaffClient) -> None:
    client = staff_client("director")
    fill(desk, 1)
    client.get("/desk/?short=all")
    counts = []
    for more in (0, 2, 57):
        fill(desk, more)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/desk/?short=all")
        counts.append(len(queries))
        assert page.status_code == 200
    assert counts[0] == counts[1] == counts[2] > 0
    assert page.content.decode().count("Person") >= 60
