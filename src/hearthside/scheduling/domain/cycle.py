"""Several weeks one after another, with days on which the site is closed or open for less, so that lives stay steady.

On a short week the orders stay as they are (`Share.FULL`): what a level of care asks for in a week does not fall with a
holiday, and whoever cannot be given it is listed with a reason. `Share.BY_OPEN_DAYS` lowers orders, minutes and days by
the share of the days that are open, as for somebody who is in the program for a part of the week only. No published
source says which of the two is right [M]: it is the clinic's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from .compare import Comparison, compare
from .entities import Participant, Problem, Session, Span
from .held import base_service
from .hours import without_hours
from .reading import ProblemInvalid
from .settle import settle
from .solution import Solution

MOST_WEEKS = 53


class Share(StrEnum):
    """What is ordered for a week with days that are closed."""

    FULL = "full"
    BY_OPEN_DAYS = "by_open_days"


@dataclass(frozen=True, slots=True)
class Closure:
    """A day on which the site is closed, or open only from one time to another."""

    day: date
    opens: int | None = None
    closes: int | None = None

    def closed(self, weekday: int) -> tuple[Span, ...]:
        """When the site is closed on this day."""
        if self.opens is None or self.closes is None:
            return (Span(weekday, 0, 1440),)
        return Span(weekday, 0, self.opens), Span(weekday, self.closes, 1440)


@dataclass(frozen=True, slots=True)
class CycleWeek:
    """One week of a cycle: its problem, its solution, and what differs from the week that it follows."""

    problem: Problem
    solution: Solution
    short: bool
    follows: int | None
    changes: Comparison | None


def solve_cycle(
    problem: Problem,
    weeks: int,
    closures: Iterable[Closure] = (),
    *,
    solve_week: Callable[[Problem], Solution],
    share: Share = Share.FULL,
) -> tuple[CycleWeek, ...]:
    """The weeks in their order, each as near as can be to the last whole week before it, or to the one before."""
    closures = tuple(closures)
    _check(problem, weeks, closures)
    found: list[CycleWeek] = []
    for number in range(weeks):
        this = week_problem(problem, number, closures, share)
        follows = _model(found)
        if follows is not None:
            this = known_week(this, found[follows].solution.sessions)
        solution = settle(this, solve_week(this))
        changes = None if follows is None else compare(found[follows].solution.sessions, solution.sessions)
        found.append(CycleWeek(this, solution, this.opening != problem.opening, follows, changes))
    return tuple(found)


def _model(found: Sequence[CycleWeek]) -> int | None:
    """The week that the next one should be like: a short week is no model while there is a whole one."""
    whole = [number for number, week in enumerate(found) if not week.short]
    return whole[-1] if whole else len(found) - 1 if found else None


def _check(problem: Problem, weeks: int, closures: tuple[Closure, ...]) -> None:
    faults = []
    if not 1 <= weeks <= MOST_WEEKS:
        faults.append(("weeks", f"must be between 1 and {MOST_WEEKS}"))
        raise ProblemInvalid(faults)
    if problem.starts_on.weekday():
        faults.append(("week.starts_on", f"{problem.starts_on} is not a Monday"))
    if problem.starts_on > date.max - timedelta(days=7 * weeks):
        faults.append(("week.starts_on", "the calendar ends before the weeks do"))
        raise ProblemInvalid(faults)
    last = problem.starts_on + timedelta(days=7 * weeks - 1)
    for number, closure in enumerate(closures):
        if not problem.starts_on <= closure.day <= last:
            faults.append((f"closed[{number}]", f"{closure.day} is not between {problem.starts_on} and {last}"))
        if closure.opens is not None and closure.closes is not None and closure.closes < closure.opens:
            faults.append((f"closed[{number}]", "ends before it starts"))
        if closure.day in {other.day for other in closures[:number]}:
            faults.append((f"closed[{number}]", f"{closure.day} is named twice"))
    if faults:
        raise ProblemInvalid(faults)


def week_problem(problem: Problem, number: int, closures: Iterable[Closure], share: Share = Share.FULL) -> Problem:
    """The problem of a later week: the same clinic and the same lives, open as that week is."""
    starts_on = problem.starts_on + timedelta(days=7 * number)
    opening = opening_of(problem.opening, starts_on, closures)
    before, after = ({span.day for span in hours} for hours in (problem.opening, opening))
    people = problem.participants
    if share is Share.BY_OPEN_DAYS and len(after) < len(before):
        people = tuple(_lowered(person, len(after) / len(before)) for person in people)
    later = replace(problem, starts_on=starts_on, opening=opening, participants=people)
    return later if number == 0 else replace(later, published=None, locked=())


def opening_of(opening: Iterable[Span], starts_on: date, closures: Iterable[Closure]) -> tuple[Span, ...]:
    """The opening hours of one week with its closures taken away."""
    days = ((closure, (closure.day - starts_on).days) for closure in closures)
    return without_hours(opening, [gap for closure, day in days if 0 <= day < 7 for gap in closure.closed(day)])


def _lowered(person: Participant, share: float) -> Participant:
    return replace(
        person,
        orders=tuple(replace(o, per_week=ceil(o.per_week * share)) for o in person.orders),
        min_minutes=int(person.min_minutes * share),
        min_days=int(person.min_days * share),
    )


def known_week(problem: Problem, sessions: Iterable[Session]) -> Problem:
    """The problem in which people already know these sessions of another week, as far as they could be held again."""
    minutes = {service.id: service.minutes for service in problem.services}
    leaders, people = {c.id for c in problem.clinicians}, {p.id for p in problem.participants}
    known: list[Session] = []
    for session in sessions:
        service = base_service(session.service)
        end = session.start + minutes.get(service, 0)
        here = tuple(p for p in session.participants if p in people)
        open_then = any(h.day == session.day and h.start <= session.start and end <= h.end for h in problem.opening)
        if service in minutes and session.clinician in leaders and here and open_then:
            known.append(replace(session, id=f"before{len(known) + 1}", service=service, participants=here))
    return replace(problem, published=tuple(known) or None, locked=())
