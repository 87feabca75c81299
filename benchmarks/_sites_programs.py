"""The programs of the benchmark of sites: one asks for the week of every site, one judges what came of it."""

from __future__ import annotations

import json
import sys
from datetime import date

from benchmarks import _clinic

PEOPLE, MOST_SECONDS, WORK, MONDAY = 50, 300, 0.1, date(2026, 11, 30)  # work: millions of moves

JOBS = """
SELECT max((SELECT count(*) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'succeeded')),
    count(*) FILTER (WHERE status <> 'succeeded'), count(*) FILTER (WHERE attempts > 1)
FROM procrastinate_jobs j WHERE task_name = 'scheduling.solve_week'
"""


def ask(count: int) -> None:
    """Sites with a made-up clinic of fifty people each, and a job in the queue for each."""
    from django.db import connection
    from procrastinate.contrib.django import app

    from hearthside.program.models import Site
    from hearthside.scheduling import services
    from hearthside.scheduling.domain.generate import planted
    from hearthside.scheduling.domain.problem import problem_to_json
    from hearthside.scheduling.models import Proposal

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, scheduling_proposal CASCADE")
    Site.objects.all().delete()
    sites = Site.objects.bulk_create([Site(name=f"Site {n}", time_zone="America/Chicago") for n in range(count)])
    proposals = Proposal.objects.bulk_create([
        Proposal(
            site=site, week_starts_on=MONDAY, seconds=MOST_SECONDS, problem=problem_to_json(planted(PEOPLE, n)),
            progress={"asked": PEOPLE},
        )
        for n, site in enumerate(sites, 1)
    ])  # fmt: skip
    for proposal in proposals:
        job = app.configure_task(services.SOLVE_WEEK, queue="timetable", lock=f"site-{proposal.site_id}")
        job.defer(proposal_id=proposal.pk, work=WORK)


def look() -> dict[str, object]:
    """What is in the database, each week judged by the referee."""
    from django.db import connection

    from hearthside.scheduling.domain.problem import parse_problem
    from hearthside.scheduling.domain.solution import parse_solution
    from hearthside.scheduling.domain.verify import verify
    from hearthside.scheduling.models import Proposal, ProposalState

    ready = full = points = broken = 0
    for row in Proposal.objects.filter(state=ProposalState.READY).iterator():
        found = parse_solution(row.solution)
        verdict = verify(parse_problem(row.problem), found)
        ready, full, broken = ready + 1, full + len(verdict.scores.full), broken + len(verdict.broken)
        points += verdict.scores.preference
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        most, unfinished, again = cursor.fetchone() or (0, 0, 0)
    return {
        "asked": Proposal.objects.count(), "ready": ready, "full": full, "points": points, "broken": broken,
        "most": most, "unfinished": unfinished, "again": again,
    }  # fmt: skip


if __name__ == "__main__":
    _clinic.empty()
    if sys.argv[1] == "ask":
        ask(int(sys.argv[2]))
    elif sys.argv[1] == "look":
        print(json.dumps(look()))
