"""The lives of made-up people: work, school and errands that leave their hidden sessions free."""

from __future__ import annotations

from random import Random

from hearthside.scheduling.domain.entities import Commitment, Span

OPENING = (*(Span(day, 480, 1260) for day in range(5)), Span(5, 540, 900))
LIFE_STARTS = {"work": (1020,), "parent": (480, 540, 600), "shift": (480, 540, 960, 1020), "free": (540, 660, 780, 840)}
SCHOOL_STARTS = (960, 990, 1020)


def life(random: Random, kind: str, hidden: list[Span], travel: int, *, days_online: bool) -> tuple[Commitment, ...]:
    """Everything that takes up a week of somebody who leads this kind of life."""
    margin = 0 if days_online else travel
    found = []
    for label, span in [*_routine(random, kind), *_small_things(random)]:
        found += [Commitment(label, rest) for rest in _around(span, hidden, margin)]
    return tuple(sorted(found, key=lambda c: (c.span.day, c.span.start, c.label)))


def _routine(random: Random, kind: str) -> list[tuple[str, Span]]:
    week = range(5)
    if kind == "work":
        start = random.choice((480, 510, 540))
        return [("work", Span(day, start, start + 480)) for day in week]
    if kind == "school":
        return [("school", Span(day, 480, 930)) for day in week]
    if kind == "parent":
        run = [("school run", Span(day, 870, 960)) for day in week]
        return run + [("bedtime", Span(day, 1140, 1320)) for day in week if random.random() < 0.6]
    if kind == "shift":
        starts = {day: random.choice((360, 840)) for day in random.sample(range(6), 3)}
        return [("shift", Span(day, start, start + 480)) for day, start in sorted(starts.items())]
    return [("family day", Span(5, 0, 1440))] if random.random() < 0.5 else []


def _small_things(random: Random) -> list[tuple[str, Span]]:
    found = []
    for _ in range(random.randrange(8, 26)):
        start, length = 15 * random.randrange(32, 80), 60 * random.randrange(1, 4)
        label = random.choice(("errand", "errand", "errand", "doctor", "court", "meeting"))
        found.append((label, Span(random.randrange(6), start, min(1440, start + length))))
    return found


def _around(span: Span, hidden: list[Span], margin: int) -> list[Span]:
    """What is left of a busy time beside the hidden sessions and the way to them."""
    left = [span]
    for seat in hidden:
        low, high = seat.start - margin, seat.end + margin
        parts = []
        for rest in left:
            if rest.day != seat.day or rest.end <= low or high <= rest.start:
                parts.append(rest)
                continue
            parts += [Span(rest.day, rest.start, low)] if rest.start < low else []
            parts += [Span(rest.day, high, rest.end)] if high < rest.end else []
        left = parts
    return left
