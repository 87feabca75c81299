"""A participant's private calendar address: made, replaced, revoked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.scheduling.models import CalendarFeed
from hearthside.scheduling.selectors.feeds import _hash
from hearthside.scheduling.services._locks import lock_participant

TITLE = "Appointment"


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A calendar address just made; the secret is shown once."""

    id: int
    secret: str


@command(Permission.FEED_MANAGE, subject="participant_id")
def make_feed(*, actor: Actor, participant_id: int, title: str = TITLE) -> NewFeed:  # noqa: ARG001
    """Makes a private calendar address; the one before it stops working at once."""
    lock_participant(participant_id)
    CalendarFeed.objects.filter(participant_id=participant_id, revoked_at=None).update(revoked_at=timezone.now())
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        participant_id=participant_id, secret_hash=_hash(secret), title=title.strip()[:60] or TITLE
    )
    return NewFeed(feed.pk, secret)


@command(Permission.FEED_MANAGE, subject="participant_id")
def revoke_feed(*, actor: Actor, participant_id: int) -> bool:  # noqa: ARG001
    """Ends the calendar address in force; says whether there was one."""
    rows = CalendarFeed.objects.filter(participant_id=participant_id, revoked_at=None)
    return rows.update(revoked_at=timezone.now()) > 0
