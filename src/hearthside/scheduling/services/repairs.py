"""A sick call: who or what is gone, ranked repairs of the published weeks, one of them published, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound, command
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow, monday_of
from hearthside.program import selectors as program
from hearthside.program import services as program_services
from hearthside.scheduling.domain import repair as r
from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json, session_to_json
from hearthside.scheduling.domain.solution import Solution, parse_solution, solution_to_json
from hearthside.scheduling.models import Proposal, ProposalKind, ProposalState
from hearthside.scheduling.models import Session as Booked
from hearthside.scheduling.selectors._stretch import stretch_of
from hearthside.scheduling.services._absent import minute_of
from hearthside.scheduling.services._locks import take
from hearthside.scheduling.services._problem import current_problem, published_sessions
from hearthside.scheduling.services.proposals import AT_WORK, ProposalRefused
from hearthside.scheduling.services.publishing import Published, publish_proposal

REPAIR_WEEK = "scheduling.repair_week"
SECONDS, WEEKS = 30, 6


class AbsenceRefused(Exception):
    """An absence that cannot be repaired; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Absence:
    """Who or what is gone from one site, from when until when."""

    site_id: int
    clinicians: tuple[int, ...]
    rooms: tuple[int, ...]
    building: bool
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class RepairTask:
    """What a worker needs to know to repair a week."""

    problem: Problem
    published: tuple[Session, ...]
    outage: r.Outage
    now: int
    seconds: int


