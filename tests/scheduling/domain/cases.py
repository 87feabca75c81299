"""Problems that the timetable tests share, and the referee of the file formats where it is at hand."""

from __future__ import annotations

import importlib.util
import json
from datetime import date
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from hearthside.scheduling.domain.engine import Progress, solve
from hearthside.scheduling.domain.entities import (
    Audience,
    Clinician,
    Commitment,
    Order,
    Participant,
    Preferences,
    Problem,
    Room,
    Service,
    Span,
)
from hearthside.scheduling.domain.solution import Solution
from hearthside.scheduling.domain.verify import verify

SHARED = Path(__file__).resolve().parents[4] / "shared" / "timetable"


def referee() -> ModuleType:
    """The referee that the file formats come with."""
    path = SHARED / "check.py"
    if not path.exists():
        pytest.skip("the shared timetable folder is not beside this project")
    spec = importlib.util.spec_from_file_location("timetable_referee", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def example(name: str) -> Any:
    """One of the example files."""
    path = SHARED / "examples" / name
    if not path.exists():
        pytest.skip("the shared timetable folder is not beside this project")
    return json.loads(path.read_text(encoding="utf-8"))


def placed_week(problem: Problem, seconds: float = 120) -> Solution:
    """The week as soon as everybody is placed and nothing is left to keep, however busy the machine is."""
    told = list[Progress]()
    solution = solve(
        problem,
        seconds=seconds,
        seed=1,
        on_progress=told.append,
        should_stop=lambda: bool(told) and told[-1].placed == told[-1].asked,
    )
    assert verify(problem, solution).broken == ()
    return solution


def person(name: str, *orders: Order, **changes: Any) -> Participant:
    """Somebody with an ordinary life, changed where a test needs it."""
    facts: dict[str, Any] = {
        "track": "general",
        "priority": 1,
        "min_minutes": 60,
        "min_days": 1,
        "max_minutes_per_day": 240,
        "modes": ("in_person",),
        "travel_minutes": 0,
        "not_with": (),
        "languages": ("en",),
        "commitments": (),
        "prefers": Preferences(),
    }
    return Participant(id=name, orders=orders or (Order("talk", 1),), **(facts | changes))


def clinic(*participants: Participant, **changes: Any) -> Problem:
    """One room, one clinician, two hours on Monday and on Tuesday."""
    facts: dict[str, Any] = {
        "starts_on": date(2026, 11, 30),
        "time_zone": "America/Chicago",
        "start_step": 60,
        "opening": (Span(0, 540, 660), Span(1, 540, 660)),
        "rooms": (Room("r1", 3),),
        "services": (Service("talk", "group", 60, 2, 3, True, (Audience("all", ("general",)),)),),
        "clinicians": (clinician("c1"),),
    }
    return Problem(participants=participants, **(facts | changes))


def clinician(name: str, **changes: Any) -> Clinician:
    """Somebody who leads everything in the tiny clinic."""
    facts: dict[str, Any] = {
        "leads": ("talk",),
        "tracks": ("general",),
        "languages": ("en",),
        "gender": "f",
        "modes": ("in_person",),
        "works": (Span(0, 540, 660), Span(1, 540, 660)),
        "max_contact_minutes": 600,
    }
    return Clinician(id=name, **(facts | changes))


def tiny(seed: int) -> Problem:
    """A random clinic that is small enough to try every week."""
    random = Random(seed)
    names = ["p1", "p2", "p3", "p4"][: random.choice((2, 3, 3, 4))]
    services = [Service("talk", "group", 60, 2, random.choice((2, 3)), True, (Audience("all", ("general",)),))]
    if len(names) < 4 and random.random() < 0.6:
        services.append(Service("alone", "individual", 60, 1, 1, True, (Audience("all", ("general",)),)))
    leads = tuple(s.id for s in services)
    people = []
    for name in names:
        orders = [Order(s.id, 1, random.choice((None, None, "c1"))) for s in services if random.random() < 0.8]
        orders = orders or [Order("talk", 1)]
        busy = [Commitment("work", Span(random.randrange(2), 540, random.choice((570, 600, 660))))]
        people.append(
            person(
                name,
                *orders,
                priority=random.choice((1, 1, 3)),
                min_minutes=60 * len(orders),
                min_days=random.choice((1, 1, 2)),
                max_minutes_per_day=random.choice((60, 120)),
                modes=random.choice((("in_person",), ("in_person", "online"), ("online",))),
                travel_minutes=random.choice((0, 0, 30)),
                not_with=("p1",) if name == "p2" and random.random() < 0.3 else (),
                commitments=tuple(busy) if random.random() < 0.6 else (),
            )
        )
    day = (Span(1, 540, 600),) if random.random() < 0.7 else ()
    staff = [
        clinician("c1", leads=leads, modes=("in_person", "online"), max_contact_minutes=random.choice((60, 120, 600)))
    ]
    if random.random() < 0.3:
        staff.append(clinician("c2", leads=leads, works=(Span(0, 540, 600),)))
    return clinic(
        *people,
        opening=(Span(0, 540, 660), *day),
        rooms=(Room("r1", random.choice((1, 2, 3))),),
        services=tuple(services),
        clinicians=tuple(staff),
    )
