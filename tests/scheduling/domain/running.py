"""Running weeks that are small enough to try every answer to one person's question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations, product
from random import Random

from hearthside.scheduling.domain.entities import (
    Audience,
    Commitment,
    Order,
    Participant,
    Preferences,
    Problem,
    Room,
    Service,
    Session,
    Span,
)
from hearthside.scheduling.domain.places import WeekIndex
from hearthside.scheduling.domain.solution import Reason, Solution, Unplaced
from hearthside.scheduling.domain.verify import Verdict, verify

from .cases import clinic, clinician, person

ABOUT_LISTS = {"neither placed nor listed with a reason", "listed but fully placed"}
HOURS = (Span(0, 540, 720), Span(1, 540, 720), Span(2, 540, 720))


def small_clinic(random: Random) -> Problem:
    """Two services of groups and one for a person alone, two clinicians, two rooms, three short days."""
    audiences = (Audience("all", ("general", "dual")), Audience("dual", ("dual",), "es"))
    services = (
        Service("talk", "group", 60, 1 + (random.random() < 0.7), random.choice((2, 3, 4)), True, audiences),
        Service("skills", "group", random.choice((60, 50)), 2, 4, random.random() < 0.8, audiences[:1]),
        Service("alone", "individual", 60, 1, 1, True, audiences[:1]),
    )
    leads = tuple(s.id for s in services)
    both = ("in_person", "online")
    staff = (
        clinician("c1", leads=leads, modes=both, works=HOURS, max_contact_minutes=random.choice((300, 420, 900))),
        clinician("c2", leads=leads, tracks=("dual", "general"), languages=("es", "en"), gender="m",
                  works=HOURS, modes=random.choice((both, ("in_person",))), max_contact_minutes=600),
    )  # fmt: skip
    people = [newcomer(random, f"p{n}", [f"p{m}" for m in range(1, n)]) for n in range(1, 8)]
    rooms = (Room("r1", 3), Room("r2", random.choice((1, 2))))
    return clinic(*people, start_step=60, opening=HOURS, rooms=rooms, services=services, clinicians=staff)


def newcomer(random: Random, name: str, others: list[str]) -> Participant:
    """Somebody with a life of their own."""
    orders = [Order("talk", random.choice((1, 1, 2)), random.choice((None, None, None, "c1")))]
    orders += [Order("skills", 1)] if random.random() < 0.4 else []
    orders += [Order("alone", random.choice((1, 1, 2)), random.choice((None, None, "c2")))] * (random.random() < 0.6)
    busy = [Span(random.randrange(3), 540 + 60 * random.randrange(3), 660) for _ in range(random.choice((0, 1, 2)))]
    return person(
        name,
        *orders,
        track=random.choice(("general", "dual")),
        languages=random.choice((("en",), ("en", "es"))),
        min_minutes=60,
        min_days=random.choice((1, 1, 2, 3)),
        max_minutes_per_day=random.choice((120, 180)),
        modes=random.choice((("in_person",), ("in_person", "online"), ("in_person", "online"), ("online",))),
        travel_minutes=random.choice((0, 0, 25)),
        not_with=tuple(random.sample(others, 1)) if others and random.random() < 0.3 else (),
        commitments=tuple(Commitment("work", s) for s in busy if s.start <= s.end),
        prefers=Preferences(
            modes={random.choice(("in_person", "online")): random.choice((-1, 2, 3))},
            day_parts={"morning": random.choice((0, 1))},
            clinicians={random.choice(("c1", "c2")): 2},
            clinician_gender={random.choice("fm"): 1},
        ),
    )


def possible_sessions(problem: Problem) -> list[Session]:
    """Every session that breaks no rule of place, time or leadership."""
    found: list[Session] = []
    for service, leader, hours in product(problem.services, problem.clinicians, problem.opening):
        for audience, room in product(service.audiences, (None, *(r.id for r in problem.rooms))):
            for start in range(hours.start, hours.end, problem.start_step):
                mode = "online" if room is None else "in_person"
                session = Session(
                    f"x{len(found)}", service.id, audience.id, mode, hours.day, start, room, leader.id, ()
                )
                if not broken(problem, [session], {"size"}):
                    found.append(session)
    return found


def broken(problem: Problem, sessions: Iterable[Session], besides: Iterable[str] = ()) -> list[str]:
    """The hard rules that a week breaks, beside those that are about lists of people."""
    found = verify(problem, Solution(tuple(sessions), ())).broken
    return [f"{b.rule} {b.where}" for b in found if b.rule not in {*ABOUT_LISTS, *besides}]


def running_week(random: Random, problem: Problem) -> tuple[Session, ...]:
    """A week of which every rule is kept, made by chance: some groups full, some not, and one person alone."""
    week: list[Session] = []
    sizes = {s.id: (s.min_size, s.max_size) for s in problem.services}
    candidates = possible_sessions(problem)
    random.shuffle(candidates)
    candidates.sort(key=lambda s: sizes[s.service][1] == 1)
    for session in candidates:
        low, high = sizes[session.service]
        most = random.randint(low, high)
        for who in random.sample(problem.participants, len(problem.participants)):
            joined = replace(session, participants=(*session.participants, who.id))
            if len(session.participants) < most and not broken(problem, [*week, joined], {"size"}):
                session = joined  # noqa: PLW2901
        if low <= len(session.participants) <= high and not broken(problem, [*week, session]):
            week.append(session)
        if len(week) == 8:
            break
    return tuple(week)


def judged(index: WeekIndex) -> Verdict:
    """What the referee says of a running week, everybody without a full week listed."""
    full = verify(index.problem, Solution(index.sessions(), ())).scores.full
    short = [p.id for p in index.problem.participants if p.id not in full]
    listed = tuple(Unplaced(name, (Reason("search_ended"),)) for name in short)
    return verify(index.problem, Solution(index.sessions(), listed))


def every_week(problem: Problem, week: tuple[Session, ...], name: str) -> Iterator[tuple[Session, ...]]:
    """Every full week of somebody who sits nowhere yet: open seats and sessions opened for them alone."""
    who = next(p for p in problem.participants if p.id == name)
    before = {s.id: s for s in week}
    alone = {s.id for s in problem.services if s.min_size <= 1}
    seats = [replace(s, participants=(*s.participants, name)) for s in week]
    seats += [
        replace(s, id=f"new-{s.id}", participants=(name,)) for s in possible_sessions(problem) if s.service in alone
    ]

    def joined(chosen: tuple[Session, ...]) -> list[Session]:
        return list((before | {s.id: s for s in chosen}).values())

    seats = [s for s in seats if not broken(problem, joined((s,)))]
    for chosen in combinations(seats, sum(o.per_week for o in who.orders)):
        after = joined(chosen)
        if not broken(problem, after) and name in verify(problem, Solution(tuple(after), ())).scores.full:
            yield tuple(after)


def worth(problem: Problem, week: Iterable[Session]) -> tuple[int, int]:
    """Preference and cost of a whole week; larger is better."""
    scores = verify(problem, Solution(tuple(week), ())).scores
    return scores.preference, -scores.cost
