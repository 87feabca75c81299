"""A week leaves the clinic as files that the rules hold for."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from hearthside.scheduling import services
from hearthside.scheduling.domain.problem import parse_problem
from hearthside.scheduling.domain.solution import parse_solution
from hearthside.scheduling.domain.verify import verify
from hearthside.scheduling.tasks import _solve
from tests.scheduling.conftest import MONDAY, Clinic

pytestmark = pytest.mark.django_db(transaction=True)


def export(*more: str) -> str:
    from io import StringIO

    out = StringIO()
    call_command("timetable", "export", "--site", "Lakeside", "--week", MONDAY.isoformat(), *more, stdout=out)
    return out.getvalue()


def test_a_published_week_is_written_with_its_problem_and_keeps_every_rule(clinic: Clinic, tmp_path) -> None:
    people = [clinic.person() for _ in range(4)]
    clinic.busy(people[0], list(range(7)), 0, 1440, label="away")
    number = services.ask_for_proposal(
        actor=clinic.actor, site_id=clinic.site.pk, week_starts_on=MONDAY, seconds=5
    ).proposal_id
    _solve(number, 0)
    assert json.loads(export())["claims"]["placed"] == 3
    services.publish_proposal(actor=clinic.actor, proposal_id=number)
    export("--problem", "-o", str(tmp_path / "problem.json"))
    export("-o", str(tmp_path / "solution.json"))
    problem = parse_problem(json.loads((tmp_path / "problem.json").read_text()))
    solution = parse_solution(json.loads((tmp_path / "solution.json").read_text()))
    assert verify(problem, solution).broken == ()
    assert [u.participant for u in solution.unplaced] == [f"p{people[0].pk}"]
    assert len(solution.sessions) > 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--site", "Nowhere", "--week", "2026-11-30"), "there is no site Nowhere; there are: Lakeside"),
     (("--site", "Lakeside", "--week", "2026-11-30"), "no published and no proposed week")],
)  # fmt: skip
def test_what_is_not_there_is_said(clinic: Clinic, capsys, arguments, words: str) -> None:
    with pytest.raises(SystemExit):
        call_command("timetable", "export", *arguments)
    assert words in capsys.readouterr().err
