"""What would bring a short week back to its dose: the most minutes, with the fewest more sessions and days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hearthside.scheduling.domain.entities import Participant

from .ask import Ask, Choice, ask
from .choices import choices
from .index import WeekIndex
from .masks import at, quarters
from .offers import HALF
from .placing import Place, placement
from .search import Avoid, Wish, best_week


@dataclass(frozen=True, slots=True)
class MakeUp:
    """Sessions to add to a week: the minutes they give back, those that stay short, and the days they add."""

    places: tuple[Place, ...]
    minutes: int
    still_short: int
    more_days: int
    points: int


def make_up(
    index: WeekIndex,
    person: Participant,
    *,
    missed: Iterable[str] = (),
    since: tuple[int, int] = (0, 0),
    count: int = 3,
) -> list[MakeUp]:
    """Ways to make up, best first, from a moment (day, minute) on; everything that was not missed stays as it is."""
    absent = frozenset(missed)
    room = index.knows(person)
    for name in sorted(absent & room.seats.get(person.id, frozenset())):
        room = room.without(person.id, name, stays_open=True)
    asked = ask(room, person, room.held_by(person.id))
    first = at(since[0], 0) + quarters(since[1])
    seats = choices(room, asked, banned=absent, since=first)
    ways: list[list[Choice]] = []
    while len(ways) < count:
        same = len(ways[0]) - -(-len(ways[0]) // HALF) if ways else 0
        avoid = tuple(Avoid(frozenset(seat.time for seat in way), same, exactly=True) for way in ways)
        found = best_week(room, asked, seats, Wish(full=False, avoid=avoid))
        if not found:
            break
        ways.append(found)
    return [_way(index, room, asked, way) for way in ways]


def _way(index: WeekIndex, room: WeekIndex, asked: Ask, way: list[Choice]) -> MakeUp:
    found = placement(index, room, asked, way)
    places = tuple(place for place in found.places if not place.kept)
    countable = {s.id: s.minutes if s.countable else 0 for s in room.problem.services}
    minutes = sum(countable[place.session.service] for place in places)
    owed = sum(number * countable[service] for service, number in asked.owed.items())
    more = {place.session.day for place in places} - {session.day for session in asked.kept}
    return MakeUp(places, minutes, owed - minutes, len(more), sum(place.points for place in places))
