"""How close and how soon proved bounds are: everybody's own best, then prices, on made-up clinics of three seeds."""

from __future__ import annotations

from statistics import median
from time import perf_counter

from hearthside.scheduling.domain.bounds import preference_ceiling
from hearthside.scheduling.domain.bounds.relaxation import Relaxation
from hearthside.scheduling.domain.candidates import build_universe
from hearthside.scheduling.domain.generate import with_week
from hearthside.scheduling.domain.verify import verify

SIZES, SEEDS, STEPS = (30, 100, 300), (1, 2, 3), 750


def run() -> list[tuple[str, str, str]]:
    """A row for each size: the promise, its figure, and what stands behind it."""
    Relaxation(build_universe(with_week(12, 1)[0]), goal="preference").improve(1, 0)  # compiled once
    return [_row(people) for people in SIZES]


def _row(people: int) -> tuple[str, str, str]:
    lower, seconds, details = [], [], []
    for seed in SEEDS:
        problem, week = with_week(people, seed)
        universe = build_universe(problem)
        began = perf_counter()
        bound = Relaxation(universe, goal="preference", full_only=True).improve(STEPS, 0)
        seconds.append(perf_counter() - began)
        ceiling, hidden = preference_ceiling(universe), verify(problem, week).scores.preference
        lower.append(100 * (ceiling - bound) / ceiling)
        details.append(f"{hidden} hidden, {bound} proved, {ceiling} alone")
    return (
        f"a bound on the preferences of {people} people",
        f"{median(lower):.1f} % below everybody's own best, {median(seconds):.1f} s",
        f"{STEPS} steps; points: {'; '.join(details)}",
    )


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
