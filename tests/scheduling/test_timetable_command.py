"""`hearthside timetable solve`: a week is written, or every fault has a line and the exit code says so."""

from __future__ import annotations

import io
import json
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import BaseCommand

from hearthside.scheduling.domain.generate import planted, with_week
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.solution import parse_solution, solution_to_json
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.management.timetable import parts

from .domain.cases import clinic, person


def _run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("timetable", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_week_is_written_with_one_line_of_result(tmp_path: Path) -> None:
    source, target = tmp_path / "problem.json", tmp_path / "solution.json"
    source.write_text(json.dumps(problem_to_json(clinic(person("p1"), person("p2")))), encoding="utf-8")
    code, out, err = _run("solve", str(source), "-o", str(target), "--seconds", "60", "--seed", "5")
    assert code == 0
    assert out.startswith("full weeks 2 of 2, ")
    assert out.count("\n") == 1
    assert "started" in err
    problem = parse_problem(json.loads(source.read_text(encoding="utf-8")))
    assert verify(problem, parse_solution(json.loads(target.read_text(encoding="utf-8")))).broken == ()


def test_a_bad_problem_has_a_line_for_each_fault(tmp_path: Path) -> None:
    data = json.loads(json.dumps(problem_to_json(planted(5, 1))))
    data["participants"][3]["orders"][0]["service"] = "yoga"
    data["rooms"][0]["capacity"] = "many"
    source = tmp_path / "problem.json"
    source.write_text(json.dumps(data), encoding="utf-8")
    code, out, err = _run("solve", str(source), "-o", str(tmp_path / "solution.json"))
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "participants[3].orders[0].service: there is no service yoga",
        "rooms[0].capacity: must be a whole number",
    ]
    assert not (tmp_path / "solution.json").exists()


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN', b""])
def test_what_is_not_json_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "problem.json"
    source.write_bytes(content)
    code, _, err = _run("solve", str(source), "-o", str(tmp_path / "solution.json"))
    assert code == 2
    assert "is not JSON in UTF-8" in err


def test_a_file_that_is_not_there_and_a_folder_that_is_not_there_are_refused(tmp_path: Path) -> None:
    code, _, err = _run("solve", str(tmp_path / "none.json"), "-o", str(tmp_path / "solution.json"))
    assert code == 2
    assert "cannot be read" in err
    source = tmp_path / "problem.json"
    source.write_text(json.dumps(problem_to_json(planted(5, 1))), encoding="utf-8")
    code, _, err = _run("solve", str(source), "-o", str(tmp_path / "no" / "solution.json"))
    assert code == 2
    assert "there is no such folder" in err


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "problem.json"
    source.write_text(json.dumps(problem_to_json(clinic(person("p1")))), encoding="utf-8")
    code, _, err = _run("solve", str(source), "-o", str(tmp_path / ("x" * 300)))
    assert (code, err.endswith("File name too long\n")) == (2, True)


def test_the_first_signal_asks_to_stop_and_the_second_ends() -> None:
    before = signal.getsignal(signal.SIGTERM)
    command = BaseCommand(stderr=io.StringIO())
    with pytest.raises(KeyboardInterrupt), parts.stopping(command) as should_stop:  # noqa: PT012
        assert not should_stop()
        signal.raise_signal(signal.SIGTERM)
        assert should_stop()
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_referee_names_every_broken_rule_and_says_so_with_its_status(tmp_path: Path) -> None:
    problem, week = with_week(12, 1)
    source, good, bad = (tmp_path / name for name in ("problem.json", "good.json", "bad.json"))
    source.write_text(json.dumps(problem_to_json(problem)), encoding="utf-8")
    good.write_text(json.dumps(solution_to_json(week)), encoding="utf-8")
    late = (replace(week.sessions[0], start=0), *week.sessions[1:])
    bad.write_text(json.dumps(solution_to_json(replace(week, sessions=late))), encoding="utf-8")
    code, out, _ = _run("verify", str(source), str(good))
    assert code == 0
    assert "full=12 broken=0" in out
    code, out, _ = _run("verify", str(source), str(bad), "--json")
    assert code == 1
    assert "outside opening hours" in {breach["rule"] for breach in json.loads(out)["broken"]}
    assert _run("verify", str(source), str(source))[0] == 2


def test_what_a_published_week_names_and_is_gone_is_said_not_dropped_without_a_word(tmp_path: Path) -> None:
    problem, week = with_week(12, 1)
    first = week.sessions[0]
    known = (replace(first, participants=(*first.participants, "p99")), *week.sessions[1:])
    source, target = tmp_path / "problem.json", tmp_path / "week.json"
    source.write_text(json.dumps(problem_to_json(replace(problem, published=known))), encoding="utf-8")
    code, _, err = _run("solve", str(source), "-o", str(target), "--work", "0.01")
    assert code == 0
    assert f"published[0].participants[{len(first.participants)}]: there is no participant p99" in err
    assert _run("verify", str(source), str(target))[0] == 0
