"""What the engine says about its weeks is true: conflicts are sound and minimal, changes help, lacks are re-solved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from hearthside.scheduling.domain import why
from hearthside.scheduling.domain.candidates import starts
from hearthside.scheduling.domain.entities import (
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
    Session,
    Span,
)
from hearthside.scheduling.domain.places import index_week, insert
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.services._problem import AWAY

from .busy import Week, busy_week, crowded_week, waiting
from .cases import clinic, clinician, person

WHOLE_WEEK = {"neither placed nor listed with a reason"}
SEEDS = range(2, 8)


def broken(problem: Problem, sessions: tuple[Session, ...]) -> set[str]:
    return {b.rule for b in verify(problem, Solution(sessions, ())).broken} - WHOLE_WEEK


@pytest.mark.parametrize("seed", SEEDS)
def test_every_conflict_set_is_sound_and_minimal(seed: int) -> None:
    week = busy_week(48, seed)
    running, index, named = why.running(*week), index_week(*week), 0
    for who in waiting(week):
        for conflict in why.conflicts(running, who.id):
            named += 1
            assert insert(index, why.given_way(who, conflict.parts)) is not None, (who.id, conflict)
            for size in range(len(conflict.parts)):
                for fewer in combinations(conflict.parts, size):
                    assert insert(index, why.given_way(who, fewer)) is None, (who.id, fewer)
    assert named > 10


@pytest.mark.parametrize("seed", SEEDS)
def test_every_helpful_change_helps_and_a_smaller_one_does_not(seed: int) -> None:
    week = busy_week(48, seed)
    running, index = why.running(*week), index_week(*week)
    for who in waiting(week):
        for change in why.helpful_changes(running, who.id):
            assert insert(index, why.given_way(who, change.parts)) is not None, (who.id, change)
            if any(part.kind == "mode" for part in change.parts):
                continue  # "online on Tuesday" opens every day to the second solver: it may find more
            for less in why.smaller(change):
                assert insert(index, why.given_way(who, less)) is None, (who.id, less)


@pytest.mark.parametrize(("made", "people", "seed"), [
    (busy_week, 60, 3), (busy_week, 60, 5), (crowded_week, 40, 2), (crowded_week, 60, 1),
])  # fmt: skip
def test_every_lack_is_a_week_that_the_referee_accepts(
    made: Callable[[int, int], Week], people: int, seed: int
) -> None:
    week = problem, sessions = made(people, seed)
    names = [p.id for p in waiting(week)]
    full = {p.id for p in problem.participants} - set(names)
    found = why.lacks(why.running(problem, sessions), names)
    for lack in found.ranked:
        assert broken(lack.problem, lack.sessions) <= broken(problem, sessions)
        after = verify(lack.problem, Solution(lack.sessions, ())).scores.full
        assert {*full, *found.free, *lack.people} <= after
        assert not set(lack.people) & {*full, *found.free}
        assert len(lack.missing) == len(lack.minutes) == len(lack.additions)


def evening() -> tuple[Problem, tuple[Session, ...]]:
    """A worker with one evening group after work, and a group in the morning."""
    busy = (Commitment("shift", Span(1, 480, 1005)),)
    worker = person(
        "worker", Order("process", 1), modes=("in_person",), travel_minutes=25, commitments=busy,
        prefers=Preferences(modes={}, day_parts={"evening": 2}, clinician_gender={}, clinicians={}),
    )  # fmt: skip
    others = [person(f"p{n}", Order("process", 1)) for n in range(4)]
    opening = (Span(1, 480, 1260),)
    problem = clinic(
        worker, *others, start_step=30, opening=opening, rooms=(Room("r1", 4), Room("r2", 4)),
        services=(Service("process", "group", 90, 2, 4, True, (Audience("all", ("general",)),)),),
        clinicians=(clinician("c1", leads=("process",), works=opening),),
    )  # fmt: skip
    late = Session("late", "process", "all", "in_person", 1, 1050, "r1", "c1", ("worker", "p0"))
    early = Session("early", "process", "all", "in_person", 1, 540, "r1", "c1", ("p1", "p2", "p3"))
    return problem, (late, early)


def test_a_seat_is_after_work_and_the_way() -> None:
    problem, sessions = evening()
    reason = why.why_seat(why.running(problem, sessions), "worker", sessions[0])
    assert reason.because is why.Because.AFTER
    assert reason.before == why.Bound("shift", 1005, 25)
    assert (reason.earliest, reason.latest) == (1050, 1170)
    assert [(met.kind, met.value, met.points) for met in reason.meets] == [("day_part", "evening", 2)]
    assert reason.others == ()
    assert dict(reason.not_open) == {why.Otherwise.CLINICIAN_HOURS: 2, why.Otherwise.NOT_NEEDED: 2}


def test_other_open_groups_are_told_with_the_first_thing_in_the_way() -> None:
    problem, sessions = evening()
    free = replace(problem, participants=tuple(replace(p, commitments=()) for p in problem.participants))
    there = why.why_seat(why.running(free, sessions), "worker", sessions[0]).others
    assert [(o.session.id, o.code) for o in there] == [("early", why.Otherwise.NEEDED_HERE)]
    fuller = (sessions[0], replace(sessions[1], participants=("p1", "p2", "p3", "x")))
    with_x = replace(free, participants=(*free.participants, person("x", Order("process", 1))))
    there = why.why_seat(why.running(with_x, fuller), "worker", fuller[0]).others
    assert [o.code for o in there] == [why.Otherwise.GROUP_FULL]
    apart = replace(free, participants=tuple(
        replace(p, not_with=("p1",)) if p.id == "worker" else p for p in free.participants
    ))  # fmt: skip
    there = why.why_seat(why.running(apart, sessions), "worker", sessions[0]).others
    assert [o.code for o in there] == [why.Otherwise.MUST_NOT_MEET]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_facts_of_every_seat_are_true(seed: int) -> None:
    problem, sessions = busy_week(40, seed)
    running = why.running(problem, sessions)
    for who in problem.participants[:12]:
        for reason in why.why_seats(running, who.id):
            session, today = reason.session, [c for c in who.commitments if c.span.day == reason.session.day]
            between = [
                c for c in today
                if reason.before and c.span.end > reason.before.minute and c.span.start < session.start
            ]  # fmt: skip
            assert not between
            if reason.because is why.Because.AFTER:
                grid = [s for d, s in starts(problem, reason.end - session.start) if d == session.day]
                bound = reason.before
                assert bound is not None
                assert not [s for s in grid if bound.minute + bound.travel <= s < session.start]
            for other in reason.others:
                if other.code in {why.Otherwise.AS_GOOD, why.Otherwise.LIKED_BETTER, why.Otherwise.LESS_PREFERRED}:
                    swapped = tuple(
                        replace(s, participants=(*s.participants, who.id)) if s.id == other.session.id
                        else replace(s, participants=tuple(p for p in s.participants if p != who.id))
                        if s.id == session.id else s
                        for s in sessions
                    )  # fmt: skip
                    kept = tuple(s for s in swapped if s.participants)
                    assert broken(problem, kept) <= broken(problem, sessions)
                if other.code is why.Otherwise.GROUP_FULL:
                    assert len(other.session.participants) >= running.places(other.session)


def test_a_session_says_how_many_of_its_people_another_time_would_suit() -> None:
    problem, sessions = evening()
    reason = why.why_session(why.running(problem, sessions), sessions[0])
    assert (reason.people, reason.not_earlier, reason.not_later) == (2, 1, 0)
    assert reason.hours == (Span(1, 480, 1260),)
    assert reason.as_good == 4
    best = reason.others[0]
    assert (best.people, best.clinician_free, best.room_free) == (2, True, True)


def test_work_that_ends_too_late_is_the_conflict_and_ends_as_much_earlier_as_is_needed() -> None:
    problem, sessions = evening()
    late = Commitment("shift", Span(1, 480, 1050))
    problem = replace(problem, participants=tuple(
        replace(p, commitments=(late,)) if p.id == "worker" else p for p in problem.participants
    ))  # fmt: skip
    alone = replace(sessions[0], participants=("p0", "q"))
    problem = replace(problem, participants=(*problem.participants, person("q", Order("process", 1))))
    found = why.obstacles(why.running(problem, (alone, sessions[1])), "worker")
    assert [[part.kind for part in c.parts] for c in found.conflicts] == [["commitment"], ["travel"]]
    assert [[(part.kind, part.minutes) for part in c.parts] for c in found.changes] == [
        [("ends_earlier", 30)], [("shorter_way", 30)],
    ]  # fmt: skip
    assert not found.free_now


def test_a_way_of_days_is_never_shortened_by_more_than_can_be_asked() -> None:
    problem, sessions = evening()
    far = replace(next(p for p in problem.participants if p.id == "worker"), travel_minutes=1_000_000)
    problem = replace(problem, participants=tuple(far if p.id == "worker" else p for p in problem.participants))
    found = why.obstacles(why.running(problem, (sessions[1],)), "worker")
    assert not any(part.kind == "shorter_way" for change in found.changes for part in change.parts)


def test_online_on_one_day_another_clinician_and_a_longer_day_are_found() -> None:
    problem, sessions = evening()
    online = replace(sessions[0], mode=ONLINE, room=None, participants=("p0", "p1"))
    who = next(p for p in problem.participants if p.id == "worker")
    away = replace(who, commitments=(), max_minutes_per_day=60, orders=(Order("process", 1, "c2"),))
    people = (away, *(replace(p, modes=(ONLINE,)) for p in problem.participants if p.id != "worker"))
    two = (*problem.clinicians, clinician("c2", leads=("process",), works=()))
    problem = replace(problem, participants=people, clinicians=two)
    found = why.obstacles(why.running(problem, (online,)), "worker")
    assert [{part.kind for part in c.parts} for c in found.conflicts] == [{"mode", "clinician", "day_minutes"}]
    assert found.changes == ()
    nearly = replace(problem, participants=(replace(away, max_minutes_per_day=90), *people[1:]))
    change = why.helpful_changes(why.running(nearly, (online,)), "worker")[0]
    assert {(p.kind, p.day, p.clinician) for p in change.parts} == {("mode", 1, ""), ("clinician", None, "c2")}
    shorter = replace(away, modes=(ONLINE,), orders=(Order("process", 1),))
    change = why.helpful_changes(
        why.running(replace(problem, participants=(shorter, *people[1:])), (online,)), "worker"
    )[0]
    assert [(part.kind, part.minutes) for part in change.parts] == [("longer_day", 30)]


def test_nobody_is_asked_to_change_the_days_before_they_came() -> None:
    assert why.AWAY == AWAY
    problem, sessions = evening()
    gone = Commitment(AWAY, Span(1, 0, 1440))
    problem = replace(problem, participants=tuple(
        replace(p, commitments=(gone,)) if p.id == "worker" else p for p in problem.participants
    ))  # fmt: skip
    week = (replace(sessions[0], participants=("p0", "p1")),)
    found = why.obstacles(why.running(problem, week), "worker")
    assert (found.conflicts, found.changes) == ((), ())


def crowd(*names: str, **changes: object) -> list[Participant]:
    return [person(name, **changes) for name in names]


def test_one_more_group_places_everybody_who_waits_for_it() -> None:
    people = crowd("a", "b", "c", "d", "e", "f")
    problem = clinic(*people)
    full = Session("s1", "talk", "all", "in_person", 0, 540, "r1", "c1", ("a", "b", "c"))
    best = why.lacks(why.running(problem, (full,)), ["d", "e", "f"]).ranked[0]
    assert best.people == ("d", "e", "f")
    assert best.missing == ((),)
    assert (best.additions[0].kind, best.additions[0].service) == (why.GROUP, "talk")


def test_a_group_that_no_clinician_can_lead_says_what_is_missing() -> None:
    track = crowd("d", "e", track="trauma")
    audiences = (Audience("all", ("general",)), Audience("trauma", ("trauma",)))
    service = Service("talk", "group", 60, 2, 3, True, audiences)
    problem = clinic(*crowd("a", "b"), *track, services=(service,))
    best = why.lacks(why.running(problem, ()), ["d", "e"]).ranked[0]
    assert (best.people, best.missing) == (("d", "e"), (("trained_clinician",),))
    speaking = (Audience("es", ("general",), "es"),)
    problem = clinic(*crowd("d", "e", languages=("es",)), services=(replace(service, audiences=speaking),))
    assert why.lacks(why.running(problem, ()), ["d", "e"]).ranked[0].missing == (("language",),)
    problem = clinic(*crowd("d", "e", track="new"), services=(service,))
    assert "audience" in why.lacks(why.running(problem, ()), ["d", "e"]).ranked[0].missing[0]
    problem = clinic(*crowd("d", "e"), rooms=())
    assert why.lacks(why.running(problem, ()), ["d", "e"]).ranked[0].missing == (("room",),)


def test_of_several_audiences_the_one_that_most_belong_to_is_looked_at() -> None:
    audiences = (Audience("few", ("trauma",)), Audience("most", ("trauma", "general")), Audience("nobody", ("trauma",)))
    service = Service("talk", "group", 60, 2, 3, True, audiences)
    problem = clinic(*crowd("d", track="trauma"), *crowd("e"), services=(service,))
    best = why.lacks(why.running(problem, ()), ["d", "e"]).ranked[0]
    assert (best.people, {session.audience for session in best.sessions}) == (("d", "e"), {"most"})


def test_hours_of_a_clinician_are_counted() -> None:
    service = Service("alone", "individual", 60, 1, 1, True, (Audience("all", ("general",)),))
    people = [person(name, Order("alone", 1, "c1")) for name in ("a", "b")]
    none: Clinician = clinician("c1", leads=("alone",), works=(), max_contact_minutes=0)
    found = why.lacks(why.running(clinic(*people, services=(service,), clinicians=(none,)), ()), ["a", "b"])
    best = found.ranked[0]
    assert (best.additions[0].kind, best.additions[0].clinician) == (why.HOURS, "c1")
    assert (best.people, best.minutes) == (("a", "b"), (120,))


def test_whoever_can_be_placed_at_once_is_told_first() -> None:
    problem = clinic(*crowd("a", "b", "c"))
    session = Session("s1", "talk", "all", "in_person", 0, 540, "r1", "c1", ("a", "b"))
    running = why.running(problem, (session,))
    assert why.obstacles(running, "c").free_now
    assert why.lacks(running, ["c"]) == why.Lacks(("c",), ())


def test_two_groups_together_where_one_is_not_enough() -> None:
    people = crowd("a", "b", min_days=2, min_minutes=120)
    people = [replace(p, orders=(Order("talk", 2),)) for p in people]
    best = why.lacks(why.running(clinic(*people), ()), ["a", "b"]).ranked[0]
    assert best.people == ("a", "b")
    assert sorted(a.day for a in best.additions) == [0, 1]
