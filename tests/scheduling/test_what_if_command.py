"""`timetable what-if`, `cycle`, `curriculum`: what they print, what they write, what they refuse with status 2."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.domain.verify import verify

from .domain.cases import clinic, person


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("timetable", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def problem(tmp_path: Path) -> str:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_json(clinic(person("p1"), person("p2")))), encoding="utf-8")
    return str(path)


def test_two_weeks_are_compared_in_words_and_as_json(problem: str, tmp_path: Path) -> None:
    close = (
        "--change",
        "close_hours day=mon start=09:00 end=11:00",
        "--change",
        "close_hours day=tue start=09:00 end=11:00",
    )
    code, out, _ = run("what-if", problem, *close, "--seconds", "1")
    assert code == 0
    assert "2 of 2              0 of 2" in out
    assert "worse off: p1" in out
    changed = tmp_path / "changed.json"
    code, out, _ = run("what-if", problem, "--change", "admit count=1", "--seconds", "1", "--json", "-o", str(changed))
    assert (code, json.loads(out)["after"]["asked"]) == (0, 3)
    assert len(parse_problem(json.loads(changed.read_text(encoding="utf-8"))).participants) == 3


def test_a_change_or_a_base_that_cannot_be_is_refused(problem: str, tmp_path: Path) -> None:
    assert run("what-if", problem, "--change", "remove_room room=attic") == (
        2, "", "changes[0].room: there is no room attic\n",
    )  # fmt: skip
    assert run("what-if", problem, "--change", "")[0] == 2
    assert run("what-if", problem, "--change", "add_room capacity=3 capacity=4")[2].endswith(
        "'capacity' is given twice\n"
    )
    base = tmp_path / "base.json"
    base.write_text(json.dumps({"format": "hearthside.timetable.solution/1", "sessions": []}), encoding="utf-8")
    code, _, err = run("what-if", problem, "--change", "add_room capacity=3", "--base", str(base))
    assert code == 2
    assert "neither placed nor listed" in err


def test_a_cycle_writes_two_valid_files_a_week(problem: str, tmp_path: Path) -> None:
    folder = tmp_path / "weeks"
    code, out, _ = run("cycle", problem, "--weeks", "2", "--closed", "2026-12-07", "--seconds", "1", "-o", str(folder))
    assert code == 0
    assert "week 2, 2026-12-07 (short): full weeks 2 of 2" in out
    for number in (1, 2):
        week = parse_problem(json.loads((folder / f"week-{number}.problem.json").read_text(encoding="utf-8")))
        found = parse_solution(json.loads((folder / f"week-{number}.solution.json").read_text(encoding="utf-8")))
        assert verify(week, found).broken == ()
    again = ("cycle", problem, "--weeks", "1", "--seconds", "0.1", "-o")
    assert run(*again, str(folder))[0] == 0
    assert run(*again, problem) == (2, "", f"{problem}: is no folder\n")


def test_a_closed_day_outside_the_cycle_is_refused(problem: str, tmp_path: Path) -> None:
    code, _, err = run("cycle", problem, "--weeks", "1", "--closed", "2027-01-01", "-o", str(tmp_path / "weeks"))
    assert code == 2
    assert err.startswith("closed[0]: 2027-01-01 is not between")


def test_topics_are_chosen_from_a_file_and_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "topics.json"
    sessions = [{"id": "s1", "participants": ["p1", "p2"]}, {"id": "s2", "participants": ["p1", "p2"]}]
    path.write_text(json.dumps({"topics": ["Sleep", "Anger"], "met": {"p1": ["Sleep"]}, "sessions": sessions}))
    code, out, _ = run("curriculum", str(path))
    assert (code, out.splitlines()[-1]) == (0, "new 3 of at most 3")
    path.write_text(json.dumps({"topics": ["Sleep"], "met": {"p1": ["Slep"]}, "sessions": [3]}))
    code, _, err = run("curriculum", str(path))
    assert code == 2
    assert "met.p1[0]: must be one of Sleep" in err
    assert "sessions[0]: must be an object" in err
    path.write_text('{"topics": ["Sleep"], "topics": ["Anger"], "sessions": []}', encoding="utf-8")
    assert run("curriculum", str(path)) == (2, "", f"{path}: 'topics' is given twice in one object\n")


def test_a_change_that_gives_a_member_twice_or_is_no_json_is_refused(problem: str) -> None:
    twice = '{"kind": "admit", "count": 1, "count": 2}'
    code, _, err = run("what-if", problem, "--change", twice)
    assert (code, err) == (2, f"{twice}: 'count' is given twice in one object\n")
    code, _, err = run("what-if", problem, "--change", '{"kind":')
    assert code == 2
    assert err.startswith('{"kind":: is not JSON in UTF-8: ')
