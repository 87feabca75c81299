"""Planted weeks in which some people's lives have filled up since, so that they have lost their places."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hearthside.scheduling.domain.entities import Commitment, Participant, Problem, Session, Span
from hearthside.scheduling.domain.generate import contended, with_week
from hearthside.scheduling.domain.generate.hidden import plant
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

Week = tuple[Problem, tuple[Session, ...]]


def busy_week(people: int, seed: int) -> Week:
    """A planted week in which a third of the people got something new at the times of some of their sessions."""
    problem, solution = with_week(people, seed)
    random = Random(seed)
    least = {s.id: s.min_size for s in problem.services}
    sessions, changed = list(solution.sessions), {}
    for person in random.sample(problem.participants, people // 3):
        mine = [s for s in sessions if person.id in s.participants]
        if any(1 < len(s.participants) <= least[s.service] for s in mine):
            continue
        lost = random.sample(mine, min(len(mine), random.choice((1, 1, 2, 3))))
        changed[person.id] = _busier(random, person, lost)
        sessions = [replace(s, participants=tuple(p for p in s.participants if p != person.id)) for s in sessions]
        sessions = [s for s in sessions if s.participants]
    people_now = tuple(changed.get(p.id, p) for p in problem.participants)
    return replace(problem, participants=people_now), tuple(sessions)


def crowded_week(people: int, seed: int) -> Week:
    """A week of a clinic with staff and rooms for four fifths of its people."""
    return contended(people, seed), tuple(plant(people, people * 4 // 5, seed).sessions)


def waiting(week: Week) -> list[Participant]:
    """Everybody without a full week."""
    problem, sessions = week
    full = verify(problem, Solution(sessions, ())).scores.full
    return [p for p in problem.participants if p.id not in full]


def _busier(random: Random, person: Participant, lost: list[Session]) -> Participant:
    new = (
        Span(s.day, s.start + random.choice((-60, 0, 30)), s.start + random.choice((45, 120))) for s in lost
    )  # fmt: skip
    changes: dict[str, Any] = {"commitments": (*person.commitments, *(Commitment("new work", span) for span in new))}
    if random.random() < 0.3:
        changes["travel_minutes"] = random.choice((30, 45, 50))
    if random.random() < 0.2:
        changes["max_minutes_per_day"] = 150
    if random.random() < 0.2:
        changes["modes"] = person.modes[:1]
    return replace(person, **changes)
