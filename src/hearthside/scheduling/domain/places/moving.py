"""When no week is free: a full week for one person by asking as few others as possible to change one session.

Sessions stay as they are; only places change hands, and a session may be opened where time is free. Whoever gives up
a place takes another one of the same service: a free one, or one that somebody else gives up in turn. One person is
tried before two, and two before three, so the number of people who move is the smallest there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from hearthside.scheduling.domain.entities import Participant, Session

from .ask import Ask, Choice, ask
from .choices import choices, must_leave, opened_session, points_of
from .index import WeekIndex
from .masks import at
from .placing import Move, Placement, fresh_names, insert, placement, prepared
from .search import Wish, best_week


def insert_moving(
    index: WeekIndex, person: Participant, *, most_moved: int = 2, keep: Iterable[str] = ()
) -> Placement | None:
    """The best full week with the fewest others moved, each to one other session; None if `most_moved` do not help.

    Whoever had a full week keeps one; locked sessions keep everybody; of the ways that move equally few, the most
    points for all concerned.
    """
    found = insert(index, person, keep=keep)
    if found is not None:
        return found
    room, asked = prepared(index, person, keep)
    for most in range(1, most_moved + 1):
        best = _best(index, room, asked, most)
        if best is not None:
            return best
    return None


@dataclass(frozen=True, slots=True)
class _Held:
    """Places of others that the newcomer takes, and the points that their week could have at best."""

    asked: Ask
    taken: tuple[str, ...]
    points: int


def _best(index: WeekIndex, room: WeekIndex, asked: Ask, most: int) -> Placement | None:
    """The best way in which exactly so many people move."""
    best: Placement | None = None
    score = 0
    ways = sorted(_wanted(room, asked, (), most), key=lambda way: (-way.points, way.taken))
    most_gain = most * _widest(room)
    for way in ways:
        if best is not None and way.points + most_gain <= score:
            break
        seated = room
        for name in way.taken:
            seated = seated.joined(asked.person.id, room.sittings[name].session)
        for after, moves in _settled(seated, list(way.taken), asked.person.id, most, ()):
            gain = sum(move.points for move in moves)
            if best is not None and way.points + gain <= score:
                continue
            chosen = best_week(after, way.asked, choices(after, way.asked))
            if chosen is None:
                continue
            found = replace(placement(index, after, way.asked, chosen), moves=moves)
            found = _as_taken(after, found, way.taken)
            if best is None or found.points + gain > score:
                best, score = found, found.points + gain
    return best


def _as_taken(index: WeekIndex, found: Placement, taken: tuple[str, ...]) -> Placement:
    """The places that others gave up are new to the person, not kept."""
    places = tuple(
        replace(p, session=index.sittings[p.session.id].session, kept=False) if p.session.id in taken else p
        for p in found.places
    )
    return replace(found, places=places)


def _widest(index: WeekIndex) -> int:
    """The most points that anybody could gain by one move."""
    return max((_spread(p) for p in index.people.values()), default=0)


def _spread(person: Participant) -> int:
    likes = person.prefers
    tables = (likes.modes, likes.day_parts, likes.clinicians, likes.clinician_gender)
    return sum(max(0, *table.values()) - min(0, *table.values()) for table in tables if table)


def _wanted(room: WeekIndex, asked: Ask, taken: tuple[str, ...], budget: int) -> Iterator[_Held]:
    """Every set of others' places that would give a full week, with so many people giving way at most."""
    seats = choices(room, asked, most_moved=budget, alike=True)
    if best_week(room, asked, seats, Wish(most_moved=budget)) is None:
        return
    if taken:
        chosen = best_week(room, asked, [seat for seat in seats if not seat.price])
        if chosen is not None:
            points = sum(seat.points for seat in chosen) + sum(_points(room, asked, s) for s in asked.kept)
            yield _Held(asked, taken, points)
    for name in sorted({seat.session for seat in seats if seat.price}):
        price = must_leave(room.sittings[name], room.enemies(asked.person))
        if not taken or name > taken[-1]:
            session = room.sittings[name].session
            with_it = ask(room, asked.person, (*asked.kept, session))
            yield from _wanted(room, with_it, (*taken, name), budget - price)


def _points(index: WeekIndex, asked: Ask, session: Session) -> int:
    return points_of(asked, index.clinicians[session.clinician], session.mode, at(session.day, session.start))


def _settled(
    index: WeekIndex, crowded: list[str], newcomer: str, budget: int, moves: tuple[Move, ...]
) -> Iterator[tuple[WeekIndex, tuple[Move, ...]]]:
    """Every way to find other places for those who have to leave these sessions."""
    if not crowded:
        if not any(_too_small(index, move.left) for move in moves):
            yield index, moves
        return
    name, rest = crowded[0], crowded[1:]
    fixed = {newcomer, *(move.participant for move in moves)}
    for leavers in _leavers(index, name, fixed):
        if len(leavers) <= budget:
            yield from _moved(index, name, leavers, rest, newcomer, budget, moves)


def _too_small(index: WeekIndex, session: Session) -> bool:
    return len(index.sittings[session.id].people) < index.services[session.service].min_size


def _leavers(index: WeekIndex, name: str, fixed: set[str]) -> Iterator[tuple[str, ...]]:
    """The smallest sets of people whose leaving makes a session right again."""
    sitting = index.sittings[name]
    people = sorted(sitting.people)
    must = {p for p in people if p not in fixed and index.apart.get(p, frozenset()) & sitting.people & fixed}
    if any(index.apart.get(p, frozenset()) & (sitting.people & fixed) for p in sitting.people & fixed):
        return
    more = max(0, len(people) - sitting.capacity - len(must))
    for others in combinations([p for p in people if p not in must and p not in fixed], more):
        yield (*sorted(must), *others)


def _moved(
    index: WeekIndex, name: str, leavers: tuple[str, ...], crowded: list[str], newcomer: str, budget: int,
    moves: tuple[Move, ...],
) -> Iterator[tuple[WeekIndex, tuple[Move, ...]]]:  # fmt: skip
    if not leavers:
        yield from _settled(index, crowded, newcomer, budget, moves)
        return
    person, others = leavers[0], leavers[1:]
    pending = len(others) + sum(_crowd(index, other) for other in crowded)
    for seat, move in _exits(index, person, name, budget - 1 - pending):
        after = index.without(person, name, stays_open=True).joined(person, move.joined, new=move.new)
        again = [*crowded, seat.session] if seat.price and seat.session not in crowded else crowded
        yield from _moved(after, name, others, again, newcomer, budget - 1, (*moves, move))


def _crowd(index: WeekIndex, name: str) -> int:
    sitting = index.sittings[name]
    return max(1, len(sitting.people) - sitting.capacity)


def _exits(index: WeekIndex, person_id: str, name: str, budget: int) -> list[tuple[Choice, Move]]:
    """Where somebody could go instead, best first, so that a full week stays one."""
    if budget < 0:
        return []
    person, left = index.people[person_id], index.sittings[name].session
    held = index.held_by(person_id)
    asked = ask(index, person, [s for s in held if s.id != name])
    asked.owed = {left.service: 1}
    asked = replace(asked, person=replace(person, orders=tuple(o for o in person.orders if o.service == left.service)))
    before, days = _points(index, asked, left), {s.day for s in asked.kept}
    need = person.min_days if len({s.day for s in held}) >= person.min_days else 0
    found = []
    for seat in choices(index, asked, banned=frozenset({name}), most_moved=budget, alike=True):
        if len(days | {seat.day}) < need or not _fits_day(index, asked, seat):
            continue
        new = not seat.session
        joined = opened_session(index, seat, next(fresh_names(index))) if new else index.sittings[seat.session].session
        joined = replace(joined, participants=(*joined.participants, person_id))
        found.append((seat, Move(person_id, left, joined, seat.points - before, new)))
    return sorted(found, key=lambda item: (item[0].price, -item[1].points, item[1].new, item[0].start))


def _fits_day(index: WeekIndex, asked: Ask, seat: Choice) -> bool:
    minutes = asked.minutes.get(seat.day, 0) + index.services[seat.service].minutes
    return minutes <= asked.person.max_minutes_per_day
