"""Why a running week has no full week for somebody, in a word for each service that stands in the way."""

from __future__ import annotations

from collections.abc import Iterable

from hearthside.scheduling.domain.entities import Participant
from hearthside.scheduling.domain.impossible import impossible_orders
from hearthside.scheduling.domain.solution import Reason, Refusal

from .choices import BLOCKED, choices
from .index import WeekIndex
from .placing import prepared


def closed_doors(index: WeekIndex, person: Participant, *, keep: Iterable[str] = ()) -> list[Reason]:
    """The reasons for which `insert` finds nothing: nothing ordered, groups full, no common time, or no fit."""
    room, asked = prepared(index, person, keep)
    impossible = impossible_orders(person, index.services)
    if impossible or not asked.exact:
        return impossible or [Reason(Refusal.ORDER_IMPOSSIBLE)]
    found = []
    free = choices(room, asked)
    crowded = choices(room, asked, most_moved=BLOCKED - 1)
    for service, owed in asked.owed.items():
        days = {seat.day for seat in free if seat.service == service}
        if len(days) < owed:
            more = {seat.day for seat in crowded if seat.service == service} - days
            full = Refusal.CLINICIAN_HOURS if room.services[service].max_size == 1 else Refusal.GROUP_FULL
            code = full if more else Refusal.NO_COMMON_TIME
            found.append(Reason(code, {"service": service, "free": len(days), "ordered": owed}))
    return found or [Reason(Refusal.ORDERS_DO_NOT_FIT_TOGETHER)]
