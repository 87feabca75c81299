"""A proposed week against the clinic's data as they stand now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.kernel.weeks import WeekWindow
from hearthside.program import selectors as program
from hearthside.scheduling.domain.compare import key_of
from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.held import base_service, rooms_around
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.reading import Reader, read_session
from hearthside.scheduling.domain.repair import plain
from hearthside.scheduling.domain.solution import Solution, parse_solution
from hearthside.scheduling.domain.verify import Breach, verify
from hearthside.scheduling.models import Proposal
from hearthside.scheduling.services._problem import current_problem, published_sessions

ALLOWED = frozenset({"neither placed nor listed with a reason"})


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that changed since the proposal was made: a rule it now breaks, or a session that is not as it was."""

    rule: str
    session: Session | None = None
    participant: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A proposed week as the database keeps it; `knew` is the week that people knew where its problem holds another.

    `release` names locked sessions that a repair does not keep; `back_to` is the problem of the week that an undo
    brings back: what that week broke then may be so again.
    """

    site_id: int
    week_starts_on: date
    problem: Any
    solution: Any
    knew: Any = None
    release: tuple[str, ...] = ()
    back_to: Any = None


def planned_of(row: Proposal) -> Planned:
    """The proposed week of a row."""
    return Planned(
        row.site_id,
        row.week_starts_on,
        row.problem,
        row.solution,
        row.draft.get("knew"),
        tuple(row.change.get("release", ())),
        row.based_on.problem if row.based_on is not None and "undoes" in row.change else None,
    )  # fmt: skip


def fitted(actor: Actor, row: Planned) -> tuple[Problem, tuple[Session, ...], tuple[Misfit, ...]]:
    """Today's problem, the proposed week with what must stay as it stands now, and what does not fit."""
    asked, found = parse_problem(row.problem), parse_solution(row.solution)
    now = current_problem(actor, row.site_id, row.week_starts_on, release=row.release)
    held = {key_of(s): s for s in now.published or () if s.id in now.locked}
    known = {key_of(s): s.id for s in now.published or ()}
    planned = [
        replace(s, id=known.get(key_of(s), f"new-{s.id}"), service=base_service(s.service)) for s in found.sessions
    ]
    week = [held[key_of(s)] if _own_service(held.get(key_of(s))) else s for s in planned]
    week += [s for key, s in held.items() if key not in {key_of(s) for s in planned}]
    week = rooms_around(now, week, _empty_held(row))
    if row.knew is not None:
        asked = replace(asked, published=tuple(s for s in (read_session(Reader(k, "")) for k in row.knew) if s))
    misfits = [Misfit("changed_since", session) for session in _changed(asked, now)]
    broken = _broken(now, week)
    standing = {_about(m) for m in _broken(now, now.published or ())} if broken else set()
    if broken and row.back_to is not None:
        was = parse_problem(row.back_to)
        standing |= {_about(m) for m in _broken(was, [plain(s) for s in was.published or ()])}
    return now, tuple(week), (*misfits, *(m for m in broken if _about(m) not in standing))


def _broken(now: Problem, week: Iterable[Session]) -> list[Misfit]:
    """The rules that a week breaks today."""
    sessions = tuple(week)
    found = verify(now, Solution(sessions, ())).broken
    return [_misfit(breach, sessions) for breach in found if breach.rule not in ALLOWED]


def _about(misfit: Misfit) -> tuple[object, ...]:
    """What a misfit is about, whatever the session is called: what the published week breaks already may stay so."""
    return misfit.rule, misfit.session and key_of(misfit.session), misfit.participant, misfit.detail


def _empty_held(row: Planned) -> list[Session]:
    """Locked or begun sessions that nobody sits in: no proposal knows them, and they stay."""
    week = WeekWindow(row.week_starts_on, program.site_clock(site_id=row.site_id))
    sessions, locked, begun = published_sessions(row.site_id, week, timezone.now())
    return [s for s in sessions if s.id in locked | begun and not s.participants]


def _own_service(session: Session | None) -> bool:
    return session is not None and base_service(session.service) != session.service


def _misfit(breach: Breach, week: tuple[Session, ...]) -> Misfit:
    words = breach.where.split()
    session = next((s for s in week if s.id in words), None)
    return Misfit(breach.rule, session, next((w for w in words if w[0] == "p" and w[1:].isdigit()), ""), breach.detail)


def _changed(asked: Problem, now: Problem) -> Iterable[Session]:
    """Published sessions that were opened, changed or closed by hand since the proposal was asked for."""
    here = {p.id for p in now.participants}

    def facts(problem: Problem) -> dict[object, Session]:
        rows = problem.published or ()
        return {(key_of(s), s.room, tuple(p for p in s.participants if p in here)): s for s in rows}

    before, after = facts(asked), facts(now)
    different = [s for key, s in (before | after).items() if (key in before) != (key in after)]
    return {s.id: s for s in different}.values()
