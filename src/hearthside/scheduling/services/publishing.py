"""Publishing a proposed week: one transaction, nothing lost, refused where the proposal no longer fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command, query
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow
from hearthside.program import selectors as program
from hearthside.scheduling.domain.compare import Change, Comparison, compare
from hearthside.scheduling.domain.entities import Problem
from hearthside.scheduling.domain.entities import Session as PlannedSession
from hearthside.scheduling.domain.held import base_service
from hearthside.scheduling.domain.problem import session_to_json
from hearthside.scheduling.models import Proposal, ProposalKind, ProposalState, Seat, Session, Telling
from hearthside.scheduling.selectors import ProposalDetail
from hearthside.scheduling.services._fitting import Misfit, Planned, fitted, planned_of
from hearthside.scheduling.services._locks import take
from hearthside.scheduling.services._problem import current_problem
from hearthside.scheduling.services.proposals import ProposalRefused
from hearthside.scheduling.services.refusals import _database_refusals


class ProposalStale(ProposalRefused):
    """The clinic's data changed and the proposal no longer fits; `misfits` names what."""

    def __init__(self, misfits: tuple[Misfit, ...]) -> None:
        super().__init__("stale")
        self.misfits = misfits


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing changed; all zero where it was published before."""

    proposal_id: int
    opened: int
    closed: int
    changed: int
    people_told: int
    already: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would change now, and what stands against it."""

    comparison: Comparison
    misfits: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class PresentWeek:
    """The week that people know, and what is asked for today."""

    problem: Problem
    sessions: tuple[PlannedSession, ...]


@query(Permission.WEEK_BUILD)
def present_week(*, actor: Actor, site_id: int, week_starts_on: date) -> PresentWeek:
    """The published week as it stands, to be set beside proposals."""
    problem = current_problem(actor, site_id, week_starts_on)
    return PresentWeek(problem, problem.published or ())


@query(Permission.WEEK_BUILD)
def preview_proposal(*, actor: Actor, proposal_id: int, detail: ProposalDetail | None = None) -> Preview:
    """The proposed week beside the published one, as the data stand now; `detail` is the proposal, where it is read."""
    if detail is None:
        row = Proposal.objects.filter(pk=proposal_id).first()
        planned = None if row is None else planned_of(row)
    else:
        where = detail.row.site_id, detail.row.week_starts_on
        release = tuple(detail.row.change.get("release", ()))
        planned = Planned(*where, detail.problem, detail.solution, detail.draft.get("knew"), release)
    if planned is None or planned.solution is None:
        raise NotFound("proposal")
    problem, week, misfits = fitted(actor, planned)
    return Preview(compare(problem.published or (), week), misfits)


@command(Permission.WEEK_PUBLISH)
def publish_proposal(*, actor: Actor, proposal_id: int) -> Published:
    """Makes a ready proposal the week that everybody sees; a second time changes nothing."""
    site_id = Proposal.objects.filter(pk=proposal_id).values_list("site_id", flat=True).first()
    if site_id is None:
        raise NotFound("proposal")
    take(site_id, [], alone=True)
    row = Proposal.objects.select_for_update().get(pk=proposal_id)
    if row.state == ProposalState.PUBLISHED:
        return Published(proposal_id, 0, 0, 0, 0, already=True)
    if row.state != ProposalState.READY or row.kind == ProposalKind.WHAT_IF:
        raise ProposalRefused("not_ready")
    problem, week, misfits = fitted(actor, planned_of(row))
    if misfits:
        raise ProposalStale(misfits)
    changes = compare(problem.published or (), week)
    with _database_refusals():
        _apply(actor, row, changes)
    _note_people(row, changes)
    row.state, row.published_at, row.published_by_id = ProposalState.PUBLISHED, timezone.now(), actor.user_id or None
    row.save(update_fields=["state", "published_at", "published_by"])
    counts = len(changes.opened), len(changes.closed), len(changes.changed), changes.told
    return Published(proposal_id, *counts, already=False)


@command(Permission.WEEK_PUBLISH)
def mark_told(
    *, actor: Actor, proposal_id: int, participant_ids: Iterable[int] = (), staff_ids: Iterable[int] = (),
    told: bool = True,
) -> None:  # fmt: skip
    """Notes who was told what a publication changed for them, or takes the note back."""
    who = Q(participant_id__in=list(participant_ids)) | Q(staff_id__in=list(staff_ids))
    rows = Telling.objects.filter(who, proposal_id=proposal_id)
    if told:
        rows.filter(told_at=None).update(told_at=timezone.now(), told_by_id=actor.user_id or None)
    else:
        rows.update(told_at=None, told_by_id=None)


