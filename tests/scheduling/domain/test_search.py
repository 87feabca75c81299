"""The compiled search: every week it gives is valid, the same work gives the same week, and what is held stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from hearthside.scheduling.domain.bounds import preference_ceiling
from hearthside.scheduling.domain.candidates import build_universe
from hearthside.scheduling.domain.engine import Progress, solve
from hearthside.scheduling.domain.entities import Commitment, Problem, Span
from hearthside.scheduling.domain.generate import hard, planted
from hearthside.scheduling.domain.plan import locked_plan, worth
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem, problem_to_json
from hearthside.scheduling.domain.search.annealing import Budget, Cooling, anneal
from hearthside.scheduling.domain.search.arrays import clinic_of
from hearthside.scheduling.domain.search.ceiling import ceiling
from hearthside.scheduling.domain.search.walk import WeekWalk
from hearthside.scheduling.domain.solution import Solution, solution_to_json
from hearthside.scheduling.domain.verify import verify

from .cases import clinic, clinician, person, tiny

SOURCE = Path(__file__).resolve().parents[3] / "src"


def _odd(seed: int) -> Problem:
    """A made-up clinic with everything that is rare: quarrels, few rooms, odd lengths, wishes, somebody away."""
    random = Random(seed)
    problem = planted(random.randrange(6, 26), seed)
    names = [p.id for p in problem.participants]
    people = tuple(
        replace(
            p,
            not_with=(random.choice([n for n in names if n != p.id]),) if random.random() < 0.2 else (),
            max_minutes_per_day=random.choice((150, 240, 300)),
            min_days=random.choice((1, 3, 4)),
        )
        for p in problem.participants
    )
    services = tuple(replace(s, minutes=random.choice((s.minutes, s.minutes - 10))) for s in problem.services)
    rooms = problem.rooms[: random.randrange(1, len(problem.rooms) + 1)]
    staff = tuple(replace(c, max_contact_minutes=random.choice((300, 900, 1500))) for c in problem.clinicians)
    return replace(problem, participants=people, services=services, rooms=rooms, clinicians=staff)


def _solved(problem: Problem, work: float = 0.03, seed: int = 1) -> Solution:
    solution = solve(problem, seconds=60, seed=seed, work=work)
    assert verify(problem, solution).broken == ()
    return solution


@pytest.mark.parametrize("seed", range(24))
def test_any_clinic_gets_a_valid_week_with_true_scores(seed: int) -> None:
    problem = _odd(seed)
    solution = _solved(problem)
    assert solution.claims.placed == verify(problem, solution).scores.placed


@pytest.mark.parametrize("seed", range(12))
def test_the_walk_counts_what_the_week_is_really_worth(seed: int) -> None:
    universe = build_universe(_odd(seed))
    walk = WeekWalk(universe, clinic_of(universe), seed, locked_plan(universe))
    walk.weigh(person=5, seat=10, head=4, like=1, minute=0.01)
    for temperature in (8.0, 2.0, 0.5):
        walk.run(4_000, temperature)
        before = walk.state.costs[0]
        walk.weigh()
        assert walk.state.costs[0] == pytest.approx(before, abs=1e-6)
        assert walk.worth() == worth(universe, walk.plan())


@pytest.mark.parametrize("people", [12, 40])
def test_the_same_work_gives_the_same_week(people: int) -> None:
    problem = planted(people, 3)
    weeks = [_solved(problem, 0.1) for _ in range(2)]
    assert weeks[0].sessions == weeks[1].sessions
    assert weeks[0].unplaced == weeks[1].unplaced


def test_another_seed_walks_another_way() -> None:
    problem = planted(40, 3)
    assert _solved(problem, 0.1).sessions != _solved(problem, 0.1, seed=2).sessions


def test_the_same_work_gives_the_same_week_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys, json; from hearthside.scheduling.domain.engine import solve;"
        "from hearthside.scheduling.domain.generate import planted;"
        "from hearthside.scheduling.domain.solution import solution_to_json;"
        "s = solve(planted(30, 5), seconds=60, work=0.05); print(json.dumps(solution_to_json(s)['sessions']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": "7"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment)
    assert json.loads(said.stdout) == solution_to_json(_solved(planted(30, 5), 0.05))["sessions"]


def _published(people: int, seed: int) -> Problem:
    problem = planted(people, seed)
    return replace(problem, published=_solved(problem, 0.3).sessions)


@pytest.mark.parametrize("seed", range(4))
def test_a_week_that_still_works_is_kept_whole(seed: int) -> None:
    problem = _published(30, seed)
    scores = verify(problem, _solved(problem, 0.3)).scores
    assert scores.kept == scores.published_seats
    assert len(scores.full) == 30


@pytest.mark.parametrize("seed", range(6))
def test_locked_sessions_stay_whatever_else_changes(seed: int) -> None:
    random = Random(seed)
    problem = _published(24, seed)
    sessions = problem.published or ()
    locked = tuple(s.id for s in random.sample(sessions, 4))
    inside = {p for s in sessions if s.id in locked for p in s.participants}
    for away in [p for p in problem.participants if p.id not in inside][:2]:
        moved = next(s for s in sessions if away.id in s.participants)
        busy = Commitment("new shift", Span(moved.day, moved.start, moved.start + 90))
        changed = replace(away, commitments=(*away.commitments, busy))
        problem = replace(problem, participants=tuple(changed if p is away else p for p in problem.participants))
    _solved(replace(problem, locked=locked), 0.2)


def test_a_locked_group_below_its_least_grows_or_the_week_is_refused() -> None:
    people = [person(f"p{n}") for n in (1, 2, 3)]
    small = _solved(clinic(*people)).sessions[0]
    alone = replace(small, participants=("p1",))
    problem = clinic(*people, published=(alone,), locked=(alone.id,))
    assert len(_solved(problem).sessions[0].participants) >= 2
    away = tuple(replace(p, track="other") if p.id != "p1" else p for p in people)
    with pytest.raises(ProblemInvalid, match="locked"):
        solve(clinic(*away, published=(alone,), locked=(alone.id,)), seconds=5)


@pytest.mark.parametrize(
    "problem",
    [
        clinic(),
        clinic(person("p1"), rooms=()),
        clinic(person("p1"), person("p2"), clinicians=()),
        clinic(person("p1"), opening=()),
        clinic(person("p1"), person("p2"), clinicians=(clinician("c1", max_contact_minutes=0),)),
        clinic(person("p1", priority=0), person("p2", priority=0)),
    ],
)
def test_a_clinic_that_lacks_everything_gets_an_empty_or_a_small_week(problem: Problem) -> None:
    _solved(problem)


def test_full_weeks_are_counted_truly_while_the_search_runs() -> None:
    told = list[Progress]()
    solve(planted(40, 4), seconds=60, work=0.4, on_progress=told.append)
    first = next(p for p in told if p.placed == 40)
    assert first.message_code == "better"
    assert [p.seconds for p in told] == sorted(p.seconds for p in told)
    assert all(p.bound is None or p.value <= p.bound for p in told)


def test_a_tight_clinic_places_nearly_everybody_and_claims_no_false_bound() -> None:
    problem = hard.tight(40, 2)
    solution = _solved(problem, 1.0)
    total = sum(p.priority for p in problem.participants)
    assert solution.claims.placed_bound == total
    assert len(solution.unplaced) <= 4


@pytest.mark.parametrize("seed", range(6))
def test_the_compiled_ceiling_is_the_plain_one(seed: int) -> None:
    universe = build_universe(_odd(seed) if seed else tiny(3))
    assert ceiling(clinic_of(universe)) == preference_ceiling(universe)


def test_a_problem_file_comes_back_as_the_same_clinic() -> None:
    problem = hard.contended(30, 2)
    assert _solved(parse_problem(problem_to_json(problem)), 0.1).sessions == _solved(problem, 0.1).sessions


class _Hill:
    """A walk whose cost is how far it still has to go."""

    def __init__(self) -> None:
        self.cost, self.warm = 100.0, list[float]()

    def run(self, moves: int, temperature: float) -> None:
        self.cost -= moves / 100
        self.warm.append(temperature)

    def best(self) -> float:
        return self.cost

    def return_to_best(self) -> None:
        self.warm.append(0.0)


def test_annealing_cools_from_hot_to_cold_and_spends_exactly_its_work() -> None:
    hill, budget, told = _Hill(), Budget(work=1_050), list[float]()
    best = anneal(hill, budget, Cooling(hot=8, cold=1, step=100), on_better=told.append)
    assert (best, budget.spent, len(told)) == (89.5, 1_050, 11)
    assert hill.warm[0] == 8
    assert hill.warm[:11] == sorted(hill.warm[:11], reverse=True)
    assert hill.warm[10] < 1.5


def test_annealing_warms_up_again_and_goes_back_to_the_best() -> None:
    hill = _Hill()
    anneal(hill, Budget(work=600), Cooling(hot=8, cold=1, moves=200, again=0.5, growth=1, step=100))
    assert hill.warm == [8, pytest.approx(8**0.5), 0, 4, 2, 0, 4, 2, 0, 0]


def test_annealing_ends_when_it_is_told_when_time_is_up_and_when_it_is_good_enough() -> None:
    clock = iter(range(100))
    hill = _Hill()
    assert anneal(hill, Budget(seconds=10, stopwatch=lambda: next(clock)), Cooling(2, 1, step=100)) > 80
    assert anneal(_Hill(), Budget(work=9, should_stop=lambda: True), Cooling(2, 1, step=100)) == 100
    assert anneal(_Hill(), Budget(work=10_000), Cooling(2, 1, step=100), good_enough=95.0) == 95
    assert anneal(_Hill(), Budget(work=1_000), Cooling(2, 1, step=100), until=0.5) == 95


def test_the_search_never_lasts_much_longer_than_it_may() -> None:
    began = time.monotonic()
    solution = solve(planted(80, 1), seconds=1.0, threads=1)
    assert solution.claims.seconds is not None
    assert solution.claims.seconds < 30
    assert time.monotonic() - began < 60
