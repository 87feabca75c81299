"""The points of everybody's best days, as if nobody else were there: compiled, for clinics of any size."""

from __future__ import annotations

import numpy as np

from hearthside.scheduling.domain.compiled import compiler

from .layout import (
    ANYBODY,
    DAY,
    LEADER,
    LEADERS,
    NAMED,
    OPTION,
    OPTION_FIRST,
    PEOPLE,
    PER_WEEK,
    SERVICES,
    Ints,
)
from .seats import points

compiled = compiler(__file__)


@compiled
def ceiling(c: Ints) -> int:
    """For each order the best points of its best days, added up."""
    total = 0
    days = np.zeros(7, np.int64)
    for row in range(c[PEOPLE] * c[SERVICES]):
        p, named = row // c[SERVICES], c[c[NAMED] + row]
        days[:] = 0
        for i in range(c[c[OPTION_FIRST] + row], c[c[OPTION_FIRST] + row + 1]):
            slot = c[c[OPTION] + i]
            day = c[c[DAY] + slot]
            for cand in range(c[c[LEADERS] + slot], c[c[LEADERS] + slot + 1]):
                if named == ANYBODY or named == c[c[LEADER] + cand]:
                    days[day] = max(days[day], points(c, p, cand))
        days.sort()
        total += days[7 - min(7, c[c[PER_WEEK] + row]) :].sum()
    return total
