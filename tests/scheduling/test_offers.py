"""Offered weeks in a clinic's own data: three ways, one press books all seats, one press takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotPermitted
from hearthside.kernel.weeks import monday_of
from hearthside.participants.models import Order, Participant
from hearthside.program.models import LevelOfCareRule, Service
from hearthside.scheduling import selectors, services
from hearthside.scheduling.models import Seat, Session, WeekAsk
from hearthside.scheduling.services import OfferState

from .conftest import Clinic

NEXT = monday_of(timezone.now().date()) + timedelta(days=7)
NOW = datetime.combine(NEXT - timedelta(days=3), datetime.min.time(), UTC)


def own(person: Participant) -> Actor:
    """The participant, signed in."""
    return Actor.participant(user_id=None, participant_id=person.pk, name="Ana")  # type: ignore[arg-type]


@pytest.fixture
def week(clinic: Clinic, book: Callable[..., int]) -> dict[str, int]:
    """Groups on five days of next week, each with two people in it."""
    others = [clinic.person(), clinic.person()]
    found = {}
    for day in range(5):
        on = NEXT + timedelta(days=day)
        found[f"noon{day}"] = clinic.session(on, 600)
        found[f"evening{day}"] = clinic.session(on, 1080, service=clinic.skills, leader=1, room=0)
    for person in others:
        for number in list(found.values())[:6]:
            book(number, person)
    return found


def offers(clinic: Clinic, person: Participant) -> services.WeekOffers:
    return services.own_week_offers(actor=own(person), participant_id=person.pk, now=NOW)


def seats(person: Participant) -> set[int]:
    held = Seat.objects.filter(participant_id=person.pk, released_at=None)
    return set(held.values_list("session_id", flat=True))


def test_somebody_new_is_offered_three_full_weeks_and_gets_every_seat_of_the_one_they_choose(
    clinic: Clinic, week: dict[str, int]
) -> None:
    person = clinic.person("Ana")
    found = offers(clinic, person)
    assert (found.state, found.week_starts_on) == (OfferState.OFFERS, NEXT)
    assert len({one.key for one in found.offers}) == 3
    one = found.offers[1]
    assert one.other_times * 3 >= len(one.cards)
    assert sorted(card.service_name for card in one.cards) == ["Individual", *["Process"] * 3, *["Skills"] * 2]

    services.choose_week(actor=own(person), participant_id=person.pk, week_starts_on=NEXT, key=one.key)

    held = selectors.participant_week(actor=clinic.actor, participant_id=person.pk, week_starts_on=NEXT)
    assert [(card.starts, card.service_name) for card in held] == [(c.starts, c.service_name) for c in one.cards]
    assert offers(clinic, person).state is OfferState.FULL


def test_a_choice_is_taken_back_as_it_was_before(
    clinic: Clinic, week: dict[str, int], book: Callable[..., int]
) -> None:
    person = clinic.person("Ana")
    alone = clinic.session(NEXT, 480, service=clinic.individual, room=1)
    book(alone, person)
    book(week["noon4"], person)
    before, sessions = seats(person), Session.objects.filter(cancelled_at=None).count()
    key = offers(clinic, person).offers[-1].key
    number = services.choose_week(actor=own(person), participant_id=person.pk, week_starts_on=NEXT, key=key)
    assert seats(person) != before

    services.take_back_choice(actor=own(person), participant_id=person.pk, choice_id=number)

    assert seats(person) == before
    assert Session.objects.filter(cancelled_at=None).count() == sessions
    services.take_back_choice(actor=own(person), participant_id=person.pk, choice_id=number)
    assert seats(person) == before


def test_after_half_an_hour_the_clinic_is_asked_instead(clinic: Clinic, week: dict[str, int]) -> None:
    person = clinic.person("Ana")
    key = offers(clinic, person).offers[0].key
    number = services.choose_week(actor=own(person), participant_id=person.pk, week_starts_on=NEXT, key=key)
    WeekAsk.objects.filter(pk=number).update(made_at=timezone.now() - services.UNDO - timedelta(seconds=1))
    held = seats(person)
    with pytest.raises(services.TooLate):
        services.take_back_choice(actor=own(person), participant_id=person.pk, choice_id=number)
    assert seats(person) == held


def test_where_a_place_went_meanwhile_nothing_is_booked(
    clinic: Clinic, week: dict[str, int], book: Callable[..., int]
) -> None:
    person = clinic.person("Ana")
    one = offers(clinic, person).offers[0]
    first = next(card for card in one.cards if card.id)
    services.cancel_session(actor=clinic.actor, session_id=first.id, reason="ill")
    with pytest.raises(services.OfferGone):
        services.choose_week(actor=own(person), participant_id=person.pk, week_starts_on=NEXT, key=one.key)
    assert seats(person) == set()


def test_a_session_with_fewer_places_than_its_group_may_have_is_not_offered_when_they_are_taken(
    clinic: Clinic, week: dict[str, int]
) -> None:
    person = clinic.person("Ana")
    Session.objects.filter(pk=week["noon0"]).update(places=2)
    assert Session.objects.get(pk=week["noon0"]).taken == 2
    assert all(card.id != week["noon0"] for one in offers(clinic, person).offers for card in one.cards)


@pytest.mark.parametrize("key", ["", "s1", "s999999 nonsense", "a~b~c", "s1 s2 ~~c5", "x" * 500])
def test_a_week_that_was_never_offered_is_refused(clinic: Clinic, week: dict[str, int], key: str) -> None:
    person = clinic.person("Ana")
    with pytest.raises(services.OfferGone):
        services.choose_week(actor=own(person), participant_id=person.pk, week_starts_on=NEXT, key=key)
    assert seats(person) == set()


def test_nobody_chooses_for_somebody_else(clinic: Clinic, week: dict[str, int]) -> None:
    ana, ben = clinic.person("Ana"), clinic.person("Ben")
    key = offers(clinic, ana).offers[0].key
    for call in (
        lambda: services.own_week_offers(actor=own(ben), participant_id=ana.pk, now=NOW),
        lambda: services.choose_week(actor=own(ben), participant_id=ana.pk, week_starts_on=NEXT, key=key),
        lambda: services.ask_clinic(actor=own(ben), participant_id=ana.pk, week_starts_on=NEXT),
        lambda: services.find_week(actor=own(ana), participant_id=ana.pk, week_starts_on=NEXT, now=NOW),
        lambda: services.place_in_week(actor=own(ana), participant_id=ana.pk, week_starts_on=NEXT, key=key),
    ):
        with pytest.raises(NotPermitted):
            call()


def test_with_no_week_there_are_reasons_and_the_clinic_has_them_on_its_list(
    clinic: Clinic, week: dict[str, int]
) -> None:
    person = clinic.person("Ana")
    clinic.busy(person, [0, 1, 2, 3, 4, 5], 480, 1260)
    found = offers(clinic, person)
    assert found.state is OfferState.NOTHING
    assert {reason.code for reason in found.why} == {"no_common_time"}

    for note in ("mornings are hard", "mornings are hard, evenings too"):
        services.ask_clinic(actor=own(person), participant_id=person.pk, week_starts_on=NEXT, note=note)

    rows = selectors.open_asks(actor=clinic.actor)
    assert [(row.participant_id, row.note) for row in rows] == [(person.pk, "mornings are hard, evenings too")]
    services.close_ask(actor=clinic.actor, ask_id=rows[0].id)
    assert selectors.open_asks(actor=clinic.actor) == ()
    services.close_ask(actor=clinic.actor, ask_id=rows[0].id, closed=False)
    assert len(selectors.open_asks(actor=clinic.actor)) == 1


def test_a_week_that_is_not_published_offers_nothing_yet(clinic: Clinic) -> None:
    assert offers(clinic, clinic.person("Ana")).state is OfferState.NOT_READY


def test_the_desk_asks_one_other_to_move_where_every_door_is_closed_and_undoes_it(
    clinic: Clinic, book: Callable[..., int]
) -> None:
    Service.objects.filter(pk=clinic.process.pk).update(min_size=1, max_size=1)
    LevelOfCareRule.objects.update(min_minutes_week=60, min_days_week=1)
    clinic.clinicians[1].leads.clear()
    early, late = clinic.session(NEXT, 600), clinic.session(NEXT + timedelta(days=1), 600)
    sam, person = clinic.person("Sam"), clinic.person("Ana")
    Order.objects.exclude(service=clinic.process).delete()
    Order.objects.update(per_week=1)
    book(early, sam)
    clinic.busy(person, [1, 2, 3, 4, 5], 480, 1260)
    clinic.busy(person, [0], 720, 1260)
    clinic.busy(person, [0], 480, 570)
    found = services.find_week(actor=clinic.actor, participant_id=person.pk, week_starts_on=NEXT, now=NOW)
    assert [(m.participant_id, m.left.id, m.joined.id) for one in found.offers for m in one.moves] == [
        (sam.pk, early, late)
    ]

    number = services.place_in_week(
        actor=clinic.actor, participant_id=person.pk, week_starts_on=NEXT, key=found.offers[0].key
    )
    assert (seats(person), seats(sam)) == ({early}, {late})
    assert selectors.moved_with(actor=clinic.actor, choice_id=number) == (sam.pk,)

    assert services.take_back_placement(actor=clinic.actor, choice_id=number) == person.pk
    assert (seats(person), seats(sam)) == (set(), {early})


def test_the_list_of_people_without_a_week_has_those_who_have_least_first(
    clinic: Clinic, week: dict[str, int], book: Callable[..., int]
) -> None:
    some, none = clinic.person("Some"), clinic.person("None")
    book(week["noon0"], some)
    rows = services.people_without_week(actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=NEXT)
    mine = [row for row in rows if row.participant_id in {some.pk, none.pk}]
    assert [(row.participant_id, row.minutes) for row in mine] == [(none.pk, 0), (some.pk, 90)]
