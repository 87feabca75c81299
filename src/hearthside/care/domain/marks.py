"""What one attendance mark says, and which times it may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hearthside.kernel.intervals import Period

EARLY = timedelta(minutes=15)


class Status(StrEnum):
    """How somebody attended."""

    PRESENT = "present"
    ONLINE = "online"
    LATE = "late"
    LEFT_EARLY = "left_early"
    EXCUSED = "excused"
    MISSED = "missed"


ABSENT = frozenset({Status.EXCUSED, Status.MISSED})
TIMED = frozenset({Status.LATE, Status.LEFT_EARLY})


class Refusal(StrEnum):
    """Why a mark cannot be made."""

    NOT_STARTED = "not_started"
    CANCELLED = "cancelled"
    ARRIVED_OUTSIDE = "arrived_outside"
    LEFT_OUTSIDE = "left_outside"
    OUT_BEFORE_IN = "out_before_in"
    NOT_EARLY = "not_early"


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody came and went; nothing for who was not there."""

    arrived: datetime | None
    left: datetime | None


def opens_at(session: Period) -> datetime:
    """From when attendance can be taken: people come a little early."""
    return session.start - EARLY


def not_open(status: Status, session: Period, now: datetime) -> bool:
    """Before a session, somebody can be excused and nothing else can have happened."""
    return status is not Status.EXCUSED and now < opens_at(session)


def times_of(
    status: Status, session: Period, now: datetime, arrived: datetime | None = None, left: datetime | None = None
) -> Times | Refusal:
    """The times of a mark: the whole session unless somebody came late or left early; then what was said, else now."""
    if status in ABSENT:
        return Times(None, None)
    if status not in TIMED:
        return Times(session.start, session.end)
    running = session.start < now < session.end
    if arrived is None:
        arrived = now.replace(second=0, microsecond=0) if status is Status.LATE and running else session.start
    if left is None:
        left = now.replace(second=0, microsecond=0) if status is Status.LEFT_EARLY and running else session.end
    return _refused(status, session, arrived, left) or Times(arrived, left)


def _refused(status: Status, session: Period, arrived: datetime, left: datetime) -> Refusal | None:
    if not session.start <= arrived < session.end:
        return Refusal.ARRIVED_OUTSIDE
    if not session.start < left <= session.end:
        return Refusal.LEFT_OUTSIDE
    if left <= arrived:
        return Refusal.OUT_BEFORE_IN
    if status is Status.LEFT_EARLY and left == session.end:
        return Refusal.NOT_EARLY
    return None
