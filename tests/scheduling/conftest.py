"""A small clinic: two rooms, two clinicians, groups and individual sessions, as many people as a test asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from hearthside.access.actor import Actor
from hearthside.participants.domain.names import search_columns
from hearthside.participants.models import Choices, Commitment, Episode, Order, Participant
from hearthside.program.models import LevelOfCareRule, Room, Service, Site, Staff, Track
from hearthside.scheduling import services

MONDAY = date(2026, 11, 30)


@dataclass
class Clinic:
    """The rows that tests refer to by name."""

    site: Site
    track: Track
    process: Service
    skills: Service
    individual: Service
    audiences: dict[str, Any]
    rooms: list[Room]
    clinicians: list[Staff]
    actor: Actor
    people: int = 0

    def person(self, name: str = "", **changes: Any) -> Participant:
        """Somebody admitted long ago, who can come in person and online, with orders for a full week."""
        self.people += 1
        person = Participant.objects.create(
            site=self.site, given_name=name or f"Person{self.people}", family_name="Test", languages=["en"]
        )
        person.search_grams, person.search_name = search_columns(
            given=person.given_name, family="Test", chosen="", phone=""
        )
        person.save()
        episode = Episode.objects.create(
            participant=person, track=changes.pop("track", self.track),
            admitted_on=changes.pop("admitted_on", date(2026, 1, 5)), discharged_on=changes.pop("discharged_on", None),
        )  # fmt: skip
        fields = {"can_attend": ["in_person", "online"], "travel_minutes": 30, **changes}
        Choices.objects.create(participant=person, **fields)
        for service, per_week in ((self.process, 3), (self.skills, 2), (self.individual, 1)):
            Order.objects.create(episode=episode, service=service, per_week=per_week)
        return person

    def busy(self, person: Participant, weekdays: list[int], start: int, end: int, label: str = "work") -> Commitment:
        """A weekly commitment."""
        return Commitment.objects.create(
            participant=person, label=label, weekdays=weekdays, start_minute=start, end_minute=end
        )

    def session(self, day: date = MONDAY, start: int = 1020, *, service: Service | None = None, leader: int = 0,
                room: int | None = 0) -> int:  # fmt: skip
        """Opens a session through the service."""
        service = service or self.process
        return services.open_session(
            actor=self.actor, site_id=self.site.pk, service_id=service.pk,
            audience_id=self.audiences[service.code].pk, mode="online" if room is None else "in_person", day=day,
            start=start, clinician_id=self.clinicians[leader].pk, room_id=None if room is None else self.rooms[room].pk,
        )  # fmt: skip


def build_clinic(site: Site, actor: Actor) -> Clinic:
    """The rows of the small clinic."""
    level = LevelOfCareRule.objects.create(
        code="iop", name="IOP", population="adult", min_minutes_week=540, min_days_week=3, source="test"
    )
    track = Track.objects.create(code="general", name="General", population="adult", level=level)
    made = {}
    for code, kind, minutes, low, high in (
        ("process", "group", 90, 2, 8), ("skills", "group", 120, 2, 8), ("individual", "individual", 60, 1, 1),
    ):  # fmt: skip
        made[code] = Service.objects.create(
            code=code, name=code.title(), name_es=f"{code} es", kind=kind, minutes=minutes, min_size=low, max_size=high
        )
    audiences = {code: service.audiences.create(code="adult", name="Adults") for code, service in made.items()}
    for audience in audiences.values():
        audience.tracks.add(track)
    clinicians = []
    for name in ("Ana Reyes", "Bob Hill"):
        staff = Staff.objects.create(site=site, name=name, languages=["en"], modes=["in_person", "online"], gender="f")
        staff.leads.set(made.values())
        staff.tracks.add(track)
        for day in range(6):
            staff.working_hours.create(weekday=day, start_minute=480, end_minute=1260)
        clinicians.append(staff)
    rooms = [Room.objects.create(site=site, name=name, capacity=seats) for name, seats in (("Lake", 10), ("Oak", 3))]
    return Clinic(site, track, made["process"], made["skills"], made["individual"], audiences, rooms, clinicians, actor)


@pytest.fixture
def clinic(site: Site, director: Actor) -> Clinic:
    """The small clinic."""
    return build_clinic(site, director)


@pytest.fixture
def book(clinic: Clinic) -> Callable[..., int]:
    """Books a seat as the director."""

    def make(session_id: int, person: Participant, **more: Any) -> int:
        return services.book_seat(actor=clinic.actor, session_id=session_id, participant_id=person.pk, **more)

    return make
