"""The engine: always a valid week, the best where the best is known, stopped whenever somebody asks."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from hearthside.scheduling.domain.engine import Progress, solve
from hearthside.scheduling.domain.entities import (
    Audience,
    Commitment,
    Order,
    Participant,
    Preferences,
    Problem,
    Service,
    Span,
)
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import Refusal, Solution, parse_solution, solution_to_json
from hearthside.scheduling.domain.verify import verify

from .cases import clinic, clinician, example, person, placed_week, referee, tiny
from .reference import best_placed

TWO = (person("p1"), person("p2"))


def _solved(problem: Problem, seconds: float = 3) -> Solution:
    solution = solve(problem, seconds=seconds, seed=1)
    assert verify(problem, solution).broken == ()
    assert parse_solution(json.loads(json.dumps(solution_to_json(solution)))) == solution
    return solution


def _codes(solution: Solution, name: str) -> set[str]:
    return {r.code for u in solution.unplaced if u.participant == name for r in u.reasons}


@pytest.mark.parametrize("seed", range(40))
def test_as_many_are_placed_as_trying_every_week_finds(seed: int) -> None:
    problem = tiny(seed)
    best, _ = best_placed(problem)
    claims = _solved(problem).claims
    assert (claims.placed, claims.placed_bound) == (best, best)


@pytest.mark.parametrize(("people", "seed"), [(1, 1), (7, 2), (12, 3), (20, 4), (30, 5)])
def test_a_planted_clinic_places_everybody(people: int, seed: int) -> None:
    problem = planted(people, seed)
    solution = placed_week(problem) if people >= 7 else _solved(problem, 3)
    if people >= 7:
        assert solution.unplaced == ()
        assert solution.claims.placed == solution.claims.placed_bound


def test_the_example_is_placed_and_the_referee_is_content() -> None:
    check, data = referee().check, example("n12.problem.json")
    solution = placed_week(parse_problem(data))
    result = check(data, solution_to_json(solution))
    assert result["broken"] == []
    assert result["scores"]["fully_placed"] == 12


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (clinic(*TWO, clinicians=()), Refusal.NO_TRAINED_CLINICIAN),
        (clinic(*TWO, rooms=()), Refusal.NO_ROOM),
        (clinic(*TWO, opening=()), Refusal.NO_COMMON_TIME),
        (clinic(*TWO, clinicians=(clinician("c1", works=()),)), Refusal.NO_COMMON_TIME),
        (clinic(person("p1")), Refusal.GROUP_BELOW_MINIMUM),
        (clinic(person("p1", track="other"), person("p2", track="other")), Refusal.NO_AUDIENCE),
        (clinic(person("p1", min_minutes=120), person("p2")), Refusal.ORDER_IMPOSSIBLE),
        (clinic(person("p1", min_days=2), person("p2")), Refusal.ORDER_IMPOSSIBLE),
        (clinic(person("p1", max_minutes_per_day=45), person("p2")), Refusal.ORDER_IMPOSSIBLE),
        (clinic(person("p1", modes=()), person("p2")), Refusal.ORDER_IMPOSSIBLE),
        (clinic(person("p1", not_with=("p2",)), person("p2")), Refusal.MUST_NOT_MEET),
        (
            clinic(*(person(f"p{n}", Order("talk", 2)) for n in (1, 2)), opening=(Span(0, 540, 660),)),
            Refusal.NO_COMMON_TIME,
        ),
        (
            clinic(
                person("p1", commitments=(Commitment("work", Span(0, 0, 1440)), Commitment("work", Span(1, 0, 1440)))),
                person("p2"),
                person("p3"),
            ),
            Refusal.COMMITMENTS_LEAVE_TOO_FEW_DAYS,
        ),
        (
            clinic(
                *(person(f"p{n}", Order("talk", 2)) for n in range(1, 7)),
                opening=(Span(0, 540, 600), Span(1, 540, 600)),
            ),
            Refusal.GROUP_FULL,
        ),
    ],
)
def test_everybody_without_a_full_week_is_told_why(problem: Problem, code: Refusal) -> None:
    solution = _solved(problem)
    told = {reason.code for item in solution.unplaced for reason in item.reasons}
    assert code.value in told
    assert all(item.reasons for item in solution.unplaced)


def test_nobody_asks_and_the_week_is_empty() -> None:
    solution = _solved(clinic())
    assert (solution.sessions, solution.unplaced, solution.claims.placed) == ((), (), 0)


def test_somebody_who_orders_nothing_and_needs_nothing_isplaced_week() -> None:
    nobody = replace(person("p1"), orders=(), min_minutes=0, min_days=0)
    assert _solved(clinic(nobody)).unplaced == ()


def test_people_who_must_not_meet_get_different_sessions() -> None:
    people = [person(f"p{n}", not_with=("p1",) if n == 2 else ()) for n in range(1, 5)]
    solution = _solved(clinic(*people))
    assert solution.unplaced == ()
    assert not any({"p1", "p2"} <= set(s.participants) for s in solution.sessions)


def test_a_preferred_day_part_and_clinician_win_when_everybody_isplaced_week() -> None:
    likes = Preferences(clinicians={"c2": 5})
    people = [person(f"p{n}", prefers=likes) for n in (1, 2)]
    staff = (clinician("c1"), clinician("c2"))
    solution = _solved(clinic(*people, clinicians=staff))
    assert {s.clinician for s in solution.sessions} == {"c2"}
    assert (solution.claims.preference, solution.claims.preference_bound) == (10, 10)


def test_sessions_cost_as_little_as_the_goals_above_allow() -> None:
    solution = _solved(clinic(person("p1"), person("p2"), person("p3")))
    assert len(solution.sessions) == 1


def _published() -> tuple[Problem, Solution]:
    problem = planted(14, 9)
    before = placed_week(problem)
    return replace(problem, published=before.sessions), before


def test_a_published_week_that_still_works_is_kept() -> None:
    problem, before = _published()
    after = placed_week(problem)
    scores = verify(problem, after).scores
    assert scores.kept == scores.published_seats
    assert {s.id for s in after.sessions} == {s.id for s in before.sessions}


def test_locked_sessions_stay_and_the_rest_moves_for_somebody_who_is_busy_now() -> None:
    problem, before = _published()
    moved = before.sessions[0]
    name = moved.participants[0]
    locked = next(s for s in reversed(before.sessions) if name not in s.participants)
    busy = Commitment("new shift", Span(moved.day, moved.start, moved.start + 60))
    people = tuple(replace(p, commitments=(*p.commitments, busy)) if p.id == name else p for p in problem.participants)
    problem = replace(problem, participants=people, locked=(locked.id,))
    after = placed_week(problem, 20)
    same = next(s for s in after.sessions if s.id == locked.id)
    assert (same.room, same.day, same.start) == (locked.room, locked.day, locked.start)
    scores = verify(problem, after).scores
    assert scores.kept >= scores.published_seats - 10


def test_published_sessions_of_people_and_clinicians_who_left_are_let_go() -> None:
    problem, before = _published()
    problem = replace(problem, participants=problem.participants[1:])
    gone = replace(before.sessions[0], clinician="left", id="old")
    problem = replace(problem, published=(*before.sessions, gone))
    assert _solved(problem).claims.placed is not None


def test_locked_sessions_that_break_a_rule_are_refused() -> None:
    problem, before = _published()
    elsewhere = replace(before.sessions[0], start=before.sessions[0].start + 15)
    problem = replace(problem, published=(elsewhere,), locked=(elsewhere.id,))
    with pytest.raises(ProblemInvalid) as caught:
        solve(problem, seconds=1, seed=1)
    assert ("locked[0]", f"off the grid: {elsewhere.id}") in caught.value.faults


def test_the_search_stops_when_somebody_asks() -> None:
    began, told = time.monotonic(), list[Progress]()
    problem = planted(60, 1)
    solution = solve(
        problem, seconds=60, seed=1, on_progress=told.append, should_stop=lambda: time.monotonic() - began > 2
    )
    assert time.monotonic() - began < 20
    assert verify(problem, solution).broken == ()
    assert told[0].message_code == "started"
    assert told[-1].message_code == "finished"
    assert told[-1].asked == 60


@pytest.mark.parametrize("seconds", [0.2, 1, 2, 4])
def test_a_bound_is_never_below_what_the_planted_week_reaches(seconds: float) -> None:
    problem = planted(40, 2)
    claims = solve(problem, seconds=seconds, seed=1).claims
    assert claims.placed_bound == sum(p.priority for p in problem.participants)


def test_stopped_before_it_began_the_week_is_still_valid() -> None:
    problem = planted(12, 1)
    solution = solve(problem, seconds=5, seed=1, should_stop=lambda: True)
    assert verify(problem, solution).broken == ()
    assert len(solution.unplaced) == 12


def test_partial_weeks_are_given_where_a_full_one_cannot_be() -> None:
    services = (
        Service("talk", "group", 60, 2, 3, True, (Audience("all", ("general",)),)),
        Service("art", "group", 60, 2, 3, True, (Audience("none", ("nobody",)),)),
    )
    people: list[Participant] = [person(f"p{n}", Order("talk", 1), Order("art", 1)) for n in (1, 2)]
    problem = clinic(*people, services=services)
    solution = _solved(problem)
    assert verify(problem, solution).scores.partial == 120
    assert _codes(solution, "p1") == {"no_audience"}


def test_the_pure_engine_loads_without_the_solver() -> None:
    code = (
        "import sys, hearthside.scheduling.domain.engine, hearthside.scheduling.domain.generate;"
        "sys.exit('ortools' in sys.modules or 'django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_generator_gives_the_same_clinic_for_the_same_seed() -> None:
    assert planted(30, 7) == planted(30, 7)
    assert problem_to_json(planted(30, 7)) != problem_to_json(planted(30, 8))
