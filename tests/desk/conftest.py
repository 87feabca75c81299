"""A clinic whose desk has something to show: today's sessions, people in them, weeks before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.permissions import Role
from hearthside.kernel.weeks import monday_of
from hearthside.participants.domain import names
from hearthside.participants.models import Choices, Episode, Order, Participant
from hearthside.program.models import LevelOfCareRule, Room, Service, Site, Staff, Track
from hearthside.scheduling.models import Seat, Session

CHICAGO = ZoneInfo("America/Chicago")


@dataclass
class Desk:
    """The rows that tests refer to by name."""

    site: Site
    track: Track
    process: Service
    individual: Service
    rooms: list[Room]
    leaders: list[Staff]
    people: list[Participant] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """Now on the clinic's wall."""
        return timezone.now().astimezone(CHICAGO)

    @property
    def monday(self) -> date:
        """The Monday of this week."""
        return monday_of(self.now.date())

    def person(self, name: str, family: str = "Test", **more: Any) -> Participant:
        """Somebody admitted long ago, with an order."""
        fields = {"languages": ["en"], "date_of_birth": date(1990, 5, 4), "phone": "555 0100", **more}
        person = Participant(site=self.site, given_name=name, family_name=family, **fields)
        person.search_grams, person.search_name = names.search_columns(
            given=name, family=family, chosen=person.chosen_name, phone=person.phone
        )
        person.save()
        stay = Episode.objects.create(
            participant=person, track=self.track, admitted_on=date(2026, 1, 5), primary_clinician=self.leaders[0]
        )
        Choices.objects.create(participant=person, can_attend=["in_person"], travel_minutes=30)
        Order.objects.create(episode=stay, service=self.process, per_week=3)
        self.people.append(person)
        return person

    def session(self, starts: datetime, *people: Participant, minutes: int = 90, service: Service | None = None,
                leader: int = 0, room: int | None = 0, **more: Any) -> Session:  # fmt: skip
        """A session with these people in it."""
        service = service or self.process
        session = Session.objects.create(
            site=self.site, service=service, audience=service.audiences.get(), clinician=self.leaders[leader],
            room=None if room is None else self.rooms[room], mode="online" if room is None else "in_person",
            during=(starts, starts + timedelta(minutes=minutes)), places=more.pop("places", 8), **more,
        )  # fmt: skip
        for person in people:
            Seat.objects.create(session=session, participant=person, during=session.during)
        return session

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment on the clinic's wall clock."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHICAGO)


@pytest.fixture
def desk(site: Site) -> Desk:
    """The small clinic."""
    level = LevelOfCareRule.objects.create(
        code="iop", name="IOP", population="adult", min_minutes_week=540, min_days_week=3, source="test"
    )
    track = Track.objects.create(code="general", name="General", population="adult", level=level)
    made = [
        Service.objects.create(
            code=code, name=name, name_es=spanish, kind=kind, minutes=90, min_size=low, max_size=high
        )
        for code, name, spanish, kind, low, high in (
            ("process", "Process group", "Grupo de proceso", "group", 2, 8),
            ("individual", "Individual session", "Sesión individual", "individual", 1, 1),
        )
    ]
    for service in made:
        service.audiences.create(code="adult", name="Adults").tracks.add(track)
    leaders = [Staff.objects.create(site=site, name=name, languages=["en"]) for name in ("Ana Reyes", "Bob Hill")]
    rooms = [Room.objects.create(site=site, name=name, capacity=10) for name in ("Lake", "Oak")]
    return Desk(site, track, made[0], made[1], rooms, leaders)


@pytest.fixture
def staff_actor() -> Callable[..., Actor]:
    """An actor with roles, and perhaps a staff profile."""

    def make(*roles: Role | str, staff_id: int | None = None) -> Actor:
        return Actor.staff(user_id=0, staff_id=staff_id, name="Test", roles=frozenset(Role(role) for role in roles))

    return make
