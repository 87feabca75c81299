"""Times, days, amounts and names as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from hearthside.ui.templatetags import hearth

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (540, "9 h"), (570, "9 h 30 min"), (-75, "−1 h 15 min")]
)
def test_an_amount_of_time_is_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert hearth.duration(minutes) == words


def test_minutes_after_midnight_are_a_time_of_day() -> None:
    assert Template("{% load hearth %}{{ 1050|clock }} {{ 5|clock }}").render(Context()) == "17:30 00:05"


def test_a_moment_is_said_on_the_wall_clock_of_its_zone() -> None:
    assert hearth.in_zone(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "America/Chicago") == "Tuesday 17:30"
    assert hearth.clock_in_zone(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "America/Chicago") == "18:30"
    assert hearth.date_in_zone(datetime(2026, 11, 25, 3, 0, tzinfo=UTC), "America/Chicago") == "Tuesday, November 24"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "Monday 17:00, today"),
        (datetime(2026, 11, 25, 3, 0, tzinfo=UTC), "Tuesday 21:00, tomorrow"),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), "Sunday 17:00, yesterday"),
        (datetime(2026, 11, 27, 23, 0, tzinfo=UTC), "Friday 17:00"),
        (datetime(2026, 12, 7, 23, 0, tzinfo=UTC), "Monday, December 7, 17:00"),
    ],
)
def test_a_moment_is_said_by_how_near_it_is(moment: datetime, words: str) -> None:
    assert hearth.when(moment, "America/Chicago", NOW) == words


def test_days_and_dates_speak_spanish() -> None:
    with translation.override("es"):
        assert hearth.day_name(1) == "martes"
        assert hearth.full_date(date(1990, 5, 4)) == "4 de mayo de 1990"
        assert hearth.when(datetime(2026, 11, 25, 3, 0, tzinfo=UTC), "America/Chicago", NOW) == "martes 21:00, mañana"
        assert hearth.people(1) == "1 persona"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Sam Rivera Ortiz", "SO"), ("Li", "L"), ("María-José de la Cruz", "MC"), ("", ""), ("(Al) Bo", "B")],
)
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert hearth.initials(name) == letters


def test_age_counts_completed_years() -> None:
    assert hearth.age_on(date(2008, 11, 24), date(2026, 11, 23)) == 17
    assert hearth.age_on(date(2008, 11, 23), date(2026, 11, 23)) == 18


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in hearth.icon("sun")
    assert hearth.icon("sun", label='A "sun"').startswith('<span role="img" aria-label="A &quot;sun&quot;">')


def test_the_bar_of_hours_never_leaves_its_track() -> None:
    assert hearth.hours_shares(630, 700, 540) == hearth.HoursBar(planned=90, attended=100, dose=77)
    assert hearth.hours_shares(0, 0, 0) == hearth.HoursBar(planned=0, attended=0, dose=0)


@pytest.mark.parametrize(
    ("view", "place", "name", "mark"),
    [
        ("desk:today", None, "desk:today", 'aria-current="page"'),
        ("desk:week", None, "desk:today", ""),
        ("participants:commitments", None, "participants:list", 'aria-current="true"'),
        ("desk:person", "participants:list", "participants:list", 'aria-current="true"'),
        ("participants:choices", "desk:week", "participants:list", ""),
    ],
)
def test_the_rail_marks_where_the_reader_is(view: str, place: str | None, name: str, mark: str) -> None:
    request = RequestFactory().get("/")
    request.resolver_match = type("Match", (), {"view_name": view})()
    assert hearth.here(Context({"request": request, "place": place}), name) == mark
