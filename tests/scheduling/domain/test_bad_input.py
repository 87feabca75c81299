"""Bad input: refused with the path of the value and the reason, or solved with everybody explained; never a crash."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.scheduling.domain.engine import solve
from hearthside.scheduling.domain.generate import with_week
from hearthside.scheduling.domain.problem import ProblemInvalid, parse_problem, problem_to_json, session_to_json
from hearthside.scheduling.domain.reading import parse_json
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

PROBLEM, WEEK = with_week(8, 1)
GOOD: Any = json.loads(json.dumps(problem_to_json(PROBLEM)))
PUBLISHED: Any = [session_to_json(s) for s in WEEK.sessions]
EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Path_ = tuple[Any, ...]


def _put(data: Any, path: Path_, value: object) -> Any:
    *way, last = path
    target = data
    for key in way:
        target = target[key]
    target[last] = value
    return data


def _changed(*changes: tuple[Path_, object]) -> Any:
    data = copy.deepcopy(GOOD)
    for path, value in changes:
        _put(data, path, value)
    return data


def _explained(data: Any, *, work: float = 0.01) -> Solution:
    """Solve; the week breaks no rule, and whoever has no full week is listed with reasons."""
    problem = parse_problem(data)
    found = solve(problem, seconds=60, work=work, threads=1)
    verdict = verify(problem, found)
    assert verdict.broken == ()
    listed = {u.participant for u in found.unplaced}
    assert listed == {p.id for p in problem.participants} - verdict.scores.full
    assert all(u.reasons for u in found.unplaced)
    return found


def _refused(data: Any) -> list[tuple[str, str]]:
    with pytest.raises(ProblemInvalid) as caught:
        _explained(data)
    assert all(path and reason for path, reason in caught.value.faults)
    return caught.value.faults


REFUSED: list[tuple[Path_, object, str]] = [
    (("participants", 0, "orders", 0, "service"), "yoga", "participants[0].orders[0].service"),
    (("participants", 0, "orders", 0, "clinician"), "c999", "participants[0].orders[0].clinician"),
    (("participants", 0, "orders", 0, "per_week"), -1, "participants[0].orders[0].per_week"),
    (("participants", 0, "orders", 0, "per_week"), 10**30, "participants[0].orders[0].per_week"),
    (("participants", 0, "orders", 0, "per_week"), 1.5, "participants[0].orders[0].per_week"),
    (("participants", 0, "orders", 0, "per_week"), "two", "participants[0].orders[0].per_week"),
    (("participants", 0, "orders"), {"service": "process"}, "participants[0].orders"),
    (("participants", 0, "orders"), GOOD["participants"][0]["orders"][:1] * 2, "participants[0].orders[1].service"),
    (("participants", 0, "travel_minutes"), -5, "participants[0].travel_minutes"),
    (("participants", 0, "priority"), float("nan"), "participants[0].priority"),
    (("participants", 0, "priority"), float("inf"), "participants[0].priority"),
    (("participants", 0, "priority"), True, "participants[0].priority"),
    (("participants", 0, "not_with"), [GOOD["participants"][0]["id"]], "participants[0].not_with[0]"),
    (("participants", 0, "not_with"), ["nobody"], "participants[0].not_with[0]"),
    (("participants", 0, "modes"), ["by post"], "participants[0].modes[0]"),
    (("participants", 0, "id"), GOOD["participants"][1]["id"], "participants[1].id"),
    (("participants", 0, "id"), "", "participants[0].id"),
    (("participants", 0, "id"), "\ud800", "participants[0].id"),
    (("participants", 0, "prefers"), {"day_parts": {"night": 3}}, "participants[0].prefers.day_parts.night"),
    (("participants", 0, "prefers"), {"clinicians": {"c999": 3}}, "participants[0].prefers.clinicians.c999"),
    (("participants", 0, "commitments"), [{"day": "mon", "start": "09:07", "end": "10:00"}],
     "participants[0].commitments[0].start"),
    (("participants", 0, "commitments"), [{"day": "mon", "start": "11:00", "end": "10:00"}],
     "participants[0].commitments[0].end"),
    (("participants", 0, "commitments"), [{"label": "\udfff", "day": "mon", "start": "09:00", "end": "10:00"}],
     "participants[0].commitments[0].label"),
    (("participants",), None, "participants"),
    (("clinicians", 0, "works", 0, "day"), "monday", "clinicians[0].works[0].day"),
    (("clinicians", 0, "works", 0, "end"), "24:15", "clinicians[0].works[0].end"),
    (("clinicians", 0, "leads"), "process", "clinicians[0].leads"),
    (("clinicians", 0, "leads"), ["yoga"], "clinicians[0].leads[0]"),
    (("services", 1, "id"), GOOD["services"][0]["id"], "services[1].id"),
    (("services", 0, "min_size"), 13, "services[0].max_size"),
    (("services", 0, "minutes"), 0, "services[0].minutes"),
    (("services", 0, "minutes"), 1441, "services[0].minutes"),
    (("services", 0, "kind"), "crowd", "services[0].kind"),
    (("services", 0, "countable"), "yes", "services[0].countable"),
    (("rooms", 0, "capacity"), -1, "rooms[0].capacity"),
    (("rooms", 0, "capacity"), 10**400, "rooms[0].capacity"),
    (("opening", 0, "start"), "8 o'clock", "opening[0].start"),
    (("start_step",), 0, "start_step"),
    (("start_step",), 7, "start_step"),
    (("week", "starts_on"), "2026-13-01", "week.starts_on"),
    (("week", "time_zone"), "Mars/Olympus", "week.time_zone"),
    (("week", "time_zone"), "../../etc/passwd", "week.time_zone"),
    (("week",), [], "week"),
    (("locked",), ["s1"], "locked[0]"),
    (("published",), [{"id": "s1"}], "published[0].service"),
    (("format",), "hearthside.timetable.problem/2", "format"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "named"), REFUSED)
def test_a_wrong_value_is_refused_with_its_path(path: Path_, value: object, named: str) -> None:
    assert named in dict(_refused(_changed((path, value))))


def _locks(*changes: tuple[Path_, object], locked: list[str] | None = None, first: int = 2) -> Any:
    """A week with its first sessions published and locked, changed."""
    data = _changed((("published",), copy.deepcopy(PUBLISHED[:first])))
    data["locked"] = [s["id"] for s in PUBLISHED[:first]] if locked is None else locked
    for path, value in changes:
        _put(data["published"], path, value)
    return data


def _same_time(key: str) -> tuple[tuple[Path_, object], ...]:
    """The second session at the time of the first, sharing its clinician, its room or its people."""
    first = PUBLISHED[0]
    return ((1, "day"), first["day"]), ((1, "start"), first["start"]), ((1, key), first[key])


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        (_same_time("clinician"), "clinician twice at once"),
        ((((1, "mode"), "in_person"), ((0, "mode"), "in_person"), ((0, "room"), "room1"), ((1, "room"), "room1"),
          *_same_time("day")), "room twice at once"),
        (_same_time("participants"), "participant twice at once"),
        ((((0, "start"), "08:15"),), "off the grid"),
        ((((0, "start"), "23:00"),), "outside opening hours"),
        ((((0, "clinician"), "c999"),), "unknown service"),
        ((((0, "service"), "yoga"),), "unknown service"),
        ((((0, "audience"), "nobody's"),), "unknown service"),
        ((((0, "participants"), ["p999"]),), "unknown participant"),
        ((((0, "participants"), [*PUBLISHED[0]["participants"], PUBLISHED[0]["participants"][0]]),),
         "unknown participant, or one twice"),
        ((((0, "mode"), "in_person"), ((0, "room"), None)), "in person without a room"),
    ],
)  # fmt: skip
def test_locks_that_contradict_each_other_or_the_rules_are_refused_with_the_lock(changes: Any, rule: str) -> None:
    faults = _refused(_locks(*changes))
    assert any(path.startswith("locked[") and reason.startswith(rule) for path, reason in faults), faults


def test_unknown_locks_and_published_ids_used_twice_are_refused() -> None:
    assert _refused(_locks(locked=["s1", "nothing"]))[0][0] in {"locked[0]", "locked[1]"}
    name = PUBLISHED[0]["id"]
    assert ("published[1].id", f"{name} is used twice") in _refused(_locks(((1, "id"), name)))


@pytest.mark.parametrize(
    ("path", "member", "slip"),
    [
        (("participants", 0), "commitments", "comitments"),
        (("participants", 0), "travel_minutes", "travel_minute"),
        (("participants", 0), "not_with", "notwith"),
        (("services", 0), "countable", "contable"),
        ((), "locked", "lockd"),
    ],
)
def test_a_slip_of_the_pen_is_not_silently_left_out(path: Path_, member: str, slip: str) -> None:
    data = copy.deepcopy(GOOD)
    target = data
    for key in path:
        target = target[key]
    target[slip] = target.pop(member, [])
    where = "participants[0]." if path[:1] == ("participants",) else "services[0]." if path else ""
    assert _refused(data) == [(f"{where}{slip}", f"is no member of the format; is {member} meant?")]


def test_people_who_must_not_meet_and_are_locked_into_one_session_are_refused() -> None:
    number = next(n for n, s in enumerate(PUBLISHED) if len(s["participants"]) > 1)
    one, other = PUBLISHED[number]["participants"][:2]
    data = _locks(first=len(PUBLISHED), locked=[PUBLISHED[number]["id"]])
    person = next(p for p in data["participants"] if p["id"] == one)
    person["not_with"] = [other]
    assert _refused(data)[0] == ("locked[0]", f"must not meet: {PUBLISHED[number]['id']} {one} {other}")


def test_a_lock_in_a_room_too_small_for_its_group_is_refused_and_an_empty_group_may_stay_anywhere() -> None:
    changes: list[tuple[Path_, object]] = [
        ((0, "participants"), []), ((0, "mode"), "in_person"), ((0, "room"), "closet"),
    ]  # fmt: skip
    data = _locks(*changes, first=1)
    data["rooms"].append({"id": "closet", "capacity": 0})
    assert _refused(data) == [("locked[0]", f"size: {PUBLISHED[0]['id']}")]
    next(s for s in data["services"] if s["id"] == PUBLISHED[0]["service"])["min_size"] = 0
    assert PUBLISHED[0]["id"] in {s.id for s in _explained(data).sessions}


def test_a_search_that_is_stopped_at_once_never_gives_a_locked_group_that_is_too_small() -> None:
    problem = parse_problem(_locks(((0, "participants"), []), first=1))
    with pytest.raises(ProblemInvalid, match="locked: no week was found"):
        solve(problem, seconds=60, should_stop=lambda: True)


def test_the_smallest_work_still_ends() -> None:
    assert len(solve(PROBLEM, seconds=60, work=1e-9, threads=1).unplaced) == len(PROBLEM.participants)


def test_a_whole_published_week_that_is_locked_stays() -> None:
    found = _explained(_locks(first=len(PUBLISHED)))
    assert {s.id for s in found.sessions} >= {s["id"] for s in PUBLISHED}


def test_a_published_week_of_services_and_people_long_gone_is_let_go() -> None:
    data = _locks(((0, "service"), "yoga"), ((1, "clinician"), "gone"), ((1, "participants"), ["gone"]), locked=[])
    _explained(data)


ALL_WEEK = [{"label": "work", "day": day, "start": "00:00", "end": "24:00"} for day in EVERY_DAY]
EXPLAINED: list[tuple[str, Callable[[Any], Any]]] = [
    ("no people", lambda d: _put(d, ("participants",), [])),
    ("no clinicians", lambda d: _without_clinicians(_put(d, ("clinicians",), []))),
    ("no rooms", lambda d: _put(d, ("rooms",), [])),
    ("never open", lambda d: _put(d, ("opening",), [])),
    ("open for a moment", lambda d: _put(d, ("opening",), [{"day": "mon", "start": "09:00", "end": "09:00"}])),
    ("an empty clinic", lambda d: d.update(rooms=[], services=[], clinicians=[], participants=[], opening=[])),
    ("clinicians without hours", lambda d: [_put(c, ("works",), []) for c in d["clinicians"]]),
    ("a clinician without contact minutes", lambda d: _put(d, ("clinicians", 0, "max_contact_minutes"), 0)),
    ("rooms without seats", lambda d: [_put(r, ("capacity",), 0) for r in d["rooms"]]),
    ("rooms with a million seats", lambda d: [_put(r, ("capacity",), 1_000_000) for r in d["rooms"]]),
    ("services longer than the day", lambda d: [_put(s, ("minutes",), 1440) for s in d["services"]]),
    ("services of a minute", lambda d: [_put(s, ("minutes",), 1) for s in d["services"]]),
    ("larger groups than there are people",
     lambda d: [_put(_put(s, ("min_size",), 900), ("max_size",), 1000) for s in d["services"]]),
    ("groups of nobody", lambda d: [_put(_put(s, ("min_size",), 0), ("max_size",), 0) for s in d["services"]]),
    ("groups that may be empty", lambda d: [_put(s, ("min_size",), 0) for s in d["services"]]),
    ("services for nobody", lambda d: [_put(s, ("audiences",), []) for s in d["services"]]),
    ("busy all week", lambda d: _put(d, ("participants", 0, "commitments"), ALL_WEEK)),
    ("everybody busy all week", lambda d: [_put(p, ("commitments",), ALL_WEEK) for p in d["participants"]]),
    ("the same commitment a hundred times", lambda d: _put(d, ("participants", 0, "commitments"), ALL_WEEK[:1] * 100)),
    ("a thousand sessions a week", lambda d: _put(d, ("participants", 0, "orders", 0, "per_week"), 1000)),
    ("no sessions a week", lambda d: _put(d, ("participants", 0, "orders", 0, "per_week"), 0)),
    ("no orders", lambda d: _put(d, ("participants", 0, "orders"), [])),
    ("no modes", lambda d: _put(d, ("participants", 0, "modes"), [])),
    ("more days than a week", lambda d: _put(d, ("participants", 0, "min_days"), 8)),
    ("more minutes than ordered", lambda d: _put(d, ("participants", 0, "min_minutes"), 1_000_000)),
    ("no minutes a day", lambda d: _put(d, ("participants", 0, "max_minutes_per_day"), 0)),
    ("days of travel", lambda d: _put(d, ("participants", 0, "travel_minutes"), 1_000_000)),
    ("no priority", lambda d: [_put(p, ("priority",), 0) for p in d["participants"]]),
    ("a million of priority", lambda d: [_put(p, ("priority",), 1_000_000) for p in d["participants"]]),
    ("a track of nobody's", lambda d: _put(d, ("participants", 0, "track"), "lunar")),
    ("everybody apart", lambda d: [
        _put(p, ("not_with",), [o["id"] for o in d["participants"] if o is not p]) for p in d["participants"]
    ]),
    ("a million points", lambda d: [
        _put(p, ("prefers",), {"modes": {"in_person": 1_000_000, "online": -1_000_000}}) for p in d["participants"]
    ]),
    ("dislikes alone", lambda d: [
        _put(p, ("prefers",), {"modes": {"in_person": -9, "online": -9}}) for p in d["participants"]
    ]),
    ("one start a day", lambda d: _put(d, ("start_step",), 1440)),
]  # fmt: skip


def _without_clinicians(data: Any) -> Any:
    for person in data["participants"]:
        person["prefers"].pop("clinicians", None)
        for order in person["orders"]:
            order.pop("clinician", None)
    return data


@pytest.mark.parametrize("change", [change for _, change in EXPLAINED], ids=[name for name, _ in EXPLAINED])
def test_a_clinic_that_lacks_something_is_solved_with_everybody_explained(change: Callable[[Any], Any]) -> None:
    data = copy.deepcopy(GOOD)
    change(data)
    _explained(data)


def test_somebody_who_can_never_come_is_told_why() -> None:
    found = _explained(_changed((("participants", 0, "commitments"), ALL_WEEK)))
    person = next(u for u in found.unplaced if u.participant == GOOD["participants"][0]["id"])
    assert all(reason.code for reason in person.reasons)


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10), st.integers(), st.floats(), st.text(max_size=5),
    st.sampled_from(["mon", "24:00", "09:00", "process", "p1", "c1", "in_person", "\ud800", 1440, 15, 1_000_000]),
    st.lists(st.sampled_from(["p1", "p2", "c1", "process", "online", 3]), max_size=3),
)  # fmt: skip


def _places(value: Any, path: Path_ = ()) -> list[Path_]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for key, inner in pairs:
        found += _places(inner, (*path, key))
    return found


WITH_WEEK = _locks(first=len(PUBLISHED), locked=[s["id"] for s in PUBLISHED[:3]])
PLACES = _places(WITH_WEEK)


def _apply(data: Any, path: Path_, kind: str, junk: object) -> None:
    """Put something else there, take it away, or give it twice; where an earlier change left no such place, nothing."""
    target = data
    for key in path[:-1]:
        if isinstance(target, dict):
            target = target.get(key)
        else:
            target = target[key] if isinstance(target, list) and isinstance(key, int) and key < len(target) else None
    last = path[-1]
    if isinstance(target, list) and isinstance(last, int) and last < len(target):
        if kind == "twice":
            target.insert(last, copy.deepcopy(target[last]))
        elif kind == "away":
            del target[last]
        else:
            target[last] = junk
    elif isinstance(target, dict):
        if kind == "away":
            target.pop(last, None)
        else:
            target[last] = junk


CHANGES = st.tuples(st.sampled_from(PLACES), st.sampled_from(["other", "other", "away", "twice"]), JUNK)


@settings(max_examples=150, deadline=None)
@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
def test_a_planted_clinic_with_anything_changed_is_refused_with_reasons_or_solved(changes: Any) -> None:
    data = copy.deepcopy(WITH_WEEK)
    for path, kind, junk in changes:
        _apply(data, path, kind, junk)
    try:
        faults = []
        _explained(data, work=0.002)
    except ProblemInvalid as refused:
        faults = refused.faults or [("", "")]
    assert all(path and reason for path, reason in faults)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"rooms": [], "rooms": []}', "'rooms' is given twice in one object"),
        ("[" * 200_000, "is not JSON in UTF-8"),
        ('{"a": ' * 100_000, "is not JSON in UTF-8"),
        ('{"a": ' + "9" * 5000 + "}", "is not JSON in UTF-8"),
        ("\ufeff{}", "is not JSON in UTF-8"),
    ],
)
def test_what_would_be_lost_or_cannot_be_read_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ProblemInvalid) as caught:
        parse_json(text)
    ((path, why),) = caught.value.faults
    assert (path, why.startswith(reason)) == ("file", True)


def _run(source: Path, target: Path) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("timetable", "solve", str(source), "-o", str(target), "--work", "0.01", stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), err.getvalue()
    return 0, err.getvalue()


def test_the_command_refuses_with_paths_and_status_2(tmp_path: Path) -> None:
    source, target = tmp_path / "problem.json", tmp_path / "solution.json"
    source.write_text(json.dumps(_locks(*_same_time("clinician"))), encoding="utf-8")
    code, err = _run(source, target)
    assert code == 2
    assert any(line.startswith("locked[") for line in err.splitlines())
    source.write_text('{"rooms": [], "rooms": []}', encoding="utf-8")
    assert _run(source, target) == (2, f"{source}: 'rooms' is given twice in one object\n")
    source.write_bytes(json.dumps(GOOD).encode("utf-16"))
    assert _run(source, target)[0] == 2
    assert _run(tmp_path, target)[0] == 2
    source.write_text(json.dumps(GOOD), encoding="utf-8")
    assert _run(source, tmp_path) == (2, f"{tmp_path}: is a folder\n")
    assert not target.exists()
