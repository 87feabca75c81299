"""A person as they would be once some of their times and choices give way, to solve their week again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hearthside.scheduling.domain.entities import Commitment, Participant, Span

from .demands import Part

WHOLE_DAY = 1440


def given_way(person: Participant, parts: Iterable[Part]) -> Participant:
    """The person after all these parts gave way; "online on Tuesday" cannot be said of a person and opens every day."""
    given = tuple(parts)
    lives = tuple(after for c in person.commitments if (after := _after(c, given)) is not None)
    person = replace(person, commitments=lives)
    for part in given:
        if part.kind == "travel":
            person = replace(person, travel_minutes=0)
        elif part.kind == "shorter_way":
            person = replace(person, travel_minutes=max(0, person.travel_minutes - part.minutes))
        elif part.kind == "mode":
            person = replace(person, modes=tuple(dict.fromkeys([*person.modes, part.mode])))
        elif part.kind == "day_minutes":
            person = replace(person, max_minutes_per_day=WHOLE_DAY)
        elif part.kind == "longer_day":
            person = replace(person, max_minutes_per_day=person.max_minutes_per_day + part.minutes)
        elif part.kind == "clinician":
            orders = (replace(o, clinician=None) if o.service == part.service else o for o in person.orders)
            person = replace(person, orders=tuple(orders))
    return person


def _after(commitment: Commitment, parts: tuple[Part, ...]) -> Commitment | None:
    """What is left of a commitment."""
    mine = [part for part in parts if part.commitment == commitment]
    if any(part.kind == "commitment" for part in mine):
        return None
    late = sum(part.minutes for part in mine if part.kind == "starts_later")
    early = sum(part.minutes for part in mine if part.kind == "ends_earlier")
    span = commitment.span
    return Commitment(commitment.label, Span(span.day, span.start + late, span.end - early)) if mine else commitment
