"""Moves by hand: how soon every target of a session is judged, and whether the referee agrees."""

from __future__ import annotations

import time
from random import Random
from statistics import median

from hearthside.scheduling.domain.byhand import ANY_ROOM, Desk, MovePerson, apply
from hearthside.scheduling.domain.compare import figures
from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.generate import with_week
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

SEEDS = (1, 2, 3)
LISTING = {"neither placed nor listed with a reason", "listed but fully placed"}


def run() -> list[tuple[str, str, str]]:
    """Every session's targets in weeks of 100 and 300 people; moves judged beside the referee."""
    return [*(_targets(people) for people in (100, 300)), _agreement(100, 60)]


def _targets(people: int) -> tuple[str, str, str]:
    worst, middle, effects, count = [], [], [], 0
    for seed in SEEDS:
        problem, found = with_week(people, seed)
        took = [_timed(problem, found.sessions, session) for session in found.sessions]
        worst.append(max(took))
        middle.append(median(took))
        count = len(found.sessions)
        began = time.process_time()
        figures(problem, found.sessions)
        effects.append(1000 * (time.process_time() - began))
    return (
        f"W1 all targets of one session, {people} people, under 100 ms",
        f"{median(worst):.0f} ms at worst",
        f"half the sessions within {median(middle):.0f} ms; {count} sessions; what a move does to everybody in "
        f"{median(effects):.1f} ms; processor time, medians of {len(SEEDS)} seeds",
    )


def _timed(problem: Problem, sessions: tuple[Session, ...], session: Session) -> float:
    """Milliseconds of the processor from the week as it lies in the database to every target judged."""
    began = time.process_time()
    room = session.room or ANY_ROOM
    Desk(problem, sessions).targets(session.id, mode=session.mode, clinician=session.clinician, room=room)
    return 1000 * (time.process_time() - began)


def _agreement(people: int, moves: int) -> tuple[str, str, str]:
    """Random moves in a full week: a move without objection is one of which the referee finds nothing new."""
    agreed = free = asked = 0
    for seed in SEEDS:
        problem, found = with_week(people, seed)
        random, desk = Random(seed), Desk(problem, found.sessions)
        for _ in range(moves):
            session = random.choice(found.sessions)
            room = session.room or ANY_ROOM
            targets = desk.targets(session.id, mode=session.mode, clinician=session.clinician, room=room)
            who = random.choice(session.participants)
            for move in (random.choice(targets).move, MovePerson(who, session.id)):
                said = {o.rule for o in desk.check(move)}
                week = apply(found.sessions, desk.changes(move))
                broken = {b.rule for b in verify(problem, Solution(week, ())).broken} - LISTING
                asked, agreed, free = asked + 1, agreed + (said == broken), free + (not said)
    return (
        "W2 a move is allowed exactly when the referee finds nothing new",
        f"{agreed} of {asked} moves agree",
        f"rule by rule; {free} of them were allowed; weeks of {people} people, {len(SEEDS)} seeds",
    )


if __name__ == "__main__":
    for row in run():
        print(" | ".join(row))
