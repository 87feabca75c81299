"""Keeps what nobody needs changed: a session that people know keeps its mode and its room where that costs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .entities import Problem, Session
from .solution import Solution
from .verify import Scores, verify


def settle(problem: Problem, solution: Solution) -> Solution:
    """The same week, as near to the published one as it can be without anybody losing anything."""
    known = {_same(s): s for s in problem.published or ()}
    best, score = solution, _score(problem, solution)
    for day in range(7):
        best, score = _try(problem, best, score, known, [s for s in best.sessions if s.day == day])
    for session in best.sessions:
        before = known.get(_same(session))
        if before and before.mode == session.mode and before.room != session.room:
            best, score = _try(problem, best, score, known, [session])
    return best


def _same(session: Session) -> tuple[str, str, int, int, str]:
    return session.service, session.audience, session.day, session.start, session.clinician


def _try(
    problem: Problem,
    best: Solution,
    score: Scores | None,
    known: dict[tuple[str, str, int, int, str], Session],
    sessions: Iterable[Session],
) -> tuple[Solution, Scores | None]:
    """These sessions with the mode, the room and the name that people know, if the week is no worse for it."""
    back = {
        s.id: replace(s, id=before.id, mode=before.mode, room=before.room)
        for s in sessions
        if (before := known.get(_same(s))) is not None
    }
    changed = tuple(back.get(s.id, s) for s in best.sessions)
    if score is None or changed == best.sessions:
        return best, score
    bound = best.claims.preference_bound
    claims = replace(best.claims, preference=None, preference_bound=None)
    tried = replace(best, sessions=changed, claims=claims)
    found = _score(problem, tried)
    if found is None or _worth(found) < _worth(score):
        return best, score
    claims = replace(best.claims, preference=found.preference, preference_bound=bound and max(bound, found.preference))
    return replace(tried, claims=claims), found


def _worth(scores: Scores) -> tuple[int, int, int, int, int]:
    return scores.placed, scores.partial, scores.kept, scores.preference, -scores.cost


def _score(problem: Problem, solution: Solution) -> Scores | None:
    verdict = verify(problem, solution)
    return None if verdict.broken else verdict.scores
