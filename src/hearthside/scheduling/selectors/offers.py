"""Who asked the clinic to look for a week, and what somebody chose a moment ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hearthside.access.actor import Actor
from hearthside.access.gate import query
from hearthside.access.permissions import Permission
from hearthside.scheduling.models import Seat, WeekAsk


@dataclass(frozen=True, slots=True)
class WeekAskRow:
    """Somebody for whom the scheduler should look, since when, and what they wrote."""

    id: int
    participant_id: int
    site_id: int
    week_starts_on: date
    made_at: datetime
    note: str
    reasons: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A week that was chosen, or the question that is open about it."""

    id: int
    week_starts_on: date
    chosen: bool
    made_at: datetime
    note: str


@query(Permission.SESSION_EDIT)
def moved_with(*, actor: Actor, choice_id: int) -> tuple[int, ...]:  # noqa: ARG001
    """Who changed a session so that somebody could have a week; they should be told."""
    row = WeekAsk.objects.filter(pk=choice_id, chosen=True).first()
    seats = [after for _, after in row.done.get("moved", ())] if row is not None else []
    return tuple(Seat.objects.filter(pk__in=seats).order_by("pk").values_list("participant_id", flat=True))


@query(Permission.SESSION_EDIT)
def open_asks(*, actor: Actor) -> tuple[WeekAskRow, ...]:  # noqa: ARG001
    """Everybody who waits for the clinic to look, who asked first coming first; one query."""
    rows = WeekAsk.objects.filter(chosen=False, closed_at=None).order_by("week_starts_on", "made_at", "id")
    return tuple(
        WeekAskRow(row.pk, row.participant_id, row.site_id, row.week_starts_on, row.made_at, row.note,
                   tuple(row.reasons))
        for row in rows
    )  # fmt: skip


@query(Permission.SCHEDULE_READ, subject="participant_id")
def settled_week(*, actor: Actor, participant_id: int, week_starts_on: date) -> Settled | None:  # noqa: ARG001
    """The last thing that stands about somebody's week: a choice that was not undone, or an open question."""
    rows = WeekAsk.objects.filter(participant_id=participant_id, week_starts_on=week_starts_on, closed_at=None)
    row = rows.order_by("-made_at", "-id").first()
    return None if row is None else Settled(row.pk, row.week_starts_on, row.chosen, row.made_at, row.note)
