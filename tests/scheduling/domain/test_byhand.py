"""Moves by hand: allowed exactly when the referee finds nothing new, every reason named, every target judged."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from hearthside.scheduling.domain.byhand import (
    ANY_ROOM,
    AddSession,
    Desk,
    Move,
    MovePerson,
    MoveSession,
    RemoveSession,
    UnknownMove,
    allowed,
    apply,
    check_move,
)
from hearthside.scheduling.domain.byhand_rules import KEPT
from hearthside.scheduling.domain.compare import figures, gains
from hearthside.scheduling.domain.entities import IN_PERSON, MODES, Problem, Session, Span
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify
from tests.scheduling.domain.cases import clinic, clinician, person

LISTING = {"neither placed nor listed with a reason", "listed but fully placed"}


def broken(problem: Problem, sessions: tuple[Session, ...]) -> set[str]:
    """What the referee says of a week, but for who is listed."""
    return {b.rule for b in verify(problem, Solution(sessions, ())).broken} - LISTING


def random_move(random: Random, problem: Problem, sessions: tuple[Session, ...], number: int) -> Move:
    people = [p.id for p in problem.participants]
    rooms = [None, *(r.id for r in problem.rooms), "nowhere"]
    staff = [c.id for c in problem.clinicians]
    start = 15 * random.randrange(28, 88) if random.random() < 0.2 else 30 * random.randrange(16, 42)
    place = (random.randrange(7), start, random.choice(MODES), random.choice(rooms), random.choice(staff))
    kind = random.randrange(5)
    if not sessions or kind == 0:
        service = random.choice(problem.services)
        fits = [p.id for p in problem.participants if any(o.service == service.id for o in p.orders)]
        who = tuple(random.sample(fits, min(len(fits), random.randrange(0, 5))))
        day, start, mode, room, leader = place
        room = random.choice(rooms[1:-1]) if mode == IN_PERSON and random.random() < 0.8 else room
        audience = random.choice(service.audiences).id
        return AddSession(Session(f"x{number}", service.id, audience, mode, day, start, room, leader, who))
    session = random.choice(sessions)
    if kind == 1:
        return RemoveSession(session.id)
    if kind == 2:
        near = (session.day, session.start, session.mode, session.room, session.clinician)
        return MoveSession(session.id, *(random.choice(pair) for pair in zip(near, place, strict=True)))
    if kind == 3 and session.participants:
        return MovePerson(random.choice(session.participants), session.id, random.choice((None, *_ids(sessions))))
    return MovePerson(random.choice(people), None, session.id)


def _ids(sessions: tuple[Session, ...]) -> list[str]:
    return [s.id for s in sessions]


@pytest.mark.parametrize("seed", range(12))
def test_a_move_is_allowed_exactly_when_the_referee_finds_nothing_new(seed: int) -> None:
    random = Random(seed)
    problem = planted(12, seed)
    if seed % 3 == 0:
        apart = replace(problem.participants[0], not_with=("p2", "p3"), max_minutes_per_day=150)
        problem = replace(problem, participants=(apart, *problem.participants[1:]))
    sessions: tuple[Session, ...] = ()
    said, allowed_moves = set(), 0
    for number in range(700):
        move = random_move(random, problem, sessions, number)
        desk = Desk(problem, sessions)
        try:
            found = desk.check(move)
        except UnknownMove:
            continue
        after = apply(sessions, desk.changes(move))
        assert {o.rule for o in found} == broken(problem, after), move
        assert found == check_move(problem, sessions, move)
        said |= {o.rule for o in found}
        if not found:
            sessions, allowed_moves = after, allowed_moves + 1
    assert allowed_moves > 8
    assert len(said) > 10


def test_locked_sessions_stay_with_everybody_in_them() -> None:
    held = Session("s1", "talk", "all", "in_person", 0, 540, "r1", "c1", ("p1", "p2"))
    problem = clinic(person("p1"), person("p2"), person("p3"), published=(held,), locked=("s1",))
    desk = Desk(problem, (held,))
    assert [o.rule for o in desk.check(MoveSession("s1", 1, 540, "in_person", "r1", "c1"))] == [
        "locked session changed"
    ]
    assert {o.rule for o in desk.check(RemoveSession("s1"))} == {"locked session changed"}
    assert "locked session lost somebody" in {o.rule for o in desk.check(MovePerson("p1", "s1"))}
    assert desk.check(MovePerson("p3", None, "s1")) == ()


def test_what_is_kept_by_hand_stays_and_others_may_still_join() -> None:
    week = (
        Session("s1", "talk", "all", "in_person", 0, 540, "r1", "c1", ("p1", "p2")),
        Session("s2", "talk", "all", "in_person", 1, 540, "r1", "c1", ("p3", "p4")),
    )
    problem = clinic(*(person(f"p{n}") for n in range(1, 6)))
    desk = Desk(problem, week, kept=("s1", "p3"))
    assert [(o.rule, o.participant) for o in desk.check(MoveSession("s1", 0, 600, "in_person", "r1", "c1"))] == [
        (KEPT, "")
    ]
    assert [(o.rule, o.participant) for o in desk.check(MoveSession("s2", 1, 600, "in_person", "r1", "c1"))] == [
        (KEPT, "p3")
    ]
    assert desk.check(MovePerson("p5", None, "s1")) == ()
    assert KEPT not in {o.rule for o in desk.check(MovePerson("p4", "s2"))}


def test_every_reason_is_said_not_only_the_first() -> None:
    week = (
        Session("s1", "talk", "all", "in_person", 0, 540, "r1", "c1", ("p1", "p2")),
        Session("s2", "talk", "all", "in_person", 1, 540, "r1", "c1", ("p3", "p4")),
    )
    busy = person("p2", commitments=(), travel_minutes=0)
    problem = clinic(person("p1"), busy, person("p3"), person("p4"))
    problem = replace(problem, clinicians=(clinician("c1", works=(Span(0, 540, 660),)),))
    found = {o.rule for o in check_move(problem, week, MoveSession("s1", 1, 540, "in_person", "r1", "c1"))}
    assert found == {"outside working hours", "room twice at once", "clinician twice at once"}


def test_a_group_that_is_still_too_small_may_stand_in_a_draft() -> None:
    problem = clinic(person("p1"), person("p2"))
    empty = Session("s1", "talk", "all", "in_person", 0, 540, "r1", "c1", ())
    found = check_move(problem, (), AddSession(empty))
    assert ([o.rule for o in found], allowed(found)) == (["size"], True)
    assert check_move(problem, (empty,), MovePerson("p1", None, "s1")) == ()
    assert not allowed(check_move(problem, (empty,), MovePerson("nobody", None, "s1")))


def test_targets_take_the_best_free_room_and_tell_what_a_move_does_to_everybody() -> None:
    problem = planted(16, 3)
    desk = Desk(problem, ())
    group = Session("s1", "skills", "adult", "in_person", 0, 540, "room1", "c1", ("p1", "p2"))
    other = replace(group, id="s2", clinician="c2", participants=())
    desk = Desk(problem, (group, other))
    targets = desk.targets("s2", mode="in_person", clinician="c2", room=ANY_ROOM)
    assert {t.move.room for t in targets if (t.move.day, t.move.start) == (0, 540)} == {"office1"}
    assert len({(t.move.day, t.move.start) for t in targets}) == len(targets) > 100
    assert any(t.allowed for t in targets)
    before, after = figures(problem, (group,)), figures(problem, ())
    assert [(g.participant, g.minutes) for g in gains(before, after)] == [("p1", -90), ("p2", -90)]
    assert {o.session.id for o in desk.openings("p3")} == {"s1", "s2"}
    with pytest.raises(UnknownMove):
        desk.targets("s9", mode="online", clinician="c1", room=None)
