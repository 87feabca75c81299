"""One person's page: everything that whoever asks may see, and nothing of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from hearthside.access.actor import Actor
from hearthside.access.gate import may, query
from hearthside.access.permissions import Permission
from hearthside.care import selectors as care
from hearthside.care.selectors import HistoryWeek, WeekHours
from hearthside.consent import selectors as consent
from hearthside.consent.selectors import ConsentRow
from hearthside.kernel.weeks import WeekWindow, monday_of
from hearthside.participants import selectors as participants
from hearthside.participants.selectors import (
    CalendarRow,
    ChoicesSheet,
    CommitmentRow,
    ConditionRow,
    CoverageRow,
    EpisodeRow,
    OrderSheet,
    ParticipantDetail,
    PersonHit,
    SupportRow,
)
from hearthside.program import selectors as program
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling.selectors import SessionCard

T = TypeVar("T")
WEEKS = 12


@dataclass(frozen=True, slots=True)
class NextWeek:
    """A person's seats of next week, or why there are none."""

    starts_on: date
    sessions: tuple[SessionCard, ...]
    published: bool
    reasons: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A person's page; what the reader may not see is None."""

    detail: ParticipantDetail
    similar: tuple[PersonHit, ...]
    episode: EpisodeRow | None
    week_starts_on: date
    sessions: tuple[SessionCard, ...] | None
    hours: WeekHours | None
    history: tuple[HistoryWeek, ...] | None
    next_week: NextWeek | None
    commitments: tuple[CommitmentRow, ...] | None
    calendars: tuple[CalendarRow, ...] | None
    choices: ChoicesSheet | None
    clinicians: dict[int, str]
    services: dict[str, str]
    orders: OrderSheet | None
    support: tuple[SupportRow, ...] | None
    consents: tuple[ConsentRow, ...] | None
    conditions: tuple[ConditionRow, ...] | None
    coverages: tuple[CoverageRow, ...] | None


@query(Permission.PARTICIPANT_READ, subject="participant_id")
def chart(*, actor: Actor, participant_id: int, now: datetime) -> Chart:
    """A person's page for one member of staff, in a constant number of queries."""
    detail = participants.participant_detail(actor=actor, participant_id=participant_id)
    clock = ZoneInfo(detail.time_zone)
    week = monday_of(now.astimezone(clock).date())

    def ask(permission: Permission, answer: Callable[..., T], **more: object) -> T | None:
        allowed = may(actor=actor, permission=permission, subject_id=participant_id)
        return answer(actor=actor, participant_id=participant_id, **more) if allowed else None

    choices = ask(Permission.CHOICES_READ, participants.choices)
    history = ask(Permission.ATTENDANCE_READ, care.participant_history, weeks=WEEKS)
    ahead = ask(
        Permission.SCHEDULE_READ, scheduling.participant_sessions, start=WeekWindow(week, clock).period.start,
        end=WeekWindow(week, clock).next().period.end,
    )  # fmt: skip
    next_week = _next_week(actor, detail, week + timedelta(days=7), ahead) if ahead is not None else None
    return Chart(
        detail=detail,
        similar=_similar(actor, detail),
        episode=participants.episode(actor=actor, participant_id=participant_id),
        week_starts_on=week,
        sessions=_of_week(ahead, week) if ahead is not None else None,
        hours=_hours(history, week) if history is not None else None,
        history=history,
        next_week=next_week,
        commitments=ask(Permission.COMMITMENTS_READ, participants.commitments),
        calendars=ask(Permission.COMMITMENTS_READ, participants.calendars),
        choices=choices,
        clinicians=_names(actor, choices),
        services=_services(actor) if next_week and next_week.reasons else {},
        orders=ask(Permission.ORDERS_READ, participants.orders),
        support=ask(Permission.SUPPORT_READ, participants.support_people),
        consents=ask(Permission.CONSENT_READ, consent.consents_of),
        conditions=ask(Permission.CLINICAL_READ, participants.conditions),
        coverages=ask(Permission.COVERAGE_READ, participants.coverages),
    )


def _similar(actor: Actor, detail: ParticipantDetail) -> tuple[PersonHit, ...]:
    return participants.same_or_similar_names(
        actor=actor, given=detail.given_name, family=detail.family_name, chosen=detail.chosen_name,
        except_id=detail.card.id,
    )  # fmt: skip


def _hours(history: tuple[HistoryWeek, ...], week: date) -> WeekHours | None:
    return next((row.hours for row in history if row.starts_on == week), None)


def _names(actor: Actor, choices: ChoicesSheet | None) -> dict[int, str]:
    """The clinicians that a choices sheet names."""
    wanted = [staff for staff, points in choices.clinicians.items() if points] if choices else []
    return program.staff_names(actor=actor, staff_ids=wanted) if wanted else {}


def _of_week(sessions: Iterable[SessionCard], week: date) -> tuple[SessionCard, ...]:
    return tuple(card for card in sessions if monday_of(card.day) == week)


def _next_week(actor: Actor, detail: ParticipantDetail, week: date, ahead: Iterable[SessionCard]) -> NextWeek:
    person, site_id, sessions = detail.card.id, detail.card.site_id, _of_week(ahead, week)
    if not actor.may(Permission.WEEK_READ):
        return NextWeek(week, sessions, published=False, reasons=())
    published = scheduling.published_week(actor=actor, site_id=site_id, week_starts_on=week)
    reasons: tuple[dict[str, object], ...] = ()
    if published and not sessions and actor.may(Permission.WEEK_BUILD):
        reasons = _reasons(actor, published.proposal_id, person)
    return NextWeek(week, sessions, published is not None, reasons)


def _reasons(actor: Actor, proposal_id: int, participant_id: int) -> tuple[dict[str, object], ...]:
    """Why a published week has no seat for somebody."""
    solution = scheduling.proposal_detail(actor=actor, proposal_id=proposal_id).solution or {}
    rows = [row for row in solution.get("unplaced", []) if row.get("participant") == f"p{participant_id}"]
    return tuple(reason for row in rows for reason in row.get("reasons", []))


def _services(actor: Actor) -> dict[str, str]:
    """The services by the code that a proposal calls them."""
    return {row.code: row.name for row in program.service_choices(actor=actor, with_archived=True)}
