"""Small made-up clinics: one clinician for every eight people, and three half days that they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from hearthside.scheduling.domain.entities import (
    IN_PERSON,
    ONLINE,
    Audience,
    Clinician,
    Commitment,
    Order,
    Participant,
    Preferences,
    Problem,
    Room,
    Service,
    Span,
)

COHORT = 8
TRACKS = ("general", "dual", "trauma")
BLOCKS = ((480, 720), (780, 1020), (1020, 1260))
PLAN = ("process", "skills", "education"), ("process", "skills", "education"), ("process",)


@dataclass(slots=True)
class _Clinic:
    random: Random
    works: dict[int, list[Span]] = field(default_factory=dict)
    clinicians: list[Clinician] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)


def planted(people: int, seed: int) -> Problem:
    """A clinic for this many people, built around a hidden week that places them all."""
    clinic = _Clinic(Random(seed))  # noqa: S311
    cohorts = -(-people // COHORT)
    for number in range(cohorts):
        size = min(COHORT, people - number * COHORT)
        _cohort(clinic, number, size)
    groups = Audience("adult", TRACKS)
    return Problem(
        starts_on=date(2026, 11, 30),
        time_zone="America/Chicago",
        start_step=30,
        opening=(*(Span(day, 480, 1260) for day in range(5)), Span(5, 540, 900)),
        rooms=(
            *(Room(f"room{n + 1}", 14) for n in range(max(1, -(-cohorts // 3)))),
            *(Room(f"office{n + 1}", 3) for n in range(max(1, -(-cohorts // 3)))),
        ),
        services=(
            Service("process", "group", 90, 2, 12, True, tuple(Audience(t, (t,)) for t in TRACKS)),
            Service("skills", "group", 90, 2, 12, True, (groups,)),
            Service("education", "group", 60, 2, 16, True, (groups,)),
            Service("individual", "individual", 60, 1, 1, True, (Audience("any", TRACKS),)),
        ),
        clinicians=tuple(clinic.clinicians),
        participants=tuple(clinic.participants),
    )


def _cohort(clinic: _Clinic, number: int, size: int) -> None:
    """One clinician and the people of one track who share three half days with them."""
    random = clinic.random
    track = TRACKS[number % len(TRACKS)]
    block = BLOCKS[(number // 2) % len(BLOCKS)]
    days = sorted(random.sample(range(5), 3))
    hidden = [Span(day, *block) for day in days]
    spare = random.choice([day for day in range(5) if day not in days])
    shift = Span(spare, 480, 1020)
    clinic.clinicians.append(
        Clinician(
            id=f"c{number + 1}",
            leads=("process", "skills", "education", "individual"),
            tracks=(track, random.choice(TRACKS)),
            languages=("en",),
            gender=random.choice("fm"),
            modes=(IN_PERSON, ONLINE),
            works=(*(Span(d, max(480, block[0] - 60), min(1260, block[1] + 60)) for d in days), shift),
            max_contact_minutes=1500,
        )
    )
    for place in range(size):
        wants = place < 6 and random.random() < 0.6
        busy = [*hidden, Span(spare, 480 + 60 * place, 540 + 60 * place)] if wants else hidden
        clinic.participants.append(_person(clinic, number, place, track, busy, wants=wants))


def _person(clinic: _Clinic, number: int, place: int, track: str, busy: list[Span], *, wants: bool) -> Participant:
    random = clinic.random
    travel = random.choice((0, 15, 30))
    orders = [Order("process", 3), Order("skills", 2), Order("education", 2)]
    if wants:
        orders.append(Order("individual", 1, random.choice((None, f"c{number + 1}"))))
    modes = random.choice(((IN_PERSON,), (IN_PERSON, ONLINE)))
    likes = Preferences(
        modes={random.choice(modes): 3},
        day_parts={random.choice(("morning", "afternoon", "evening")): 2},
        clinician_gender={random.choice("fm"): 2} if random.random() < 0.3 else {},
    )
    return Participant(
        id=f"p{number * COHORT + place + 1}",
        track=track,
        priority=random.choice((1, 1, 1, 3)),
        orders=tuple(orders),
        min_minutes=540,
        min_days=3,
        max_minutes_per_day=240,
        modes=modes,
        travel_minutes=travel,
        not_with=(),
        languages=("en",),
        commitments=_life(random, busy, travel),
        prefers=likes,
    )


def _life(random: Random, busy: list[Span], travel: int) -> tuple[Commitment, ...]:
    """Work and errands that leave the hidden week, and the way to it, free."""
    found = []
    for _ in range(random.randrange(6, 14)):
        day, start = random.randrange(6), 15 * random.randrange(28, 84)
        span = Span(day, start, min(1440, start + 60 * random.randrange(1, 6)))
        hit = (b.day == day and span.start < b.end + travel and b.start - travel < span.end for b in busy)
        if not any(hit):
            found.append(Commitment(random.choice(("work", "school", "errand")), span))
    return tuple(found)
