"""A proposal opened for work: its week, what people call everything in it, and what moves by hand have done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hearthside.access.actor import Actor
from hearthside.scheduling import selectors
from hearthside.scheduling.domain.byhand import Desk
from hearthside.scheduling.domain.byhand_rules import Changed
from hearthside.scheduling.domain.compare import Figures, Gain, figures, gains
from hearthside.scheduling.domain.drafts import Draft, parse_draft
from hearthside.scheduling.domain.entities import Problem, Session
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.solution import Solution, parse_solution
from hearthside.scheduling.views.tables import Line, Names, line_of


@dataclass(frozen=True)
class Bench:
    """One proposal with everything that its pages ask of it, each read and worked out once."""

    detail: selectors.ProposalDetail
    names: Names

    @classmethod
    def of(cls, actor: Actor, detail: selectors.ProposalDetail) -> Bench:
        """The bench of a proposal that has a week."""
        return cls(detail, Names.of(actor, detail))

    @property
    def row(self) -> selectors.ProposalRow:
        """The proposal in figures."""
        return self.detail.row

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return self.row.week_starts_on

    @property
    def is_draft(self) -> bool:
        """Whether things can be moved in it."""
        return self.row.kind == "by_hand" and self.row.state == "ready"

    @cached_property
    def problem(self) -> Problem:
        """What was asked for."""
        return parse_problem(self.detail.problem)

    @cached_property
    def solution(self) -> Solution:
        """The week that was found or made."""
        return parse_solution(self.detail.solution)

    @cached_property
    def draft(self) -> Draft:
        """The steps by hand."""
        return parse_draft(self.detail.draft)

    @cached_property
    def desk(self) -> Desk:
        """The week laid out for moving things."""
        return Desk(self.problem, self.solution.sessions, self.draft.kept)

    @cached_property
    def figures(self) -> Figures:
        """The week in figures."""
        return figures(self.problem, self.solution.sessions)

    def session(self, name: str) -> Session | None:
        """One session of the week."""
        return self.desk.week.by_id.get(name)

    def line(self, session: Session) -> Line:
        """A session in words."""
        if session not in self._lines:
            self._lines[session] = line_of(session, self.monday, self.names)
        return self._lines[session]

    @cached_property
    def _lines(self) -> dict[Session, Line]:
        return {}

    def places(self, session: Session) -> int:
        """How many people a session can hold in its room."""
        service, room = self.desk.week.services.get(session.service), self.desk.week.rooms.get(session.room or "")
        most = service.max_size if service else len(session.participants)
        return min(most, room.capacity) if room else most

    def person(self, name: str) -> str:
        """What somebody is called."""
        return self.names.people.get(name, name)

    def people(self, names: Iterable[str]) -> tuple[tuple[int, str, str], ...]:
        """Number, id and name of people, by name."""
        return tuple(sorted(((int(n[1:]), n, self.person(n)) for n in names), key=lambda p: p[2]))


@dataclass(frozen=True, slots=True)
class OwnEffect:
    """What a change does to one person."""

    name: str
    gain: Gain


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to everybody: full weeks, hours, wishes, and the people it concerns."""

    before: Figures
    after: Figures
    people: tuple[OwnEffect, ...]

    @property
    def nothing(self) -> bool:
        """Whether nobody wins or loses anything that is counted."""
        return not self.people


def effect_of(bench: Bench, changed: Changed) -> Effect:
    """What a change would do, before it is made."""
    after: Mapping[str, Session | None] = {**bench.desk.week.by_id, **changed}
    told = figures(bench.problem, (s for s in after.values() if s is not None))
    people = tuple(OwnEffect(bench.person(g.participant), g) for g in gains(bench.figures, told))
    return Effect(bench.figures, told, people)
