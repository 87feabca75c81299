"""Several weeks of a site, built one after another: each is like the week before it as far as it can be."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from hearthside.access.actor import Actor
from hearthside.access.gate import command
from hearthside.access.permissions import Permission
from hearthside.kernel.weeks import WeekWindow
from hearthside.scheduling.domain.cycle import known_week
from hearthside.scheduling.domain.entities import Problem
from hearthside.scheduling.models import Proposal
from hearthside.scheduling.services._locks import take
from hearthside.scheduling.services._problem import current_problem, published_sessions
from hearthside.scheduling.services.proposals import GOOD, Asked, _at_work, _begin_search

MOST_WEEKS = 4
ONE_WEEK = timedelta(days=7)


@command(Permission.WEEK_BUILD)
def ask_for_weeks(
    *, actor: Actor, site_id: int, week_starts_on: date, weeks: int, seconds: int = GOOD
) -> tuple[Asked, ...]:
    """Has several weeks built in their order; one that somebody is having built already is shown instead."""
    take(site_id, [], alone=True)
    asked: list[Asked] = []
    for number in range(max(1, min(weeks, MOST_WEEKS))):
        starts_on = week_starts_on + number * ONE_WEEK
        running = _at_work(site_id, starts_on)
        if running is not None:
            asked.append(Asked(running, already=True))
            continue
        row = Proposal(site_id=site_id, week_starts_on=starts_on, seconds=max(1, min(seconds, 3600)))
        problem = current_problem(actor, site_id, starts_on)
        if weeks > 1 and problem.published is None:
            problem = _like_the_last(row, problem, asked[-1].proposal_id if asked else None)
        asked.append(Asked(_begin_search(actor, row, problem), already=False))
    return tuple(asked)


def _like_the_last(row: Proposal, problem: Problem, before: int | None) -> Problem:
    """A week that nobody knows yet follows the one that is built before it, or the one that people have now."""
    row.draft = {"knew": []}
    if before is not None:
        row.change, row.based_on_id = {"follows": True}, before
        return problem
    week = WeekWindow(row.week_starts_on - ONE_WEEK, ZoneInfo(problem.time_zone))
    sessions, _locked, _begun = published_sessions(row.site_id, week, timezone.now())
    return known_week(problem, sessions)
