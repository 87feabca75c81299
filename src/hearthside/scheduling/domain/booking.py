"""Whether a session can be held and a person can sit in it: the clinic's rules, one refusal at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hearthside.kernel.intervals import Interval, Period

IN_PERSON = "in_person"


class Code(StrEnum):
    """Why a booking is refused; the page adds the words."""

    OFF_GRID = "off_grid"
    OUTSIDE_HOURS = "outside_hours"
    CLINICIAN_OUTSIDE_HOURS = "clinician_outside_hours"
    CLINICIAN_CANNOT_LEAD = "clinician_cannot_lead"
    CLINICIAN_MODE = "clinician_mode"
    CLINICIAN_LANGUAGE = "clinician_language"
    CLINICIAN_FULL_WEEK = "clinician_full_week"
    ROOM_NEEDED = "room_needed"
    ROOM_NOT_NEEDED = "room_not_needed"
    ROOM_TOO_SMALL = "room_too_small"
    ROOM_TAKEN = "room_taken"
    CLINICIAN_TAKEN = "clinician_taken"
    PARTICIPANT_TAKEN = "participant_taken"
    SESSION_FULL = "session_full"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_BEGAN = "session_began"
    ALREADY_IN = "already_in"
    NOT_IN_PROGRAM = "not_in_program"
    OTHER_SITE = "other_site"
    OTHER_TRACK = "other_track"
    LANGUAGE = "language"
    MODE = "mode"
    TWO_MODES = "two_modes"
    KEPT_APART = "kept_apart"
    COMMITMENT = "commitment"
    REASON_NEEDED = "reason_needed"


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that stands in the way, with the facts that the words need (ids, names of the clinic, times)."""

    code: Code
    detail: dict[str, object]


@dataclass(frozen=True, slots=True)
class Leader:
    """A clinician as a session asks for one."""

    leads: frozenset[int]
    tracks: frozenset[int]
    languages: frozenset[str]
    modes: frozenset[str]
    works: Sequence[Interval]
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A session that somebody wants to hold: on the wall clock of one day, with what its service asks for."""

    service_id: int
    tracks: frozenset[int]
    language: str
    mode: str
    span: Interval
    grid: int
    opening: Sequence[Interval]
    leader: Leader
    room_seats: int | None
    needed_seats: int


def session_objection(plan: Plan) -> Objection | None:
    """The first rule of place, time or leadership that the session breaks."""
    span, leader = plan.span, plan.leader
    rules: list[tuple[bool, Code]] = [
        (span.start % plan.grid != 0, Code.OFF_GRID),
        (not any(hours.contains(span) for hours in plan.opening), Code.OUTSIDE_HOURS),
        (plan.mode == IN_PERSON and plan.room_seats is None, Code.ROOM_NEEDED),
        (plan.mode != IN_PERSON and plan.room_seats is not None, Code.ROOM_NOT_NEEDED),
        (plan.room_seats is not None and plan.room_seats < plan.needed_seats, Code.ROOM_TOO_SMALL),
        (plan.service_id not in leader.leads or not leader.tracks & plan.tracks, Code.CLINICIAN_CANNOT_LEAD),
        (plan.mode not in leader.modes, Code.CLINICIAN_MODE),
        (bool(plan.language) and plan.language not in leader.languages, Code.CLINICIAN_LANGUAGE),
        (not any(hours.contains(span) for hours in leader.works), Code.CLINICIAN_OUTSIDE_HOURS),
        (span.minutes > leader.minutes_left, Code.CLINICIAN_FULL_WEEK),
    ]
    code = next((code for broken, code in rules if broken), None)
    return None if code is None else Objection(code, {"grid": plan.grid} if code is Code.OFF_GRID else {})


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person as a seat asks for one; `same_day_modes` are those of their other sessions on that day."""

    track_id: int
    languages: Sequence[str]
    modes: Sequence[str]
    not_with: Sequence[int]
    travel_minutes: int
    busy: Sequence[tuple[str, Period]]
    same_day_modes: frozenset[str]
    overlaps: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A session as somebody who wants to sit in it finds it."""

    tracks: frozenset[int]
    language: str
    mode: str
    during: Period
    free: int
    seated: frozenset[int]


def seat_objection(place: Place, sitter: Sitter, *, despite_commitments: bool) -> Objection | None:
    """The first rule that keeps this person out of this session."""
    if sitter.overlaps:
        return Objection(Code.PARTICIPANT_TAKEN, {})
    rules: list[tuple[bool, Code]] = [
        (place.free < 1, Code.SESSION_FULL),
        (sitter.track_id not in place.tracks, Code.OTHER_TRACK),
        (bool(place.language) and place.language not in sitter.languages, Code.LANGUAGE),
        (place.mode not in sitter.modes, Code.MODE),
        (bool(sitter.same_day_modes - {place.mode}), Code.TWO_MODES),
        (bool(place.seated & frozenset(sitter.not_with)), Code.KEPT_APART),
    ]
    broken = next((Objection(code, {}) for is_broken, code in rules if is_broken), None)
    return broken or (None if despite_commitments else commitment_objection(place, sitter))


def commitment_objection(place: Place, sitter: Sitter) -> Objection | None:
    """The first part of the person's life that the session, or the way to it, touches."""
    travel = sitter.travel_minutes if place.mode == IN_PERSON else 0
    for label, period in sorted(sitter.busy, key=lambda item: item[1]):
        if _near(place.during, period, travel):
            on_the_way = not place.during.overlaps(period)
            return Objection(Code.COMMITMENT, {"label": label, "travel_minutes": travel if on_the_way else 0})
    return None


def _near(session: Period, busy: Period, travel: int) -> bool:
    gap_before = (session.start - busy.end).total_seconds() / 60
    gap_after = (busy.start - session.end).total_seconds() / 60
    return gap_before < travel and gap_after < travel
