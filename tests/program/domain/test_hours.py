import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.kernel.weeks import clock
from hearthside.program.domain.hours import HoursUnclear, read_hours, write_hours
from hearthside.ui.forms import minutes_after_midnight


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("8:00-12:00, 13:00-21:00", ((480, 720), (780, 1260))),
        ("13:00–21:00; 8:00 – 12:00", ((480, 720), (780, 1260))),
        ("8 am to 12 pm and 1 pm to 9 pm", ((480, 720), (780, 1260))),
        ("8:00 a 12:00 y 13:00 a 21:00", ((480, 720), (780, 1260))),
        ("8 a.m.-9 a.m.", ((480, 540),)),
        ("1-9 pm", ((780, 1260),)),
        ("9-5 pm", ((540, 1020),)),
        ("5:30-9 pm", ((1050, 1260),)),
        ("17:00-0:00", ((1020, 1440),)),
        ("17:00-24:00", ((1020, 1440),)),
    ],
)
def test_hours_are_read_as_people_write_them(text, parts):
    assert read_hours(text, minutes_after_midnight) == parts


@pytest.mark.parametrize("text", ["eight", "8:00", "8:00-25:00", "8-9-10", "noon to 5 pm", "-"])
def test_what_is_not_clear_is_named(text):
    with pytest.raises(HoursUnclear) as caught:
        read_hours(f"7:00-7:30, {text}", minutes_after_midnight)
    assert caught.value.text == text


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), max_size=5))
def test_what_is_written_is_read_back(parts):
    assert read_hours(write_hours(parts, clock), minutes_after_midnight) == tuple(sorted(parts))
