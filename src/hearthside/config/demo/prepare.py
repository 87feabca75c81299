"""Everything `hearthside demo` does before it serves; each step looks first whether it was done."""

from __future__ import annotations

import subprocess
import time
from datetime import date, datetime

from hearthside.config.demo.build import DEMO, Clinic, Say, build_clinic, build_people
from hearthside.config.demo.history import write_history
from hearthside.config.serving import worker_command
from hearthside.kernel.weeks import WeekWindow
from hearthside.program import selectors as program
from hearthside.scheduling import selectors as scheduling
from hearthside.scheduling import services as timetable

PATIENCE = (1, 3, 9)  # times the seconds asked for, where a busy machine found no week at all


def prepare(say: Say, *, seconds: int) -> None:
    """A clinic with people, a history, and next week built by the solver and published."""
    now = datetime.now().astimezone()
    setup = build_clinic(say)
    build_people(setup, say, today=now.date())
    weeks = {site: WeekWindow.holding(now, program.site_clock(site_id=site)).next().starts_on for site in setup.sites}
    for patience in PATIENCE:
        waiting = {site: week for site, week in weeks.items() if not _has_week(site, week)}
        if waiting:
            _build_weeks(setup, waiting, say, seconds * patience)
    for site, week in weeks.items():
        before = WeekWindow(week, program.site_clock(site_id=site)).previous().starts_on
        if _has_week(site, week) and not _has_week(site, before):
            seats = write_history(DEMO, site, week, now)
            say(f"  {_name(site)}: {seats} seats of the last twelve weeks and this one, attended until now.")


def _has_week(site_id: int, week_starts_on: date) -> bool:
    return bool(scheduling.week_sessions(actor=DEMO, site_id=site_id, week_starts_on=week_starts_on))


def _build_weeks(setup: Clinic, waiting: dict[int, date], say: Say, seconds: int) -> None:
    """Asks for next week at each site, lets a worker solve them as it always does, and publishes what it found."""
    say(f"Building next week at {len(waiting)} of {len(setup.sites)} sites, {seconds} seconds each …")
    asked = {
        site: timetable.ask_for_proposal(actor=DEMO, site_id=site, week_starts_on=week, seconds=seconds).proposal_id
        for site, week in waiting.items()
    }
    started = time.monotonic()
    subprocess.run([*worker_command(), "--one-shot"], check=True, timeout=seconds * len(asked) * 3 + 120)  # noqa: S603
    for site, proposal_id in asked.items():
        found = scheduling.proposal(actor=DEMO, proposal_id=proposal_id)
        say(f"  {_name(site)}: {found.placed} of {found.asked} people placed.")
        if found.placed:
            timetable.publish_proposal(actor=DEMO, proposal_id=proposal_id)
    say(f"  Solved and published in {time.monotonic() - started:.0f} seconds.")


def _name(site_id: int) -> str:
    return next(site.name for site in program.sites(actor=DEMO) if site.id == site_id)
