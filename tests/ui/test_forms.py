"""Fields say what to change, beside the field, to everybody."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template.loader import get_template
from django.test import RequestFactory

from hearthside.ui.forms import ClockField, DateField, HearthForm, WeekdaysField, minutes_after_midnight


class Sample(HearthForm):
    name = forms.CharField(label="Name", help_text="As you like.", max_length=5)
    days = WeekdaysField(label="Days")
    at = ClockField(label="At")
    until = ClockField(label="Until", midnight_ends_day=True, required=False)
    day = DateField(label="From", required=False)


def _html(form: forms.Form) -> str:
    request = RequestFactory().get("/")
    return get_template("cotton/form.html").render({"form": form, "submit": "Save", "method": "post"}, request)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("17:30", 1050), ("5:30 pm", 1050), ("1730", 1050), ("5:30PM", 1050), ("5 p.m.", 1020), ("9", 540),
        ("930", 570),
        ("12 am", 0), ("12:15 pm", 735), ("17.30", 1050), ("17h30", 1050), ("00:00", 0), ("24:00", 1440),
        ("25:00", None), ("17:61", None), ("13 pm", None), ("0 am", None), ("noon", None), ("", None), ("24:01", None),
    ],
)  # fmt: skip
def test_a_time_is_understood_as_people_write_it(text: str, minutes: int | None) -> None:
    assert minutes_after_midnight(text) == minutes


def test_a_clock_field_gives_minutes_and_shows_a_clock() -> None:
    form = Sample({"name": "Sam", "days": ["2", "0"], "at": "5:30 pm", "until": "0:00", "day": "2026-11-24"})
    assert form.is_valid()
    assert (form.cleaned_data["at"], form.cleaned_data["until"], form.cleaned_data["days"]) == (1050, 1440, (0, 2))
    assert 'value="17:30"' in str(Sample(initial={"at": 1050})["at"])


def test_an_empty_optional_clock_is_nothing() -> None:
    form = Sample({"name": "Sam", "days": ["0"], "at": "9"})
    assert form.is_valid()
    assert form.cleaned_data["until"] is None


def test_a_wrong_field_keeps_what_was_typed_and_names_its_error() -> None:
    html = _html(Sample({"name": "Samantha", "at": "<b>25:71"}))
    assert 'value="Samantha"' in html
    assert 'value="&lt;b&gt;25:71"' in html
    field = re.search(r'<input[^>]*name="name"[^>]*>', html)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_name_helptext id_name_error"' in field[0]
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_a_group_of_choices_has_a_name_and_its_error() -> None:
    html = _html(Sample({"name": "Sam", "at": "9"}))
    assert (
        'role="group" aria-labelledby="id_days_label" class="field field-invalid" aria-describedby="id_days_error"'
        in html
    )
    assert "Choose at least one day." in html


def test_the_summary_links_to_every_wrong_field_and_takes_the_focus() -> None:
    html = _html(Sample({"name": "Samantha"}))
    summary = html[html.index("error-summary") : html.index("</ul>")]
    assert re.findall(r'href="#(\w+)"', summary) == ["id_name", "id_days_0", "id_at"]
    assert 'tabindex="-1" data-error-summary' in summary
    assert set(re.findall(r'href="#(\w+)"', summary)) <= set(re.findall(r' id="(\w+)"', html))


def test_a_form_without_errors_has_no_summary_and_carries_its_token() -> None:
    html = _html(Sample())
    assert "error-summary" not in html
    assert "csrfmiddlewaretoken" in html
    assert html.count("(optional)") == 2
