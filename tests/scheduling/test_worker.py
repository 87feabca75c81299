"""A worker that is killed while it builds a week: the proposal comes back and is finished, or is named broken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from hearthside.program.models import Site
from hearthside.scheduling import services
from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.problem import problem_to_json
from hearthside.scheduling.models import Proposal
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from procrastinate.contrib.django import app
with app.replace_connector(app.connector.get_worker_connector()) as worker:
    worker.run_worker(wait=sys.argv[2] == "wait", concurrency=2, queues=["timetable"], install_signal_handlers=False)
"""
RETRY = """
import asyncio, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from types import SimpleNamespace
from procrastinate.contrib.django import app
from hearthside.scheduling import tasks
async def main():
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await tasks.retry_stalled.func(SimpleNamespace(app=worker), 0)
asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def _empty_queue(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    name = settings.DATABASES["default"]["NAME"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "hearthside.config.settings", "HEARTHSIDE_LOG_LEVEL": "ERROR"}
    return subprocess.Popen([sys.executable, "-c", program, name, *arguments], env=environment)


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


def state(number: int) -> str:
    return Proposal.objects.values_list("state", flat=True).get(pk=number)


def ask(clinic: Clinic, seconds: int) -> int:
    return services.ask_for_proposal(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY, seconds=seconds
    ).proposal_id


def age_heartbeats() -> None:
    """As if the half minute had gone by after which a silent worker counts as dead."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")


def test_a_killed_worker_loses_nothing(clinic: Clinic) -> None:
    for _ in range(4):
        clinic.person()
    number = ask(clinic, 120)
    worker = start(WORKER, "wait")
    try:
        wait_for(lambda: state(number) == "running")
        wait_for(lambda: "level" in Proposal.objects.get(pk=number).progress)
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    assert state(number) == "running"
    Proposal.objects.filter(pk=number).update(seconds=4)
    age_heartbeats()
    assert start(RETRY).wait(timeout=60) == 0
    assert start(WORKER, "once").wait(timeout=120) == 0
    row = Proposal.objects.get(pk=number)
    assert (row.state, row.progress["placed"]) == ("ready", 4), row.fault


def test_stopping_takes_about_a_second_and_keeps_the_best_week(clinic: Clinic) -> None:
    for _ in range(6):
        clinic.person()
    number = ask(clinic, 120)
    worker = start(WORKER, "once")
    try:
        wait_for(lambda: Proposal.objects.get(pk=number).progress.get("placed") == 6 or state(number) == "ready")
        services.stop_proposal(actor=clinic.actor, proposal_id=number)
        asked = timezone.now()
        wait_for(lambda: state(number) == "ready", 20)
        worker.wait(timeout=60)
    finally:
        worker.kill()
        worker.wait()
    row = Proposal.objects.get(pk=number)
    assert row.progress["placed"] == 6
    assert (row.finished_at - asked).total_seconds() < 6


def test_two_workers_share_the_sites_and_do_none_twice(clinic: Clinic) -> None:
    problem = problem_to_json(planted(5, 1))
    sites = Site.objects.bulk_create([Site(name=f"Site {n}", time_zone="America/Chicago") for n in range(6)])
    for site in sites:
        proposal = Proposal.objects.create(site=site, week_starts_on=MONDAY, seconds=1, problem=problem)
        job = app.configure_task(services.SOLVE_WEEK, queue="timetable", lock=f"site-{site.pk}")
        job.defer(proposal_id=proposal.pk)
    workers = [start(WORKER, "once"), start(WORKER, "once")]
    try:
        assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    rows = Proposal.objects.filter(site__in=sites)
    assert [(row.state, row.progress["placed"]) for row in rows] == [("ready", 5)] * 6
    with connection.cursor() as cursor:
        cursor.execute("SELECT job_id, count(*) FROM procrastinate_events WHERE type = 'succeeded' GROUP BY job_id")
        assert [times for _, times in cursor.fetchall()] == [1] * 6
