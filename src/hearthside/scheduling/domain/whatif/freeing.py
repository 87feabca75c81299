"""Sessions that were to stay and cannot once the clinic is another: they become ordinary ones again."""

from __future__ import annotations

from dataclasses import replace

from hearthside.scheduling.domain.entities import Order, Participant, Problem, Session
from hearthside.scheduling.domain.held import MARK, base_service
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

WHOLE_WEEK = frozenset({"neither placed nor listed with a reason"})


def free_what_cannot_stay(problem: Problem, before: Problem) -> Problem:
    """The problem in which every locked session keeps the rules as it did before; the others are locked no more."""
    sessions = {s.id: s for s in problem.published or ()}
    was = set(before.published or ())
    stay: list[Session] = []
    freed: list[Session] = []
    for name in problem.locked:
        session = sessions[name]
        ignored = WHOLE_WEEK | {"size"} if session in was else WHOLE_WEEK
        (stay if _keeps_the_rules(problem, [*stay, session], ignored) else freed).append(session)
    if not freed:
        return problem
    return _freed(replace(problem, locked=tuple(s.id for s in stay)), {s.service for s in freed})


def without_locks(problem: Problem) -> Problem:
    """The problem of an empty week: nothing is known yet and nothing has to stay."""
    own = {s.id for s in problem.services if MARK in s.id}
    return replace(_freed(problem, own), published=None, locked=())


def _keeps_the_rules(problem: Problem, sessions: list[Session], ignored: frozenset[str]) -> bool:
    alone = replace(problem, locked=())
    broken = verify(alone, Solution(tuple(sessions), ())).broken
    return all(breach.rule in ignored for breach in broken)


def _freed(problem: Problem, services: set[str]) -> Problem:
    """These services of one session each are the clinic's own services again, for whoever had them ordered."""
    own = {name for name in services if MARK in name}
    if not own:
        return problem
    return replace(
        problem,
        services=tuple(s for s in problem.services if s.id not in own),
        clinicians=tuple(replace(c, leads=tuple(n for n in c.leads if n not in own)) for c in problem.clinicians),
        participants=tuple(_person(p, own) for p in problem.participants),
        published=tuple(
            replace(s, service=base_service(s.service)) if s.service in own else s for s in problem.published or ()
        ) or None,
    )  # fmt: skip


def _person(person: Participant, own: set[str]) -> Participant:
    orders = {o.service: o for o in person.orders if o.service not in own}
    for order in person.orders:
        if order.service in own:
            base = base_service(order.service)
            known = orders.get(base, Order(base, 0))
            orders[base] = replace(known, per_week=known.per_week + order.per_week)
    return replace(person, orders=tuple(orders.values()))
