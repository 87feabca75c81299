"""One person's week against a running week of 60, 300 and 1,000 people: how long, and whether it is the best."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from benchmarks._places_exact import exact
from hearthside.scheduling.domain.entities import Participant
from hearthside.scheduling.domain.generate import with_week
from hearthside.scheduling.domain.places import book, index_week, insert, insert_moving, make_up, offer

T = TypeVar("T")
SIZES, SEEDS, ASKED, CHECKED = (60, 300, 1000), (1, 2, 3), 100, 10


def run() -> list[tuple[str, str, str]]:
    """Rows of promise, figure and what stands behind it."""
    return [row for people in SIZES for row in _rows(people)]


def _newcomers(people: int, seed: int) -> list[Participant]:
    """People with other lives than those of the week: half are like somebody who is in it, half from elsewhere."""
    here, _ = with_week(people, seed)
    away, _ = with_week(people, seed + 100)
    staff = {c.id for c in here.clinicians}
    step = max(1, 2 * people // ASKED)
    found = []
    for person in (*here.participants[::step], *away.participants[::step]):
        orders = tuple(o if o.clinician in staff else replace(o, clinician=None) for o in person.orders)
        found.append(replace(person, id="new", not_with=(), orders=orders))
    return found


def _rows(people: int) -> list[tuple[str, str, str]]:
    inserts, offers, moves, made, built, updated, work = [], [], [], [], [], [], []
    full, asked, same, checked, moved = 0, 0, 0, 0, 0
    for seed in SEEDS:
        problem, week = with_week(people, seed)
        index, seconds = _timed(lambda: index_week(problem, week.sessions))  # noqa: B023
        built.append(seconds)
        newcomers = _newcomers(people, seed)
        for number, person in enumerate(newcomers):
            began = time.thread_time()
            found, seconds = _timed(lambda: insert(index, person))  # noqa: B023
            work.append(time.thread_time() - began)
            inserts.append(seconds)
            full, asked = full + (found is not None), asked + 1
            if found is not None:
                updated.append(_timed(lambda: book(index, found))[1])  # noqa: B023
                offers.append(_timed(lambda: offer(index, person))[1])  # noqa: B023
            else:
                chain, seconds = _timed(lambda: insert_moving(index, person))  # noqa: B023
                moves.append(seconds)
                moved += chain is not None
            if number % max(1, len(newcomers) // CHECKED) == 0:
                best = exact(problem, week.sessions, person)
                same += best == (None if found is None else (found.points, found.cost))
                checked += 1
        for person in problem.participants[:: max(1, people // ASKED)]:
            held = index.held_by(person.id)
            since = (held[0].day, held[0].start + 60)
            made.append(_timed(lambda: make_up(index, person, missed=[held[0].id], since=since))[1])  # noqa: B023
    return [
        (
            f"T3 insert into a week of {people}",
            f"p50 {_at(inserts, 50)}, p95 {_at(inserts, 95)}",
            f"processor time alone p50 {_at(work, 50)}, p95 {_at(work, 95)}; "
            f"{asked} newcomers, {full} with a full week; "
            f"the constraint model finds the same points and cost for "
            f"{same} of {checked}; index built in {_at(built, 50)}, brought up to date in {_at(updated, 50)}",
        ),
        (
            f"three offers in a week of {people}",
            f"p50 {_at(offers, 50)}, p95 {_at(offers, 95)}",
            f"make up for a missed session: p50 {_at(made, 50)}, p95 {_at(made, 95)}; of {len(moves)} without a week "
            f"{moved} have one when one or two others move, p50 {_at(moves, 50)}, slowest {_at(moves, 100)}",
        ),
    ]


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    answer = work()
    return answer, time.perf_counter() - began


def _at(seconds: Iterable[float], share: int) -> str:
    ordered = sorted(seconds)
    if not ordered:
        return "–"
    return f"{1000 * ordered[min(len(ordered) - 1, len(ordered) * share // 100)]:.1f} ms"


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
