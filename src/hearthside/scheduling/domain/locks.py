"""Locked sessions must be able to stay: where they break a rule by themselves, no week is valid."""

from __future__ import annotations

from .entities import Problem
from .reading import ProblemInvalid
from .solution import Solution
from .verify import verify

ABOUT_THE_WHOLE_WEEK = {"size", "neither placed nor listed with a reason"}


def check_locked(problem: Problem) -> None:
    """Refuse a problem whose locked sessions cannot all stay as they are; sessions may still grow."""
    locked = tuple(s for s in problem.published or () if s.id in problem.locked)
    broken = verify(problem, Solution(locked, ())).broken
    most = {s.id: s.max_size for s in problem.services}
    faults = [("locked", f"{b.rule}: {b.where}") for b in broken if b.rule not in ABOUT_THE_WHOLE_WEEK]
    faults += [("locked", f"size: {s.id}") for s in locked if len(s.participants) > most.get(s.service, 0)]
    if faults:
        raise ProblemInvalid(faults)