@command(Permission.WEEK_BUILD)
def report_absence(*, actor: Actor, absence: Absence) -> tuple[int, ...]:
    """Has every week that an absence touches repaired in the background; the requests, first week first."""
    if absence.ends <= absence.begins or not (absence.clinicians or absence.rooms or absence.building):
        raise AbsenceRefused("empty")
    take(absence.site_id, [], alone=True)
    zone = program.site_clock(site_id=absence.site_id)
    monday = monday_of(absence.begins.astimezone(zone).date())
    last = monday_of((absence.ends - timedelta(seconds=1)).astimezone(zone).date())
    if (last - monday).days > 7 * (WEEKS - 1):
        raise AbsenceRefused("too_long")
    weeks = [monday + timedelta(days=7 * n) for n in range((last - monday).days // 7 + 1)]
    asked = [row for week in weeks if (row := _ask(actor, absence, WeekWindow(week, zone))) is not None]
    if not asked:
        raise AbsenceRefused("nothing_hit")
    for row in asked:
        row.change["weeks"] = [other.pk for other in asked]
        row.save(update_fields=["change"])
        _defer(row)
    return tuple(row.pk for row in asked)


def _ask(actor: Actor, absence: Absence, week: WeekWindow) -> Proposal | None:
    """One week of an absence, where any of its sessions is hit."""
    outage, now = _outage(absence, week), minute_of(week, timezone.now())
    sessions, locked, begun = published_sessions(absence.site_id, week, timezone.now())
    minutes = {s.code: s.minutes for s in program.catalogue(actor=actor, site_id=absence.site_id).services}
    hit = {s.id for s in sessions if s.id not in begun and outage.hits(s, minutes.get(s.service, 0))}
    if not hit:
        return None
    problem = current_problem(actor, absence.site_id, week.starts_on, release=hit)
    names = [*(f"c{n}" for n in absence.clinicians), *(f"r{n}" for n in absence.rooms)]
    return Proposal.objects.create(
        site_id=absence.site_id, week_starts_on=week.starts_on, kind=ProposalKind.REPAIR, seconds=SECONDS,
        problem=problem_to_json(problem), asked_by_id=actor.user_id or None,
        progress={"asked": len(problem.participants)},
        change={
            "gone": names, "building": absence.building, "begins": absence.begins.isoformat(),
            "ends": absence.ends.isoformat(), "outage": [outage.begins, outage.ends], "now": now,
            "hit": sorted(hit), "release": sorted(hit & locked),
            "empty": [session_to_json(s) for s in sessions if not s.participants and s.id not in hit],
        },
    )  # fmt: skip


def _outage(absence: Absence, week: WeekWindow) -> r.Outage:
    return r.Outage(
        frozenset(f"c{n}" for n in absence.clinicians), frozenset(f"r{n}" for n in absence.rooms), absence.building,
        minute_of(week, absence.begins), minute_of(week, absence.ends),
    )  # fmt: skip


def _defer(row: Proposal) -> None:
    queue = app.configure_task(REPAIR_WEEK, queue="timetable", lock=f"site-{row.site_id}", priority=10)
    queue.defer(proposal_id=row.pk)


@command(Permission.WEEK_BUILD)
def search_repairs_again(*, actor: Actor, proposal_id: int) -> tuple[int, ...]:
    """The same absence against the week as it stands now, from now on."""
    change = _request(proposal_id).change
    numbers = {kind: tuple(int(n[1:]) for n in change["gone"] if n[0] == kind) for kind in "cr"}
    absence = Absence(
        _request(proposal_id).site_id, numbers["c"], numbers["r"], change["building"],
        max(datetime.fromisoformat(change["begins"]), timezone.now()), datetime.fromisoformat(change["ends"]),
    )  # fmt: skip
    return report_absence(actor=actor, absence=absence)


@command(Permission.WEEK_BUILD)
def repair_task(*, actor: Actor, proposal_id: int) -> RepairTask:  # noqa: ARG001
    """What a request asks for, for the worker."""
    row = _request(proposal_id)
    change, problem = row.change, parse_problem(row.problem)
    gone = frozenset(change["gone"])
    outage = r.Outage(
        frozenset(n for n in gone if n[0] == "c"), frozenset(n for n in gone if n[0] == "r"), change["building"],
        *change["outage"],
    )  # fmt: skip
    return RepairTask(problem, problem.published or (), outage, change["now"], row.seconds)


def _request(proposal_id: int) -> Proposal:
    row = Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.REPAIR, rank=0, change__has_key="gone").first()
    if row is None:
        raise NotFound("proposal")
    return row


@command(Permission.WEEK_BUILD)
def finish_repairs(*, actor: Actor, proposal_id: int, repairs: Sequence[r.Repair]) -> None:  # noqa: ARG001
    """Keeps the repairs that were found, best first; a second worker's answer for the same request changes nothing."""
    row = Proposal.objects.select_for_update().get(pk=proposal_id)
    if row.state not in AT_WORK:
        return
    empty = tuple(s for s in _sessions(row.change["empty"]))
    for rank, found in enumerate(repairs, 1):
        asked = row.progress["asked"]
        week = Solution((*found.solution.sessions, *empty), found.solution.unplaced)
        Proposal.objects.create(
            site_id=row.site_id, week_starts_on=row.week_starts_on, kind=ProposalKind.REPAIR, rank=rank, based_on=row,
            state=ProposalState.READY, seconds=row.seconds, problem=row.problem, solution=solution_to_json(week),
            asked_by_id=row.asked_by_id, finished_at=timezone.now(), title=found.kind,
            progress={
                "asked": asked, "unplaced": len(week.unplaced), "placed": asked - len(week.unplaced),
                "sessions": len(week.sessions),
            },
            change={"release": row.change["release"], **_told(found)},
        )  # fmt: skip
    row.state, row.finished_at = ProposalState.READY, timezone.now()
    row.save(update_fields=["state", "finished_at"])


def _sessions(items: Iterable[Any]) -> tuple[Session, ...]:
    """Sessions as the file formats write them."""
    return parse_solution({"format": "hearthside.timetable.solution/1", "sessions": list(items)}).sessions


def _told(found: r.Repair) -> dict[str, Any]:
    """A repair in figures, session by session and person by person, as its page shows it."""
    names = ("disturbed", "moved", "strangers", "opened", "lost_weeks", "minutes_lost", "told", "least")
    return {
        "figures": {name: getattr(found, name) for name in names},
        "proved": found.proved, "least_proved": found.least_proved,
        "outcomes": [
            {
                "session": session_to_json(o.session), "without": list(o.without),
                "parts": [
                    {"how": p.how, "session": session_to_json(p.session), "participants": list(p.participants)}
                    for p in o.parts
                ],
            }
            for o in found.outcomes
        ],
        "effects": [
            {
                "participant": e.participant, "before": asdict(e.before), "after": asdict(e.after),
                "loses": [session_to_json(s) for s in e.loses], "gains": [session_to_json(s) for s in e.gains],
            }
            for e in found.effects
        ],
    }  # fmt: skip


@command(Permission.WEEK_PUBLISH)
def publish_repair(*, actor: Actor, proposal_id: int) -> Published:
    """Publishes one repair, notes who is away, and sets the other repairs of its request aside."""
    row = Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.REPAIR, rank__gt=0).first()
    if row is None:
        raise NotFound("proposal")
    done = publish_proposal(actor=actor, proposal_id=proposal_id)
    if not done.already:
        _note_absence(actor, row)
    others = Proposal.objects.filter(based_on_id=row.based_on_id, kind=ProposalKind.REPAIR, state=ProposalState.READY)
    others.update(state=ProposalState.SET_ASIDE)
    return done


