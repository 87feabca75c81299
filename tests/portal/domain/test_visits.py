"""What is next, when to leave, and how a week divides into days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hearthside.portal.domain.visits import Busy, Visit, ahead, leaves_at, week_days

CHICAGO = ZoneInfo("America/Chicago")
TODAY = date(2026, 11, 25)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO)


def visit(number: int, day: int, hour: int, *, cancelled: bool = False, leave: datetime | None = None) -> Visit:
    return Visit(number, at(day, hour), at(day, hour + 1), False, cancelled, leave=leave)


def test_the_next_session_is_the_first_that_takes_place_and_has_not_ended() -> None:
    found = ahead([visit(3, 25, 17), visit(1, 25, 9), visit(2, 25, 13, cancelled=True)], at(25, 12), TODAY)
    assert found.next is not None
    assert found.next.session_id == 3
    assert [one.session_id for one in found.later] == [2]
    assert not found.running


def test_a_session_that_has_begun_is_now_and_nobody_is_told_to_leave() -> None:
    found = ahead([visit(1, 25, 12, leave=at(25, 11))], at(25, 12, 30), TODAY)
    assert (found.running, found.leave_now) == (True, False)


def test_a_session_that_ends_this_minute_is_over() -> None:
    assert ahead([visit(1, 25, 11)], at(25, 12), TODAY).next is None


def test_it_is_time_to_leave_from_the_moment_on() -> None:
    one = visit(1, 25, 17, leave=at(25, 16, 30))
    assert not ahead([one], at(25, 16, 29), TODAY).leave_now
    assert ahead([one], at(25, 16, 30), TODAY).leave_now


def test_tomorrow_shows_until_the_first_that_takes_place() -> None:
    visits = [visit(1, 25, 17), visit(2, 26, 9, cancelled=True), visit(3, 26, 10), visit(4, 26, 12)]
    assert [one.session_id for one in ahead(visits, at(25, 12), TODAY).tomorrow] == [2, 3]


def test_what_is_next_is_not_said_again_under_tomorrow() -> None:
    found = ahead([visit(3, 26, 10), visit(4, 26, 12)], at(25, 12), TODAY)
    assert found.next is not None
    assert (found.next.session_id, found.later, found.tomorrow) == (3, (), ())


def test_leaving_is_counted_in_real_minutes_where_the_clocks_change() -> None:
    # The clocks went from 02:00 to 03:00 on March 8: half an hour before 03:15 is 01:45.
    assert f"{leaves_at(at(8, 3, 15, month=3), 30):%H:%M}" == "01:45"


def test_a_week_has_seven_days_with_sessions_and_the_rest_of_life_in_order() -> None:
    monday = date(2026, 11, 23)
    busy = [(2, Busy("Work", 540, 960)), (2, Busy("School run", 450, 480))]
    days = week_days(monday, [visit(2, 25, 17), visit(1, 25, 9)], busy, TODAY)
    assert [day.today for day in days] == [False, False, True, False, False, False, False]
    assert [one.session_id for one in days[2].visits] == [1, 2]
    assert [one.label for one in days[2].busy] == ["School run", "Work"]
