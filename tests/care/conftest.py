"""A clinic with sessions in this week and before, and people who sit in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import WeekWindow, monday_of
from hearthside.participants.models import Episode, Participant
from hearthside.program import selectors as program
from hearthside.program import services as program_services
from hearthside.program.models import Audience, Room, Service, Site, Staff
from hearthside.scheduling.models import Seat, Session

CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def offer(site: Site, director: Actor) -> dict[str, int]:
    """The starting program with two rooms and a clinician; ids of the services by name."""
    program_services.seed_program(actor=director)
    for name in ("Oak", "Elm"):
        Room.objects.create(site=site, name=name, capacity=60)
    Staff.objects.create(site=site, name="Dana Whitfield", languages=["en"], modes=["in_person", "online"])
    return {service.name: service.id for service in program.services(actor=director)}


@pytest.fixture
def make_session(site: Site, offer: dict[str, int]) -> Callable[..., Session]:
    """`make_session(start, minutes=90)`: a session at a moment, in a room of its own clinician."""

    def make(
        start: datetime, minutes: int = 90, service: str = "Process group", mode: str = "in_person", places: int = 60
    ) -> Session:
        clinician = Staff.objects.create(site=site, name=f"Clinician {Staff.objects.count()}")
        room = Room.objects.create(site=site, name=f"Room {Room.objects.count()}", capacity=60)
        found = Service.objects.get(pk=offer[service])
        return Session.objects.create(
            site=site, service=found, audience=Audience.objects.filter(service=found).first(), clinician=clinician,
            room=room if mode == "in_person" else None, mode=mode, places=places,
            during=(start, start + timedelta(minutes=minutes)),
        )  # fmt: skip

    return make


@pytest.fixture
def make_person(site: Site, offer: dict[str, int]) -> Callable[..., Participant]:
    """`make_person("Ana", admitted_on=…)`: somebody in the general adult track."""

    def make(given: str = "Ana", family: str = "Reyes", admitted_on: date = date(2020, 1, 6)) -> Participant:
        person = Participant.objects.create(site=site, given_name=given, family_name=family, languages=["en"])
        from hearthside.program.models import Track

        Episode.objects.create(
            participant=person, track=Track.objects.get(name="General adult"), admitted_on=admitted_on
        )
        return person

    return make


@pytest.fixture
def seat() -> Callable[[Session, Participant], Seat]:
    """Gives a person a place in a session."""

    def give(session: Session, person: Participant) -> Seat:
        return Seat.objects.create(session=session, participant=person, during=session.during)

    return give


@pytest.fixture
def week() -> WeekWindow:
    """The last whole week of the clinic, all of it in the past."""
    return WeekWindow(monday_of(datetime.now(UTC).astimezone(CHICAGO).date()), CHICAGO).previous()
