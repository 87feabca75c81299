"""Three ways a week could look, and what makes up for a session that was missed: as good as trying everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from hearthside.scheduling.domain.entities import (
    Audience,
    Order,
    Preferences,
    Problem,
    Room,
    Service,
    Session,
    Span,
    day_part,
)
from hearthside.scheduling.domain.places import book, index_week, insert, make_up, offer

from .cases import clinic, clinician, person
from .running import broken, every_week, judged, newcomer, possible_sessions, running_week, small_clinic, worth

SEEDS = [0, 2, 5, 6, 9, 12, 23, 27]


Times = list[tuple[int, str, str]]


def times(week: Iterable[Session], name: str = "new") -> Times:
    """On which day, in which part of it and how somebody sits in a week, once a seat."""
    return [(s.day, day_part(s.day, s.start), s.mode) for s in week if name in s.participants]


def apart(week: Times, other: Times) -> int:
    """How many seats of a week are at none of the other's times."""
    return sum(time not in other for time in week)


def best_apart(problem: Problem, weeks: list[tuple[Session, ...]], earlier: list[Times]) -> tuple[int, int] | None:
    """The best week of which half, or else a third, is at other times than in each of the earlier ones."""
    for share in (2, 3):
        found = [
            worth(problem, week)
            for week in weeks
            if all(apart(times(week), other) * share >= len(times(week)) for other in earlier)
        ]
        if found:
            return max(found)
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_each_offer_is_the_best_of_all_weeks_that_differ_clearly_from_those_before(seed: int) -> None:
    random = Random(seed)
    problem = small_clinic(random)
    week = running_week(random, problem)
    who = newcomer(random, "new", ["p1", "p2", "p3"])
    index = index_week(problem, week)
    everybody = replace(problem, participants=(*problem.participants, who))
    weeks = list(every_week(everybody, week, "new"))

    offers = offer(index, who)

    earlier: list[Times] = []
    for one in offers:
        after = book(index, one.placement)
        assert judged(after).broken == ()
        assert worth(everybody, after.sessions()) == best_apart(everybody, weeks, earlier)
        assert not earlier or one.other_times == min(apart(times(after.sessions()), other) for other in earlier)
        earlier.append(times(after.sessions()))
    if len(offers) < 3:
        assert best_apart(everybody, weeks, earlier) is None


def evenings() -> Problem:
    """A clinic with a group every noon and every evening, and a colleague of hers for talks alone."""
    hours = tuple(Span(day, 660, 1260) for day in range(5))
    services = (
        Service("group", "group", 90, 2, 12, True, (Audience("all", ("general",)),)),
        Service("alone", "individual", 60, 1, 1, True, (Audience("all", ("general",)),)),
    )
    staff = [
        clinician(name, leads=("group", "alone"), modes=("in_person", "online"), works=hours, max_contact_minutes=2400)
        for name in ("c1", "c2")
    ]
    return clinic(
        *(person(name, Order("group", 5)) for name in ("p1", "p2")),
        opening=hours,
        rooms=(Room("r1", 12), Room("r2", 3)),
        services=services,
        clinicians=tuple(staff),
        start_step=30,
    )


def group(number: int, day: int, start: int, *people: str, mode: str = "in_person") -> Session:
    """One of the clinic's groups."""
    room = "r1" if mode == "in_person" else None
    return Session(f"s{number}", "group", "all", mode, day, start, room, "c1", people or ("p1", "p2"))


def test_an_offer_says_which_wishes_it_meets_how_long_it_is_and_how_it_differs() -> None:
    week = [group(day, day, 1050) for day in range(4)]
    week += [group(10 + day, day, 720, mode="online") for day in range(5)]
    likes = Preferences(day_parts={"evening": 2}, clinicians={"c2": 3})
    both = ("in_person", "online")
    who = person("new", Order("group", 3), Order("alone", 1), min_minutes=330, min_days=3, modes=both,
                 prefers=likes)  # fmt: skip

    first, second, *_ = offer(index_week(evenings(), week), who)

    told = {reason.code: reason.data for reason in first.reasons}
    assert told["liked_day_part"] == {"day_part": "evening", "seats": 4, "of": 4}
    assert told["liked_clinician"] == {"clinician": "c2", "seats": 1, "of": 4}
    assert (told["hours"]["minutes"], told["hours"]["days"], told["hours"]["days_here"]) == (330, 3, 3)
    assert first.other_times == 0
    assert second.other_times >= 2
    assert set(second.differs) & {"days", "day_parts", "modes"}


