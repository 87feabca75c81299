"""Many people choose at once: whoever comes too late has nothing booked, and no place is given twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import monday_of
from hearthside.scheduling import services
from hearthside.scheduling.models import Seat, Session

from .conftest import Clinic
from .test_booking_crowd import CLIENTS, doubles, together

pytestmark = pytest.mark.django_db(transaction=True)
NEXT = monday_of(timezone.now().date()) + timedelta(days=7)
NOW = datetime.combine(NEXT - timedelta(days=3), datetime.min.time(), UTC)
LEFT = 3


def test_as_many_get_the_week_as_it_has_places_and_the_others_nothing_of_it(clinic: Clinic) -> None:
    for day in range(3):
        clinic.session(NEXT + timedelta(days=day), 600)
        clinic.session(NEXT + timedelta(days=day), 1080, service=clinic.skills)
    Session.objects.update(places=LEFT)
    people = [clinic.person(travel_minutes=0) for _ in range(CLIENTS)]
    actors = [Actor.participant(user_id=None, participant_id=p.pk, name="Ana") for p in people]  # type: ignore[arg-type]
    found = [
        services.own_week_offers(actor=actor, participant_id=person.pk, now=NOW).offers[0].key
        for actor, person in zip(actors, people, strict=True)
    ]
    late: list[int] = []

    def client(number: int) -> None:
        try:
            services.choose_week(
                actor=actors[number], participant_id=people[number].pk, week_starts_on=NEXT, key=found[number]
            )
        except (services.OfferGone, services.BookingRefused):
            late.append(people[number].pk)

    together(client)

    held = [Seat.objects.filter(participant=person, released_at=None).count() for person in people]
    assert doubles() == 0
    assert sorted(set(held)) in ([0, 6], [6])
    assert [person.pk for person, seats in zip(people, held, strict=True) if not seats] == sorted(late)
    assert 1 <= held.count(6) <= LEFT
