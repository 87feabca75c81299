"""One newcomer into a running week: the best full week there is for them, nobody else touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from hearthside.scheduling.domain.entities import Participant, Session

from .ask import Ask, Choice, ask
from .choices import choices, opened_session, points_of
from .index import WeekIndex
from .masks import DAY, QUARTER, at
from .search import best_week


@dataclass(frozen=True, slots=True)
class Place:
    """One seat of a week: the session with the person in it, and whether it is opened or kept for them."""

    session: Session
    points: int
    new: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody else who changes one session for another of the same service, opened for them if it is new."""

    participant: str
    left: Session
    joined: Session
    points: int
    new: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """A week for one person: their seats, what they give up, what it is worth, and who else has to move for it."""

    person: Participant
    places: tuple[Place, ...]
    points: int
    cost: int
    left: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def days(self) -> tuple[int, ...]:
        """The days of the week on which there are sessions."""
        return tuple(sorted({place.session.day for place in self.places}))


def insert(index: WeekIndex, person: Participant, *, keep: Iterable[str] = ()) -> Placement | None:
    """The best full week for one person, others untouched: most points, then least cost; None where there is none.

    Seats that the person holds already may be given up, but not those named in `keep`, locked ones, or those
    without which a session would be too small.
    """
    room, asked = prepared(index, person, keep)
    chosen = best_week(room, asked, choices(room, asked)) if asked.exact else None
    return None if chosen is None else placement(index, room, asked, chosen)


def is_full(index: WeekIndex, person: Participant) -> bool:
    """Whether somebody holds the full week that is ordered for them."""
    asked = ask(index, person, index.held_by(person.id))
    days = {session.day for session in asked.kept}
    return asked.exact and not any(asked.owed.values()) and len(days) >= person.min_days


def name_of(place: Place) -> str:
    """A seat as one word: the session's id, or what would be opened."""
    s = place.session
    return "~".join((s.service, s.audience, s.mode, str(s.day), str(s.start), s.clinician)) if place.new else s.id


def again(index: WeekIndex, person: Participant, names: Iterable[str]) -> Placement | None:
    """The full week of just these seats, if it can still be had as it stands."""
    wanted = set(names)
    room, asked = prepared(index, person, ())
    kept = {session.id for session in asked.kept}
    seats = [seat for seat in choices(room, asked, alike=True) if _choice_name(seat) in wanted - kept]
    chosen = best_week(room, asked, seats)
    if chosen is None or {_choice_name(seat) for seat in chosen} | kept != wanted:
        return None
    return placement(index, room, asked, chosen)


def _choice_name(seat: Choice) -> str:
    day, quarter = divmod(seat.start, DAY)
    opened = (seat.service, seat.audience, seat.mode, str(day), str(quarter * QUARTER), seat.clinician)
    return seat.session or "~".join(opened)


def book(index: WeekIndex, found: Placement) -> WeekIndex:
    """The running week once this placement is booked."""
    index, person = index.knows(found.person), found.person.id
    kept = {place.session.id for place in found.places if place.kept}
    again = {place.session.id for place in found.places if not place.new}
    for session in index.held_by(person):
        if session.id not in kept:
            index = index.without(person, session.id, stays_open=session.id in again)
    for move in found.moves:
        index = index.without(move.participant, move.left.id, stays_open=True)
    for move in found.moves:
        index = index.joined(move.participant, move.joined, new=move.new)
    for place in found.places:
        if not place.kept:
            index = index.joined(person, place.session, new=place.new)
    return index


def prepared(index: WeekIndex, person: Participant, keep: Iterable[str]) -> tuple[WeekIndex, Ask]:
    """The week without the seats that the person could give up, and the question with those that stay."""
    index = index.knows(person)
    staying, named = [], frozenset(keep)
    for session in index.held_by(person.id):
        if session.id in named or not can_leave(index, session):
            staying.append(session)
        else:
            index = index.without(person.id, session.id)
    return index, ask(index, person, staying)


def can_leave(index: WeekIndex, session: Session) -> bool:
    """Whether a session goes on without one of its people, or would end with them."""
    size = len(session.participants)
    return session.id not in index.locked and (size == 1 or size > index.services[session.service].min_size)


def placement(before: WeekIndex, room: WeekIndex, asked: Ask, chosen: Sequence[Choice]) -> Placement:
    """The chosen seats as sessions; what the person held before and holds no more is given up."""
    person, fresh = asked.person, fresh_names(before, room)
    places = [_kept(room, asked, session) for session in asked.kept]
    had = {_what(session): session for session in before.held_by(person.id)}
    for seat in chosen:
        session = opened_session(room, seat, "") if not seat.session else room.sittings[seat.session].session
        new = not seat.session and _what(session) not in had
        if not seat.session:
            session = replace(session, id=next(fresh)) if new else replace(had[_what(session)], participants=())
        places.append(Place(replace(session, participants=(*session.participants, person.id)), seat.points, new))
    held = {place.session.id for place in places}
    return Placement(
        person,
        tuple(sorted(places, key=lambda p: (p.session.day, p.session.start))),
        sum(place.points for place in places),
        sum(room.services[place.session.service].minutes for place in places if place.new),
        tuple(s.id for s in before.held_by(person.id) if s.id not in held),
    )


def _kept(index: WeekIndex, asked: Ask, session: Session) -> Place:
    start = at(session.day, session.start)
    return Place(session, points_of(asked, index.clinicians[session.clinician], session.mode, start), kept=True)


def _what(session: Session) -> tuple[object, ...]:
    return session.service, session.audience, session.mode, session.day, session.start, session.clinician


def fresh_names(*weeks: WeekIndex) -> Iterator[str]:
    """Names for sessions that are opened; none that these weeks or the published one use."""
    taken = {name for week in weeks for name in week.sittings}
    taken |= {session.id for session in weeks[0].problem.published or ()}
    return (name for name in (f"n{number}" for number in count(1)) if name not in taken)
