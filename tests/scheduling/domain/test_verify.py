"""Our referee and the referee of the file formats agree on every week, good or broken."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest

from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.reading import ProblemInvalid
from hearthside.scheduling.domain.solution import parse_solution, solution_to_json
from hearthside.scheduling.domain.verify import verify

from .cases import example, placed_week, referee

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat"]


def _agree(check: Any, problem: Any, solution: Any) -> bool:
    """Whether the week is unbroken, after both referees said the same of it."""
    theirs = check(problem, solution)
    ours = verify(parse_problem(problem), parse_solution(solution))
    assert bool(theirs["broken"]) == bool(ours.broken), (theirs["broken"], ours.broken)
    known = not any(b.rule.startswith("unknown") for b in ours.broken)
    if known:
        for key in ("placed", "partial", "kept", "published_seats", "preference", "cost"):
            assert theirs["scores"][key] == getattr(ours.scores, key), key
        assert theirs["scores"]["fully_placed"] == len(ours.scores.full)
    return not ours.broken


def _mutate(random: Random, problem: Any, solution: Any) -> None:
    """One small change that may or may not break a rule."""
    session = random.choice(solution["sessions"])
    people = [p["id"] for p in problem["participants"]]
    rooms = [r["id"] for r in problem["rooms"]]
    change = random.randrange(12)
    if change == 0:
        session["day"] = random.choice(DAYS)
    elif change == 1:
        session["start"] = f"{random.randrange(7, 22):02d}:{random.choice(('00', '15', '30', '45'))}"
    elif change == 2:
        session["clinician"] = random.choice(problem["clinicians"])["id"]
    elif change == 3:
        session["room"] = random.choice([*rooms, None])
    elif change == 4:
        session["mode"] = random.choice(("in_person", "online"))
    elif change == 5:
        session["participants"].append(random.choice(people))
    elif change == 6 and session["participants"]:
        session["participants"].pop(random.randrange(len(session["participants"])))
    elif change == 7:
        session["service"] = random.choice(problem["services"])["id"]
    elif change == 8:
        solution["sessions"].remove(session)
    elif change == 9:
        solution["unplaced"].append({"participant": random.choice(people), "reasons": [{"code": "search_ended"}]})
    elif change == 10:
        key = random.choice(("placed", "placed_bound", "preference", "preference_bound"))
        solution["claims"][key] = random.choice((None, 0, 10_000))
    else:
        twin = copy.deepcopy(session)
        twin["id"] = random.choice((twin["id"], "twin"))
        solution["sessions"].append(twin)


@pytest.mark.parametrize("seed", [0, 2, 3, 4])
def test_both_referees_agree_on_mutated_weeks(seed: int) -> None:
    check = referee().check
    random = Random(seed)
    problem = json.loads(json.dumps(problem_to_json(planted(10 + seed, seed))))
    for one, other in zip(problem["participants"][::3], problem["participants"][1::3], strict=False):
        one["not_with"] = [other["id"]]
    start = json.loads(json.dumps(solution_to_json(placed_week(parse_problem(problem), 12))))
    problem["published"] = copy.deepcopy(start["sessions"])
    problem["locked"] = [problem["published"][0]["id"]]
    good = 0
    for _ in range(100):
        solution = copy.deepcopy(start)
        for _ in range(random.choice((0, 1, 1, 2))):
            _mutate(random, problem, solution)
            if not solution["sessions"]:
                break
        good += _agree(check, problem, solution)
    assert 0 < good < 100


def test_both_referees_agree_on_the_example_week() -> None:
    check = referee().check
    assert _agree(check, example("n12.problem.json"), example("n12.solution.json"))


@pytest.mark.parametrize(
    "data", [None, {}, {"format": "x"}, {"format": "hearthside.timetable.solution/1", "sessions": [3]}]
)
def test_what_is_no_solution_is_refused(data: object) -> None:
    with pytest.raises(ProblemInvalid):
        parse_solution(data)
