"""How soon one person without a full week is told why, and whether what is said is true, in weeks of 100 and 300."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from statistics import median, quantiles

from hearthside.scheduling.domain import why
from hearthside.scheduling.domain.entities import Commitment, Participant, Problem, Session, Span
from hearthside.scheduling.domain.generate import with_week
from hearthside.scheduling.domain.places import WeekIndex, index_week, insert
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

SIZES, SEEDS = (100, 300), (1, 2, 3)


def run() -> list[tuple[str, str, str]]:
    """A row for the time at each size, and one for the truth of everything that was said."""
    rows, judged = [], [0, 0, 0, 0]
    for people in SIZES:
        spent, asked, panels = [], [], []
        for seed in SEEDS:
            mine, tally, panel = _week(people, seed)
            spent.append(mine)
            asked.append(len(mine))
            panels.append(panel)
            judged = [a + b for a, b in zip(judged, tally, strict=True)]
        half = median(median(mine) for mine in spent)
        most = median(quantiles(mine, n=20)[18] for mine in spent)
        rows.append((
            f"T5 explain one of {people} people (at least 500 ms, aim 100 ms)", f"p95 {most:.0f} ms",
            f"p50 {half:.0f} ms, medians of seeds {SEEDS}, {sum(asked)} people without a full week; what the clinic "
            f"lacks across all of them {median(panels):.1f} s",
        ))  # fmt: skip
    sets, unsound, changes, untrue = judged
    rows.append((
        "T5 every conflict is sound and minimal, every change is needed",
        f"{sets - unsound} of {sets} conflicts, {changes - untrue} of {changes} changes",
        "solved again with the search that places newcomers, with the whole set and without each part of it",
    ))  # fmt: skip
    return rows


def _week(people: int, seed: int) -> tuple[list[float], list[int], float]:
    """Milliseconds for each person; conflicts, false ones, changes, false ones; seconds for the clinic's lacks."""
    problem, sessions = _busier(people, seed)
    full = verify(problem, Solution(sessions, ())).scores.full
    week, index = why.running(problem, sessions), index_week(problem, sessions)
    waiting = [p for p in problem.participants if p.id not in full]
    spent, tally = [], [0, 0, 0, 0]
    for person in waiting:
        began = time.perf_counter()
        found = why.obstacles(why.running(problem, sessions), person.id)
        spent.append((time.perf_counter() - began) * 1000)
        tally[0] += len(found.conflicts)
        tally[1] += sum(not _true(index, person, one) for one in found.conflicts)
        told = [c for c in found.changes if all(part.kind != "mode" for part in c.parts)]
        tally[2] += len(told)
        tally[3] += sum(not _true(index, person, one) for one in told)
    began = time.perf_counter()
    why.lacks(week, [p.id for p in waiting])
    return spent, tally, time.perf_counter() - began


def _true(index: WeekIndex, person: Participant, named: why.Conflict | why.Change) -> bool:
    whole = insert(index, why.given_way(person, named.parts)) is not None
    return whole and all(insert(index, why.given_way(person, less)) is None for less in why.smaller(named))


def _busier(people: int, seed: int) -> tuple[Problem, tuple[Session, ...]]:
    """A planted week in which a third of the people got something new at the times of some of their sessions."""
    problem, solution = with_week(people, seed)
    random, sessions, changed = Random(seed), list(solution.sessions), {}
    for person in random.sample(problem.participants, people // 3):
        mine = [s for s in sessions if person.id in s.participants]
        lost = random.sample(mine, min(len(mine), random.choice((1, 1, 2, 3))))
        changed[person.id] = replace(person, commitments=(*person.commitments, *_new(random, lost)))
        sessions = [replace(s, participants=tuple(p for p in s.participants if p != person.id)) for s in sessions]
        sessions = [s for s in sessions if s.participants]
    return replace(problem, participants=tuple(changed.get(p.id, p) for p in problem.participants)), tuple(sessions)


def _new(random: Random, lost: list[Session]) -> Iterator[Commitment]:
    for session in lost:
        start = session.start + random.choice((-60, 0, 30))
        yield Commitment("new work", Span(session.day, start, session.start + random.choice((45, 120))))


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
