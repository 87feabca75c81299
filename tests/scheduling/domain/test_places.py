"""One newcomer into a running week: as good as trying everything, and nobody else is touched."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from hearthside.scheduling.domain.places import book, index_week, insert

from .running import broken, every_week, judged, newcomer, running_week, small_clinic, worth

SEEDS = (0, 2, 4, 5, 6, 8, 9, 12, 23, 24, 26, 27, 29)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_week_of_a_newcomer_is_as_good_as_the_best_of_all_weeks(seed: int) -> None:
    random = Random(seed)
    problem = small_clinic(random)
    week = running_week(random, problem)
    person = newcomer(random, "new", ["p1", "p2", "p3"])
    index = index_week(problem, week)
    everybody = replace(problem, participants=(*problem.participants, person))
    best = max((worth(everybody, after) for after in every_week(everybody, week, "new")), default=None)

    found = insert(index, person)

    if found is None:
        assert best is None
        return
    after = book(index, found)
    assert worth(after.problem, after.sessions()) == best
    assert "new" in judged(after).scores.full
    assert judged(after).broken == ()
    others = [replace(s, participants=tuple(p for p in s.participants if p != "new")) for s in after.sessions()]
    assert {s for s in others if s.participants} == set(week)
    assert not broken(problem, week)
