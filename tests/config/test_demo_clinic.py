"""The real demo clinic, made from nothing in a folder of its own, twice: about a minute."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hearthside.access.permissions import Role
from hearthside.config.demo.clinic import PASSWORD, SITES
from hearthside.kernel.weeks import WeekWindow

ROOT = Path(__file__).parents[2]
REFEREE = ROOT.parent / "shared" / "timetable" / "check.py"
COUNT = """
import json, django
django.setup()
from django.apps import apps
print(json.dumps({m._meta.label: m._base_manager.count() for m in apps.get_models()
                  if m.__module__.startswith("hearthside")}))
"""


@dataclass
class Clinic:
    """A demo clinic under a folder, and what its two preparations said."""

    var: Path
    said: list[str]
    counts: list[dict[str, int]]

    def run(self, *words: str) -> str:
        """Runs a command over the clinic and returns what it printed."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("HEARTHSIDE_", "DATABASE_URL"))}
        environment = kept | {
            "HEARTHSIDE_VAR": str(self.var), "HEARTHSIDE_LOG_LEVEL": "WARNING",
            "DJANGO_SETTINGS_MODULE": "hearthside.config.settings",
        }  # fmt: skip
        tool = Path(sys.executable).parent / words[0]
        done = subprocess.run(
            [str(tool), *words[1:]], env=environment, capture_output=True, text=True, check=False, timeout=240
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self) -> None:
        """`hearthside demo --no-serve`, and the rows there are afterwards."""
        self.said.append(self.run("hearthside", "demo", "--no-serve", "--seconds", "5"))
        self.counts.append(json.loads(self.run("python", "-c", COUNT)))


@pytest.fixture(scope="module")
def demo(own_folder: Path) -> Clinic:
    clinic = Clinic(own_folder, [], [])
    clinic.prepare()
    clinic.prepare()
    return clinic


def next_week(zone: str) -> str:
    return WeekWindow.holding(datetime.now(UTC), ZoneInfo(zone)).next().starts_on.isoformat()


def test_a_second_run_continues_and_changes_nothing(demo: Clinic) -> None:
    first, second = ({k: v for k, v in found.items() if k != "audit.Entry"} for found in demo.counts)
    assert first == second
    expected = {"program.Site": 2, "program.Staff": 12, "participants.Participant": 60}
    assert {name: first[name] for name in expected} == expected
    assert first["scheduling.Seat"] > 60 * 12
    assert first["care.AttendanceMark"] > 60 * 12
    assert "Admitting sixty people" in demo.said[0]
    assert "…" not in demo.said[1]
    assert "60 people" not in demo.said[1]


def test_the_cast_can_be_read_by_programs_and_holds_every_role(demo: Clinic) -> None:
    cast: list[dict[str, Any]] = json.loads(demo.run("hearthside", "demo", "people", "--json"))
    staff = {role.value for role in Role}
    others = {"participant", "support, with consent", "support, without consent"}
    assert {person["role"] for person in cast} == staff | others
    for person in cast:
        assert person["password"] == PASSWORD
        assert len(person["totp_code"]) == (6 if person["role"] in staff else 0)
    table = demo.run("hearthside", "demo", "people")
    assert all(person["email"] in table for person in cast)
    assert all(person["email"] in demo.said[0] for person in cast)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_next_week_places_people_and_breaks_no_rule(demo: Clinic, site: Any, tmp_path: Path) -> None:
    week, files = ("--site", site.name, "--week", next_week(site.time_zone)), (tmp_path / "p.json", tmp_path / "s.json")
    demo.run("hearthside", "timetable", "export", *week, "--problem", "-o", str(files[0]))
    demo.run("hearthside", "timetable", "export", *week, "-o", str(files[1]))
    problem, solution = (json.loads(file.read_text()) for file in files)
    assert len(problem["participants"]) >= 20
    assert len(solution["unplaced"]) < len(problem["participants"])  # in five seconds, perhaps on a busy machine
    assert all(person["reasons"] for person in solution["unplaced"])
    if not REFEREE.exists():
        pytest.skip("the referee is not beside this repository")
    done = subprocess.run([sys.executable, REFEREE, *files, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000]
    assert json.loads(done.stdout)["broken"] == []
