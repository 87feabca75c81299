"""Ana with a session this week and next, her mother who may see her week, her former partner who may not, and Ben."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.permissions import ConsentCategory
from hearthside.care.models import AttendanceMark
from hearthside.consent import services as consent
from hearthside.participants.models import Choices, Participant
from hearthside.program.models import Audience, Room, Service, Site, Staff
from hearthside.scheduling.models import Seat, Session
from tests.cast import World, build_world
from tests.conftest import sign_in


@pytest.fixture
def world(db: None) -> World:
    world = build_world()
    Site.objects.update(address="410 Harbor Street", phone="(555) 010-0142")
    Participant.objects.filter(pk=world.ids["participant_id"]).update(chosen_name="Anita", pronouns="she/her")
    Choices.objects.filter(participant_id=world.ids["participant_id"]).update(travel_minutes=30)
    return world


@pytest.fixture
def enter(world: World) -> Callable[..., Client]:
    """`enter("participant", "es")`: a client signed in as a member of the cast, in a language."""

    def make(member: str, language: str = "en") -> Client:
        client = sign_in(Client(), world.users[member])
        client.cookies["language"] = language
        return client

    return make


@pytest.fixture
def ana(world: World) -> Actor:
    return Actor.participant(
        user_id=world.users["participant"].pk, participant_id=world.ids["participant_id"], name="Ana"
    )


@pytest.fixture
def book(world: World) -> Callable[..., Seat]:
    """`book(start, minutes=90, online=False)`: a session of Ana's at a moment, in a room of its own."""

    def make(start: datetime, minutes: int = 90, *, online: bool = False, who: str = "participant_id") -> Seat:
        count = Session.objects.count()
        service = Service.objects.get(pk=world.ids["service_id"])
        room = Room.objects.create(site_id=world.ids["site_id"], name=f"Room {count}", capacity=12)
        clinician = Staff.objects.create(site_id=world.ids["site_id"], name=f"Leader Number{count}")
        during = (start, start + timedelta(minutes=minutes))
        session = Session.objects.create(
            site_id=world.ids["site_id"], service=service, audience=Audience.objects.filter(service=service).first(),
            clinician=clinician, room=None if online else room, mode="online" if online else "in_person", during=during,
            places=12,
        )  # fmt: skip
        return Seat.objects.create(session=session, participant_id=world.ids[who], during=during)

    return make


@pytest.fixture
def mark() -> Callable[..., AttendanceMark]:
    """`mark(seat, "missed")`: how a session was attended."""

    def make(seat: Seat, status: str) -> AttendanceMark:
        start, end = seat.session.during
        there = status not in {"missed", "excused"}
        return AttendanceMark.objects.create(
            seat=seat, status=status, arrived_at=start if there else None, left_at=end if there else None
        )

    return make


@pytest.fixture
def allow(world: World, ana: Actor) -> Callable[..., int]:
    """Ana's consent for her mother."""

    def make(category: ConsentCategory = ConsentCategory.SCHEDULE, days: int = 90) -> int:
        return consent.give_consent(
            actor=ana, participant_id=world.ids["participant_id"], category=category, purpose="Rides",
            support_person_id=world.ids["consented_support_id"], signed_name="Ana Delgado",
            expires_at=timezone.now() + timedelta(days=days),
        )  # fmt: skip

    return make


@pytest.fixture
def noon() -> datetime:
    """A Wednesday at 18:00 UTC, noon in Chicago."""
    return datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
