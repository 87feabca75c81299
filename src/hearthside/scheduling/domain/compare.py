"""What a week gives to everybody, and what changes when one week takes the place of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .entities import Participant, Problem, Service, Session, day_part
from .held import base_service

Key = tuple[str, str, str, int, int, str]


def key_of(session: Session) -> Key:
    """What makes two sessions the same one: service, audience, mode, time and leader; never the room or who sits in."""
    return (
        base_service(session.service), session.audience, session.mode, session.day, session.start, session.clinician
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A session that stays, with another room or other people."""

    before: Session
    after: Session

    @property
    def joining(self) -> tuple[str, ...]:
        """Who is new in it."""
        return tuple(sorted(set(self.after.participants) - set(self.before.participants)))

    @property
    def leaving(self) -> tuple[str, ...]:
        """Who is no longer in it."""
        return tuple(sorted(set(self.before.participants) - set(self.after.participants)))


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What changes for one person: sessions they lose, are given, and keep in another room."""

    participant: str
    loses: tuple[Session, ...]
    gains: tuple[Session, ...]
    rooms: tuple[Change, ...] = ()

    @property
    def kind(self) -> str:
        """Moves where something is both lost and gained; only the room where nothing is."""
        if self.loses or self.gains:
            return "moves" if self.loses and self.gains else "gains" if self.gains else "loses"
        return "room"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sessions opened, closed, changed and the same; the people for whom something changes; seats that stay."""

    opened: tuple[Session, ...]
    closed: tuple[Session, ...]
    changed: tuple[Change, ...]
    same: tuple[Session, ...]
    people: tuple[OwnChange, ...]
    seats_kept: int
    seats_before: int
    seats_after: int

    @property
    def leaders(self) -> dict[str, tuple[Change, ...]]:
        """The clinicians who lead a session that stays in another room."""
        moved = [c for c in self.changed if c.before.room != c.after.room]
        return {
            name: tuple(c for c in moved if c.after.clinician == name) for name in {c.after.clinician for c in moved}
        }

    @property
    def told(self) -> int:
        """How many have to be told: the people for whom something changes, and who leads in another room."""
        return len(self.people) + len(self.leaders)

    @property
    def nothing(self) -> bool:
        """Whether publishing would change anything at all."""
        return not (self.opened or self.closed or self.changed)


def compare(before: Iterable[Session], after: Iterable[Session]) -> Comparison:
    """The differences between two weeks."""
    old, new = {key_of(s): s for s in before}, {key_of(s): s for s in after}
    pairs = [Change(old[key], new[key]) for key in old if key in new]
    changed = sorted(
        (c for c in pairs if c.joining or c.leaving or c.before.room != c.after.room),
        key=lambda c: (c.after.day, c.after.start, c.after.id),
    )
    seats_before = {(p, key) for key, s in old.items() for p in s.participants}
    seats_after = {(p, key) for key, s in new.items() for p in s.participants}
    return Comparison(
        opened=_in_time(s for key, s in new.items() if key not in old),
        closed=_in_time(s for key, s in old.items() if key not in new),
        changed=tuple(changed),
        same=_in_time(c.after for c in pairs if c not in changed),
        people=_people(old, new, seats_before - seats_after, seats_after - seats_before, changed),
        seats_kept=len(seats_before & seats_after),
        seats_before=len(seats_before),
        seats_after=len(seats_after),
    )


def _in_time(sessions: Iterable[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda s: (s.day, s.start, s.id)))


def _people(
    old: dict[Key, Session], new: dict[Key, Session], lost: set[tuple[str, Key]], won: set[tuple[str, Key]],
    changed: Iterable[Change],
) -> tuple[OwnChange, ...]:  # fmt: skip
    rooms: dict[str, list[Change]] = {}
    for change in changed:
        if change.before.room != change.after.room:
            for person in set(change.before.participants) & set(change.after.participants):
                rooms.setdefault(person, []).append(change)
    names = sorted({person for person, _ in lost | won} | set(rooms))
    return tuple(
        OwnChange(
            name,
            _in_time(old[key] for person, key in lost if person == name),
            _in_time(new[key] for person, key in won if person == name),
            tuple(rooms.get(name, ())),
        )
        for name in names
    )


