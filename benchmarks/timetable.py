"""How good a week is and how soon: our own made-up clinics of 12, 30, 60 and 100 people."""

from __future__ import annotations

from hearthside.scheduling.domain.engine import Progress, solve
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.verify import verify

SIZES = ((12, 10), (30, 15), (60, 20), (100, 30))


def run() -> list[tuple[str, str, str]]:
    """A row for each size: the promise, its figure, and what stands behind it."""
    return [_row(people, seconds) for people, seconds in SIZES]


def _row(people: int, seconds: float) -> tuple[str, str, str]:
    problem, told = planted(people, 1), list[Progress]()
    solution = solve(problem, seconds=seconds, seed=1, on_progress=told.append)
    verdict, claims = verify(problem, solution), solution.claims
    placed = next((p.seconds for p in told if p.placed == people), None)
    bound, points = claims.preference_bound or 0, claims.preference or 0
    gap = f"{100 * (bound - points) / bound:.1f} %" if bound else "none"
    return (
        f"T1 T2 a week for {people} people",
        f"{len(verdict.broken)} broken rules, full weeks {len(verdict.scores.full)} of {people}",
        f"placed {claims.placed} of at most {claims.placed_bound}, all after "
        f"{'–' if placed is None else f'{placed:.1f} s'}; preference {points} of at most {bound} "
        f"(gap {gap}) in {claims.seconds} s",
    )


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
