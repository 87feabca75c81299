"""Made-up clinics are what they say: full weeks for all, no hour to spare, or more people than places."""

from __future__ import annotations

import pytest

from hearthside.scheduling.domain.generate import clinic, contended, tight, with_week
from hearthside.scheduling.domain.problem import parse_problem, problem_to_json
from hearthside.scheduling.domain.verify import verify


@pytest.mark.parametrize(("people", "seed"), [(1, 3), (3, 3), (12, 3), (20, 1), (40, 1), (30, 3), (100, 3), (300, 3)])
def test_the_hidden_week_places_everybody_and_breaks_no_rule(people: int, seed: int) -> None:
    problem, week = with_week(people, seed)
    verdict = verify(problem, week)
    assert len(problem.participants) == people
    assert not [b for b in verdict.broken if people >= 4 or b.rule != "size"]
    assert verdict.scores.placed == sum(p.priority for p in problem.participants)


def test_a_clinic_survives_its_file_format() -> None:
    for problem in (clinic(40, 1), tight(40, 1), contended(40, 1)):
        assert parse_problem(problem_to_json(problem)) == problem


def test_a_tight_clinic_has_no_hour_to_spare_and_room_for_everybody() -> None:
    problem, week = tight(60, 2), with_week(60, 2)[1]
    assert not verify(problem, week).broken
    hours = sum(w.end - w.start for c in problem.clinicians for w in c.works)
    assert hours == verify(problem, week).scores.cost == sum(c.max_contact_minutes for c in problem.clinicians)


def test_a_contended_clinic_has_fewer_clinicians_than_its_people_need() -> None:
    assert len(contended(125, 1).participants) == 125
    assert len(contended(125, 1).clinicians) < len(clinic(125, 1).clinicians)


def test_the_same_seed_makes_the_same_clinic_and_another_seed_another() -> None:
    assert clinic(50, 4) == clinic(50, 4) != clinic(50, 5)
