"""What is ordered for a person each week, on which track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal
from hearthside.participants.models import Episode, Order
from hearthside.participants.services.writing import _changed, _opened
from hearthside.program import selectors as program


@dataclass(frozen=True, slots=True)
class Ordered:
    """A service so many times a week; zero takes it off the orders."""

    service_id: int
    per_week: int
    clinician_id: int | None = None


@command(Permission.ORDERS_EDIT, subject="participant_id")
def set_orders(*, actor: Actor, participant_id: int, orders: Sequence[Ordered], version: int | None = None) -> None:
    """Replaces the weekly orders of the open stay; a page older than their last change is refused."""
    person = _opened(participant_id, "orders", version)
    stay = _stay(participant_id)
    wanted = [order for order in orders if order.per_week]
    _check(actor, wanted)
    _replace(stay, wanted)
    _changed(person, "orders", actor)


@command(Permission.ORDERS_EDIT, subject="participant_id")
def reset_orders_to_track(*, actor: Actor, participant_id: int) -> None:
    """Makes the orders what the track asks for."""
    person = _opened(participant_id)
    stay = _stay(participant_id)
    template = program.track_template(actor=actor, track_id=stay.track_id)
    _replace(stay, [Ordered(service_id, per_week) for service_id, per_week in template.weekly_orders])
    _changed(person, "orders", actor)


@command(Permission.PARTICIPANT_ADMIT, subject="participant_id")
def change_track(*, actor: Actor, participant_id: int, track_id: int, reset_orders: bool = True) -> None:
    """Moves the open stay to another track, with the orders of that track unless they are to stay."""
    person = _opened(participant_id)
    stay = _stay(participant_id)
    program.track_template(actor=actor, track_id=track_id)
    stay.track_id = track_id
    stay.save(update_fields=["track"])
    _changed(person, "episode", actor)
    if reset_orders:
        reset_orders_to_track(actor=actor, participant_id=participant_id)


def _stay(participant_id: int) -> Episode:
    stay = Episode.objects.filter(participant_id=participant_id, discharged_on=None).first()
    if stay is None:
        raise ParticipantRefused("orders", Refusal.NOT_ADMITTED)
    return stay


def _check(actor: Actor, orders: Sequence[Ordered]) -> None:
    known = {service.id for service in program.services(actor=actor)}
    for order in orders:
        if order.service_id not in known:
            raise ParticipantRefused(f"service-{order.service_id}", Refusal.SERVICE_UNKNOWN)
        if not 1 <= order.per_week <= 7:
            raise ParticipantRefused(f"service-{order.service_id}", Refusal.PER_WEEK)
    for staff_id in {order.clinician_id for order in orders if order.clinician_id is not None}:
        member = program.staff_member(actor=actor, staff_id=staff_id)
        for order in orders:
            if order.clinician_id == staff_id and (member.archived or order.service_id not in member.leads):
                raise ParticipantRefused(f"clinician-{order.service_id}", Refusal.CLINICIAN_DOES_NOT_LEAD)


def _replace(stay: Episode, orders: Sequence[Ordered]) -> None:
    Order.objects.filter(episode=stay).exclude(service_id__in=[order.service_id for order in orders]).delete()
    Order.objects.bulk_create(
        (
            Order(episode=stay, service_id=o.service_id, per_week=o.per_week, clinician_id=o.clinician_id)
            for o in orders
        ),
        update_conflicts=True, unique_fields=["episode", "service"], update_fields=["per_week", "clinician"],
    )  # fmt: skip
