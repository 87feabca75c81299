"""What pages with lists are filled with: rows of a small clinic, made in a transaction that is undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from hearthside.accounts.models import Invitation, RoleHeld, User
from hearthside.kernel.weeks import monday_of
from hearthside.participants.domain import names
from hearthside.participants.models import BusyInterval, CalendarImport, Commitment, Episode, Participant, SupportPerson
from hearthside.program.models import Audience, LevelOfCareRule, Room, Service, Site, Staff, Track
from hearthside.scheduling.models import Proposal, Seat, Session
from tests.cast import World

CHICAGO = ZoneInfo("America/Chicago")
Fill = Callable[[World, int], None]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page, who opens it, and what adds its n-th row."""

    name: str
    path: str
    who: str
    add: Fill


def pages(world: World) -> tuple[ListPage, ...]:
    """Every page that lists something."""
    ana, site, meeting = world.ids["participant_id"], world.ids["site_id"], world.ids["session_id"]
    week = monday_of(timezone.now().astimezone(CHICAGO).date())
    staff = (
        ("participants", "/participants/", person), ("search", "/desk/search/?q=vega", person),
        ("today", "/desk/?short=all", session_today),
        ("week board, rooms", f"/desk/week/?site={site}&week={week}", session_this_week),
        ("week board, clinicians", f"/desk/week/?site={site}&week={week}&lanes=clinicians", session_this_week),
        ("timetable", "/timetable/", proposal), ("session of the timetable", f"/timetable/sessions/{meeting}/", seat),
        ("attendance", f"/sessions/{meeting}/", seat), ("accounts", "/account/people/", account),
        ("program", "/program/", a_site), ("a site's rooms", f"/program/sites/{site}/", room),
        ("tracks", "/program/tracks/", track), ("services", "/program/services/", service),
        ("levels of care", "/program/levels/", level), ("staff", "/program/staff/", staff_member),
        ("chart", f"/desk/participants/{ana}/", own_session),
        ("commitments", f"/participants/{ana}/commitments/", commitment),
        ("calendars", f"/participants/{ana}/calendars/", calendar),
        ("support people", f"/participants/{ana}/support/", support),
    )  # fmt: skip
    own = (
        ("portal today", "/my/", own_session), ("portal week", "/my/week/", own_session),
        ("portal people", "/my/people/", support), ("portal, about you", "/my/you/", commitment),
    )  # fmt: skip
    return (
        *(ListPage(name, path, "director", add) for name, path, add in staff),
        *(ListPage(name, path, "participant", add) for name, path, add in own),
    )


def person(world: World, number: int) -> None:
    """Somebody admitted, with a name of their own."""
    _person(world, number)


def _person(world: World, number: int) -> Participant:
    grams, searched = names.search_columns(given=f"Marisol{number}", family="Vega", chosen="", phone="")
    made = Participant.objects.create(
        site_id=world.ids["site_id"], given_name=f"Marisol{number}", family_name="Vega", languages=["en"],
        date_of_birth=date(1990, 5, 4), search_grams=grams, search_name=searched,
    )  # fmt: skip
    Episode.objects.create(
        participant=made, track_id=world.ids["track_id"], admitted_on=date(2026, 1, 5),
        primary_clinician_id=world.ids["staff_id"],
    )  # fmt: skip
    return made


def _session(world: World, start: datetime, minutes: int, who: Participant | int) -> None:
    """An online session with a clinician of its own and this person in it."""
    during = (start, start + timedelta(minutes=minutes))
    leader = Staff.objects.create(site_id=world.ids["site_id"], name=f"Leader {Staff.objects.count()}")
    made = Session.objects.create(
        site_id=world.ids["site_id"], service_id=world.ids["service_id"], audience_id=world.ids["audience_id"],
        clinician=leader, mode="online", during=during, places=12,
    )  # fmt: skip
    participant_id = who if isinstance(who, int) else who.pk
    Seat.objects.create(session=made, participant_id=participant_id, during=during)


