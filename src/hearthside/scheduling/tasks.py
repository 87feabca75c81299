"""Background work of the timetable: making a week, and bringing back what a dead worker left."""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict
from typing import Any

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app

from hearthside.access.actor import Actor
from hearthside.scheduling import services
from hearthside.scheduling.domain.engine import Progress, solve, warm
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem
from hearthside.scheduling.domain.repair import SoFar, repair
from hearthside.scheduling.domain.settle import settle
from hearthside.scheduling.domain.solution import Solution, solution_to_json
from hearthside.scheduling.domain.verify import verify

logger = logging.getLogger("hearthside.timetable")
TICK = 0.5


@app.task(name=services.SOLVE_WEEK, queue="timetable", pass_context=True)
def solve_week(context: JobContext, proposal_id: int, work: float | None = None) -> None:
    """Makes the week of one proposal, the same each time where `work` limits it; running twice does no harm."""
    with services.only_worker(proposal_id=proposal_id) as alone:
        if alone:
            _solve(proposal_id, context.job.attempts if context.job else 0, work)


@app.task(name=services.REPAIR_WEEK, queue="timetable", pass_context=True)
def repair_week(context: JobContext, proposal_id: int) -> None:
    """Finds the repairs of one week after somebody or something is gone; running twice does no harm."""
    with services.only_worker(proposal_id=proposal_id) as alone:
        if alone:
            _repair(proposal_id, context.job.attempts if context.job else 0)


@app.periodic(cron="* * * * *")
@app.task(name="scheduling.retry_stalled", queue="upkeep", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Puts the jobs of workers that died back into their queues."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)
        logger.warning("job_retried", extra={"job": job.task_name})


def _solve(proposal_id: int, attempt: int, work: float | None = None) -> None:
    actor = Actor.system("timetable")
    task = services.begin_proposal(actor=actor, proposal_id=proposal_id, attempt=attempt)
    if task is None:
        return
    warm()  # seconds that are not the search's
    watch = _Watch(proposal_id)
    try:
        problem = parse_problem(task.problem)
        with watch:
            found = solve(
                problem,
                seconds=task.seconds,
                seed=task.seed,
                work=work,
                threads=1,
                on_progress=watch.tell,
                should_stop=watch.stop.is_set,
            )
        found = settle(problem, found)
        broken = verify(problem, found).broken
        if broken:
            logger.error("week_breaks_a_rule", extra={"count": len(broken)})
            services.break_proposal(actor=actor, proposal_id=proposal_id, fault="rules_broken")
            return
        services.finish_proposal(
            actor=actor, proposal_id=proposal_id, solution=solution_to_json(found), scores=_scores(task.problem, found)
        )
    except ProblemInvalid as error:
        fault = "problem_invalid:" + "; ".join(reason for _, reason in error.faults)
        services.break_proposal(actor=actor, proposal_id=proposal_id, fault=fault)
    except Exception:
        logger.exception("week_not_made")
        services.break_proposal(actor=actor, proposal_id=proposal_id, fault="solver_failed")


def _repair(proposal_id: int, attempt: int) -> None:
    actor = Actor.system("timetable")
    if services.begin_proposal(actor=actor, proposal_id=proposal_id, attempt=attempt) is None:
        return
    watch = _Watch(proposal_id)
    try:
        task = services.repair_task(actor=actor, proposal_id=proposal_id)
        with watch:
            report = repair(
                task.problem, task.published, task.outage, seconds=task.seconds, now=task.now,
                should_stop=watch.stop.is_set, on_better=watch.tell,
            )  # fmt: skip
        if report.repairs:
            services.finish_repairs(actor=actor, proposal_id=proposal_id, repairs=report.repairs)
        else:
            services.break_proposal(actor=actor, proposal_id=proposal_id, fault="no_repair")
    except Exception:
        logger.exception("week_not_repaired")
        services.break_proposal(actor=actor, proposal_id=proposal_id, fault="solver_failed")


def _scores(problem: dict[str, Any], found: Solution) -> dict[str, int]:
    asked = len(problem["participants"])
    return {
        "asked": asked, "placed": asked - len(found.unplaced), "unplaced": len(found.unplaced),
        "sessions": len(found.sessions), "seats": sum(len(s.participants) for s in found.sessions),
    }  # fmt: skip


class _Watch:
    """Twice a second: writes where the search stands, and learns whether to stop."""

    def __init__(self, proposal_id: int) -> None:
        self._proposal_id = proposal_id
        self._latest: Progress | SoFar | None = None
        self._over = threading.Event()
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def tell(self, progress: Progress | SoFar) -> None:
        """Takes the newest figures; they are written at the next tick."""
        self._latest = progress

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._over.wait(TICK):
                latest, self._latest = self._latest, None
                figures = asdict(latest) if latest else {}
                if services.note_progress(proposal_id=self._proposal_id, progress=figures):
                    self.stop.set()
        finally:
            connection.close()
