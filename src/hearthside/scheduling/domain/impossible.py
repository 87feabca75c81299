"""Orders that no week can meet, whatever the clinic does."""

from __future__ import annotations

from collections.abc import Mapping

from .entities import DAY_NAMES, Participant, Service
from .solution import Reason, Refusal


def impossible_orders(person: Participant, services: Mapping[str, Service]) -> list[Reason]:
    """Nothing ordered, too few minutes or sessions, more than one session a day, or sessions too long for a day."""
    ordered = [o for o in person.orders if o.per_week]
    if not ordered:
        return [Reason(Refusal.NO_ORDERS.value, {"min_minutes": person.min_minutes})]
    countable = (o for o in ordered if services[o.service].countable)
    minutes = sum(o.per_week * services[o.service].minutes for o in countable)
    sessions, days, most = sum(o.per_week for o in ordered), len(DAY_NAMES), person.max_minutes_per_day
    found: list[dict[str, object]] = []
    if minutes < person.min_minutes:
        found.append({"minutes": minutes, "min_minutes": person.min_minutes})
    if sessions < person.min_days or person.min_days > days:
        found.append({"sessions": sessions, "min_days": person.min_days})
    if not person.modes:
        found.append({"modes": 0})
    for order in ordered:
        if order.per_week > days:
            found.append({"service": order.service, "ordered": order.per_week, "days": days})
        length = services[order.service].minutes
        if length > most:
            found.append({"service": order.service, "session_minutes": length, "max_minutes_per_day": most})
    return [Reason(Refusal.ORDER_IMPOSSIBLE.value, data) for data in found]
