"""Ranked repairs of a published week after somebody or something is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hearthside.scheduling.domain.candidates import build_universe
from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.explain import explain
from hearthside.scheduling.domain.held import base_service
from hearthside.scheduling.domain.plan import Plan, candidate_of
from hearthside.scheduling.domain.solution import Claims, Solution, Unplaced
from hearthside.scheduling.domain.verify import verify

from . import goals
from .board import Board, build_board, sessions_of
from .effects import Effect, Outcome, effects, outcomes
from .fewest import fewest
from .outage import Outage, Situation, plain, situation
from .search import Choice, Clock, Kind, choose

FIRST, EACH, MOST = 0.7, 2.0, 4


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to repair a week.

    `disturbed` are published seats (person, service, day, start, clinician) that are not kept, as the goal `kept`
    counts them: another clinician at the same time is a disturbed seat. `moved` are those of them that change their
    time, `strangers` seats with a clinician whom somebody did not have for that service, `opened` new sessions.
    `least` is the proved least number of disturbed seats among repairs in which nobody loses more than they must.
    """

    kind: str
    solution: Solution
    outcomes: tuple[Outcome, ...]
    effects: tuple[Effect, ...]
    disturbed: int
    moved: int
    strangers: int
    opened: int
    lost_weeks: int
    minutes_lost: int
    points: int
    proved: bool
    least: int
    least_proved: bool

    @property
    def told(self) -> int:
        """How many people are told."""
        return len(self.effects)

    @property
    def figures(self) -> tuple[int, ...]:
        """What a person weighs repairs by, best first; fewer is better in each."""
        return (
            self.lost_weeks, self.minutes_lost, self.disturbed, self.moved, self.told, self.strangers, self.opened
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SoFar:
    """The best repair so far, in figures, while the search goes on."""

    seats: int
    lost_weeks: int
    told: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a search found so far: repairs, best first, and what the outage does to the published week."""

    situation: Situation
    repairs: tuple[Repair, ...]


def _already_open(board: Board, person: int, c: int) -> bool:  # noqa: ARG001
    """Whether a session is one that people know and that goes on."""
    return board.home.get(board.family(c)) == c


FEWEST = "fewest"
OTHERS = (
    Kind("same_times", (goals.losses, goals.moved, goals.disturbed, goals.wishes)),
    Kind("fewest_people", (goals.losses, goals.told, goals.disturbed, goals.wishes)),
    Kind("same_clinicians", (goals.losses, goals.strangers, goals.disturbed, goals.wishes)),
    Kind("open_groups", (goals.losses, goals.disturbed, goals.times_then_modes, goals.wishes), _already_open),
    Kind("substitutes", (goals.losses, goals.disturbed, goals.wishes), goals.same_time),
)


def repair(
    problem: Problem, published: Iterable[Session], outage: Outage, *, seconds: float = 20, now: int | None = None,
    seed: int = 1, clock: Callable[[], float] = time.monotonic, should_stop: Callable[[], bool] = lambda: False,
    on_better: Callable[[SoFar], None] | None = None, alternatives: bool = True,
) -> Report:  # fmt: skip
    """Repairs of a published week, best first; what starts before minute `now` of the week stays as it is."""
    found = situation(problem, published, outage, now)
    if not found.affected:
        return Report(found, ())
    began, board = clock(), build_board(found)

    def tell(choice: Choice) -> None:
        if on_better is not None:
            week = sessions_of(board, choice.members)
            mine = effects(board.situation.problem, board.situation.problem.published or (), week)
            on_better(SoFar(choice.values[1], sum(e.before.full and not e.after.full for e in mine), len(mine)))

    most = seconds * FIRST if alternatives else seconds
    first = fewest(board, Clock(began + most, clock, should_stop, seed), tell)
    if first is None:
        return Report(found, ())
    chosen = [(FEWEST, first)]
    for number, kind in enumerate(OTHERS if alternatives else ()):
        share = min(EACH, (began + seconds - clock()) / (len(OTHERS) - number))
        other = choose(board, kind, Clock(clock() + share, clock, should_stop, seed), start=first)
        if other is not None:
            chosen.append((kind.name, other))
    made = [
        _repair(board, kind, choice, proved=choice.proved, least=first.bounds[1], least_proved=first.proved)
        for kind, choice in chosen
    ]
    return Report(found, _ranked([item for item in made if item is not None]))


def _ranked(made: list[Repair]) -> tuple[Repair, ...]:
    """Repairs that are each better in something than all the others, best first.

    One that loses more than it must is shown only beside a single other, as the way that changes less.
    """
    made = sorted(made, key=lambda r: (*r.figures, -r.points))
    different: list[Repair] = []
    for item in made:
        if len(different) > 1 and item.figures[:2] != made[0].figures[:2]:
            break
        if not any(all(a <= b for a, b in zip(o.figures, item.figures, strict=True)) for o in different):
            different.append(item)
    return tuple(different[:MOST])


def _repair(
    board: Board, kind: str, choice: Choice, *, proved: bool, least: int, least_proved: bool
) -> Repair | None:  # fmt: skip
    """A choice as a week; nothing where the referee refuses it."""
    found, problem = board.situation, board.situation.problem
    sessions = sessions_of(board, choice.members)
    scores = verify(problem, Solution(sessions, ())).scores
    numbers = [n for n, p in enumerate(problem.participants) if p.id not in scores.full]
    unplaced = _reasons(problem, sessions, numbers, proved=proved) if numbers else ()
    if _refused(problem, Solution(sessions, unplaced)):
        return None
    named = tuple(plain(s) for s in sessions)
    mine = effects(problem, problem.published or (), sessions)
    return Repair(
        kind, Solution(named, unplaced, Claims(preference=scores.preference)),
        outcomes(found.affected, found.published, named), mine, *_counts(found, named),
        sum(e.before.full and not e.after.full for e in mine), sum(e.minutes_lost for e in mine),
        scores.preference, proved, least, least_proved,
    )  # fmt: skip


def _reasons(
    problem: Problem, sessions: tuple[Session, ...], numbers: list[int], *, proved: bool
) -> tuple[Unplaced, ...]:  # fmt: skip
    """Why these people have no full week any more."""
    universe = build_universe(problem)
    people = {p.id: i for i, p in enumerate(problem.participants)}
    class_of = {room: i for i, group in enumerate(universe.room_classes) for room in group.rooms}
    plan = Plan()
    for session in sessions:
        c = candidate_of(universe, session)
        if c is not None:
            plan.members[c] = {people[p] for p in session.participants}
            if session.room in class_of:
                plan.rooms[c] = class_of[session.room]
    return explain(universe, plan, numbers, proved=proved)


def _refused(problem: Problem, week: Solution) -> bool:
    return bool(verify(problem, week).broken)


def _counts(found: Situation, after: tuple[Session, ...]) -> tuple[int, int, int, int]:
    """Seats disturbed, seats that change their time, seats with a new clinician, sessions opened."""

    def seats(sessions: Iterable[Session]) -> set[tuple[str, str, int, int, str]]:
        return {(p, base_service(s.service), s.day, s.start, s.clinician) for s in sessions for p in s.participants}

    old, new = seats(found.published), seats(after)
    known = {(p, service, leader) for p, service, _, _, leader in old}
    opened = {seat[1:] for seat in new} - {seat[1:] for seat in old}
    strangers = sum((p, service, leader) not in known for p, service, _, _, leader in new)
    return len(old - new), len({s[:4] for s in old} - {s[:4] for s in new}), strangers, len(opened)
