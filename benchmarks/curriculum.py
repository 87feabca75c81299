"""How good the topics of a group are, and how soon a page has them: made-up groups, medians of three seeds."""

from __future__ import annotations

import statistics
import time
from random import Random

from hearthside.scheduling.domain.curriculum import Meeting, choose_topics

SIZES = ((6, 9, 8), (12, 10, 8), (24, 14, 12))


def run() -> list[tuple[str, str, str]]:
    """A row for each size: sessions, people, topics."""
    return [_row(*size) for size in SIZES]


def _row(sessions: int, people: int, topics: int) -> tuple[str, str, str]:
    took, share = [], []
    for seed in (1, 2, 3):
        random = Random(seed)
        names, offered = [f"p{n}" for n in range(people)], [f"t{n}" for n in range(topics)]
        size = people * 3 // 4
        meetings = [Meeting(f"s{n}", tuple(random.sample(names, size))) for n in range(sessions)]
        met = {person: random.sample(offered, random.randrange(topics // 2)) for person in names}
        began = time.perf_counter()
        found = choose_topics(meetings, offered, met)
        took.append(time.perf_counter() - began)
        share.append(found.new / found.bound if found.bound else 1.0)
    return (
        f"topics for {sessions} sessions, {people} people, {topics} topics",
        f"{100 * statistics.median(share):.1f} % of the proved bound",
        f"median of 3 seeds, {1000 * statistics.median(took):.0f} ms",
    )


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
