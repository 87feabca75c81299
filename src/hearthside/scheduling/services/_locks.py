"""Locks that a booking takes before it checks anything: per resource, always in the same order."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from django.db import connection


class Kind(IntEnum):
    """What a lock is on; the numbers are the order in which locks are taken."""

    SITE = 710
    SESSION = 711
    ROOM = 712
    CLINICIAN = 713
    PARTICIPANT = 714


def take(site_id: int, resources: Iterable[tuple[Kind, int | None]], *, alone: bool = False) -> None:
    """Takes the site's lock (shared, or alone for a whole week), then each resource's, for this transaction."""
    keys = sorted({(kind, number) for kind, number in resources if number is not None})
    shared = "" if alone else "_shared"
    parts = [f"pg_advisory_xact_lock{shared}(%s, %s)", *["pg_advisory_xact_lock(%s, %s)"] * len(keys)]
    values = [int(part) % 2**31 for key in ((Kind.SITE, site_id), *keys) for part in key]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), values)


def lock_participant(participant_id: int) -> None:
    """One at a time for what concerns one person and no session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [int(Kind.PARTICIPANT), participant_id % 2**31])
