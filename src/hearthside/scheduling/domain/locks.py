"""Locked sessions must be able to stay: where they break a rule by themselves, no week is valid."""

from __future__ import annotations

from .entities import Problem
from .reading import ProblemInvalid
from .solution import Solution
from .verify import Breach, verify

ABOUT_THE_WHOLE_WEEK = {"size", "neither placed nor listed with a reason"}


def check_locked(problem: Problem) -> None:
    """Refuse a problem whose locked sessions cannot all stay as they are; sessions may still grow."""
    locked = tuple(s for s in problem.published or () if s.id in problem.locked)
    broken = verify(problem, Solution(locked, ())).broken
    most = {s.id: s.max_size for s in problem.services}
    faults = [(_path(problem, b), _reason(b)) for b in broken if b.rule not in ABOUT_THE_WHOLE_WEEK]
    large = [s.id for s in locked if len(s.participants) > most.get(s.service, 0)]
    seats, least = {r.id: r.capacity for r in problem.rooms}, {s.id: s.min_size for s in problem.services}
    cramped = [s.id for s in locked if s.room is not None and seats.get(s.room, 0) < least.get(s.service, 0)]
    faults += [(f"locked[{problem.locked.index(name)}]", f"size: {name}") for name in (*large, *cramped)]
    if faults:
        raise ProblemInvalid(list(dict.fromkeys(faults)))


def _path(problem: Problem, breach: Breach) -> str:
    """The lock that the breach is about; the last of several, and all of them where it names none."""
    words = breach.where.split()
    named = [number for number, name in enumerate(problem.locked) if name in words]
    return f"locked[{named[-1]}]" if named else "locked"


def _reason(breach: Breach) -> str:
    return f"{breach.rule}: {breach.where}" + (f" {breach.detail}" if breach.detail else "")


def gone(problem: Problem) -> list[tuple[str, str]]:
    """What published sessions name that is no longer there, by path: such sessions and seats cannot be kept."""
    known: dict[str, set[str | None]] = {
        "service": {s.id for s in problem.services},
        "clinician": {c.id for c in problem.clinicians},
        "room": {None, *(r.id for r in problem.rooms)},
    }
    people = {p.id for p in problem.participants}
    found = []
    for i, session in enumerate(problem.published or ()):
        for key, names in known.items():
            name = getattr(session, key)
            if name not in names:
                found.append((f"published[{i}].{key}", f"there is no {key} {name}"))
        for j, person in enumerate(session.participants):
            if person not in people:
                found.append((f"published[{i}].participants[{j}]", f"there is no participant {person}"))
    return found
