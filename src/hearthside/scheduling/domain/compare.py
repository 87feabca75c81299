"""What changes when a proposed week takes the place of the published one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .entities import Session
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
    """What changes for one person: sessions they lose and sessions they are given."""

    participant: str
    loses: tuple[Session, ...]
    gains: tuple[Session, ...]

    @property
    def kind(self) -> str:
        """Moves where something is both lost and gained."""
        return "moves" if self.loses and self.gains else "gains" if self.gains else "loses"


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
    def nothing(self) -> bool:
        """Whether publishing would change anything at all."""
        return not (self.opened or self.closed or self.changed)


def compare(before: Iterable[Session], after: Iterable[Session]) -> Comparison:
    """The differences between two weeks."""
    old, new = {key_of(s): s for s in before}, {key_of(s): s for s in after}
    pairs = [Change(old[key], new[key]) for key in old if key in new]
    changed = [c for c in pairs if c.joining or c.leaving or c.before.room != c.after.room]
    seats_before = {(p, key) for key, s in old.items() for p in s.participants}
    seats_after = {(p, key) for key, s in new.items() for p in s.participants}
    return Comparison(
        opened=_in_time(s for key, s in new.items() if key not in old),
        closed=_in_time(s for key, s in old.items() if key not in new),
        changed=tuple(sorted(changed, key=lambda c: (c.after.day, c.after.start, c.after.id))),
        same=_in_time(c.after for c in pairs if c not in changed),
        people=_people(old, new, seats_before - seats_after, seats_after - seats_before),
        seats_kept=len(seats_before & seats_after),
        seats_before=len(seats_before),
        seats_after=len(seats_after),
    )


def _in_time(sessions: Iterable[Session]) -> tuple[Session, ...]:
    return tuple(sorted(sessions, key=lambda s: (s.day, s.start, s.id)))


def _people(
    old: dict[Key, Session], new: dict[Key, Session], lost: set[tuple[str, Key]], won: set[tuple[str, Key]]
) -> tuple[OwnChange, ...]:
    names = sorted({person for person, _ in lost | won})
    return tuple(
        OwnChange(
            name,
            _in_time(old[key] for person, key in lost if person == name),
            _in_time(new[key] for person, key in won if person == name),
        )
        for name in names
    )