def session_today(world: World, number: int) -> None:
    """A session today with a person in it, who is short of hours since yesterday."""
    start = timezone.now().astimezone(CHICAGO).replace(hour=0, minute=5, second=0, microsecond=0)
    somebody = _person(world, number)
    _session(world, start - timedelta(days=1), 5, somebody)
    _session(world, start, 5, somebody)


def session_this_week(world: World, number: int) -> None:
    """A session on a day of this week."""
    now = timezone.now().astimezone(CHICAGO)
    monday = datetime.combine(monday_of(now.date()), datetime.min.time(), tzinfo=CHICAGO)
    _session(world, monday + timedelta(days=number % 5, hours=9 + number % 7), 60, _person(world, number))


def own_session(world: World, number: int) -> None:
    """A session of Ana's, one after the other from now on."""
    _session(world, timezone.now() + timedelta(minutes=1 + 2 * number), 1, world.ids["participant_id"])


def seat(world: World, number: int) -> None:
    """One person more in Ana's group."""
    Session.objects.filter(pk=world.ids["session_id"]).update(places=200)
    meeting = Session.objects.get(pk=world.ids["session_id"])
    Seat.objects.create(session=meeting, participant=_person(world, number), during=meeting.during)


def proposal(world: World, number: int) -> None:
    """A week that the solver proposed."""
    next_week = monday_of(timezone.now().astimezone(CHICAGO).date()) + timedelta(weeks=1)
    Proposal.objects.create(
        site_id=world.ids["site_id"], week_starts_on=next_week, state="ready", progress={"placed": number}
    )


def account(_world: World, number: int) -> None:
    """A member of staff with a role and an open invitation."""
    user = User.objects.create_user(f"new{number}@cast.example", kind="staff", name=f"New {number}")
    RoleHeld.objects.create(user=user, role="clinician")
    Invitation.objects.create(user=user, secret_hash=f"{number:064d}", expires_at=timezone.now() + timedelta(days=7))


def a_site(_world: World, number: int) -> None:
    Site.objects.create(name=f"Site {number}", time_zone="America/Denver")


def room(world: World, number: int) -> None:
    Room.objects.create(site_id=world.ids["site_id"], name=f"Room {number}", capacity=3)


def track(world: World, number: int) -> None:
    level_id = Track.objects.get(pk=world.ids["track_id"]).level_id
    Track.objects.create(code=f"t{number}", name=f"Track {number}", population="adult", level_id=level_id)


def service(world: World, number: int) -> None:
    made = Service.objects.create(
        code=f"s{number}", name=f"Service {number}", kind="group", minutes=90, min_size=2, max_size=8
    )
    Audience.objects.create(service=made, code=f"a{number}", name="Adults").tracks.add(world.ids["track_id"])


def level(_world: World, number: int) -> None:
    LevelOfCareRule.objects.create(
        code=f"l{number}", name=f"Level {number}", population="adult", min_minutes_week=540, min_days_week=3,
        source="benchmark",
    )  # fmt: skip


def staff_member(world: World, number: int) -> None:
    made = Staff.objects.create(site_id=world.ids["site_id"], name=f"Staff {number}", languages=["en"])
    made.tracks.add(world.ids["track_id"])


def commitment(world: World, number: int) -> None:
    Commitment.objects.create(
        participant_id=world.ids["participant_id"], label=f"Work {number}", weekdays=[number % 7],
        start_minute=number, end_minute=number + 60,
    )  # fmt: skip


def calendar(world: World, number: int) -> None:
    """A calendar with a busy time and a line that was not understood."""
    made = CalendarImport.objects.create(
        participant_id=world.ids["participant_id"], name=f"calendar{number}.ics", covers_until=date(2027, 1, 1),
        events=2, understood=1,
        problems=[{"line": 7, "component": "VEVENT", "code": "invalid_date", "value": "2026-13-01"}],
    )  # fmt: skip
    start = timezone.now() + timedelta(hours=number)
    BusyInterval.objects.create(calendar=made, start=start, end=start + timedelta(hours=1), label="Shift")


def support(world: World, number: int) -> None:
    SupportPerson.objects.create(
        participant_id=world.ids["participant_id"], name=f"Friend {number}", relationship="Friend"
    )