def test_nobody_is_offered_the_same_week_twice() -> None:
    only = [group(day, day, 1050) for day in range(3)]

    offers = offer(index_week(evenings(), only), person("new", Order("group", 3), min_minutes=270, min_days=3))

    assert [sorted(p.session.id for p in one.placement.places) for one in offers] == [["s0", "s1", "s2"]]


def test_somebody_with_seats_keeps_those_that_others_depend_on() -> None:
    week = [group(0, 0, 1050, "p1", "new"), group(1, 1, 1050), group(2, 2, 1050)]
    who = person("new", Order("group", 2), min_days=2, prefers=Preferences(day_parts={"evening": 1}))
    problem = evenings()
    problem = replace(problem, participants=(*problem.participants, who))

    found = insert(index_week(problem, week), who)

    assert found is not None
    assert next(place for place in found.places if place.session.id == "s0").kept
    assert judged(book(index_week(problem, week), found)).broken == ()


@pytest.mark.parametrize("seed", [3, 7, 11, 21])
def test_what_makes_up_for_a_missed_session_is_the_best_of_everything_that_could_be_added(seed: int) -> None:
    random = Random(seed)
    problem = small_clinic(random)
    week = running_week(random, problem)
    index = index_week(problem, week)
    name = max(index.seats, key=lambda who: (len(index.seats[who]), who))
    who, missed = index.people[name], index.held_by(name)[0]

    ways = make_up(index, who, missed=[missed.id], since=(missed.day, missed.start + 60))

    every = list(every_make_up(problem, week, name, missed))
    best = max(every, default=(0,))
    if not ways:
        assert best[0] <= 0
        return
    assert (ways[0].minutes, -len(ways[0].places), -ways[0].more_days, ways[0].points) == best
    assert {s.id for place in ways[0].places for s in [place.session]}.isdisjoint({missed.id})


def every_make_up(problem: Problem, week: tuple[Session, ...], name: str, missed: Session) -> list[tuple[int, ...]]:
    """The worth of everything that could be added after a missed session: minutes, sessions, days, points."""
    left = [replace(s, participants=tuple(p for p in s.participants if p != name or s != missed)) for s in week]
    alone = {s.id for s in problem.services if s.min_size <= 1}
    seats = [replace(s, participants=(*s.participants, name)) for s in left if name not in s.participants]
    seats += [
        replace(s, id=f"new-{s.id}", participants=(name,)) for s in possible_sessions(problem) if s.service in alone
    ]
    seats = [s for s in seats if (s.day, s.start) >= (missed.day, missed.start + 60) and s.id != missed.id]
    before = {s.id: s for s in left}
    found: list[tuple[int, ...]] = []
    most = {s.id: s.max_size for s in problem.services}
    seats = [s for s in seats if len(s.participants) <= most[s.service]]
    seats = [s for s in seats if not broken(problem, (before | {s.id: s}).values(), {"size"})]
    minutes = {s.id: s.minutes if s.countable else 0 for s in problem.services}
    days = {s.day for s in left if name in s.participants}
    points = verified_points(problem, left)
    for number in (1, 2, 3):
        for chosen in combinations(seats, number):
            after = list((before | {s.id: s for s in chosen}).values())
            if not broken(problem, after, {"size"}):
                more = {s.day for s in chosen} - days
                gain = verified_points(problem, after) - points
                found.append((sum(minutes[s.service] for s in chosen), -number, -len(more), gain))
    return found


def verified_points(problem: Problem, week: Iterable[Session]) -> int:
    """The preference points of a whole week, as the referee counts them."""
    return worth(problem, week)[0]


def test_a_make_up_says_what_stays_short_and_keeps_to_the_time_after_an_absence() -> None:
    week = [group(day, day, 1050, "p1", "p2", "p3") for day in range(3)]
    who = person("p3", Order("group", 3), min_minutes=270, min_days=3)
    problem = evenings()
    problem = replace(problem, participants=(*problem.participants, who))
    index = index_week(problem, [*week, group(3, 3, 1050), group(4, 0, 720)])

    ways = make_up(index, who, missed=["s0", "s1"], since=(1, 1200))

    assert [[place.session.id for place in way.places] for way in ways] == [["s3"]]
    assert (ways[0].minutes, ways[0].still_short, ways[0].more_days) == (90, 90, 1)
