"""What a clinic lacks most: by how much one more session, room or hour could raise what is possible at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hearthside.scheduling.domain.candidates import Universe
from hearthside.scheduling.domain.entities import day_part

if TYPE_CHECKING:
    from .relaxation import Relaxation

SMALLEST, DAYS = 0.05, 7


@dataclass(frozen=True, slots=True)
class Lack:
    """Something of which there is too little, and what one more (session, room or hour) is worth at most.

    The worth is in points of preference, or in priorities of people placed, as the relaxation counts.
    """

    kind: Literal["session", "room", "hour"]
    worth: float
    day: int | None = None
    part: str | None = None
    service: str | None = None
    audience: str | None = None
    mode: str | None = None
    clinician: str | None = None
    seats: int | None = None


def scarce(universe: Universe, relaxation: Relaxation, *, most: int = 20) -> list[Lack]:
    """What is lacking, the dearest first."""
    found = [*_sessions(universe, relaxation), *_rooms(universe, relaxation), *_hours(universe, relaxation)]
    return sorted((lack for lack in found if lack.worth >= SMALLEST), key=lambda lack: -lack.worth)[:most]


def _sessions(universe: Universe, relaxation: Relaxation) -> Iterable[Lack]:
    """One more session of a kind in a part of a day, with a leader who costs nothing."""
    best: dict[tuple[int, str, str, int, str], float] = defaultdict(float)
    for candidate, worth in enumerate(relaxation.worths().tolist()):
        slot = universe.slot(candidate)
        key = slot.service, slot.audience, slot.mode, slot.day, day_part(slot.day, slot.start)
        best[key] = max(best[key], worth)
    for (service, audience, mode, day, part), worth in best.items():
        name = universe.problem.services[service].id
        yield Lack("session", worth, day=day, part=part, service=name, audience=audience, mode=mode)


def _rooms(universe: Universe, relaxation: Relaxation) -> Iterable[Lack]:
    """One more room of a size for a whole part of a day."""
    moments, step = relaxation.layout.moments // DAYS, universe.problem.start_step
    for group, prices in zip(universe.room_classes, relaxation.prices.room.tolist(), strict=False):
        worth: dict[tuple[int, str], float] = defaultdict(float)
        for moment, price in enumerate(prices):
            day, of_day = divmod(moment, moments)
            worth[day, day_part(day, of_day * step)] += price
        for (day, part), total in worth.items():
            yield Lack("room", total, day=day, part=part, seats=group.capacity)


def _hours(universe: Universe, relaxation: Relaxation) -> Iterable[Lack]:
    """One more hour that a clinician may spend with people."""
    for who, price in zip(universe.problem.clinicians, relaxation.prices.minute.tolist(), strict=True):
        yield Lack("hour", price * 60, clinician=who.id)
