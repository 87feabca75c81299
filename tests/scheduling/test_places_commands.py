"""`timetable insert`, `offer` and `make-up`: JSON out, and wrong input refused with its path."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from hearthside.scheduling.domain.generate import with_week
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import parse_solution, solution_to_json
from hearthside.scheduling.domain.verify import verify


def _run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("timetable", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, Path]:
    """A clinic of 24 people and its week."""
    problem, week = with_week(24, 1)
    (tmp_path / "problem.json").write_text(json.dumps(problem_to_json(problem)), encoding="utf-8")
    (tmp_path / "week.json").write_text(json.dumps(solution_to_json(week)), encoding="utf-8")
    newcomer = json.loads(json.dumps(problem_to_json(replace(problem, participants=problem.participants[:1]))))
    person = {**newcomer["participants"][0], "id": "new", "not_with": []}
    (tmp_path / "person.json").write_text(json.dumps(person), encoding="utf-8")
    return str(tmp_path / "problem.json"), str(tmp_path / "week.json"), tmp_path


def test_a_newcomer_is_put_into_the_week_and_the_new_week_keeps_every_rule(files: tuple[str, str, Path]) -> None:
    problem, week, folder = files
    code, out, err = _run(
        "insert", problem, week, "--person", str(folder / "person.json"), "-o", str(folder / "new.json"),
        "--problem-output", str(folder / "asked.json"),
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert json.loads(out)["participant"] == "new"
    asked = parse_problem(json.loads((folder / "asked.json").read_text(encoding="utf-8")))
    verdict = verify(asked, parse_solution(json.loads((folder / "new.json").read_text(encoding="utf-8"))))
    assert verdict.broken == ()
    assert "new" in verdict.scores.full


def test_offers_are_different_weeks_with_reasons(files: tuple[str, str, Path]) -> None:
    problem, week, folder = files
    code, out, _ = _run("offer", problem, week, "--person", str(folder / "person.json"))
    offers = json.loads(out)
    assert code == 0
    assert 1 <= len(offers) <= 3
    assert all(one["reasons"] for one in offers)
    assert all(one["sessions_at_other_times"] for one in offers[1:])


def test_a_missed_session_is_made_up_after_it(files: tuple[str, str, Path]) -> None:
    problem, week, _ = files
    sessions = json.loads(Path(week).read_text(encoding="utf-8"))["sessions"]
    missed = next(s for s in sessions if s["day"] == "mon")
    who = missed["participants"][0]
    code, out, _ = _run("make-up", problem, week, "--person", who, "--missed", missed["id"], "--since", "tue@08:00")
    assert code == 0
    assert all(session["day"] != "mon" for way in json.loads(out) for session in way["sessions"])


def test_wrong_input_is_refused_with_its_path(files: tuple[str, str, Path]) -> None:
    problem, week, folder = files
    code, out, err = _run("offer", problem, week, "--person", "nobody")
    assert (code, out) == (2, "")
    assert "there is no participant nobody" in err
    wrong = json.loads((folder / "person.json").read_text(encoding="utf-8"))
    wrong["orders"][0]["service"] = "yoga"
    (folder / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    code, _, err = _run("insert", problem, week, "--person", str(folder / "wrong.json"))
    assert code == 2
    assert err.strip() == f"{folder / 'wrong.json'}.orders[0].service: there is no service yoga"
    (folder / "twice.json").write_text('{"id": "p1", "id": "p2"}', encoding="utf-8")
    code, _, err = _run("insert", problem, week, "--person", str(folder / "twice.json"))
    assert (code, err.strip()) == (2, f"{folder / 'twice.json'}: 'id' is given twice in one object")
    code, _, err = _run("make-up", problem, week, "--person", "p1", "--missed", "none")
    assert (code, err.strip()) == (2, "--missed: p1 has no place in none")
    broken = json.loads(Path(week).read_text(encoding="utf-8"))
    broken["sessions"][0]["clinician"] = "nobody"
    (folder / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    code, _, err = _run("offer", problem, str(folder / "broken.json"), "--person", "p1")
    assert code == 2
    assert "unknown service, clinician, mode or audience" in err
