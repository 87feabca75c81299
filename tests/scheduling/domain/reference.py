"""A slow, exhaustive solver for tiny problems: tries every week there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hearthside.scheduling.domain.entities import Participant, Problem, Session
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import Breach, verify

LATER = {"size", "neither placed nor listed with a reason", "listed but fully placed"}


def _broken(problem: Problem, sessions: tuple[Session, ...]) -> list[Breach]:
    return [b for b in verify(problem, Solution(sessions, ())).broken if b.rule not in LATER]


def _all_sessions(problem: Problem) -> list[Session]:
    """Every session that breaks no rule while it is empty."""
    found = []
    for service in problem.services:
        for audience in service.audiences:
            for clinician in problem.clinicians:
                for day in range(7):
                    for start in range(0, 1440, problem.start_step):
                        for room in (None, *(r.id for r in problem.rooms)):
                            mode = "online" if room is None else "in_person"
                            session = Session(
                                f"s{len(found)}",
                                service.id,
                                audience.id,
                                mode,
                                day,
                                start,
                                room,
                                clinician.id,
                                (),
                            )
                            if not _broken(problem, (session,)):
                                found.append(session)
    return found


def _weeks(problem: Problem, person: Participant, sessions: list[Session]) -> list[frozenset[str]]:
    """Every set of sessions that this person could sit in, if they were alone."""
    alone = replace(problem, participants=(replace(person, not_with=()),))
    mine = [replace(s, participants=(person.id,)) for s in sessions]
    mine = [s for s in mine if not _broken(alone, (s,))]
    most = sum(o.per_week for o in person.orders)
    return [
        frozenset(s.id for s in chosen)
        for size in range(most + 1)
        for chosen in combinations(mine, size)
        if not _broken(alone, chosen)
    ]


def best_placed(problem: Problem) -> tuple[int, int]:
    """The highest sum of priorities of people with full weeks, and how many weeks were tried."""
    sessions = _all_sessions(problem)
    weeks = [_weeks(problem, person, sessions) for person in problem.participants]
    best, tried = 0, 0

    def extend(person: int, seats: dict[str, tuple[str, ...]]) -> None:
        nonlocal best, tried
        if person == len(problem.participants):
            tried += 1
            chosen = tuple(replace(s, participants=seats[s.id]) for s in sessions if s.id in seats)
            verdict = verify(problem, Solution(chosen, ()))
            if verdict.scores.placed > best and all(
                b.rule == "neither placed nor listed with a reason" for b in verdict.broken
            ):
                best = verdict.scores.placed
            return
        name = problem.participants[person].id
        for week in weeks[person]:
            extend(person + 1, seats | {s: (*seats.get(s, ()), name) for s in week})

    extend(0, {})
    return best, tried
