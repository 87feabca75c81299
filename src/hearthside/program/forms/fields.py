"""What the forms of the program have in common: refusals beside their fields, hours as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock
from hearthside.program.domain.hours import HoursUnclear, read_hours, write_hours
from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.domain.spans import Span, backwards, overlapping
from hearthside.ui.forms import HearthForm, minutes_after_midnight

WORDS: dict[Refusal, str | Promise] = {
    Refusal.NAME_MISSING: _("Write a name."),
    Refusal.NAME_TAKEN: _("This name is already in use. Choose another one."),
    Refusal.ZONE_UNKNOWN: _("Choose a time zone from the list, such as America/Chicago."),
    Refusal.STEP_NOT_OFFERED: _("Choose 15, 30 or 60 minutes."),
    Refusal.HOURS_BACKWARDS: _("Hours end after they begin, on the same day."),
    Refusal.HOURS_OVERLAP: _("Two stretches of one day overlap. Join them into one."),
    Refusal.DAY_TAKEN: _("This day is on the list already."),
    Refusal.END_BEFORE_START: _("The end is before the start."),
    Refusal.TOPICS_TOO_MANY: _("A service has at most 40 topics."),
    Refusal.CAPACITY: _("A room seats between 1 and 200 people."),
    Refusal.SOURCE_MISSING: _("Say where these numbers were read."),
    Refusal.DAYS: _("A week has 1 to 7 days."),
    Refusal.MOST_BELOW_LEAST: _("The most is less than the least."),
    Refusal.MINUTES: _("A session lasts between 15 minutes and 8 hours."),
    Refusal.SIZES: _("The largest size is at least the smallest, and the smallest at least 1."),
    Refusal.INDIVIDUAL_IS_ONE: _("A service for one person has size 1."),
    Refusal.PER_WEEK: _("A service is ordered at most 7 times a week: once a day."),
    Refusal.TRACKS_MISSING: _("Choose at least one track."),
    Refusal.LEVEL_OF_OTHER_AGE: _("This level of care is for the other age group."),
    Refusal.MODE_UNKNOWN: _("Choose in person, online or both."),
    Refusal.CONTACT_MINUTES: _("Contact time is at most 6000 minutes a week."),
    Refusal.ACCOUNT_TAKEN: _("This account belongs to another member of staff."),
    Refusal.STILL_USED: _("This is still in use and cannot be taken away."),
}


class ProgramForm(HearthForm):
    """A form whose refusals stand beside their fields."""

    beside: Mapping[str, str] = {}

    def refuse(self, refused: ProgramRefused) -> None:
        """Puts the reason of a refusal beside the field that it concerns."""
        name = self.beside.get(refused.field, refused.field)
        self.add_error(name if name in self.fields else None, ValidationError(str(WORDS[refused.reason])))


class HoursField(forms.CharField):
    """The hours of one day, in as many stretches as it has: "8:00-12:00, 13:00-21:00"; nothing is closed."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "off"}
        super().__init__(required=False, max_length=200, widget=forms.TextInput(attrs=attributes), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Shows stretches as text, and what was typed as it was typed."""
        return value if isinstance(value, str) or value is None else write_hours(value, clock)

    def clean(self, value: Any) -> Any:
        """The stretches as minutes after midnight."""
        try:
            parts = read_hours(super().clean(value), minutes_after_midnight)
        except HoursUnclear as unclear:
            words = _("“%(text)s” is not clear. Write hours such as 8:00-12:00 or 1:00 pm-9:00 pm.")
            raise ValidationError(words, params={"text": unclear.text}) from unclear
        spans = [Span(0, start, end) for start, end in parts]
        if backwards(spans):
            raise ValidationError(str(WORDS[Refusal.HOURS_BACKWARDS]))
        if overlapping(spans):
            raise ValidationError(str(WORDS[Refusal.HOURS_OVERLAP]))
        return parts


class WeekHoursForm(ProgramForm):
    """A form with the hours of seven days."""

    def __init__(self, *args: Any, spans: Iterable[Span] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spans = tuple(spans)
        for day, name in WEEKDAYS.items():
            parts = [(span.start, span.end) for span in spans if span.day == day]
            self.fields[f"day_{day}"] = HoursField(label=name, initial=parts)

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven fields."""
        return [self[f"day_{day}"] for day in WEEKDAYS]

    def spans(self) -> tuple[Span, ...]:
        """The hours of the week."""
        return tuple(Span(day, *part) for day in WEEKDAYS for part in self.cleaned_data[f"day_{day}"])
