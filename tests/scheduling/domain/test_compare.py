"""What changes between two weeks, and how held sessions are carried through the solver's problem."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hearthside.scheduling.domain.booking import Code, Place, Sitter, seat_objection
from hearthside.scheduling.domain.compare import compare
from hearthside.scheduling.domain.entities import (
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
from hearthside.scheduling.domain.held import base_service, rooms_around, with_held
from hearthside.scheduling.domain.settle import settle
from hearthside.scheduling.domain.solution import Reason, Solution, Unplaced
from hearthside.scheduling.domain.verify import verify

ONE = Session("s1", "group", "all", "in_person", 0, 600, "r1", "c1", ("p1", "p2"))


def person(name: str, **changes: object) -> Participant:
    base = Participant(
        name, "t", 1, (Order("group", 1),), 60, 1, 240, ("in_person", "online"), 30, (), ("en",), (), Preferences()
    )
    return replace(base, **changes)


def problem(*sessions: Session, **changes: object) -> Problem:
    hours = (Span(0, 480, 1260), Span(1, 480, 1260))
    base = Problem(
        date(2026, 11, 30), "America/Chicago", 30, hours, (Room("r1", 8), Room("r2", 8)),
        (Service("group", "group", 60, 2, 8, True, (Audience("all", ("t",)),)),),
        (Clinician("c1", ("group",), ("t",), ("en",), "f", ("in_person", "online"), hours, 1500),),
        (person("p1"), person("p2")), sessions or None,
    )  # fmt: skip
    return replace(base, **changes)


def test_another_room_alone_concerns_those_who_stay_and_the_leader_and_disturbs_no_seat() -> None:
    stays = replace(ONE, id="s2", day=1, clinician="c2")
    joined = replace(ONE, id="x", room="r2", participants=("p1", "p2", "p3"))
    found = compare((ONE, stays), (joined, stays))
    assert [(o.participant, o.kind, [c.after.room for c in o.rooms]) for o in found.people] == [
        ("p1", "room", ["r2"]), ("p2", "room", ["r2"]), ("p3", "gains", []),
    ]  # fmt: skip
    assert {name: [c.before.room for c in rooms] for name, rooms in found.leaders.items()} == {"c1": ["r1"]}
    assert (found.seats_kept, found.seats_before) == (4, 4)


def test_sessions_are_opened_closed_changed_and_kept() -> None:
    stays = replace(ONE, id="s2", day=1)
    closed = replace(ONE, id="s3", start=720)
    after = (replace(ONE, id="x", room="r2", participants=("p2", "p3")), stays, replace(ONE, id="y", start=900))
    found = compare((ONE, stays, closed), after)
    assert ([s.id for s in found.opened], [s.id for s in found.closed]) == (["y"], ["s3"])
    assert [(c.joining, c.leaving) for c in found.changed] == [(("p3",), ("p1",))]
    assert [s.id for s in found.same] == ["s2"]
    assert [(o.participant, o.kind) for o in found.people] == [("p1", "moves"), ("p2", "moves"), ("p3", "gains")]
    assert (found.seats_kept, found.seats_before, found.seats_after, found.nothing) == (3, 6, 6, False)
    assert compare((ONE,), (replace(ONE, id="other", service="group@s1"),)).nothing


def test_a_locked_session_that_keeps_the_rules_is_simply_locked() -> None:
    found = with_held(problem(ONE), ["s1"], [])
    assert (found.locked, [s.id for s in found.services]) == (("s1",), ["group"])


def test_a_session_that_an_overruled_commitment_touches_is_carried_as_a_service_of_its_own() -> None:
    busy = person("p1", commitments=(Commitment("work", Span(0, 480, 700)),), max_minutes_per_day=30, not_with=("p2",))
    found = with_held(problem(ONE, participants=(busy, person("p2"))), ["s1"], [])
    assert [(s.id, s.min_size, s.max_size) for s in found.services][1:] == [("group@s1", 2, 2)]
    first = found.participants[0]
    assert [(o.service, o.per_week) for o in first.orders] == [("group@s1", 1)]
    assert [(c.span.start, c.span.end) for c in first.commitments] == [(480, 570), (690, 700)]
    broken = verify(found, Solution(found.published or (), ())).broken
    assert broken == ()
    assert base_service("group@s1") == "group"


def test_a_begun_session_of_somebody_who_left_can_still_be_held() -> None:
    gone = replace(ONE, clinician="c9", room="r9")
    found = with_held(problem(gone), [], ["s1"])
    assert {c.id for c in found.clinicians} == {"c1", "c9"}
    assert {r.id for r in found.rooms} == {"r1", "r2", "r9"}
    assert verify(found, Solution(found.published or (), ())).broken == ()


def test_an_empty_held_session_keeps_its_leader_and_its_room() -> None:
    empty = replace(ONE, id="s9", participants=())
    found = with_held(problem(empty), ["s9"], [])
    assert (found.published, found.locked) == (None, ())
    assert [(w.day, w.start, w.end) for w in found.clinicians[0].works] == [
        (0, 480, 600),
        (0, 660, 1260),
        (1, 480, 1260),
    ]
    moved = rooms_around(found, [replace(ONE, start=630), replace(ONE, id="s2", day=1)], [empty])
    assert [s.room for s in moved] == ["r2", "r1"]


def test_a_week_goes_back_to_the_mode_and_room_that_people_know() -> None:
    flipped = replace(ONE, id="s7", mode="online", room=None)
    found = settle(problem(ONE), Solution((flipped,), ()))
    assert found.sessions == (ONE,)
    online_only = problem(ONE, participants=(person("p1", modes=("online",)), person("p2")))
    assert settle(online_only, Solution((flipped,), ())).sessions == (flipped,)
    broken = Solution((replace(flipped, start=601),), (Unplaced("p1", (Reason("x"),)),))
    assert settle(problem(ONE), broken) == broken


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"overlaps": True}, Code.PARTICIPANT_TAKEN), ({"track_id": 2}, Code.OTHER_TRACK),
     ({"languages": ("en",)}, Code.LANGUAGE), ({"modes": ("in_person",)}, Code.MODE),
     ({"same_day_modes": frozenset({"in_person"})}, Code.TWO_MODES),
     ({"not_with": (7,)}, Code.KEPT_APART), ({}, None)],
)  # fmt: skip
def test_a_seat_is_refused_by_the_first_rule_it_breaks(changes: dict[str, object], code: Code | None) -> None:
    from datetime import UTC, datetime

    from hearthside.kernel.intervals import Period

    during = Period(datetime(2026, 11, 30, 17, tzinfo=UTC), datetime(2026, 11, 30, 18, tzinfo=UTC))
    place = Place(frozenset({1}), "es", "online", during, 1, frozenset({7}))
    sitter = replace(Sitter(1, ("es",), ("online",), (), 30, (), frozenset(), False), **changes)
    found = seat_objection(place, sitter, despite_commitments=False)
    assert (found.code if found else None) is code
