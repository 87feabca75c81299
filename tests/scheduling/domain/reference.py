"""A slow, exhaustive solver for tiny problems: tries every week there is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations

from hearthside.scheduling.domain.entities import Participant, Problem, Session
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import Breach, verify

LATER = {"size", "neither placed nor listed with a reason", "listed but fully placed"}


def _broken(problem: Problem, sessions: tuple[Session, ...]) -> list[Breach]:
    return [b for b in verify(problem, Solution(sessions, ())).broken if b.rule not in LATER]


def all_sessions(problem: Problem) -> list[Session]:
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


@dataclass(slots=True)
class Best:
    """What trying every week finds: at each level alone, and of preference for each sum of priorities placed."""

    placed: int = 0
    preference: int | None = None
    preference_of_placed: dict[int, int] = field(default_factory=dict)
    preference_of_all: int | None = None
    tried: int = 0


def best_placed(problem: Problem) -> tuple[int, int]:
    """The highest sum of priorities of people with full weeks, and how many weeks were tried."""
    best = best_weeks(problem)
    return best.placed, best.tried


def best_weeks(problem: Problem) -> Best:
    """The best there is at the levels for which the engine proves bounds."""
    free = replace(problem, locked=())
    sessions = all_sessions(free)
    weeks = [_weeks(free, person, sessions) for person in problem.participants]
    best = Best()

    def extend(person: int, seats: dict[str, tuple[str, ...]]) -> None:
        if person == len(problem.participants):
            best.tried += 1
            _note(best, problem, tuple(replace(s, participants=seats[s.id]) for s in sessions if s.id in seats))
            return
        name = problem.participants[person].id
        for week in weeks[person]:
            extend(person + 1, seats | {s: (*seats.get(s, ()), name) for s in week})

    extend(0, {})
    return best


def _note(best: Best, problem: Problem, chosen: tuple[Session, ...]) -> None:
    verdict = verify(replace(problem, locked=()), Solution(chosen, ()))
    if not _holds_locked(problem, chosen) or any(
        b.rule != "neither placed nor listed with a reason" for b in verdict.broken
    ):
        return
    scores, liked = verdict.scores, verdict.scores.preference
    best.placed = max(best.placed, scores.placed)
    best.preference = max(liked if best.preference is None else best.preference, liked)
    best.preference_of_placed[scores.placed] = max(best.preference_of_placed.get(scores.placed, liked), liked)
    if len(scores.full) == len(problem.participants):
        best.preference_of_all = max(liked if best.preference_of_all is None else best.preference_of_all, liked)


def _holds_locked(problem: Problem, chosen: tuple[Session, ...]) -> bool:
    now = {replace(s, id="", participants=()): set(s.participants) for s in chosen}
    return all(
        set(s.participants) <= now.get(replace(s, id="", participants=()), set())
        for s in problem.published or ()
        if s.id in problem.locked and s.participants
    )