def _note_people(row: Proposal, changes: Comparison) -> None:
    """Keeps the list of people to be told, with what changes for each."""
    people = [
        Telling(
            proposal=row, participant_id=_number(own.participant), loses=[session_to_json(s) for s in own.loses],
            gains=[session_to_json(s) for s in own.gains], rooms=_rooms(own.rooms),
        )
        for own in changes.people
    ]  # fmt: skip
    leaders = [Telling(proposal=row, staff_id=_number(n), rooms=_rooms(r)) for n, r in changes.leaders.items()]
    Telling.objects.bulk_create(people + leaders)


def _rooms(changes: Iterable[Change]) -> list[dict[str, object]]:
    return [{"before": session_to_json(c.before), "after": session_to_json(c.after)} for c in changes]


def _apply(actor: Actor, row: Proposal, changes: Comparison) -> None:
    now = timezone.now()
    _close(changes.closed, now)
    for change in changes.changed:
        gone = [_number(p) for p in change.leaving]
        seats = Seat.objects.filter(session_id=_number(change.before.id), released_at=None)
        seats.filter(participant_id__in=gone).update(released_at=now)
    catalogue = program.catalogue(actor=actor, site_id=row.site_id)
    _change_rooms(changes, catalogue, now)
    opened = _open(row, changes.opened, catalogue)
    joining = [(_number(c.before.id), p) for c in changes.changed for p in c.joining]
    joining += [(number, p) for number, session in opened for p in session.participants]
    rows = {s.pk: s.during for s in Session.objects.filter(pk__in={number for number, _ in joining})}
    Seat.objects.bulk_create(
        Seat(session_id=number, participant_id=_number(person), during=rows[number]) for number, person in joining
    )


def _close(sessions: Iterable[PlannedSession], now: datetime) -> None:
    rows = Session.objects.filter(pk__in=[_number(s.id) for s in sessions])
    rows.update(cancelled_at=now, sequence=F("sequence") + 1, changed_at=now)


def _change_rooms(changes: Comparison, catalogue: program.SiteCatalogue, now: datetime) -> None:
    """Moves sessions between rooms; first all of them out, so that two can change places."""
    moved = [c for c in changes.changed if c.before.room != c.after.room]
    Session.objects.filter(pk__in=[_number(c.before.id) for c in moved]).update(mode="online", room=None)
    for change in moved:
        room = None if change.after.room is None else _number(change.after.room)
        Session.objects.filter(pk=_number(change.before.id)).update(
            mode=change.after.mode, room_id=room, places=_places(change.after, catalogue),
            sequence=F("sequence") + 1, changed_at=now,
        )  # fmt: skip


def _open(
    row: Proposal, sessions: Iterable[PlannedSession], catalogue: program.SiteCatalogue
) -> list[tuple[int, PlannedSession]]:
    zone = program.site_clock(site_id=row.site_id)
    week = WeekWindow(row.week_starts_on, zone)
    services = {s.code: s for s in catalogue.services}
    planned, rows = list(sessions), []
    for session in planned:
        service = services[session.service]
        audience = next(a for a in service.audiences if a.code == session.audience)
        period = week.period_at(session.day, session.start, service.minutes)
        rows.append(Session(
            site_id=row.site_id, service_id=service.id, audience_id=audience.id, mode=session.mode, proposal=row,
            clinician_id=_number(session.clinician), room_id=None if session.room is None else _number(session.room),
            during=(period.start, period.end), places=_places(session, catalogue),
        ))  # fmt: skip
    made = Session.objects.bulk_create(rows)
    return [(item.pk, session) for item, session in zip(made, planned, strict=True)]


def _places(session: PlannedSession, catalogue: program.SiteCatalogue) -> int:
    most = next((s.max_size for s in catalogue.services if s.code == base_service(session.service)), 1)
    room = next((r.capacity for r in catalogue.rooms if f"r{r.id}" == session.room), most)
    return max(min(most, room), len(session.participants))


def _number(name: str) -> int:
    return int(name[1:])
