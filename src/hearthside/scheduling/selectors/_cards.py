"""A session as pages show it, read in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from hearthside.kernel.weeks import WeekWindow, moment
from hearthside.scheduling.models import Session

FIELDS = (
    "id", "site_id", "site__time_zone", "service_id", "service__name", "service__name_es", "service__kind",
    "service__countable", "audience_id", "audience__name", "mode", "room_id", "room__name", "clinician_id",
    "clinician__name", "during", "places", "taken", "locked", "cancelled_at", "cancel_reason", "sequence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session: what, when on the site's clock, where, led by whom, how full."""

    id: int
    site_id: int
    service_id: int
    service_name: str
    service_name_es: str
    audience_name: str
    kind: str
    mode: str
    room_id: int | None
    room_name: str
    clinician_id: int
    clinician_name: str
    clinician_initials: str
    starts: datetime
    ends: datetime
    minutes: int
    countable: bool
    places: int
    taken: int
    locked: bool
    cancelled: bool
    cancel_reason: str = ""
    sequence: int = 0
    audience_id: int = 0

    @property
    def day(self) -> date:
        """The date on the site's wall clock."""
        return self.starts.date()

    @property
    def free(self) -> int:
        """Places that are still free."""
        return max(0, self.places - self.taken)


def initials(name: str) -> str:
    """The first letters of the first and the last name."""
    words = [word for word in name.replace(",", " ").split() if word[:1].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def cards(rows: QuerySet[Session]) -> tuple[SessionCard, ...]:
    """The cards of these sessions, in the order of the query, in one query."""
    return tuple(card(row) for row in rows.values(*FIELDS))


def card(row: dict[str, Any]) -> SessionCard:
    """One card from the named fields of a row."""
    zone = ZoneInfo(row["site__time_zone"])
    starts, ends = row["during"].lower, row["during"].upper
    return SessionCard(
        id=row["id"], site_id=row["site_id"], service_id=row["service_id"], service_name=row["service__name"],
        service_name_es=row["service__name_es"], audience_name=row["audience__name"], kind=row["service__kind"],
        mode=row["mode"], room_id=row["room_id"], room_name=row["room__name"] or "",
        clinician_id=row["clinician_id"], clinician_name=row["clinician__name"],
        clinician_initials=initials(row["clinician__name"]), starts=starts.astimezone(zone),
        ends=ends.astimezone(zone), minutes=int((ends - starts).total_seconds() // 60),
        countable=row["service__countable"], places=row["places"], taken=row["taken"], locked=row["locked"],
        cancelled=row["cancelled_at"] is not None, cancel_reason=row["cancel_reason"], sequence=row["sequence"],
        audience_id=row["audience_id"],
    )  # fmt: skip


def in_week(rows: QuerySet[Any], week: WeekWindow) -> QuerySet[Any]:
    """The rows whose `during` starts inside the week."""
    return between(rows, week.period.start, week.period.end)


def on_day(rows: QuerySet[Any], day: date, zone: ZoneInfo) -> QuerySet[Any]:
    """The rows whose `during` starts on this date of the site's clock."""
    return between(rows, moment(day, 0, zone), moment(day, 1440, zone))


def between(rows: QuerySet[Any], start: datetime, end: datetime) -> QuerySet[Any]:
    """The rows whose `during` starts in this stretch of time."""
    return rows.filter(during__startswith__gte=start, during__startswith__lt=end, during__overlap=(start, end))


def by_session(pairs: Iterable[tuple[int, Any]]) -> dict[int, tuple[Any, ...]]:
    """Groups pairs by their first part."""
    groups: dict[int, list[Any]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
