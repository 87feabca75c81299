"""Every reason for which orders cannot be met has words, whoever gives it."""

from __future__ import annotations

from typing import Any

import pytest

from hearthside.scheduling.domain.entities import Order
from hearthside.scheduling.domain.places import closed_doors, index_week
from hearthside.scheduling.templatetags.scheduling_words import reason_words

from .domain.cases import clinic, person


@pytest.mark.parametrize(
    ("orders", "changes", "words"),
    [
        ((), {"min_minutes": 600}, "The orders come to 60 minutes"),
        ((), {"min_days": 3}, "The orders come to 1 sessions"),
        ((), {"max_minutes_per_day": 45}, "A session of Talk lasts 60 minutes"),
        ((), {"modes": ()}, "neither come to the clinic nor take part online"),
        ((Order("talk", 8),), {}, "8 sessions of Talk are ordered"),
        ((Order("talk", 0),), {"min_minutes": 0}, "Nothing is ordered"),
    ],
)
def test_orders_that_no_week_can_meet_are_told_in_words(
    orders: tuple[Order, ...], changes: dict[str, Any], words: str
) -> None:
    problem = clinic(person("p1", *orders, **changes))
    found = closed_doors(index_week(problem, ()), problem.participants[0])
    assert any(words in reason_words({**r.data, "code": r.code}, {"talk": "Talk"}) for r in found)
