"""Sick calls: the sessions that an absence hits, the repairs that were found, and how long one can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, query
from hearthside.access.permissions import Permission
from hearthside.kernel.intervals import Period
from hearthside.kernel.weeks import WeekWindow
from hearthside.program import selectors as program
from hearthside.scheduling.domain.compare import compare
from hearthside.scheduling.domain.entities import Problem
from hearthside.scheduling.domain.entities import Session as PlannedSession
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.repair import first_touched, plain
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.models import Proposal, ProposalKind, Seat, Session
from hearthside.scheduling.selectors._cards import SessionCard, cards
from hearthside.scheduling.selectors._stretch import stretch_of
from hearthside.scheduling.selectors.proposals import ProposalDetail, ProposalRow, _rows, proposal_detail

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """The sessions that an absence hits, and how many people sit in them."""

    sessions: tuple[SessionCard, ...]
    people: int


@dataclass(frozen=True, slots=True)
class SickCall:
    """One week of an absence: the request, its repairs best first, the other weeks, and what was published.

    `away` are the clinicians who are noted as away for the part of the absence that this week answers, and `until`
    is when that part ends. `against` are absences that were noted by themselves since: as long as they stand, the week
    before the repair cannot come back.
    """

    detail: ProposalDetail
    options: tuple[ProposalRow, ...]
    weeks: tuple[ProposalRow, ...]
    published: ProposalRow | None
    undone: bool
    undo_until: datetime | None
    away: tuple[tuple[int, str], ...]
    until: datetime
    against: tuple[program.AbsenceRow, ...]

    @property
    def row(self) -> ProposalRow:
        """The request."""
        return self.detail.row


@query(Permission.WEEK_BUILD)
def sessions_hit(
    *,
    actor: Actor,  # noqa: ARG001
    site_id: int,
    clinicians: Iterable[int],
    rooms: Iterable[int],
    building: bool,
    begins: datetime,
    ends: datetime,
) -> Hit:
    """The sessions of a site that cannot be held as planned while somebody or something is gone."""
    gone = Q(clinician_id__in=list(clinicians)) | Q(room_id__in=list(rooms))
    if building:
        gone |= Q(mode="in_person")
    now = timezone.now()
    rows = Session.objects.filter(gone, site_id=site_id, cancelled_at=None, during__startswith__gt=now)
    found = cards(rows.filter(during__overlap=(begins, max(ends, begins + timedelta(minutes=1)))))
    seats = Seat.objects.filter(session_id__in=[card.id for card in found], released_at=None)
    return Hit(found, seats.values("participant_id").distinct().count())


@query(Permission.WEEK_BUILD)
def sick_call(*, actor: Actor, proposal_id: int) -> SickCall:
    """One request with everything that its page shows."""
    rows = Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.REPAIR, rank=0, change__has_key="gone")
    if not rows.exists():
        raise NotFound("proposal")
    detail = proposal_detail(actor=actor, proposal_id=proposal_id)
    found = sorted(_rows(based_on_id=proposal_id, kind=ProposalKind.REPAIR, rank__gt=0), key=lambda row: row.rank)
    weeks = _rows(pk__in=detail.row.change.get("weeks", []))
    published = next((row for row in found if row.state == "published"), None)
    until = undone = None
    against: tuple[program.AbsenceRow, ...] = ()
    if published is not None:
        until, against = _way_back(actor, published)
        undone = Proposal.objects.filter(based_on_id=published.id, change__has_key="undoes").exists()
    week = WeekWindow(detail.row.week_starts_on, program.site_clock(site_id=detail.row.site_id))
    part = stretch_of(detail.row.change, week, [row.week_starts_on for row in weeks])
    return SickCall(
        detail, tuple(found), tuple(sorted(weeks, key=lambda row: row.week_starts_on)), published, bool(undone), until,
        _away(actor, detail.row, part), part.end, against,
    )  # fmt: skip


def _away(actor: Actor, row: ProposalRow, part: Period) -> tuple[tuple[int, str], ...]:
    """The missing clinicians who are noted as away for all of a time, by name."""
    noted = program.absences(actor=actor, site_id=row.site_id, since=part.start, until=part.end)
    whole = [n for n in noted if n.begins <= part.start and part.end <= n.ends]
    return tuple(sorted({(n.staff_id, n.staff_name) for n in whole if f"c{n.staff_id}" in row.change["gone"]}))


@query(Permission.WEEK_BUILD)
def sick_calls(*, actor: Actor, site_id: int) -> tuple[ProposalRow, ...]:  # noqa: ARG001
    """The latest requests of a site, newest first."""
    return _rows(SHOWN, site_id=site_id, kind=ProposalKind.REPAIR, rank=0, change__has_key="gone")


@query(Permission.WEEK_READ)
def repair_so_far(*, actor: Actor, proposal_id: int) -> dict[str, int] | None:  # noqa: ARG001
    """The figures of the best repair so far, while a worker is at it."""
    progress = Proposal.objects.filter(pk=proposal_id).values_list("progress", flat=True).first() or {}
    return progress if "seats" in progress else None


def _way_back(actor: Actor, row: ProposalRow) -> tuple[datetime, tuple[program.AbsenceRow, ...]]:
    """Until when a repair can be taken back, and the absences that stand against it.

    That is when the first session begins that it changes; the start of the week where it changes none.
    """
    asked, solution = Proposal.objects.values_list("problem", "solution").get(pk=row.id)
    week = WeekWindow(row.week_starts_on, program.site_clock(site_id=row.site_id))
    problem, after = parse_problem(asked), parse_solution(solution).sessions
    before = [plain(s) for s in problem.published or ()]
    first = first_touched(before, after)
    closed = compare(before, after).closed
    until = week.period.start if first is None else week.at(*first)
    return until, _against(actor, row, problem, [s for s in closed if _at_work(problem, s)])


def _against(
    actor: Actor, row: ProposalRow, problem: Problem, back: Iterable[PlannedSession]
) -> tuple[program.AbsenceRow, ...]:
    """The absences in which a session would be led again, but for those that go with the repair."""
    week = WeekWindow(row.week_starts_on, program.site_clock(site_id=row.site_id))
    minutes = {s.id: s.minutes for s in problem.services}
    led = [(s.clinician, week.period_at(s.day, s.start, minutes[s.service])) for s in back]
    noted = program.absences(actor=actor, site_id=row.site_id, since=week.period.start, until=week.period.end)
    return tuple(
        n
        for n in noted
        if n.id not in row.change.get("absences", [])
        and any(name == f"c{n.staff_id}" and n.begins < time.end and time.start < n.ends for name, time in led)
    )


def _at_work(problem: Problem, session: PlannedSession) -> bool:
    """Whether the leader worked then as the repair was asked for; what broke a rule already may do so again."""
    end = session.start + next((s.minutes for s in problem.services if s.id == session.service), 0)
    works = [h for c in problem.clinicians if c.id == session.clinician for h in c.works]
    return any(h.day == session.day and h.start <= session.start < end <= h.end for h in works)
