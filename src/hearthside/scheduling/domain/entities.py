"""The words of a timetable problem: who asks for what, who can give it, where and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IN_PERSON, ONLINE = "in_person", "online"
MODES = (IN_PERSON, ONLINE)
DAY_PARTS = ("morning", "afternoon", "evening", "weekend")
NOON, EVENING, SATURDAY = 720, 1020, 5


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one day of the week, in minutes after midnight, half-open."""

    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something in a participant's life that treatment must not touch."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Room:
    """A place in the clinic with a number of seats."""

    id: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Audience:
    """Those whom one kind of session of a service is meant for."""

    id: str
    tracks: tuple[str, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A treatment that is given in sessions."""

    id: str
    kind: str
    minutes: int
    min_size: int
    max_size: int
    countable: bool
    audiences: tuple[Audience, ...]


@dataclass(frozen=True, slots=True)
class Clinician:
    """Somebody who leads sessions."""

    id: str
    leads: tuple[str, ...]
    tracks: tuple[str, ...]
    languages: tuple[str, ...]
    gender: str | None
    modes: tuple[str, ...]
    works: tuple[Span, ...]
    max_contact_minutes: int


@dataclass(frozen=True, slots=True)
class Order:
    """So many sessions of a service a week, perhaps with one clinician only."""

    service: str
    per_week: int
    clinician: str | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """Points that a participant gives to a seat by mode, part of the day, clinician and gender."""

    modes: Mapping[str, int] = field(default_factory=dict)
    day_parts: Mapping[str, int] = field(default_factory=dict)
    clinician_gender: Mapping[str, int] = field(default_factory=dict)
    clinicians: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who asks for a week of treatment around the life they have."""

    id: str
    track: str
    priority: int
    orders: tuple[Order, ...]
    min_minutes: int
    min_days: int
    max_minutes_per_day: int
    modes: tuple[str, ...]
    travel_minutes: int
    not_with: tuple[str, ...]
    languages: tuple[str, ...]
    commitments: tuple[Commitment, ...]
    prefers: Preferences


@dataclass(frozen=True, slots=True)
class Session:
    """One session of the week: what, when, where, led by whom, with whom."""

    id: str
    service: str
    audience: str
    mode: str
    day: int
    start: int
    room: str | None
    clinician: str
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that is known before a week is made."""

    starts_on: date
    time_zone: str
    start_step: int
    opening: tuple[Span, ...]
    rooms: tuple[Room, ...]
    services: tuple[Service, ...]
    clinicians: tuple[Clinician, ...]
    participants: tuple[Participant, ...]
    published: tuple[Session, ...] | None = None
    locked: tuple[str, ...] = ()


def day_part(day: int, start: int) -> str:
    """The part of the day, or the weekend, in which a session starts."""
    if day >= SATURDAY:
        return "weekend"
    return "morning" if start < NOON else "afternoon" if start < EVENING else "evening"


def clock(minute: int) -> str:
    """Minutes after midnight as hours and minutes on a clock."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
