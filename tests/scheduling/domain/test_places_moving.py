"""Asking others to change one session: as few as trying everything shows, and nobody is worse off in hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from hearthside.scheduling.domain.entities import Participant, Problem, Session
from hearthside.scheduling.domain.places import book, index_week, insert, insert_moving
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

from .running import broken, judged, newcomer, possible_sessions, running_week, small_clinic

SEEDS = [1, 3, 10, 14, 19, 34, 86, 102, 130, 142, 166, 168, 223, 236, 260, 264, 304, 333, 338]
CROWDED = {"size", "room too small", "must not meet"}


def changes(problem: Problem, week: tuple[Session, ...]) -> list[tuple[str, Session, Session]]:
    """Every change of one person from one session to another of the same service, whoever sits there."""
    alone = {s.id for s in problem.services if s.min_size <= 1}
    opened = [replace(s, id=f"new-{s.id}") for s in possible_sessions(problem) if s.service in alone]
    opened = [s for s in opened if not broken(problem, [*week, s], {"size"})]
    found = []
    for left in week:
        for name in left.participants:
            for joined in (*week, *opened):
                if joined.service == left.service and name not in joined.participants:
                    after = [*_changed(week, [(name, left, joined)])]
                    if not broken(problem, after, CROWDED):
                        found.append((name, left, joined))
    return found


def _changed(week: tuple[Session, ...], moves: list[tuple[str, Session, Session]]) -> Iterator[Session]:
    seats = {s.id: set(s.participants) for s in week}
    extra = {}
    for name, left, joined in moves:
        seats[left.id] -= {name}
        if joined.id not in seats:
            seats[joined.id], extra[joined.id] = set(), joined
        seats[joined.id] |= {name}
    for session in (*week, *extra.values()):
        yield replace(session, participants=tuple(sorted(seats[session.id])))


def fewest(problem: Problem, week: tuple[Session, ...], person: Participant, most: int) -> int | None:
    """How few have to move, found by trying every set of changes."""
    full = verify(problem, Solution(week, ())).scores.full
    possible = changes(problem, week)
    for number in range(1, most + 1):
        for moves in combinations(possible, number):
            if len({name for name, _, _ in moves}) == number and _helps(problem, week, person, list(moves), full):
                return number
    return None


def _helps(
    problem: Problem, week: tuple[Session, ...], person: Participant, moves: list[tuple[str, Session, Session]],
    full: frozenset[str],
) -> bool:  # fmt: skip
    after = tuple(_changed(week, moves))
    sizes = {s.id: s.min_size for s in problem.services}
    small = [s for s in after if len(s.participants) < sizes[s.service]]
    if broken(problem, after, {"size"}) or any(len(s.participants) + 1 < sizes[s.service] for s in small):
        return False
    if any(len(s.participants) > next(x.max_size for x in problem.services if x.id == s.service) for s in after):
        return False
    if not full <= verify(problem, Solution(after, ())).scores.full:
        return False
    index = index_week(problem, after).knows(person)
    for session in small:
        index = index.joined(person.id, session)
    everybody = replace(problem, participants=(*problem.participants, person))
    if broken(everybody, index.sessions()):
        return False
    return insert(index, person, keep=[s.id for s in small]) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_as_few_people_move_as_trying_every_change_shows(seed: int) -> None:
    random = Random(seed)
    problem = small_clinic(random)
    week = running_week(random, problem)
    person = newcomer(random, "new", ["p1", "p2", "p3"])
    index = index_week(problem, week)
    if insert(index, person) is not None:
        return

    found = insert_moving(index, person, most_moved=2)

    assert (None if found is None else len(found.moves)) == fewest(problem, week, person, 2)
    if found is not None:
        after = book(index, found)
        assert judged(after).broken == ()
        assert judged(index).scores.full | {"new"} <= judged(after).scores.full
        assert {s.id for s in week} <= {s.id for s in after.sessions()}
        gained = sum(move.points for move in found.moves)
        before = judged(index).scores.preference
        assert judged(after).scores.preference == before + found.points + gained
