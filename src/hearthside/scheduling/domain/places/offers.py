"""Up to three clearly different full weeks for one person, best first, each with what speaks for it.

Two weeks are clearly different when at least half of the sessions are on another day, in another part of the day or in
another mode; where no week is as different as that from the better ones, when at least a third are. Of weeks that are
equally good, one on other days comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hearthside.scheduling.domain.entities import IN_PERSON, Participant, Session, day_part
from hearthside.scheduling.domain.solution import Reason

from .ask import Ask, Choice
from .choices import choices
from .index import WeekIndex
from .placing import Placement, placement, prepared
from .search import Avoid, Wish, best_week

HALF, THIRD = 2, 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A full week that somebody could choose, why it suits, and how it differs from the better ones."""

    placement: Placement
    reasons: tuple[Reason, ...]
    other_times: int
    differs: tuple[str, ...] = ()


def offer(index: WeekIndex, person: Participant, count: int = 3, *, keep: Iterable[str] = ()) -> list[Offer]:
    """The best week, then the best of those clearly different from it, then the best different from both."""
    room, asked = prepared(index, person, keep)
    if not asked.exact:
        return []
    seats = choices(room, asked)
    chosen = best_week(room, asked, seats)
    weeks: list[list[Choice]] = []
    while chosen is not None and len(weeks) < count:
        weeks.append(chosen)
        chosen = _another(room, asked, seats, weeks) if chosen else None
    found = [placement(index, room, asked, week) for week in weeks]
    return [
        Offer(
            place,
            reasons(room, place),
            min((_apart(week, better) for better in weeks[:number]), default=0),
            _differs(room, found[0], place) if number else (),
        )
        for number, (week, place) in enumerate(zip(weeks, found, strict=True))
    ]


def _another(room: WeekIndex, asked: Ask, seats: Sequence[Choice], weeks: list[list[Choice]]) -> list[Choice] | None:
    """The best week that is clearly different from all of these."""
    number, days = len(weeks[0]), frozenset(seat.day for week in weeks for seat in week)
    for share in (HALF, THIRD):
        same = number + (-number // share)
        avoid = tuple(Avoid(frozenset(seat.part for seat in week), same) for week in weeks)
        found = best_week(room, asked, seats, Wish(avoid=avoid, old_days=days))
        if found is not None:
            return found
    return None


def _apart(week: Iterable[Choice], other: Iterable[Choice]) -> int:
    """How many sessions of a week are at other times than all of the other week's."""
    parts = {seat.part for seat in other}
    return sum(seat.part not in parts for seat in week)


def _differs(index: WeekIndex, first: Placement, other: Placement) -> tuple[str, ...]:
    """In what a week is unlike the best one: days, parts of the day, modes, the clinician seen most."""
    one, two = _shape(index, first), _shape(index, other)
    return tuple(name for name in one if one[name] != two[name])


def _shape(index: WeekIndex, found: Placement) -> dict[str, object]:
    minutes: Counter[str] = Counter()
    for place in found.places:
        minutes[place.session.clinician] += index.services[place.session.service].minutes
    sessions = [place.session for place in found.places]
    return {
        "days": found.days,
        "day_parts": {day_part(s.day, s.start) for s in sessions},
        "modes": {s.mode for s in sessions},
        "clinician": min(minutes, key=lambda name: (-minutes[name], name)),
    }


def reasons(index: WeekIndex, found: Placement) -> tuple[Reason, ...]:
    """What speaks for a week, as data: wishes that it meets, days and hours, and the life that it leaves alone."""
    person, sessions = found.person, [place.session for place in found.places]
    likes, clinicians = person.prefers, index.clinicians
    told = [
        Reason("clinician_ordered", {"clinician": order.clinician})
        for order in person.orders
        if order.clinician and any(s.service == order.service for s in sessions)
    ]
    told += _liked("day_part", likes.day_parts, [day_part(s.day, s.start) for s in sessions])
    told += _liked("mode", likes.modes, [s.mode for s in sessions])
    told += _liked("clinician", likes.clinicians, [s.clinician for s in sessions])
    told += _liked("clinician_gender", likes.clinician_gender, [clinicians[s.clinician].gender or "" for s in sessions])
    told.append(_hours(index, found, sessions))
    labels = sorted({c.label for c in person.commitments if c.label})
    if labels:
        told.append(Reason("life_kept", {"labels": labels}))
    return tuple(told)


def _liked(what: str, points: Mapping[str, int], having: list[str]) -> list[Reason]:
    liked = {name: value for name, value in points.items() if value > 0}
    counted = Counter(name for name in having if name in liked)
    return [
        Reason(f"liked_{what}", {what: name, "seats": counted[name], "of": len(having)})
        for name in sorted(counted, key=lambda name: (-liked[name], name))
    ]


def _hours(index: WeekIndex, found: Placement, sessions: list[Session]) -> Reason:
    minutes = [index.services[s.service].minutes for s in sessions]
    return Reason(
        "hours",
        {
            "minutes": sum(minutes),
            "days": len(found.days),
            "days_here": len({s.day for s in sessions if s.mode == IN_PERSON}),
            "earliest": min((s.start for s in sessions), default=0),
            "latest": max((s.start + length for s, length in zip(sessions, minutes, strict=True)), default=0),
        },
    )
