"""`timetable repair` as somebody at the terminal uses it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import Solution, parse_solution, solution_to_json
from hearthside.scheduling.domain.verify import verify
from tests.scheduling.domain.cases import clinic, clinician, person
from tests.scheduling.domain.test_repair import talk


def run(*arguments: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("timetable", "repair", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two people talk with the first clinician on Monday; the second is free then."""
    problem = clinic(person("p1"), person("p2"), clinicians=(clinician("c1"), clinician("c2")))
    week = Solution((talk("s1", 0, 540, "c1", "p1", "p2"),), ())
    places = tmp_path / "problem.json", tmp_path / "week.json"
    places[0].write_text(json.dumps(problem_to_json(problem)))
    places[1].write_text(json.dumps(solution_to_json(week)))
    return places


def test_repairs_are_told_and_written_for_the_referee(files: tuple[Path, Path], tmp_path: Path) -> None:
    status, out, err = run(*files, "--clinician", "c1", "--until", "mon 21:00", "-o", tmp_path / "repairs")
    assert (status, err) == (0, "")
    assert "1 sessions are hit, 2 people" in out
    assert "seats disturbed 2 (the proved least is 2), to another time 0" in out
    assert "2 taken over by c2" in out
    cut = parse_problem(json.loads((tmp_path / "repairs" / "problem.json").read_text()))
    week = parse_solution(json.loads((tmp_path / "repairs" / "repair-1.json").read_text()))
    assert verify(cut, week).broken == ()
    assert [s.clinician for s in week.sessions] == ["c2"]


def test_what_has_begun_stays_in_the_files_too(files: tuple[Path, Path], tmp_path: Path) -> None:
    status, out, _ = run(*files, "--clinician", "c1", "--from", "mon 09:15", "-o", tmp_path / "repairs")
    assert status == 0
    assert "0 sessions are hit" in out
    cut = parse_problem(json.loads((tmp_path / "repairs" / "problem.json").read_text()))
    assert verify(cut, parse_solution(json.loads(files[1].read_text()))).broken == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--clinician", "c9"], "--clinician: there is no clinician c9"),
        (["--room", "r9"], "--room: there is no room r9"),
        ([], "say who or what is gone"),
        (["--building", "--from", "tue", "--until", "mon"], "--until: must be after --from"),
        (["--building", "--now", "tue"], "--now: must not be after --from"),
        (["--building", "-o", "/nowhere/at/all"], "there is no such folder"),
    ],
)
def test_wrong_input_ends_with_2_and_says_where(files: tuple[Path, Path], arguments: list[str], said: str) -> None:
    status, _, err = run(*files, *arguments)
    assert status == 2
    assert said in err


def test_a_week_that_breaks_a_rule_is_refused_with_the_rule(files: tuple[Path, Path]) -> None:
    week = json.loads(files[1].read_text())
    week["sessions"][0]["start"] = "03:00"
    files[1].write_text(json.dumps(week))
    status, _, err = run(*files, "--clinician", "c1")
    assert (status, "outside opening hours: s1" in err) == (2, True)
