"""The taper of somebody's stay: its steps, what is ordered in each, and which one is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import monday_of
from hearthside.participants.domain.taper import Step, StepOrder, in_force, orders_of
from hearthside.participants.models import Episode, TaperStep


@dataclass(frozen=True, slots=True)
class TaperRow:
    """One step; `now` where this week is built by it, `due` where its week has come and nobody decided it."""

    id: int
    starts_on: date
    days: int
    weekdays: tuple[int, ...]
    sessions: int
    minutes: int
    decided: bool
    decided_by: str
    now: bool
    due: bool


@query(Permission.ORDERS_READ, subject="participant_id")
def taper_rows(*, actor: Actor, participant_id: int, now: datetime | None = None) -> tuple[TaperRow, ...]:  # noqa: ARG001
    """The steps of the open stay in their order; none where no taper is planned."""
    stay = Episode.objects.filter(participant_id=participant_id, discharged_on=None)
    found = stay.select_related("track__level", "participant__site").first()
    if found is None:
        return ()
    plan = list(TaperStep.objects.filter(episode=found).select_related("decided_by"))
    zone = ZoneInfo(found.participant.site.time_zone)
    monday = monday_of((now or timezone.now()).astimezone(zone).date())
    ordered = [
        StepOrder(o.service_id, o.per_week, o.service.minutes, o.service.countable)
        for o in found.orders.select_related("service").order_by("service_id")
    ]
    known = [Step(row.starts_on, row.days, tuple(row.weekdays), row.decided_at is not None) for row in plan]
    current = in_force(known, monday)
    rows = []
    for row, step in zip(plan, known, strict=True):
        orders = orders_of(ordered, found.track.level.min_days_week, step.days)
        rows.append(TaperRow(
            row.pk, step.starts_on, step.days, step.weekdays, sum(o.per_week for o in orders),
            sum(o.per_week * o.minutes for o in orders if o.countable), step.decided,
            row.decided_by.name if row.decided_by else "", step is current,
            not step.decided and step.starts_on <= monday,
        ))  # fmt: skip
    return tuple(rows)
