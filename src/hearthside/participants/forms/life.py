"""Commitments, calendars, the choices sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearthside.participants.domain.lives import Weekly, Wishes
from hearthside.participants.forms.words import PersonForm, offered
from hearthside.participants.selectors import ChoicesSheet, CommitmentRow
from hearthside.participants.templatetags.people_words import DAY_PARTS, POINTS
from hearthside.program.templatetags.program_words import MODES
from hearthside.ui.forms import ClockField, DateField, FileField, WeekdaysField

GENDERS = {"f": _("A woman"), "m": _("A man"), "x": _("Another gender")}


class CommitmentForm(PersonForm):
    """A weekly part of somebody's life."""

    label = forms.CharField(
        label=_("What"), max_length=120, help_text=_("Staff who build the week read this. “Work” is enough."),
        error_messages={"required": _("Say what it is, for example “Work”.")},
    )  # fmt: skip
    weekdays = WeekdaysField(label=_("Days"))
    start_minute = ClockField(label=_("From"))
    end_minute = ClockField(label=_("To"), help_text=_("Earlier than the start means the next day."))
    valid_from = DateField(label=_("First day"), required=False)
    valid_until = DateField(label=_("Last day"), required=False)

    @staticmethod
    def about(row: CommitmentRow) -> dict[str, Any]:
        """A commitment as the form begins with it."""
        names = ("label", "weekdays", "start_minute", "end_minute", "valid_from", "valid_until")
        return {name: getattr(row, name) for name in names}

    def weekly(self) -> Weekly:
        """What was typed, as the use case takes it."""
        data = self.cleaned_data
        return Weekly(
            data["label"], data["weekdays"], data["start_minute"] % 1440, data["end_minute"], data["valid_from"],
            data["valid_until"],
        )  # fmt: skip


class CalendarForm(PersonForm):
    """A calendar file, or the text of one."""

    file = FileField(
        label=_("Calendar file"), accept=".ics,text/calendar", required=False, help_text=_("A file that ends in .ics.")
    )
    content = forms.CharField(
        label=_("Or paste the calendar’s text"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("From a subscription: open its address, and copy everything from BEGIN:VCALENDAR on."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False,
        help_text=_("Left open, the calendar’s own name. A calendar of the same name is replaced."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("content") or "").strip():
            self.add_error("file", _("Choose a file, or paste the calendar’s text below."))
        return cleaned

    def calendar(self) -> tuple[bytes | str, str]:
        """The content and the name to keep it under."""
        file = self.cleaned_data.get("file")
        name = self.cleaned_data["name"]
        return (file.read() if file else self.cleaned_data["content"]), name


class PointsField(forms.TypedChoiceField):
    """How much something matters, in words; what is not answered does not matter."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, coerce=int, choices=list(POINTS.items()))

    def clean(self, value: Any) -> int:
        """The points."""
        return int(super().clean(value)) if value else 0


class ChoicesForm(PersonForm):
    """The choices sheet: a select of points in words for each thing that can matter."""

    can_attend = forms.MultipleChoiceField(
        label=_("Can attend"), choices=offered(MODES), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way to attend.")},
    )  # fmt: skip
    travel_minutes = forms.IntegerField(
        label=_("Travel to the clinic, minutes"), min_value=0, max_value=240,
        help_text=_("Kept free before and after every session in person."),
    )  # fmt: skip
    max_minutes_per_day = forms.IntegerField(
        label=_("Most treatment in one day, minutes"), min_value=30, max_value=720,
        help_text=_("Breaks not counted."),
    )  # fmt: skip

    def __init__(self, *args: Any, clinicians: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in (("mode", MODES), ("part", DAY_PARTS), ("gender", GENDERS)):
            for what, label in words.items():
                self.fields[f"{key}_{what}"] = PointsField(label)
        for staff_id, name in clinicians:
            self.fields[f"clinician_{staff_id}"] = PointsField(name)

    @staticmethod
    def about(sheet: ChoicesSheet) -> dict[str, Any]:
        """The sheet as the form begins with it."""
        start: dict[str, Any] = {
            "can_attend": list(sheet.can_attend), "travel_minutes": sheet.travel_minutes,
            "max_minutes_per_day": sheet.max_minutes_per_day, "version": sheet.version,
        }  # fmt: skip
        groups: Iterable[tuple[str, dict[Any, int]]] = (
            ("mode", sheet.modes), ("part", sheet.day_parts), ("gender", sheet.clinician_gender),
            ("clinician", sheet.clinicians),
        )  # fmt: skip
        for key, points in groups:
            start |= {f"{key}_{what}": max(value, 2) if value else 0 for what, value in points.items()}
        return start

    def group(self, key: str) -> list[forms.BoundField]:
        """The fields of one group of things that can matter."""
        return [self[name] for name in self.fields if name.startswith(f"{key}_")]

    @property
    def modes(self) -> list[forms.BoundField]:
        """In person, online."""
        return self.group("mode")

    @property
    def parts(self) -> list[forms.BoundField]:
        """Parts of the day and the weekend."""
        return self.group("part")

    @property
    def genders(self) -> list[forms.BoundField]:
        """The gender of the clinician."""
        return self.group("gender")

    @property
    def clinicians(self) -> list[forms.BoundField]:
        """The clinicians of the site."""
        return self.group("clinician")

    def wishes(self) -> Wishes:
        """What was chosen, as the use case takes it."""
        data = self.cleaned_data

        def points(key: str) -> dict[str, int]:
            return {name.removeprefix(f"{key}_"): data[name] for name in self.fields if name.startswith(f"{key}_")}

        return Wishes(
            tuple(data["can_attend"]), points("mode"), points("part"), points("gender"),
            {int(staff): value for staff, value in points("clinician").items()},
            data["travel_minutes"], data["max_minutes_per_day"],
        )  # fmt: skip
