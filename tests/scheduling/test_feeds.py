"""A private calendar address: shown once, kept as a hash, neutral, revoked at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.audit.models import Entry
from hearthside.scheduling import selectors, services
from hearthside.scheduling.models import CalendarFeed, Session
from tests.scheduling.conftest import MONDAY, Clinic


def test_a_new_address_ends_the_one_before(clinic: Clinic) -> None:
    person = clinic.person()
    own = Actor.participant(user_id=1, participant_id=person.pk, name="x")
    first = services.make_feed(actor=own, participant_id=person.pk)
    second = services.make_feed(actor=own, participant_id=person.pk, title=" Class ")
    assert len(first.secret) >= 40
    assert selectors.feed_by_secret(secret=first.secret) is None
    found = selectors.feed_by_secret(secret=second.secret)
    assert found is not None
    assert (found.participant_id, found.title, found.entries) == (person.pk, "Class", ())
    assert not CalendarFeed.objects.filter(secret_hash__in=[first.secret, second.secret]).exists()
    state = selectors.feed_of(actor=own, participant_id=person.pk)
    assert state is not None
    assert (state.id, state.last_read_at is not None) == (second.id, True)
    assert Entry.objects.filter(use_case="scheduling.selectors.feed_by_secret", subject_id=person.pk).count() == 1
    assert services.revoke_feed(actor=own, participant_id=person.pk)
    assert not services.revoke_feed(actor=own, participant_id=person.pk)
    assert selectors.feed_by_secret(secret=second.secret) is None
    assert selectors.feed_by_secret(secret="guess") is None


def test_only_the_person_makes_their_address(clinic: Clinic) -> None:
    person = clinic.person()
    for actor in (clinic.actor, Actor.participant(user_id=2, participant_id=clinic.person().pk, name="x")):
        with pytest.raises(NotPermitted):
            services.make_feed(actor=actor, participant_id=person.pk)


def test_the_feed_says_when_and_where_and_nothing_else(clinic: Clinic, book) -> None:
    person = clinic.person()
    own = Actor.participant(user_id=1, participant_id=person.pk, name="x")
    secret = services.make_feed(actor=own, participant_id=person.pk).secret
    numbers = [clinic.session(day=MONDAY + timedelta(days=n), start=600) for n in (0, 1, 2, 91)]
    for number in numbers:
        book(number, person)
    services.cancel_session(actor=clinic.actor, session_id=numbers[1], reason="Snow")
    now = Session.objects.get(pk=numbers[0]).during.lower
    feed = selectors.feed_by_secret(secret=secret, now=now)
    assert feed is not None
    assert [(e.session_id, e.cancelled) for e in feed.entries] == [
        (numbers[0], False), (numbers[1], True), (numbers[2], False),
    ]  # fmt: skip
    assert (feed.title, feed.entries[0].room_name, feed.entries[0].time_zone) == (
        "Appointment",
        "Lake",
        "America/Chicago",
    )
    assert feed.entries[1].sequence == 1
    late = selectors.feed_by_secret(secret=secret, now=timezone.now() + timedelta(days=400))
    assert late is not None
    assert late.entries == ()
