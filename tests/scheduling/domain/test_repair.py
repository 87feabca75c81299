"""Repairs after somebody or something is gone: no week disturbs fewer seats, every rule holds, what has begun stays."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from hearthside.scheduling.domain.bounds import could_be_full
from hearthside.scheduling.domain.bounds.relaxation import Relaxation
from hearthside.scheduling.domain.engine import solve
from hearthside.scheduling.domain.entities import (
    Audience,
    Commitment,
    Order,
    Problem,
    Room,
    Service,
    Session,
    Span,
)
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.plan import candidate_of
from hearthside.scheduling.domain.repair import Outage, Repair, Report, parse_moment, repair, situation
from hearthside.scheduling.domain.repair.board import build_board
from hearthside.scheduling.domain.repair.fewest import Search, fewest, measured
from hearthside.scheduling.domain.repair.search import Clock
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify
from tests.scheduling.domain.cases import clinic, clinician, person, placed_week, tiny
from tests.scheduling.domain.reference import _weeks, all_sessions

DAY = 1440
MONDAY = Outage(frozenset({"c1"}), begins=0, ends=DAY)


def every_week(problem: Problem, sessions: list[Session]) -> Iterator[tuple[Session, ...]]:
    """Every week without an empty session that breaks no rule."""
    weeks = [_weeks(problem, who, sessions) for who in problem.participants]

    def extend(number: int, seats: dict[str, tuple[str, ...]]) -> Iterator[tuple[Session, ...]]:
        if number == len(weeks):
            chosen = tuple(replace(s, participants=seats[s.id]) for s in sessions if s.id in seats)
            broken = verify(problem, Solution(chosen, ())).broken
            if all(b.rule == "neither placed nor listed with a reason" for b in broken):
                yield chosen
            return
        name = problem.participants[number].id
        for week in weeks[number]:
            yield from extend(number + 1, seats | {s: (*seats.get(s, ()), name) for s in week})

    yield from extend(0, {})


def left_of(problem: Problem, outage: Outage) -> tuple[Problem, list[Session]]:
    """The problem without the hours that are gone, and every session that may still be held."""
    cut = tuple(
        replace(c, works=tuple(w for w in c.works if not outage.begins <= w.day * DAY < outage.ends))
        if c.id in outage.clinicians
        else c
        for c in problem.clinicians
    )
    problem = replace(problem, clinicians=cut)
    minutes = {s.id: s.minutes for s in problem.services}
    return problem, [s for s in all_sessions(problem) if not outage.hits(s, minutes[s.service])]


def seats(sessions: tuple[Session, ...]) -> set[tuple[str, str, int, int, str]]:
    return {(p, s.service, s.day, s.start, s.clinician) for s in sessions for p in s.participants}


def worth(problem: Problem, before: tuple[Session, ...], after: tuple[Session, ...]) -> tuple[int, int, int]:
    """Priorities of full weeks lost, minutes lost, seats disturbed."""
    was, now = (verify(replace(problem, published=None), Solution(week, ())).scores for week in (before, after))
    minutes = {s.id: s.minutes for s in problem.services}

    def given(week: tuple[Session, ...], who: str) -> int:
        return sum(minutes[s.service] for s in week if who in s.participants)

    lost = sum(max(0, given(before, p.id) - given(after, p.id)) for p in problem.participants)
    weeks = sum(p.priority for p in problem.participants if p.id in was.full - now.full)
    return weeks, lost, len(seats(before) - seats(after))


def gone(seed: int) -> Outage:
    kinds = (
        MONDAY, Outage(rooms=frozenset({"r1"}), begins=0, ends=DAY), Outage(building=True, begins=0, ends=DAY),
        Outage(frozenset({"c1"}), begins=DAY, ends=2 * DAY),
    )  # fmt: skip
    return kinds[seed % len(kinds)]


@pytest.mark.parametrize("seed", range(40))
def test_no_week_at_all_loses_less_or_disturbs_fewer_seats(seed: int) -> None:
    problem = tiny(seed)
    random = Random(seed)
    problem = replace(
        problem,
        clinicians=(
            *problem.clinicians,
            clinician("c3", leads=("talk",), works=(Span(random.randrange(2), 540, 660),)),
        ),
    )
    weeks = list(every_week(problem, all_sessions(problem)))
    before = max(weeks, key=lambda week: (verify(problem, Solution(week, ())).scores.placed, len(seats(week))))
    outage = gone(seed)
    minutes = {s.id: s.minutes for s in problem.services}
    if not any(outage.hits(s, minutes[s.service]) for s in before):
        return
    cut, sessions = left_of(problem, outage)
    least = min(worth(problem, before, week) for week in every_week(cut, sessions))
    found = repair(problem, before, outage, seconds=30, now=0)
    best = found.repairs[0]
    assert worth(problem, before, best.solution.sessions) == least
    assert (best.minutes_lost, best.disturbed) == least[1:]
    if best.least_proved:
        assert best.least == least[2]
    for item in found.repairs:
        assert verify(cut, item.solution).broken == ()
        assert not any(outage.hits(s, minutes[s.service]) for s in item.solution.sessions)


def published(seed: int) -> tuple[Problem, tuple[Session, ...], list[tuple[Session, ...]]]:
    """A tiny clinic with its best week, and every week that is left once somebody or something is gone."""
    problem = tiny(seed)
    third = clinician("c3", leads=("talk",), works=(Span(seed % 2, 540, 660),))
    problem = replace(problem, clinicians=(*problem.clinicians, third))
    weeks = list(every_week(problem, all_sessions(problem)))
    before = max(weeks, key=lambda week: (verify(problem, Solution(week, ())).scores.placed, len(seats(week))))
    return problem, before, list(every_week(*left_of(problem, gone(seed))))


@pytest.mark.parametrize("seed", range(16))
def test_no_week_that_keeps_so_many_seats_holds_a_seat_that_prices_leave_out(seed: int) -> None:
    problem, before, weeks = published(seed)
    board = build_board(situation(problem, before, gone(seed), 0))
    universe = board.universe
    relaxation = Relaxation(universe, goal="kept", full_only=True)
    number = {p.id: i for i, p in enumerate(universe.problem.participants)}
    whole = {p.id for i, p in enumerate(universe.problem.participants) if could_be_full(universe, i)}
    for steps in (1, 30, 200):
        relaxation.improve(steps, -1)
        losses = relaxation.losses()
        for week in weeks:
            if not whole <= verify(replace(universe.problem, published=None), Solution(week, ())).scores.full:
                continue
            kept = len(seats(before) & seats(week))
            assert kept <= losses.points
            for session in week:
                c = candidate_of(universe, session)
                assert c is not None
                for who in session.participants:
                    assert kept <= losses.points - losses.of(number[who], universe.candidates[c].slot, c) + 1e-9


@pytest.mark.parametrize("seed", range(8))
def test_the_search_for_large_clinics_proves_nothing_that_a_small_one_refutes(seed: int) -> None:
    problem, before, _ = published(seed)
    found = situation(problem, before, gone(seed), 0)
    if not found.affected:
        return
    board = build_board(found)
    clock = Clock(time.monotonic() + 20, time.monotonic, lambda: False)
    exact = fewest(board, clock, lambda _: None)
    assert exact is not None
    people = frozenset(range(len(problem.participants)))
    search = Search(board, clock, people, 0, lambda _: None)
    search.run(clock.part(0.7))
    other = search.finished()
    assert other is not None
    assert other.values[:2] >= exact.values[:2]
    assert other.values[:2] == measured(board, other.members)
    if exact.values[0] == 0:
        assert search.least <= exact.values[1]
    if other.proved:
        assert other.values[:2] == exact.values[:2]


def test_a_clinic_of_thirty_is_repaired_with_proof() -> None:
    problem = planted(30, 1)
    week = solve(problem, seconds=60, work=0.3, threads=1).sessions
    outage = Outage(frozenset({problem.clinicians[0].id}), begins=0, ends=DAY)
    found = repair(problem, week, outage, seconds=60, now=0, alternatives=False)
    best = only(found)
    assert (best.lost_weeks, best.minutes_lost) == (0, 0)
    assert best.least_proved
    assert best.disturbed == best.least
    assert verify(found.situation.problem, best.solution).broken == ()


def two_days(*people: str, **changes: object) -> Problem:
    """Two clinicians, two rooms, two days; everybody talks once."""
    facts = {
        "clinicians": (clinician("c1"), clinician("c2")), "rooms": (Room("r1", 3), Room("r2", 3)),
        "services": (Service("talk", "group", 60, 1, 3, True, (Audience("all", ("general",)),)),), **changes,
    }  # fmt: skip
    return clinic(*(person(name) for name in people), **facts)


def talk(name: str, day: int, start: int, who: str, *people: str, room: str | None = "r1") -> Session:
    mode = "in_person" if room else "online"
    return Session(name, "talk", "all", mode, day, start, room, who, people)


def only(report: Report) -> Repair:
    return report.repairs[0]


def test_a_colleague_takes_over_in_the_same_room() -> None:
    before = (talk("s1", 0, 540, "c1", "p1", "p2"), talk("s2", 1, 540, "c2", "p3"))
    best = only(repair(two_days("p1", "p2", "p3"), before, MONDAY))
    assert [(s.id, s.day, s.start, s.room, s.clinician) for s in best.solution.sessions] == [
        ("n1", 0, 540, "r1", "c2"), ("s2", 1, 540, "r1", "c2"),
    ]  # fmt: skip
    assert (best.disturbed, best.moved, best.told, best.proved) == (2, 0, 2, True)
    assert [part.how for part in best.outcomes[0].parts] == ["taken_over"]


def test_what_has_begun_stays_with_its_leader_and_its_people() -> None:
    before = (talk("s1", 0, 540, "c1", "p1"), talk("s2", 0, 600, "c1", "p2"))
    found = repair(two_days("p1", "p2"), before, Outage(frozenset({"c1"}), begins=555))
    assert [s.id for s in found.situation.affected] == ["s2"]
    best = only(found)
    assert before[0] in best.solution.sessions
    assert (best.disturbed, best.minutes_lost) == (1, 0)
    assert {s.start for s in best.solution.sessions if s.day == 0} >= {540}


def test_nobody_meets_whom_they_must_not_meet() -> None:
    problem = two_days("p1", "p2", clinicians=(clinician("c1"), clinician("c2", works=(Span(1, 540, 600),))))
    people = (replace(problem.participants[0], not_with=("p2",)), problem.participants[1])
    problem = replace(problem, participants=people)
    before = (talk("s1", 0, 540, "c1", "p1"), talk("s2", 1, 540, "c2", "p2"))
    best = only(repair(problem, before, Outage(frozenset({"c1"}), begins=0)))
    assert best.minutes_lost == 60
    assert all(len(s.participants) == 1 for s in best.solution.sessions)
    assert best.solution.unplaced[0].reasons


def test_a_locked_session_that_is_not_hit_stays_and_one_that_is_hit_is_let_go() -> None:
    before = (talk("s1", 0, 540, "c1", "p1"), talk("s2", 0, 540, "c2", "p2", room="r2"))
    problem = replace(two_days("p1", "p2"), published=before, locked=("s1", "s2"))
    best = only(repair(problem, before, MONDAY))
    kept = next(s for s in best.solution.sessions if s.id == "s2")
    assert replace(kept, participants=("p2",)) == before[1]
    assert "p2" in kept.participants
    assert (best.disturbed, best.minutes_lost) == (1, 0)


def test_a_closed_room_costs_no_seat_where_another_is_free() -> None:
    before = (talk("s1", 0, 540, "c1", "p1", "p2"),)
    best = only(repair(two_days("p1", "p2"), before, Outage(rooms=frozenset({"r1"}))))
    assert [(s.room, s.clinician, s.start) for s in best.solution.sessions] == [("r2", "c1", 540)]
    assert (best.disturbed, best.told, best.outcomes[0].parts[0].how) == (0, 2, "room")


def test_a_closed_building_sends_online_who_can_be_online_and_the_whole_day_with_them() -> None:
    both = ("in_person", "online")
    services = (
        Service("talk", "group", 60, 1, 3, True, (Audience("all", ("general",)),)),
        Service("skills", "group", 60, 1, 3, True, (Audience("all", ("general",)),)),
    )
    orders = (Order("talk", 1), Order("skills", 1))
    staff = clinician("c1", modes=both, leads=("talk", "skills"))
    problem = clinic(
        person("p1", *orders, modes=both), person("p2", *orders), clinicians=(staff,), services=services,
        opening=(Span(0, 540, 660),),
    )  # fmt: skip
    before = (
        talk("s1", 0, 540, "c1", "p1", "p2"), replace(talk("s2", 0, 600, "c1", "p1", "p2"), service="skills"),
    )  # fmt: skip
    best = only(repair(problem, before, Outage(building=True, begins=600)))
    assert best.minutes_lost == 120
    best = only(repair(problem, before, Outage(building=True, begins=0)))
    assert [(s.mode, s.participants) for s in best.solution.sessions] == [("online", ("p1",)), ("online", ("p1",))]
    assert best.minutes_lost == 120


def test_a_session_that_todays_rules_would_not_make_stays_as_it_is() -> None:
    problem = two_days("p1", "p2")
    busy = replace(problem.participants[1], commitments=(Commitment("work", Span(1, 540, 600)),))
    problem = replace(problem, participants=(problem.participants[0], busy))
    before = (talk("s1", 0, 540, "c1", "p1"), talk("s2", 1, 540, "c2", "p2"))
    best = only(repair(problem, before, MONDAY))
    assert before[1] in best.solution.sessions
    assert best.disturbed == 1


def test_the_effects_name_hours_days_and_points() -> None:
    problem = two_days("p1", clinicians=(clinician("c1"), clinician("c2", works=(Span(1, 540, 600),))))
    who = replace(problem.participants[0], prefers=replace(problem.participants[0].prefers, clinicians={"c1": 4}))
    best = only(repair(replace(problem, participants=(who,)), (talk("s1", 0, 540, "c1", "p1"),), Outage(
        frozenset({"c1"}))))  # fmt: skip
    effect = best.effects[0]
    assert (effect.before.minutes, effect.after.minutes, effect.after.full) == (60, 60, True)
    assert (effect.before.points, effect.after.points, effect.before.days, effect.after.days) == (4, 0, 1, 1)
    assert [(s.day, s.clinician) for s in effect.gains] == [(1, "c2")]


def test_a_week_of_twelve_is_repaired_for_every_clinician() -> None:
    problem = planted(12, 1)
    week = placed_week(problem).sessions
    for who in problem.clinicians:
        found = repair(problem, week, Outage(frozenset({who.id}), begins=DAY, ends=2 * DAY), seconds=6, now=0)
        for item in found.repairs:
            assert verify(found.situation.problem, item.solution).broken == ()
            assert item.told == len({e.participant for e in item.effects})


@pytest.mark.parametrize(
    ("text", "minute"), [("mon", 0), ("tue 12:00", DAY + 720), ("end", 7 * DAY), ("SUN 24:00", 7 * DAY)]
)
def test_moments_are_read_as_people_write_them(text: str, minute: int) -> None:
    assert parse_moment(text) == minute


@pytest.mark.parametrize("text", ["", "someday", "mon 25:00", "mon 12", "mon 12:75"])
def test_moments_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_moment(text)