@dataclass(frozen=True, slots=True)
class Own:
    """What a week gives to one person: countable minutes on so many days, and points of their wishes."""

    full: bool
    minutes: int
    days: int
    points: int
    seats: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A week in figures; `wishes` is what it would count if every seat were as everybody would rather have it."""

    asked: int
    full: int
    minutes: int
    points: int
    wishes: int
    sessions: int
    seats: int
    contact_minutes: int
    own: Mapping[str, Own]

    @property
    def met(self) -> int | None:
        """How many per cent of the wishes are met; nothing where nobody wished for anything."""
        return share(self.points, self.wishes)


@dataclass(frozen=True, slots=True)
class Gain:
    """One person before and after."""

    participant: str
    before: Own
    after: Own

    @property
    def full(self) -> int:
        """1 where a full week is won, -1 where one is lost."""
        return int(self.after.full) - int(self.before.full)

    @property
    def minutes(self) -> int:
        """Countable minutes won or lost."""
        return self.after.minutes - self.before.minutes

    @property
    def points(self) -> int:
        """Points of wishes won or lost."""
        return self.after.points - self.before.points

    @property
    def key(self) -> tuple[int, int, int]:
        """Larger is better for the person, in the order of the goals."""
        return self.full, self.minutes, self.points


NOTHING = Own(full=False, minutes=0, days=0, points=0, seats=0)


def figures(problem: Problem, sessions: Iterable[Session]) -> Figures:
    """What a week gives to everybody who is asked for, and what it takes of the clinic."""
    services = {s.id: s for s in problem.services}
    genders = {c.id: c.gender or "" for c in problem.clinicians}
    held = [s for s in sessions if s.service in services]
    mine: dict[str, list[Session]] = {p.id: [] for p in problem.participants}
    for session in held:
        for name in session.participants:
            if name in mine:
                mine[name].append(session)
    own = {p.id: _own(p, mine[p.id], services, genders) for p in problem.participants}
    return Figures(
        asked=len(own),
        full=sum(o.full for o in own.values()),
        minutes=sum(o.minutes for o in own.values()),
        points=sum(o.points for o in own.values()),
        wishes=sum(wishes(p) for p in problem.participants),
        sessions=len(held),
        seats=sum(o.seats for o in own.values()),
        contact_minutes=sum(services[s.service].minutes for s in held),
        own=own,
    )


def gains(before: Figures, after: Figures) -> tuple[Gain, ...]:
    """Everybody whose full week, hours or wishes differ, those who lose first."""
    found = [
        Gain(name, before.own.get(name, NOTHING), after.own.get(name, NOTHING))
        for name in sorted({*before.own, *after.own})
    ]
    return tuple(sorted((g for g in found if any(g.key)), key=lambda g: g.key))


def wishes(person: Participant) -> int:
    """The points of a week in which every seat is as this person would rather have it."""
    likes = person.prefers
    best = sum(max((0, *part.values())) for part in (likes.modes, likes.day_parts, likes.clinicians))
    best += max((0, *likes.clinician_gender.values()))
    return best * sum(order.per_week for order in person.orders)


def share(part: int, whole: int) -> int | None:
    """Whole per cent, rounded down; nothing of nothing."""
    return 100 * part // whole if whole > 0 else None


def people_possible(asked: int, weight: int, heaviest: int, bound: int) -> int:
    """How many people could have a full week at most, where their priorities can add up to no more than `bound`."""
    missing = max(0, weight - bound)
    return asked - -(-missing // max(1, heaviest))


def _own(person: Participant, mine: list[Session], services: Mapping[str, Service], genders: Mapping[str, str]) -> Own:
    likes = person.prefers
    minutes = sum(services[s.service].minutes for s in mine if services[s.service].countable)
    days = len({s.day for s in mine})
    met = all(sum(s.service == o.service for s in mine) == o.per_week for o in person.orders)
    points = sum(
        likes.modes.get(s.mode, 0)
        + likes.day_parts.get(day_part(s.day, s.start), 0)
        + likes.clinicians.get(s.clinician, 0)
        + likes.clinician_gender.get(genders.get(s.clinician, ""), 0)
        for s in mine
    )
    full = met and days >= person.min_days and minutes >= person.min_minutes
    return Own(full=full, minutes=minutes, days=days, points=points, seats=len(mine))
