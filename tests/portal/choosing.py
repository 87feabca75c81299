"""A published week with open groups on every day, and Ana without a place in it."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import monday_of
from hearthside.participants.models import Commitment, Order
from hearthside.program.models import LevelOfCareRule
from hearthside.scheduling import services
from hearthside.scheduling.models import Proposal, ProposalState, Session
from tests.cast import World

SYSTEM = Actor.system("test")


def week_to_choose(world: World) -> date:
    """Next week's Monday, with a group at noon and one in the evening on every weekday, and Ana new to it."""
    first = monday_of(timezone.now().astimezone(ZoneInfo("America/Chicago")).date()) + timedelta(days=7)
    session = Session.objects.get(pk=world.ids["session_id"])
    Session.objects.update(cancelled_at=timezone.now())
    Commitment.objects.all().update(removed_at=timezone.now())
    LevelOfCareRule.objects.update(min_minutes_week=180, min_days_week=2)
    Order.objects.exclude(service_id=session.service_id).delete()
    Order.objects.update(per_week=2, clinician=None)
    Proposal.objects.create(
        site_id=session.site_id, week_starts_on=first, state=ProposalState.PUBLISHED, published_at=timezone.now()
    )
    for day in range(5):
        for start in (660, 1080):
            services.open_session(
                actor=SYSTEM, site_id=session.site_id, service_id=session.service_id, mode="in_person",
                day=first + timedelta(days=day), audience_id=session.audience_id, start=start,
                room_id=session.room_id, clinician_id=session.clinician_id,
            )  # fmt: skip
    return first
