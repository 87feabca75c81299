"""What is ordered for a person each week, on which track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.participants.domain import taper
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal
from hearthside.participants.models import Episode, Order, TaperStep
from hearthside.participants.services.writing import _changed, _opened
from hearthside.program import selectors as program

TAPER = {
    "not_a_monday": Refusal.NOT_A_MONDAY, "not_a_plan": Refusal.TAPER_UNCLEAR, "not_falling": Refusal.TAPER_NOT_FALLING,
    "other_days": Refusal.TAPER_OTHER_DAYS,
}  # fmt: skip


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


@command(Permission.ORDERS_EDIT, subject="participant_id")
def plan_taper(
    *,
    actor: Actor,
    participant_id: int,
    starts_on: date,
    days: Sequence[int],
    weeks: Sequence[int],
    weekdays: Sequence[Sequence[int]] = (),
) -> None:
    """Plans fewer days a week step by step, in place of an earlier plan; its first step is decided with it."""
    person = _opened(participant_id)
    stay = _stay(participant_id)
    try:
        planned = taper.steps(starts_on, days, weeks, weekdays)
    except taper.TaperInvalid as invalid:
        raise ParticipantRefused("starts_on", TAPER[invalid.reason]) from invalid
    stay.taper.all().delete()
    now, by = datetime.now(UTC), actor.user_id or None
    TaperStep.objects.bulk_create(
        TaperStep(
            episode=stay, starts_on=step.starts_on, days=step.days, weekdays=list(step.weekdays),
            decided_at=now if step.decided else None, decided_by_id=by if step.decided else None,
        )
        for step in planned
    )  # fmt: skip
    _changed(person, "orders", actor)


@command(Permission.ORDERS_EDIT, subject="participant_id")
def decide_taper_step(*, actor: Actor, participant_id: int, step_id: int, decided: bool = True) -> None:
    """Decides that a step is taken when its week comes, or takes that back."""
    person = _opened(participant_id)
    step = TaperStep.objects.filter(pk=step_id, episode=_stay(participant_id)).first()
    if step is None:
        raise NotFound("step")
    step.decided_at = datetime.now(UTC) if decided else None
    step.decided_by_id = (actor.user_id or None) if decided else None
    step.save(update_fields=["decided_at", "decided_by"])
    _changed(person, "orders", actor)


@command(Permission.ORDERS_EDIT, subject="participant_id")
def end_taper(*, actor: Actor, participant_id: int) -> None:
    """Takes the plan away: the weekly orders are in force as they stand."""
    person = _opened(participant_id)
    _stay(participant_id).taper.all().delete()
    _changed(person, "orders", actor)


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
