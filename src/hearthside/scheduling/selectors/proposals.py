"""Proposals of a week: where they stand, what they hold, which one is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.scheduling.models import Proposal, ProposalKind, ProposalState, Telling

SILENT = timedelta(minutes=1)  # after which a worker that said nothing counts as gone
AT_WORK = (ProposalState.QUEUED.value, ProposalState.RUNNING.value)
FOR_A_WEEK = (ProposalKind.WEEK.value, ProposalKind.BY_HAND.value)
FIELDS = (
    "id", "site_id", "site__name", "week_starts_on", "state", "seconds", "progress", "fault", "stop_asked", "asked_at",
    "asked_by__name", "finished_at", "published_at", "published_by__name", "kind", "title",
    "based_on_id", "rank", "change",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How far the search has come with one goal: what was reached, and what is proved to be the most."""

    value: int
    bound: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Why a request still waits: whether a worker is there at all, and how many requests are before it."""

    worker_seen: bool
    before: int


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in figures."""

    id: int
    site_id: int
    site_name: str
    week_starts_on: date
    state: str
    seconds: int
    fault: str
    stop_asked: bool
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    published_at: datetime | None
    published_by: str
    placed: int
    asked: int
    unplaced: int
    sessions: int
    level: str
    value: int
    bound: int | None
    began_at: datetime | None
    weight: int
    heaviest: int
    wishes: int
    levels: dict[str, Level]
    kind: str
    title: str
    based_on: int | None
    rank: int
    change: dict[str, Any]

    @property
    def at_work(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.state in AT_WORK


@dataclass(frozen=True, slots=True)
class ProposalDetail:
    """A proposal with the problem it was given and the week it found, in the file formats of the timetable."""

    row: ProposalRow
    problem: dict[str, Any]
    solution: dict[str, Any] | None
    draft: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TellingRow:
    """Somebody to be told of a publication: sessions lost, given, in another room, and who told them when."""

    participant_id: int | None
    staff_id: int | None
    loses: tuple[dict[str, Any], ...]
    gains: tuple[dict[str, Any], ...]
    rooms: tuple[dict[str, Any], ...]
    told_at: datetime | None
    told_by: str


@dataclass(frozen=True, slots=True)
class PublishedWeek:
    """The version of a week that people know."""

    proposal_id: int
    site_id: int
    week_starts_on: date
    published_at: datetime
    published_by: str
    placed: int
    asked: int


@query(Permission.WEEK_READ)
def proposal(*, actor: Actor, proposal_id: int) -> ProposalRow:  # noqa: ARG001
    """One proposal in figures."""
    rows = _rows(pk=proposal_id)
    if not rows:
        raise NotFound("proposal")
    return rows[0]


@query(Permission.WEEK_BUILD)
def waiting(*, actor: Actor, proposal_id: int) -> Waiting:  # noqa: ARG001
    """What a request in the queue waits for."""
    seen = ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - SILENT).exists()
    before = Proposal.objects.filter(state__in=AT_WORK, pk__lt=proposal_id).count()
    return Waiting(seen, before)


@query(Permission.WEEK_BUILD)
def proposal_detail(*, actor: Actor, proposal_id: int) -> ProposalDetail:  # noqa: ARG001
    """One proposal with its problem and its week; the problem holds the commitments of everybody asked for."""
    found = Proposal.objects.filter(pk=proposal_id).values_list("problem", "solution", "draft").first()
    if found is None:
        raise NotFound("proposal")
    return ProposalDetail(_rows(pk=proposal_id)[0], found[0] or {}, found[1], found[2])


@query(Permission.WEEK_BUILD)
def tellings(*, actor: Actor, proposal_id: int) -> tuple[TellingRow, ...]:  # noqa: ARG001
    """The people to be told of a publication."""
    rows = Telling.objects.filter(proposal_id=proposal_id).order_by("participant_id")
    return tuple(
        TellingRow(person, staff, tuple(loses), tuple(gains), tuple(rooms), at, by or "")
        for person, staff, loses, gains, rooms, at, by in rows.values_list(
            "participant_id", "staff_id", "loses", "gains", "rooms", "told_at", "told_by__name"
        )
    )


@query(Permission.WEEK_READ)
def proposals(
    *,
    actor: Actor,  # noqa: ARG001
    site_id: int,
    limit: int = 20,
    kinds: Iterable[str] = FOR_A_WEEK,
) -> tuple[ProposalRow, ...]:
    """The latest proposals of a site, newest first."""
    return _rows(limit, site_id=site_id, kind__in=list(kinds))


@query(Permission.WEEK_READ)
def week_proposals(
    *,
    actor: Actor,  # noqa: ARG001
    weeks: Iterable[date],
    kinds: Iterable[str] = FOR_A_WEEK,
) -> tuple[ProposalRow, ...]:
    """The proposals of all sites for these weeks, newest first."""
    return _rows(200, week_starts_on__in=list(weeks), kind__in=list(kinds))


@query(Permission.WEEK_READ)
def published_week(*, actor: Actor, site_id: int, week_starts_on: date) -> PublishedWeek | None:  # noqa: ARG001
    """The last publication of a site's week, if it was ever published."""
    rows = _rows(site_id=site_id, week_starts_on=week_starts_on, state=ProposalState.PUBLISHED)
    published = [(row.published_at, row) for row in rows if row.published_at]
    if not published:
        return None
    at, row = max(published, key=lambda item: item[0])
    return PublishedWeek(row.id, site_id, week_starts_on, at, row.published_by, row.placed, row.asked)


def _rows(limit: int = 50, **conditions: Any) -> tuple[ProposalRow, ...]:
    found = Proposal.objects.filter(**conditions).order_by("-asked_at", "-id").values(*FIELDS)
    return tuple(_row(item) for item in found[:limit])


def _row(item: dict[str, Any]) -> ProposalRow:
    progress = item["progress"] or {}
    began = progress.get("began_at")
    levels = {name: Level(found["value"], found["bound"]) for name, found in progress.get("levels", {}).items()}
    return ProposalRow(
        item["id"], item["site_id"], item["site__name"], item["week_starts_on"], item["state"], item["seconds"],
        item["fault"], item["stop_asked"], item["asked_at"], item["asked_by__name"] or "", item["finished_at"],
        item["published_at"], item["published_by__name"] or "", progress.get("placed", 0), progress.get("asked", 0),
        progress.get("unplaced", 0), progress.get("sessions", 0), progress.get("level", ""), progress.get("value", 0),
        progress.get("bound"), datetime.fromisoformat(began) if began else None, progress.get("weight", 0),
        progress.get("heaviest", 0), progress.get("wishes", 0), levels, item["kind"], item["title"],
        item["based_on_id"], item["rank"], item["change"],
    )  # fmt: skip


@query(Permission.SESSION_EDIT)
def may_change_sessions(*, actor: Actor) -> None:
    """Nothing, for those who may book, move and cancel; everybody else is refused."""


@query(Permission.WEEK_BUILD)
def may_build(*, actor: Actor) -> None:
    """Nothing, for those who may build weeks; everybody else is refused."""
