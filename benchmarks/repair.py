"""T4, a sick call is repaired: each clinician of a hundred-person week removed in turn, for a day and for the week."""

from __future__ import annotations

import time
from statistics import median

from hearthside.scheduling.domain.engine import solve
from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.repair import DAY, WEEK, Outage, Repair, repair
from hearthside.scheduling.domain.verify import verify

SEEDS, PEOPLE, SECONDS, ENOUGH = (1, 2, 3), 100, 20, 10


def run() -> list[tuple[str, str, str]]:
    """A row for each length of the absence, over all clinicians of three made-up clinics."""
    weeks = []
    for seed in SEEDS:
        problem = planted(PEOPLE, seed)
        weeks.append((problem, solve(problem, seconds=SECONDS, seed=1).sessions))
    return [_row("its busiest day", weeks, whole=False), _row("the whole week", weeks, whole=True)]


def _row(words: str, weeks: list[tuple[Problem, tuple[Session, ...]]], *, whole: bool) -> tuple[str, str, str]:
    took, first, best, broken = list[float](), list[float](), list[Repair](), 0
    for problem, sessions in weeks:
        for clinician in problem.clinicians:
            outage = _outage(clinician.id, sessions, whole=whole)
            began, told = time.monotonic(), list[float]()
            report = repair(
                problem, sessions, outage, seconds=ENOUGH, now=0, alternatives=False,
                on_better=lambda _, told=told, began=began: told.append(time.monotonic() - began),
            )  # fmt: skip
            if not report.situation.affected:
                continue
            took.append(time.monotonic() - began)
            first.append(told[0] if told else took[-1])
            best += report.repairs[:1]
            broken += sum(bool(verify(report.situation.problem, r.solution).broken) for r in report.repairs)
    proved = sum(r.least_proved and r.disturbed == r.least for r in best)
    extra = sum(r.disturbed - r.least for r in best)
    return (
        f"T4 a clinician of a {PEOPLE}-person week is gone for {words}",
        f"median {median(took):.1f} s, slowest {max(took):.1f} s; minimum proved for {proved} of {len(took)}",
        f"{len(best)} repaired, {broken} break a rule; seats disturbed {sum(r.disturbed for r in best)}, proved least "
        f"{sum(r.least for r in best)} ({extra} more); first answer after {median(first):.1f} s; "
        f"full weeks lost {sum(r.lost_weeks for r in best)}, seats to another time {sum(r.moved for r in best)}",
    )


def _outage(clinician: str, sessions: tuple[Session, ...], *, whole: bool) -> Outage:
    gone = frozenset({clinician})
    if whole:
        return Outage(gone, begins=0, ends=WEEK)
    seats = [sum(len(s.participants) for s in sessions if s.clinician == clinician and s.day == d) for d in range(7)]
    day = seats.index(max(seats))
    return Outage(gone, begins=day * DAY, ends=(day + 1) * DAY)


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