def _note_absence(actor: Actor, row: Proposal) -> None:
    """From now on weeks are built without whoever a repair did without; what is noted can be taken back with it."""
    request = row.based_on
    if request is None:
        return
    staff = [int(name[1:]) for name in request.change["gone"] if name.startswith("c")]
    weeks = Proposal.objects.filter(pk__in=request.change["weeks"]).values_list("week_starts_on", flat=True)
    zone = program.site_clock(site_id=row.site_id)
    stretch = stretch_of(request.change, WeekWindow(row.week_starts_on, zone), weeks)
    noted = program_services.note_absences(actor=actor, staff_ids=staff, begins=stretch.start, ends=stretch.end)
    row.change["absences"] = list(noted)
    row.save(update_fields=["change"])


def _take_back_absence(actor: Actor, row: Proposal) -> None:
    """What a repair noted is taken back, unless somebody did so already."""
    for absence_id in row.change.get("absences", []):
        with suppress(NotFound):
            program_services.take_back_absence(actor=actor, absence_id=absence_id)


@command(Permission.WEEK_PUBLISH)
def undo_repair(*, actor: Actor, proposal_id: int) -> Published:
    """Publishes the week as it was before a repair, and forgets who was away; until a changed session begins."""
    row = Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.REPAIR, rank__gt=0).first()
    if row is None or row.state != ProposalState.PUBLISHED or row.published_at is None:
        raise ProposalRefused("not_published")
    take(row.site_id, [], alone=True)
    where = {"site_id": row.site_id, "week_starts_on": row.week_starts_on}
    if Proposal.objects.filter(**where, published_at__gt=row.published_at).exists():
        raise ProposalRefused("published_since")
    was = tuple(r.plain(s) for s in parse_problem(row.problem).published or ())
    first = r.first_touched(was, parse_solution(row.solution).sessions)
    week = WeekWindow(row.week_starts_on, program.site_clock(site_id=row.site_id))
    if first is None or timezone.now() >= week.at(*first):
        raise ProposalRefused("begun")
    _take_back_absence(actor, row)
    before = current_problem(actor, row.site_id, row.week_starts_on)
    plain = Solution((*was, *_still_empty(row)), ())
    back = Proposal.objects.create(
        **where, kind=ProposalKind.REPAIR, rank=0, based_on=row, state=ProposalState.READY, title="undo",
        problem=problem_to_json(before), solution=solution_to_json(plain), asked_by_id=actor.user_id or None,
        progress=_counted(row), change={"undoes": row.pk}, finished_at=timezone.now(),
    )  # fmt: skip
    done = publish_proposal(actor=actor, proposal_id=back.pk)
    _lock_again(row, back)
    return done


def _lock_again(row: Proposal, back: Proposal) -> None:
    """Sessions that a repair called off although they were locked come back locked."""
    names = [int(name[1:]) for name in row.change.get("release", [])]
    facts = ("service_id", "audience_id", "mode", "during", "clinician_id")
    for same in Booked.objects.filter(pk__in=names, locked=True).values(*facts):
        Booked.objects.filter(proposal=back, **same).update(locked=True)


def _counted(row: Proposal) -> dict[str, Any]:
    """The figures of the week before."""
    asked = row.progress.get("asked", 0)
    lost = row.change["figures"]["lost_weeks"]
    unplaced = max(0, row.progress.get("unplaced", 0) - lost)
    return {"asked": asked, "unplaced": unplaced, "placed": asked - unplaced, "sessions": row.progress.get("sessions")}


def _still_empty(row: Proposal) -> tuple[Session, ...]:
    request = row.based_on
    return _sessions(request.change.get("empty", [])) if request is not None else ()
