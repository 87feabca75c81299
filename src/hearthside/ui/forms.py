"""Form fields as people fill them in; `c-form` and `c-field` show them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock

_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?\s?m?\.?)?", re.IGNORECASE)


class HearthForm(forms.Form):
    """A form whose widgets the style sheet knows; labels carry no colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class DateField(forms.DateField):
    """A calendar day, picked in the browser's own way."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class ClockField(forms.Field):
    """A time of day as minutes after midnight: "17:30", "5:30 pm" and "1730" are all 1050."""

    default_error_messages = {"invalid": _("Write a time such as 17:30 or 5:30 pm.")}

    def __init__(self, *, midnight_ends_day: bool = False, **kwargs: Any) -> None:
        self.midnight_ends_day = midnight_ends_day
        attributes = {"class": "clock", "inputmode": "text", "autocomplete": "off", "placeholder": "17:30"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Shows minutes as a clock, and what was typed as it was typed."""
        return clock(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Minutes after midnight."""
        text = str(value or "").strip()
        if not text:
            return None
        minutes = minutes_after_midnight(text)
        if minutes is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return 24 * 60 if minutes == 0 and self.midnight_ends_day else minutes


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Days of the week as a tuple of numbers, Monday being 0."""

    default_error_messages = {"required": _("Choose at least one day.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=list(WEEKDAYS.items()), coerce=int, **kwargs)

    def clean(self, value: Any) -> tuple[int, ...]:
        """The days in their order."""
        return tuple(sorted(super().clean(value)))


class FileField(forms.FileField):
    """A file to send."""

    def __init__(self, *, accept: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept} if accept else {}))
        super().__init__(**kwargs)


def minutes_after_midnight(text: str) -> int | None:
    """The time of day that somebody wrote, or None when it is none."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        return 24 * 60
    return hour * 60 + minute if hour < 24 and minute < 60 else None
