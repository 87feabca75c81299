"""A site's published week as one person's question finds it: the problem of this moment and its index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from hearthside.access.actor import Actor
from hearthside.access.gate import NotFound
from hearthside.participants import selectors as participants
from hearthside.program import selectors as program
from hearthside.scheduling.domain.entities import Clinician, Commitment, Participant, Problem, Span
from hearthside.scheduling.domain.entities import Session as Known
from hearthside.scheduling.domain.places import WeekIndex, index_week
from hearthside.scheduling.models import Session
from hearthside.scheduling.services._problem import current_problem

CLINIC = Actor.system("offered weeks")
NO_LONGER_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Running:
    """The running week of a site, and the person it is asked for."""

    site_id: int
    week_starts_on: date
    catalogue: program.SiteCatalogue
    index: WeekIndex
    person: Participant


def site_of_person(participant_id: int) -> int:
    """The site that somebody comes to; raises NotFound."""
    card = participants.cards(actor=CLINIC, participant_ids=[participant_id]).get(participant_id)
    if card is None:
        raise NotFound("participant")
    return card.site_id


def running_index(site_id: int, week_starts_on: date, now: datetime | None = None) -> WeekIndex | None:
    """The index of a published week as the clinic's data stand now; None where nothing is published."""
    problem = current_problem(CLINIC, site_id, week_starts_on, now=now)
    if not problem.published:
        return None
    numbers = [int(session.id[1:]) for session in problem.published]
    places = dict(Session.objects.filter(pk__in=numbers).values_list("pk", "places"))
    known, week = _only_known(problem)
    return index_week(known, week, places={f"s{number}": most for number, most in places.items()})


def running(participant_id: int, week_starts_on: date, now: datetime | None = None) -> Running | None:
    """The running week for somebody's question; None where it is not published or they are not in the program."""
    site_id = site_of_person(participant_id)
    index = running_index(site_id, week_starts_on, now)
    person = None if index is None else index.people.get(f"p{participant_id}")
    if index is None or person is None:
        return None
    return Running(site_id, week_starts_on, program.catalogue(actor=CLINIC, site_id=site_id), index, person)


def _only_known(problem: Problem) -> tuple[Problem, tuple[Known, ...]]:
    """Sessions of services no longer offered become busy time of their people; former clinicians keep theirs."""
    services = {service.id for service in problem.services}
    published = problem.published or ()
    old = [session for session in published if session.service not in services]
    week = tuple(session for session in published if session.service in services)
    known = {clinician.id for clinician in problem.clinicians}
    former = sorted({session.clinician for session in week} - known)
    people = tuple(
        replace(person, commitments=(*person.commitments, *(_busy(s) for s in old if person.id in s.participants)))
        for person in problem.participants
    )
    staff = (*problem.clinicians, *(Clinician(name, (), (), (), None, (), (), 0) for name in former))
    return replace(problem, participants=people, clinicians=staff), week


def _busy(session: Known) -> Commitment:
    span = Span(session.day, session.start, min(1440, session.start + NO_LONGER_OFFERED))
    return Commitment("", span)
