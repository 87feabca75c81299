"""What if: changes as data, the changed problem, and two weeks in figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hearthside.scheduling.domain import whatif
from hearthside.scheduling.domain.engine import solve
from hearthside.scheduling.domain.entities import Order, Preferences, Problem, Session, Span
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.held import with_held
from hearthside.scheduling.domain.hours import minutes_of, with_hours, without_hours
from hearthside.scheduling.domain.locks import check_locked
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import Reason, Solution, Unplaced
from hearthside.scheduling.domain.verify import verify

from .cases import clinic, person

ALL = [
    {"kind": "add_clinician", "like": "c1", "modes": ["in_person"]},
    {"kind": "remove_clinician", "clinician": "c2"},
    {"kind": "add_room", "capacity": 12},
    {"kind": "remove_room", "room": "office1"},
    {"kind": "open_hours", "day": "sat", "start": "15:00", "end": "19:00", "who": ["c1", "new-c1"]},
    {"kind": "close_hours", "day": "mon", "start": "18:00", "end": "21:00"},
    {"kind": "more_hours", "clinician": "c1", "works": [{"day": "sat", "start": "09:00", "end": "12:00"}]},
    {"kind": "open_track", "track": "evening", "like": "general", "count": 3},
    {"kind": "close_track", "track": "dual", "into": "general"},
    {"kind": "admit", "count": 10, "track": "general"},
]


def changed(problem: Problem, *changes: dict[str, Any]) -> Problem:
    return whatif.apply_changes(problem, whatif.parse_changes(list(changes)))


def test_changes_typed_on_one_line_are_the_same_as_json() -> None:
    typed = [
        "add-clinician like=c1 modes=in_person", "remove_clinician clinician=c2", "add_room capacity=12",
        "remove_room room=office1", "open_hours day=sat start=15:00 end=19:00 who=c1,new-c1",
        "close_hours day=mon start=18:00 end=21:00", "more_hours clinician=c1 works=sat@09:00-12:00",
        "open_track track=evening like=general count=3", "close_track track=dual into=general",
        '{"kind": "admit", "count": 10, "track": "general"}',
    ]  # fmt: skip
    assert [whatif.change_from_text(text) for text in typed] == ALL


def test_every_change_leaves_a_problem_that_the_format_allows() -> None:
    problem = planted(30, 1)
    once = changed(problem, *ALL)
    assert parse_problem(problem_to_json(once)) == once
    assert once == changed(problem, *ALL)
    assert len(once.participants) == 30 + 3 + 10
    for change in (ALL[0], ALL[1], ALL[2], ALL[3], ALL[5], ALL[7], ALL[8], ALL[9]):
        assert parse_problem(problem_to_json(changed(problem, change)))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"kind": "yoga"}, "changes[0].kind"),
        ({"kind": "admit"}, "changes[0].count"),
        ({"kind": "admit", "count": 0}, "changes[0].count"),
        ({"kind": "admit", "count": 2, "track": "night"}, "changes[0].track"),
        ({"kind": "admit", "count": 2, "like": ["p1", "p99"]}, "changes[0].like[1]"),
        ({"kind": "admit", "count": 2, "colour": "red"}, "changes[0].colour"),
        ({"kind": "add_clinician"}, "changes[0]"),
        ({"kind": "add_clinician", "like": "c99"}, "changes[0].like"),
        ({"kind": "remove_room", "room": "attic"}, "changes[0].room"),
        ({"kind": "open_hours", "day": "sat", "start": "15:05", "end": "19:00"}, "changes[0].start"),
        ({"kind": "open_hours", "day": "sat", "start": "15:00", "end": "19:00", "who": ["c99"]}, "changes[0].who[0]"),
        ({"kind": "more_hours", "clinician": "c1"}, "changes[0]"),
        ({"kind": "open_track", "track": "dual", "like": "general"}, "changes[0].track"),
        ({"kind": "close_track", "track": "dual", "into": "dual"}, "changes[0].into"),
        ("nonsense", "changes[0]"),
    ],
)
def test_a_change_that_cannot_be_names_its_path(change: Any, path: str) -> None:
    with pytest.raises(ProblemInvalid) as refused:
        whatif.apply_changes(planted(30, 1), whatif.parse_changes([change]))
    assert path in [where for where, _ in refused.value.faults]


def test_newcomers_have_the_lives_of_people_of_their_track_and_are_always_the_same() -> None:
    problem = planted(48, 1)
    new = [p for p in changed(problem, ALL[9]).participants if p.id.startswith("new-p")]
    lives = {p.commitments: p for p in problem.participants if p.track == "general"}
    assert {p.track for p in new} == {"general"}
    assert all(p.commitments in lives and p.orders == lives[p.commitments].orders for p in new)
    assert len({p.commitments for p in new}) == 10
    assert not any(p.not_with for p in new)


def test_who_leaves_takes_their_named_orders_and_wishes_with_them_for_anybody_else_to_meet() -> None:
    who = person("p1", Order("process", 1, "c1"), prefers=Preferences(clinicians={"c1": 3}))
    left = changed(clinic(who), {"kind": "remove_clinician", "clinician": "c1"})
    assert left.participants[0].orders == (Order("process", 1, None),)
    assert left.participants[0].prefers.clinicians == {}


def test_hours_are_joined_and_cut() -> None:
    hours = with_hours([Span(0, 480, 600)], [Span(0, 600, 720), Span(1, 0, 60), Span(2, 5, 5)])
    assert hours == (Span(0, 480, 720), Span(1, 0, 60))
    assert without_hours(hours, [Span(0, 500, 510), Span(1, 0, 90)]) == (Span(0, 480, 500), Span(0, 510, 720))
    assert minutes_of(hours) == 300


def test_a_further_evening_is_worked_on_top_of_the_hours_there_are() -> None:
    problem = planted(30, 1)
    before = problem.clinicians[0]
    after = changed(problem, ALL[4] | {"who": ["c1"]}).clinicians[0]
    assert after.max_contact_minutes == before.max_contact_minutes + 240
    assert minutes_of(after.works) == minutes_of(before.works) + 240


def test_locked_and_held_sessions_that_cannot_stay_become_ordinary_again() -> None:
    problem = planted(16, 1)
    week = _week(problem)
    locked = replace(problem, published=week.sessions, locked=tuple(s.id for s in week.sessions[:4]))
    leader = week.sessions[0].clinician
    freed = changed(locked, {"kind": "remove_clinician", "clinician": leader})
    sessions = {s.id: s for s in week.sessions}
    assert set(freed.locked) == {n for n in locked.locked if sessions[n].clinician != leader}
    check_locked(freed)
    held = with_held(replace(locked, locked=()), [], [week.sessions[0].id])
    assert any("@" in s.id for s in held.services)
    again = changed(held, {"kind": "remove_clinician", "clinician": leader})
    assert not any("@" in s.id for s in again.services)
    assert [sum(o.per_week for o in p.orders) for p in again.participants] == [
        sum(o.per_week for o in p.orders) for p in problem.participants
    ]
    assert whatif.without_locks(held).published is None


def _week(problem: Problem) -> Solution:
    told: list[Any] = []
    found = solve(problem, seconds=60, on_progress=told.append,
                  should_stop=lambda: bool(told) and told[-1].placed == told[-1].asked)  # fmt: skip
    assert not verify(problem, found).broken
    return found


def test_two_weeks_are_compared_person_by_person() -> None:
    prefers = Preferences(day_parts={"evening": 2})
    one, two = (person(n, Order("talk", 1), prefers=prefers) for n in ("p1", "p2"))
    before = clinic(one, two)
    after = changed(before, {"kind": "admit", "count": 1}, {"kind": "add_room", "capacity": 4})
    room, leader = before.rooms[0].id, before.clinicians[0].id
    evening = Session("s1", "talk", "all", "in_person", 0, 1020, room, leader, ("p1", "p2"))
    morning = Session("s1", "talk", "all", "in_person", 0, 540, room, leader, ("p1", "new-p1"))
    found = whatif.compare_weeks(
        before, Solution((evening,), ()), after,
        Solution((morning,), (Unplaced("p2", (Reason("group_full"),)),)),
    )  # fmt: skip
    assert (found.before.placed, found.after.placed) == (2, 2)
    assert [c.participant for c in found.loses] == ["p1", "p2"]
    assert found.loses[0].wishes_lost == ("day_part",)
    assert (found.newcomers, found.newcomers_full) == (("new-p1",), 1)
    assert (found.before.preference, found.before.preference_best) == (4, 4)
    assert found.times_won == ((0, "morning", (room,)),)
    assert found.times_lost == ((0, "evening", (room,)),)
    assert found.after.room_minutes["new-r1"] == 0
    assert set(found.unplaced) == {"p2"}
    assert whatif.comparison_to_json(found)["unplaced"] == {"p2": [{"code": "group_full"}]}


def test_the_week_of_a_changed_clinic_keeps_every_rule() -> None:
    problem = changed(planted(16, 1), *(c for c in ALL if c["kind"] not in {"remove_clinician", "admit"}))
    found = solve(problem, seconds=3, seed=1)
    assert verify(problem, found).broken == ()
