"""How soon everybody has a full week, and how good the week is: our own made-up clinics, medians of three seeds."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

from hearthside.scheduling.domain.engine import Progress, solve, warm
from hearthside.scheduling.domain.entities import Problem
from hearthside.scheduling.domain.generate import hard
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

SEEDS = (1, 2, 3)
WISHES = ((30, 20.0), (100, 60.0), (300, 120.0))


def run() -> list[tuple[str, str, str]]:
    """A row for each promise: its figure, and what stands behind it."""
    warm()
    rows = [_wishes(people, seconds) for people, seconds in WISHES]
    rows.append(_placed("1,000 people, one site", lambda seed: hard.clinic(1_000, seed), 600.0))
    rows.append(_placed("100 people, no spare staff hours", lambda seed: hard.tight(100, seed), 180.0))
    rows.append(_placed("125 people, staff for four fifths", lambda seed: hard.contended(125, seed), 120.0))
    return rows


def _solved(problem: Problem, seconds: float, *, until_placed: bool) -> tuple[Solution, float | None]:
    """A week without broken rules, and after how long everybody had a full one."""
    told = list[Progress]()

    def placed() -> bool:
        return until_placed and bool(told) and told[-1].placed == told[-1].asked

    solution = solve(problem, seconds=seconds, seed=1, on_progress=told.append, should_stop=placed)
    broken = verify(problem, solution).broken
    if broken:
        raise AssertionError(broken)
    return solution, next((p.seconds for p in told if p.placed == p.asked), None)


def _wishes(people: int, seconds: float) -> tuple[str, str, str]:
    times, gaps, weeks = [], [], []
    for seed in SEEDS:
        solution, soon = _solved(hard.clinic(people, seed), seconds, until_placed=False)
        liked, bound = solution.claims.preference or 0, solution.claims.preference_bound or 0
        times.append(seconds if soon is None else soon)
        gaps.append(100 * (bound - liked) / max(1, bound))
        weeks.append(f"{people - len(solution.unplaced)} placed, {liked} of at most {bound}")
    return (
        f"{people} people: all placed and proved; preference after {seconds:.0f} s",
        f"{median(times):.1f} s; gap {median(gaps):.1f} %",
        "; ".join(weeks),
    )


def _placed(what: str, clinic: Callable[[int], Problem], seconds: float) -> tuple[str, str, str]:
    shares, times, weeks = [], [], []
    for seed in SEEDS:
        problem = clinic(seed)
        solution, soon = _solved(problem, seconds, until_placed=True)
        placed, bound = solution.claims.placed or 0, solution.claims.placed_bound or 0
        shares.append(100 * (bound - placed) / max(1, bound))
        times.append(seconds if soon is None else soon)
        weeks.append(f"placed {placed} of at most {bound}")
    return f"{what}: placed", f"gap {median(shares):.1f} % in {median(times):.1f} s", "; ".join(weeks)


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
