"""Reasons as JSON: codes and facts, with days and clocks as the file formats write them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from hearthside.scheduling.domain.entities import DAY_NAMES, Session, Span, clock

from .conflicts import Obstacles
from .lacks import Lack
from .seats import Because, SeatReason

CLOCKS = frozenset({"start", "end", "minute", "earliest", "latest"})


def seat_to_json(reason: SeatReason) -> dict[str, Any]:
    """A seat's reason."""
    return {"participant": reason.person, **_table(reason, leave=("person",))}


def obstacles_to_json(found: Obstacles) -> dict[str, Any]:
    """What stands in the way, and what would help."""
    return {
        "participant": found.participant, "free_now": found.free_now,
        "conflicts": [[_table(part) for part in one.parts] for one in found.conflicts],
        "changes": [[_table(part) for part in one.parts] for one in found.changes],
    }  # fmt: skip


def lack_to_json(lack: Lack) -> dict[str, Any]:
    """A claim about the clinic, without the week that shows it."""
    return _table(lack, leave=("problem", "sessions"))


def _table(item: Any, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """A record without what is empty."""
    found = {f.name: _value(f.name, getattr(item, f.name)) for f in fields(item) if f.name not in leave}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, Session):
        return value.id
    if isinstance(value, Span):
        return {"day": DAY_NAMES[value.day], "start": clock(value.start), "end": clock(value.end)}
    if is_dataclass(value):
        return _table(value)
    if isinstance(value, tuple):
        return [_value("", one) for one in value]
    if isinstance(value, Because):
        return value.value
    if name == "day" and isinstance(value, int):
        return DAY_NAMES[value]
    return clock(value) if name in CLOCKS and isinstance(value, int) else value
