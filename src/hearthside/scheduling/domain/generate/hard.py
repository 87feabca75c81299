"""Clinics as they are in practice: six tracks, evening people, school runs, and a hidden week that places them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hearthside.scheduling.domain.entities import Audience, Clinician, Problem, Room, Service, Span
from hearthside.scheduling.domain.solution import Solution

from .hidden import Hidden, Leader, plant
from .lives import OPENING

ADULTS = ("general", "dual", "women", "trauma")
TRACKS = (*ADULTS, "adolescent", "spanish")
SHIFT = 480


def clinic(people: int, seed: int) -> Problem:
    """A clinic in which everybody can be placed, with about twice the staff hours that this takes."""
    return with_week(people, seed)[0]


def tight(people: int, seed: int) -> Problem:
    """A clinic in which everybody can be placed and no clinician has an hour to spare."""
    return _problem(plant(people, people, seed), shift=0)


def contended(people: int, seed: int) -> Problem:
    """A clinic with staff and rooms for four fifths of its people: somebody has to wait."""
    return _problem(plant(people, max(1, people * 4 // 5), seed), shift=SHIFT)


def with_week(people: int, seed: int) -> tuple[Problem, Solution]:
    """A clinic in which everybody can be placed, with a week that does so."""
    hidden = plant(people, people, seed)
    return _problem(hidden, shift=SHIFT), Solution(tuple(hidden.sessions), ())


def _problem(hidden: Hidden, *, shift: int) -> Problem:
    large, small = hidden.rooms_needed()
    return Problem(
        starts_on=date(2026, 11, 30),
        time_zone="America/Chicago",
        start_step=30,
        opening=OPENING,
        rooms=(
            *(Room(f"room{n + 1}", 16) for n in range(large)),
            *(Room(f"office{n + 1}", 3) for n in range(small)),
        ),
        services=_services(),
        clinicians=tuple(_clinician(hidden, leader, shift) for leader in hidden.leaders),
        participants=tuple(replace(p, not_with=hidden.enemies.get(p.id, ())) for p in hidden.participants),
    )


def _services() -> tuple[Service, ...]:
    own = {"adolescent": Audience("adolescent", ("adolescent",)), "spanish": Audience("spanish", ("spanish",), "es")}
    process = tuple(own.get(t) or Audience(t, (t,)) for t in TRACKS)
    skills = (Audience("adult", ADULTS[:3]), Audience("trauma", ("trauma",)), *own.values())
    adults = (Audience("adult", ADULTS), *own.values())
    return (
        Service("process", "group", 90, 4, 12, True, process),
        Service("skills", "group", 90, 4, 12, True, skills),
        Service("education", "group", 60, 4, 16, True, adults),
        Service("family", "group", 90, 4, 12, True, adults),
        Service("individual", "individual", 60, 1, 1, True, (Audience("any", TRACKS),)),
    )


def _clinician(hidden: Hidden, leader: Leader, shift: int) -> Clinician:
    busy = sorted(leader.busy, key=lambda s: (s.day, s.start))
    days = sorted({s.day for s in busy})
    if shift:
        works = tuple(_shift(hidden, [s for s in busy if s.day == day], shift) for day in days)
    else:
        works = tuple(_merged(busy))
    return Clinician(
        id=leader.id,
        leads=tuple(sorted(leader.leads)),
        tracks=tuple(sorted(leader.tracks)),
        languages=("en", "es") if leader.spanish else ("en",),
        gender=leader.gender,
        modes=("in_person", "online"),
        works=works,
        max_contact_minutes=1500 if shift else sum(s.end - s.start for s in busy),
    )


def _shift(hidden: Hidden, busy: list[Span], length: int) -> Span:
    """A working day of the usual length around what the hidden week asks of it."""
    day = busy[0].day
    opening = next(o for o in OPENING if o.day == day)
    first, last = min(s.start for s in busy), max(s.end for s in busy)
    length = min(length + 30 * hidden.random.randrange(3), opening.end - opening.start)
    low = max(opening.start, last - length)
    start = min(first, low + 30 * hidden.random.randrange(1 + max(0, min(first, opening.end - length) - low) // 30))
    return Span(day, start, max(last, min(opening.end, start + length)))


def _merged(busy: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in busy:
        if merged and (merged[-1].day, merged[-1].end) == (span.day, span.start):
            merged[-1] = Span(span.day, merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged
