"""Private calendar addresses: what a calendar program may read with the secret alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import open_to_all, query
from hearthside.access.permissions import Permission
from hearthside.audit import trail
from hearthside.scheduling.models import CalendarFeed, Session
from hearthside.scheduling.selectors._cards import FIELDS, between, card

PAST, COMING = timedelta(weeks=4), timedelta(weeks=12)


@dataclass(frozen=True, slots=True)
class FeedState:
    """A calendar address in force; the address itself was shown once and is not kept."""

    id: int
    title: str
    created_at: datetime
    last_read_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One appointment of a feed: when, where to be, nothing about what it is."""

    session_id: int
    starts: datetime
    ends: datetime
    time_zone: str
    online: bool
    room_name: str
    sequence: int
    changed_at: datetime
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar program is given: neutral entries of the past 4 and the next 12 weeks."""

    participant_id: int
    title: str
    entries: tuple[FeedEntry, ...]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@query(Permission.FEED_MANAGE, subject="participant_id")
def feed_of(*, actor: Actor, participant_id: int) -> FeedState | None:  # noqa: ARG001
    """The person's calendar address in force, if there is one."""
    row = CalendarFeed.objects.filter(participant_id=participant_id, revoked_at=None).first()
    return None if row is None else FeedState(row.pk, row.title, row.created_at, row.last_read_at)


@open_to_all("a calendar program cannot sign in: the secret in the address is the permission, and revoking ends it")
def feed_by_secret(*, secret: str, now: datetime | None = None) -> Feed | None:
    """The calendar behind a secret; nothing for an unknown or revoked one. Every read is in the trail."""
    feed = CalendarFeed.objects.filter(secret_hash=_hash(secret), revoked_at=None).first()
    if feed is None:
        return None
    now = now or timezone.now()
    CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    reader = Actor.system("calendar feed")
    trail.note_read(
        trail.Event(
            "read", Permission.SCHEDULE_READ, "scheduling.selectors.feed_by_secret", reader, feed.participant_id, {}
        )
    )
    mine = Session.objects.filter(seats__participant_id=feed.participant_id).distinct()
    rows = between(mine, now - PAST, now + COMING).values(*FIELDS, "changed_at")
    held = set(
        between(Session.objects.filter(cancelled_at=None), now - PAST, now + COMING)
        .filter(seats__participant_id=feed.participant_id, seats__released_at=None)
        .values_list("id", flat=True)
    )
    entries = []
    for row in rows:
        item = card(row)
        entries.append(FeedEntry(
            item.id, item.starts, item.ends, row["site__time_zone"], item.mode == "online", item.room_name,
            item.sequence, row["changed_at"], item.id not in held,
        ))  # fmt: skip
    return Feed(feed.participant_id, feed.title, tuple(entries))
