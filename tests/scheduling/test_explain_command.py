"""`hearthside timetable explain`: reasons in words or as JSON, and a refusal with the path of every fault."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hearthside.scheduling.domain.problem import problem_to_json
from hearthside.scheduling.domain.solution import Solution, solution_to_json

from .domain.test_why import evening
from .test_timetable_command import _run


def _files(tmp_path: Path, **changes: object) -> tuple[str, str]:
    problem, sessions = evening()
    week = replace(Solution(sessions, ()), **changes)  # type: ignore[arg-type]
    source, week_file = tmp_path / "problem.json", tmp_path / "week.json"
    source.write_text(json.dumps(problem_to_json(problem)), encoding="utf-8")
    week_file.write_text(json.dumps(solution_to_json(week)), encoding="utf-8")
    return str(source), str(week_file)


def test_a_person_reads_why_each_of_their_seats_is_where_it_is(tmp_path: Path) -> None:
    code, out, _ = _run("explain", *_files(tmp_path), "--person", "worker")
    assert code == 0
    assert out.startswith("late process: Tuesday 17:30, because shift ends at 16:45 and the way takes 25 minutes.")


def test_a_whole_week_is_explained_as_json(tmp_path: Path) -> None:
    code, out, _ = _run("explain", *_files(tmp_path), "--json")
    told = json.loads(out)
    assert (code, told["unplaced"], told["lacks"]) == (0, [], [])
    code, out, _ = _run("explain", *_files(tmp_path), "--person", "worker", "--json")
    seat = json.loads(out)["seats"][0]
    assert (seat["because"], seat["before"]) == ("after", {"label": "shift", "minute": "16:45", "travel": 25})


def test_a_week_that_breaks_a_rule_or_a_stranger_is_refused(tmp_path: Path) -> None:
    _, sessions = evening()
    files = _files(tmp_path, sessions=(replace(sessions[0], participants=("worker", "nobody")), sessions[1]))
    code, out, err = _run("explain", *files)
    assert (code, out) == (2, "")
    assert "sessions: unknown participant, or one twice: late" in err
    code, _, err = _run("explain", *_files(tmp_path), "--person", "nobody")
    assert (code, err) == (2, "--person: there is no participant nobody\n")
