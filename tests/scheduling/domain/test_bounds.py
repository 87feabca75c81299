"""Proved bounds: no week is ever worth more, more steps never make them worse, and they are close."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import combinations
from random import Random
from typing import Any

import pytest

from hearthside.scheduling.domain.bounds import Lack, preference_ceiling, scarce
from hearthside.scheduling.domain.bounds.relaxation import Relaxation
from hearthside.scheduling.domain.candidates import Universe, build_universe
from hearthside.scheduling.domain.engine import solve
from hearthside.scheduling.domain.entities import Audience, Commitment, Order, Preferences, Problem, Room, Service, Span
from hearthside.scheduling.domain.generate import clinic as large_clinic
from hearthside.scheduling.domain.generate import contended, planted, tight, with_week
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

from .cases import clinic, clinician, person, tiny
from .reference import Best, all_sessions, best_weeks

UNLISTED = "neither placed nor listed with a reason"


def _lively(seed: int) -> Problem:
    """A tiny clinic in which people prefer things, some speak Spanish, and one session may be locked."""
    random = Random(seed)
    problem = tiny(seed)
    people = []
    for who in problem.participants:
        likes = Preferences(
            modes={mode: random.randrange(-1, 4) for mode in who.modes},
            day_parts={"morning": random.randrange(3)} if random.random() < 0.5 else {},
            clinician_gender={random.choice("fm"): random.randrange(-2, 3)},
            clinicians={"c1": random.randrange(5)} if random.random() < 0.5 else {},
        )
        people.append(replace(who, prefers=likes, languages=random.choice((("en",), ("en", "es")))))
    staff = [replace(c, languages=random.choice((("en",), ("en", "es")))) for c in problem.clinicians]
    services = problem.services
    if random.random() < 0.3:
        services = tuple(replace(s, audiences=(Audience("all", ("general",), "es"),)) for s in services)
    problem = replace(problem, participants=tuple(people), clinicians=tuple(staff), services=services)
    return _with_lock(problem, random) if random.random() < 0.4 else problem


def _with_lock(problem: Problem, random: Random) -> Problem:
    """One session that two people already know and that has to stay, where one is possible."""
    sessions = [s for s in all_sessions(problem) if s.service == "talk"]
    random.shuffle(sessions)
    for session in sessions:
        for pair in combinations([p.id for p in problem.participants], 2):
            known = replace(session, id="known", participants=pair)
            if all(b.rule == UNLISTED for b in verify(problem, Solution((known,), ())).broken):
                return replace(problem, published=(known,), locked=("known",))
    return problem


@cache
def _tried(seed: int) -> tuple[Universe, Best]:
    problem = _lively(seed)
    return build_universe(problem), best_weeks(problem)


@pytest.mark.parametrize("seed", range(60))
def test_no_week_of_a_tiny_clinic_is_worth_more_than_the_bounds(seed: int) -> None:
    universe, best = _tried(seed)
    if best.preference is None:
        return  # the locked session leaves no valid week
    assert Relaxation(universe, goal="placed").improve(120, best.placed) >= best.placed
    assert Relaxation(universe, goal="preference").improve(120, -99) >= best.preference
    if best.preference_of_all is not None:
        assert Relaxation(universe, goal="preference", full_only=True).improve(120, -99) >= best.preference_of_all
    for placed, preference in best.preference_of_placed.items():
        bound = Relaxation(universe, goal="preference", placed_at_least=placed)
        assert bound.improve(60, -99) >= preference


def test_the_bounds_of_most_tiny_clinics_are_the_best_weeks_themselves() -> None:
    tried = [(universe, best) for universe, best in map(_tried, range(60)) if best.preference is not None]
    exact = [Relaxation(u, goal="placed").improve(300, best.placed) == best.placed for u, best in tried]
    assert sum(exact) > 0.7 * len(exact)


def test_more_steps_never_make_a_bound_worse_and_two_runs_are_alike() -> None:
    universe = build_universe(large_clinic(20, 1))
    one, other = (Relaxation(universe, goal="preference", full_only=True) for _ in range(2))
    bounds = [one.bound, *(one.improve(40, 0) for _ in range(8))]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] < bounds[0]
    assert other.improve(320, 0) == bounds[-1]
    assert (other.prices.seat == one.prices.seat).all()


@pytest.mark.parametrize(("people", "seed"), [(12, 1), (30, 2), (40, 3)])
def test_the_hidden_week_is_below_the_bound_and_the_bound_below_everybodys_own_best(people: int, seed: int) -> None:
    problem, week = with_week(people, seed)
    universe = build_universe(problem)
    known = verify(problem, week).scores
    relaxation = Relaxation(universe, goal="preference", full_only=True)
    assert known.preference <= relaxation.improve(300, known.preference) < preference_ceiling(universe)
    assert Relaxation(universe, goal="placed").improve(20, 0) >= known.placed
    crowded = build_universe(tight(people, seed))
    assert known.preference <= Relaxation(crowded, goal="preference", full_only=True).improve(200, 0)


@pytest.mark.parametrize("seed", range(4))
def test_the_engine_finds_no_week_above_the_bound(seed: int) -> None:
    problem = planted(14, seed) if seed % 2 else contended(14, seed)
    found = solve(problem, seconds=60, seed=seed, work=0.2)
    scores = verify(problem, found).scores
    universe = build_universe(problem)
    full = len(scores.full) == len(problem.participants)
    placed = Relaxation(universe, goal="placed").improve(200, scores.placed)
    liked = Relaxation(universe, goal="preference", full_only=full, placed_at_least=scores.placed)
    assert placed >= scores.placed
    assert liked.improve(200, scores.preference) >= scores.preference


def test_where_not_all_can_come_the_bound_of_those_placed_says_so() -> None:
    problem = _alone(5, clinicians=(clinician("c1", leads=("alone",), max_contact_minutes=180),))
    assert Relaxation(build_universe(problem), goal="placed").improve(300, 0) == 3


def test_hours_that_run_short_are_seen_in_a_contended_clinic() -> None:
    problem = contended(40, 1)
    everybody = sum(p.priority for p in problem.participants)
    relaxation = Relaxation(build_universe(problem), goal="placed")
    assert relaxation.bound <= everybody
    assert relaxation.improve(400, 0) <= everybody


def _alone(people: int, **changes: Any) -> Problem:
    """Each of these people asks for one talk alone with the only clinician, on Monday or Tuesday morning."""
    facts = {"clinicians": (clinician("c1", leads=("alone",)),)} | changes
    return clinic(
        *(person(f"p{n}", Order("alone", 1)) for n in range(people)),
        services=(Service("alone", "individual", 60, 1, 1, True, (Audience("all", ("general",)),)),),
        **facts,
    )


def _lacks(problem: Problem) -> list[Lack]:
    universe = build_universe(problem)
    relaxation = Relaxation(universe, goal="placed")
    relaxation.improve(600, 0)
    return scarce(universe, relaxation)


def test_what_is_lacking_is_named_with_what_more_of_it_could_bring() -> None:
    too_few_hours = _alone(4, clinicians=(clinician("c1", leads=("alone",), max_contact_minutes=120),))
    assert ("hour", "c1") in {(lack.kind, lack.clinician) for lack in _lacks(too_few_hours)}
    assert 0.9 <= max(lack.worth for lack in _lacks(too_few_hours)) <= 1.1
    one_office = _alone(8, clinicians=tuple(clinician(f"c{n}", leads=("alone",)) for n in (1, 2)))
    assert {(lack.kind, lack.seats, lack.part) for lack in _lacks(one_office)} >= {("room", 3, "morning")}
    one_leader = _alone(5, rooms=(Room("r1", 1), Room("r2", 1)))
    assert {(lack.kind, lack.service) for lack in _lacks(one_leader)} == {("session", "alone")}


def test_nothing_is_lacking_where_there_is_enough_of_everything() -> None:
    assert _lacks(_alone(3)) == []


def test_somebody_with_very_many_orders_is_looked_at_in_parts() -> None:
    services = tuple(Service(f"s{n}", "individual", 60, 1, 1, True, (Audience("all", ("general",)),)) for n in range(8))
    many = person("p1", *(Order(s.id, 1) for s in services), min_minutes=0, prefers=Preferences({"in_person": 2}))
    problem = clinic(many, services=services, clinicians=(clinician("c1", leads=tuple(s.id for s in services)),))
    # four hours are open, so never more than four of the eight
    assert Relaxation(build_universe(problem), goal="preference").improve(2000, 8) == 8


def test_a_clinic_without_people_or_sessions_has_bounds_too() -> None:
    for problem in (clinic(), clinic(person("p1"), clinicians=()), clinic(person("p1"), rooms=())):
        universe = build_universe(problem)
        for goal in ("placed", "preference"):
            assert Relaxation(universe, goal=goal).improve(20, 0) == 0


def test_a_grid_that_does_not_divide_the_day_keeps_the_days_apart() -> None:
    late = (Span(0, 1365, 1440), Span(1, 0, 60))
    two = (person("p1"), person("p2", commitments=(Commitment("work", Span(1, 0, 60)),)))
    people = [replace(p, orders=(Order("alone", 1),), prefers=Preferences({"in_person": 1})) for p in two]
    problem = replace(
        _alone(0, clinicians=(clinician("c1", leads=("alone",), works=late),), rooms=(Room("r1", 1),)),
        opening=late,
        start_step=105,
        participants=tuple(people),
    )
    assert best_weeks(problem).preference == 2
    assert Relaxation(build_universe(problem), goal="preference").improve(500, 2) == 2


def test_points_of_any_size_keep_the_bound_exact() -> None:
    problem = planted(14, 2)
    dear = tuple(
        replace(p, prefers=replace(p.prefers, modes={m: v * 100_000 for m, v in p.prefers.modes.items()}))
        for p in problem.participants
    )
    universe = build_universe(replace(problem, participants=dear))
    relaxation = Relaxation(universe, goal="preference", full_only=True)
    assert 0 < relaxation.improve(100, 0) <= preference_ceiling(universe)


def test_looking_at_people_alone_needs_no_compiler() -> None:
    code = "import sys, hearthside.scheduling.domain.bounds; sys.exit(bool({'numba', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
