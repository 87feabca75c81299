"""Timetables of university courses: read without mercy, judged by the definitions, made by the search."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from hearthside.scheduling.domain.courses.reading import Course, Instance, Lecture, parse_courses, solution_text
from hearthside.scheduling.domain.courses.solve import CourseWalk, least_cost, solve_courses
from hearthside.scheduling.domain.courses.start import first_state, lectures_best, lectures_now
from hearthside.scheduling.domain.courses.verify import verify_courses
from hearthside.scheduling.domain.courses.walk import BEST, CLASHES, COST, NOWHERE, to_best
from hearthside.scheduling.domain.problem import ProblemInvalid

SMALL = """Name: Village school
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 1

COURSES:
reading Ada 2 2 20
writing Ada 2 1 12
singing Bo 2 1 40

ROOMS:
hall 30
attic\t10

CURRICULA:
first 2 reading singing

UNAVAILABILITY_CONSTRAINTS:
singing 1 2

END.
"""


def _planted(seed: int, *, days: int = 4, per_day: int = 4, rooms: int = 3) -> Instance:
    """Courses around a hidden timetable without any clash."""
    random = Random(seed)
    periods = days * per_day
    free = [(period, room) for period in range(periods) for room in range(rooms)]
    random.shuffle(free)
    courses, held = [], []
    while len(free) > periods * rooms // 4:
        wanted, mine = random.choice((1, 2, 3, 4)), set[int]()
        for cell in list(free):
            if len(mine) < wanted and cell[0] not in mine:
                mine.add(cell[0])
                free.remove(cell)
        days_used = len({p // per_day for p in mine})
        name = f"c{len(courses)}"
        shared = (c.teacher for c, at in zip(courses, held, strict=True) if random.random() < 0.2 and not at & mine)
        teacher = next(shared, name)
        courses.append(Course(name, teacher, len(mine), random.randint(1, days_used), random.randint(5, 60)))
        held.append(mine)
    for n, course in enumerate(courses):  # a teacher of several courses must be free for all of them
        busy = set().union(*(at for c, at in zip(courses[:n], held, strict=False) if c.teacher == course.teacher))
        if busy & held[n]:
            courses[n] = Course(course.id, f"own{n}", course.lectures, course.min_days, course.students)
    curricula = []
    for _ in range(len(courses)):
        members: list[int] = []
        for n in random.sample(range(len(courses)), len(courses)):
            if len(members) < 3 and all(not held[n] & held[m] for m in members):
                members.append(n)
        curricula.append(tuple(members))
    closed = frozenset(
        (n, p // per_day, p % per_day) for n in range(len(courses)) for p in range(periods)
        if p not in held[n] and random.random() < 0.2
    )  # fmt: skip
    seats = tuple((f"r{n}", random.choice((20, 40, 60))) for n in range(rooms))
    return Instance(f"planted {seed}", days, per_day, tuple(courses), seats, tuple(curricula), closed)


def _text(instance: Instance) -> str:
    """An instance as a file writes it."""
    courses = [f"{c.id} {c.teacher} {c.lectures} {c.min_days} {c.students}" for c in instance.courses]
    curricula = [
        f"q{n} {len(q)} {' '.join(instance.courses[c].id for c in q)}" for n, q in enumerate(instance.curricula)
    ]
    closed = [f"{instance.courses[c].id} {day} {period}" for c, day, period in sorted(instance.closed)]
    return "\n".join([
        f"Name: {instance.name}", f"Courses: {len(courses)}", f"Rooms: {len(instance.rooms)}",
        f"Days: {instance.days}", f"Periods_per_day: {instance.periods_per_day}",
        f"Curricula: {len(curricula)}", f"Constraints: {len(closed)}",
        "COURSES:", *courses, "ROOMS:", *(f"{name} {seats}" for name, seats in instance.rooms),
        "CURRICULA:", *curricula, "UNAVAILABILITY_CONSTRAINTS:", *closed, "END.", "",
    ])  # fmt: skip


def test_every_part_of_the_file_is_read() -> None:
    read = parse_courses(SMALL)
    assert (read.name, read.days, read.periods_per_day) == ("Village school", 2, 3)
    assert read.courses[2] == Course("singing", "Bo", 2, 1, 40)
    assert read.rooms == (("hall", 30), ("attic", 10))
    assert read.curricula == ((0, 2),)
    assert read.closed == {(2, 1, 2)}


@pytest.mark.parametrize(
    ("was", "becomes", "where", "reason"),
    [
        ("Days: 2", "Days: none", "line 4", "Days must be a whole number between 1 and 60, not none"),
        ("Days: 2", "Days: 99999999999999999999", "line 4", "Days must be a whole number between 1 and 60"),
        ("Days: 2\n", "", "file", "Days is missing"),
        ("Days: 2", "Days: 2\nDays: 2", "line 5", "Days is given twice"),
        ("Days: 2", "Weeks: 2", "line 4", "must be one of Name, Courses"),
        ("Rooms: 2", "Rooms: 3", "file", "Rooms says 3, but ROOMS: has 2 lines"),
        ("hall 30", "hall", "line 15", "a room has a name and a number of seats"),
        ("hall 30", "hall -3", "line 15", "seats must be a whole number between 0 and 100000, not -3"),
        ("attic\t10", "hall 10", "line 16", "hall is used twice"),
        ("writing Ada 2 1 12", "reading Ada 2 1 12", "line 11", "reading is used twice"),
        ("writing Ada 2 1 12", "writing Ada 2 1", "line 11", "a course has a name, a teacher, lectures"),
        ("writing Ada 2", "writing Ada 7", "line 11", "writing has more lectures than the week has periods"),
        ("writing Ada 2", "writing Ada 9", "file", "13 lectures do not fit into 2 rooms in 6 periods"),
        ("first 2 reading singing", "first 2 reading sinking", "line 19", "there is no course sinking"),
        ("first 2 reading singing", "first 3 reading singing", "line 19", "a curriculum has a name, a number"),
        ("singing 1 2", "singing 2 2", "line 22", "day must be a whole number between 0 and 1, not 2"),
        ("singing 1 2", "singing 1 3", "line 22", "period must be a whole number between 0 and 2, not 3"),
        ("singing 1 2", "sinking 1 2", "line 22", "there is no course sinking"),
        ("END.", "", "file", "END. is missing"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_line(was: str, becomes: str, where: str, reason: str) -> None:
    with pytest.raises(ProblemInvalid) as refused:
        parse_courses(SMALL.replace(was, becomes))
    assert any(place == where and why.startswith(reason) for place, why in refused.value.faults), refused.value.faults


def test_the_costs_are_those_of_the_definitions() -> None:
    instance = parse_courses(SMALL)
    lectures = (
        Lecture(0, 0, 0, 0), Lecture(0, 1, 0, 2),  # one day too few: 5; one room more: 1; attic: 10 students stand
        Lecture(1, 0, 0, 1), Lecture(1, 0, 1, 0),  # no curriculum; seats enough
        Lecture(2, 0, 1, 1), Lecture(2, 0, 0, 2),  # 2 times 10 stand; the curriculum is lonely at 0,0 and at 1,1
    )  # fmt: skip
    verdict = verify_courses(instance, lectures)
    assert (verdict.capacity, verdict.spread, verdict.compact, verdict.stability) == (30, 5, 6, 1)
    assert verdict.broken == {"curriculum": 1}


@given(st.integers(0, 10_000), st.floats(0.1, 20.0))
@settings(max_examples=40, deadline=None)
def test_what_is_counted_on_the_way_is_what_the_referee_counts(seed: int, temperature: float) -> None:
    instance = _planted(seed)
    state = first_state(instance, seed)
    for _ in range(5):
        CourseWalk(state).run(400, temperature)
        verdict = verify_courses(instance, lectures_now(instance, state))
        assert verdict.cost == state.told[COST]
        assert (verdict.broken == {}) == (state.told[CLASHES] == 0)
        if state.told[BEST] < NOWHERE:
            best = verify_courses(instance, lectures_best(instance, state))
            assert (best.cost, best.broken) == (state.told[BEST], {})
    if state.told[BEST] < NOWHERE:
        to_best(state)
        assert verify_courses(instance, lectures_now(instance, state)).cost == state.told[COST]


@pytest.mark.parametrize("seed", range(4))
def test_a_hidden_timetable_is_found_without_clashes_and_the_same_again(seed: int) -> None:
    instance = _planted(seed)
    found = solve_courses(instance, work=0.4, seed=seed)
    assert found.verdict == verify_courses(instance, found.lectures)
    assert found.verdict.broken == {}
    assert found.verdict.cost >= found.bound == least_cost(instance)
    assert solve_courses(instance, work=0.4, seed=seed).lectures == found.lectures


def test_a_search_that_is_told_to_stop_still_has_a_timetable() -> None:
    found = solve_courses(parse_courses(SMALL), seconds=60, should_stop=lambda: True)
    assert len(found.lectures) == 6


def test_the_search_ends_when_nothing_can_be_better() -> None:
    told: list[int] = []
    found = solve_courses(parse_courses(SMALL), seconds=60, on_progress=lambda p: told.append(p.cost))
    assert found.verdict.cost == found.bound == 20
    assert told == sorted(told, reverse=True)


def test_an_instance_without_courses_has_an_empty_timetable() -> None:
    empty = Instance("empty", 1, 1, (), (), (), frozenset())
    assert solve_courses(parse_courses(_text(empty)), seconds=1).lectures == ()


def _run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("timetable", "solve", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_writes_a_line_for_each_lecture(tmp_path: Path) -> None:
    source, target = tmp_path / "village.ctt", tmp_path / "village.sol"
    source.write_text(SMALL, encoding="utf-8")
    code, out, err = _run(str(source), "-o", str(target), "--seconds", "30")
    assert code == 0
    assert out.startswith("cost 20 of at least 20: capacity 20, days 0, compactness 0, rooms 0; lectures 6, ")
    assert "cost 20" in err
    instance = parse_courses(SMALL)
    names = [c.id for c in instance.courses], [name for name, _ in instance.rooms]
    rows = [line.split(" ") for line in target.read_text(encoding="utf-8").splitlines()]
    lectures = tuple(Lecture(names[0].index(c), names[1].index(r), int(d), int(p)) for c, r, d, p in rows)
    assert verify_courses(instance, lectures).cost == 20
    assert solution_text(instance, lectures) == target.read_text(encoding="utf-8")


def test_the_command_refuses_a_wrong_file_with_its_lines_and_status_2(tmp_path: Path) -> None:
    source = tmp_path / "village.ctt"
    source.write_text(SMALL.replace("hall 30", "hall"), encoding="utf-8")
    code, _, err = _run(str(source), "-o", str(tmp_path / "village.sol"))
    assert (code, err) == (2, f"{source}: line 15: a room has a name and a number of seats\n")
    source.write_bytes(b"\xff\xfe")
    assert _run(str(source), "-o", str(tmp_path / "village.sol"))[0] == 2


def test_the_command_says_what_stays_broken_where_no_timetable_can_be_without_clashes(tmp_path: Path) -> None:
    source = tmp_path / "village.ctt"
    source.write_text(SMALL.replace("writing Ada 2", "writing Ada 5"), encoding="utf-8")
    code, _, err = _run(str(source), "-o", str(tmp_path / "village.sol"), "--seconds", "0.5")
    assert code == 1
    assert "no timetable without clashes was found; this one breaks: " in err
