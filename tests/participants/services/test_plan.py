"""Weekly orders: by hand, and back to the track's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, NotPermitted
from hearthside.access.permissions import Role
from hearthside.participants import selectors, services
from hearthside.participants.services import Ordered, ParticipantRefused, StaleTab
from hearthside.program.models import Staff


def ordered(actor: Actor, person: int) -> dict[int, tuple[int, int | None]]:
    rows = selectors.orders(actor=actor, participant_id=person).rows
    return {row.service_id: (row.per_week, row.clinician_id) for row in rows}


def test_orders_are_set_and_reset_to_the_tracks(
    admit: Callable[..., int], program: dict[str, Any], director: Actor, staff_user: Callable[..., tuple[Any, Staff]]
) -> None:
    _, leader = staff_user("clinician")
    leader.leads.add(program["individual"])
    person, individual, process = admit(), program["individual"].pk, program["process"].pk
    services.set_orders(
        actor=director, participant_id=person, orders=[Ordered(individual, 2, leader.pk), Ordered(process, 0)]
    )
    assert ordered(director, person) == {individual: (2, leader.pk)}
    services.reset_orders_to_track(actor=director, participant_id=person)
    assert ordered(director, person) == {individual: (1, None), process: (4, None)}


def test_orders_that_cannot_be_met_are_refused(
    admit: Callable[..., int], program: dict[str, Any], director: Actor, staff_user: Callable[..., tuple[Any, Staff]]
) -> None:
    _, idle = staff_user("clinician")
    person, individual = admit(), program["individual"].pk
    before = ordered(director, person)
    for order, field in (
        (Ordered(999_999, 1), "service-999999"), (Ordered(individual, 8), f"service-{individual}"),
        (Ordered(individual, 1, idle.pk), f"clinician-{individual}"),
    ):  # fmt: skip
        with pytest.raises(ParticipantRefused) as refused:
            services.set_orders(actor=director, participant_id=person, orders=[order])
        assert refused.value.field == field
    with pytest.raises(NotFound):
        services.set_orders(actor=director, participant_id=person, orders=[Ordered(individual, 1, 999_999)])
    assert ordered(director, person) == before


def test_a_stale_order_sheet_is_refused(admit: Callable[..., int], program: dict[str, Any], director: Actor) -> None:
    person = admit()
    opened = selectors.orders(actor=director, participant_id=person).version
    services.reset_orders_to_track(actor=director, participant_id=person)
    with pytest.raises(StaleTab):
        services.set_orders(actor=director, participant_id=person, orders=[], version=opened)


def test_a_change_of_track_brings_its_orders_unless_they_are_to_stay(
    admit: Callable[..., int], program: dict[str, Any], director: Actor
) -> None:
    person, before = admit(), {program["individual"].pk: (1, None), program["process"].pk: (4, None)}
    services.change_track(actor=director, participant_id=person, track_id=program["teen"].pk, reset_orders=False)
    assert ordered(director, person) == before
    services.change_track(actor=director, participant_id=person, track_id=program["teen"].pk)
    assert ordered(director, person) == {program["process"].pk: (3, None)}
    assert selectors.dose_rules(actor=director, participant_ids=[person])[person].min_minutes == 360


def test_orders_are_read_and_set_by_those_who_may(admit: Callable[..., int]) -> None:
    person = admit()
    biller = Actor.staff(user_id=1, staff_id=None, name="B", roles=frozenset({Role.BILLER}))
    with pytest.raises(NotPermitted):
        selectors.orders(actor=biller, participant_id=person)
    with pytest.raises(NotPermitted):
        services.set_orders(actor=biller, participant_id=person, orders=[])


def test_without_an_open_stay_there_is_nothing_to_order(admit: Callable[..., int], director: Actor) -> None:
    person = admit()
    services.discharge(actor=director, participant_id=person)
    assert selectors.orders(actor=director, participant_id=person).dose is None
    with pytest.raises(ParticipantRefused):
        services.set_orders(actor=director, participant_id=person, orders=[])
