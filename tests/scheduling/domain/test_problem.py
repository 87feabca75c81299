"""Reading the problem format: everything good comes back unchanged, everything bad is named with its path."""

from __future__ import annotations

import contextlib
import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.scheduling.domain.generate import planted
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem, problem_to_json

from .cases import example

EXAMPLES = ["n12", "n30", "n100", "n125-contended", "n300"]


def _good() -> Any:
    return json.loads(json.dumps(problem_to_json(planted(5, 1))))


def _faults(data: object) -> list[tuple[str, str]]:
    with pytest.raises(ProblemInvalid) as caught:
        parse_problem(data)
    return caught.value.faults


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_come_back_unchanged(name: str) -> None:
    data = example(f"{name}.problem.json")
    problem = parse_problem(data)
    assert parse_problem(json.loads(json.dumps(problem_to_json(problem)))) == problem


def test_what_we_write_we_read() -> None:
    problem = planted(20, 3)
    assert parse_problem(problem_to_json(problem)) == problem


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (
            ["participants", 3, "orders", 0, "service"],
            "x",
            ("participants[3].orders[0].service", "there is no service x"),
        ),
        (["participants", 1, "id"], "p1", ("participants[1].id", "p1 is used twice")),
        (["participants", 0, "not_with"], ["zz"], ("participants[0].not_with[0]", "there is no participant zz")),
        (["participants", 0, "not_with"], ["p1"], ("participants[0].not_with[0]", "is the participant")),
        (["participants", 0, "priority"], True, ("participants[0].priority", "must be a whole number")),
        (["participants", 0, "modes"], ["phone"], ("participants[0].modes[0]", "must be one of in_person, online")),
        (
            ["participants", 0, "prefers"],
            {"clinicians": {"c99": 1}},
            ("participants[0].prefers.clinicians.c99", "is no known clinician"),
        ),
        (["opening", 0, "start"], "08:10", ("opening[0].start", "must be a multiple of 15 minutes")),
        (["opening", 0, "start"], "25:00", ("opening[0].start", "must be a time between 00:00 and 24:00")),
        (["opening", 0, "end"], "07:00", ("opening[0].end", "is before the start")),
        (["opening", 0, "day"], "noday", ("opening[0].day", "must be one of mon, tue, wed, thu, fri, sat, sun")),
        (["clinicians", 0, "leads", 0], "x", ("clinicians[0].leads[0]", "there is no service x")),
        (["services", 0, "max_size"], 1, ("services[0].max_size", "is below the smallest size")),
        (["locked"], ["s1"], ("locked[0]", "there is no published session s1")),
        (["start_step"], 20, ("start_step", "must be a multiple of 15 minutes")),
        (["week", "starts_on"], "soon", ("week.starts_on", "must be a date such as 2026-11-30")),
        (["format"], "other", ("format", "must be hearthside.timetable.problem/1")),
    ],
)
def test_a_fault_is_named_with_its_path(path: list[Any], value: object, fault: tuple[str, str]) -> None:
    data = _good()
    target = data
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    assert _faults(data) == [fault]


def test_every_fault_is_told_at_once() -> None:
    data = _good()
    data["rooms"][0]["capacity"] = -1
    del data["clinicians"][0]["works"]
    assert _faults(data) == [
        ("clinicians[0].works", "is missing"),
        ("rooms[0].capacity", "must be between 0 and 1000000"),
    ]


@pytest.mark.parametrize("data", [None, 3, "x", [], {}, {"format": 1}, [[{}]]])
def test_any_json_that_is_no_problem_is_refused(data: object) -> None:
    assert _faults(data)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def _places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [] if not path else [path]
    for key, inner in pairs:
        found += _places(inner, (*path, key))
    return found


GOOD = _good()
PLACES = _places(GOOD)


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), junk=JUNK, remove=st.booleans())
def test_junk_in_any_place_never_crashes(place: tuple[Any, ...], junk: object, *, remove: bool) -> None:
    data = copy.deepcopy(GOOD)
    target = data
    for key in place[:-1]:
        target = target[key]
    if remove:
        del target[place[-1]]
    else:
        target[place[-1]] = junk
    with contextlib.suppress(ProblemInvalid):
        parse_problem(data)
