"""The form of a member of staff."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import moment
from hearthside.program.forms.fields import ProgramForm, WeekHoursForm
from hearthside.program.selectors import EditOptions
from hearthside.program.templatetags.program_words import GENDERS, LANGUAGES, MODES
from hearthside.ui.forms import ClockField, DateField

WHOLE_DAY = 1440


class StaffForm(WeekHoursForm):
    """A member of staff with their working hours."""

    beside = {"user": "user_id", "site": "site_id"}
    name = forms.CharField(label=_("Name"), max_length=200)
    credentials = forms.CharField(
        label=_("Credentials"), max_length=60, required=False, help_text=_("Such as LPC, LCSW.")
    )
    site_id = forms.TypedChoiceField(label=_("Site"), coerce=int)
    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=[("", _("Not said")), *GENDERS.items()],
        help_text=_("Participants may ask for a clinician of a gender."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=list(LANGUAGES.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    modes = forms.MultipleChoiceField(
        label=_("Works"), choices=list(MODES.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    leads = forms.TypedMultipleChoiceField(
        label=_("Leads"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    tracks = forms.TypedMultipleChoiceField(
        label=_("For tracks"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    max_contact_minutes = forms.IntegerField(
        label=_("Most contact minutes a week"), max_value=6000, initial=1500, help_text=_("1500 minutes are 25 hours.")
    )

    def __init__(self, *args: Any, options: EditOptions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("site_id", options.sites), ("leads", options.services), ("tracks", options.tracks)):
            self.fields[name].choices = [(row.id, row.name) for row in rows]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What a member of staff is saved with."""
        names = (
            "name", "credentials", "site_id", "gender", "languages", "modes", "leads", "tracks", "max_contact_minutes",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names} | {"works": self.spans()}


class AbsenceForm(ProgramForm):
    """From when until when a member of staff is away, on the clock of their site."""

    beside = {"until": "until_day"}
    since_day = DateField(label=_("Away from"))
    since_time = ClockField(
        label=_("From what time"), required=False, help_text=_("Leave the times empty for whole days.")
    )
    until_day = DateField(label=_("Away until, this day included"))
    until_time = ClockField(label=_("Until what time"), required=False, midnight_ends_day=True)

    def period(self, zone: ZoneInfo) -> dict[str, datetime]:
        """The absence as the use case takes it."""
        data = self.cleaned_data
        last = WHOLE_DAY if data["until_time"] is None else data["until_time"]
        return {
            "begins": moment(data["since_day"], data["since_time"] or 0, zone),
            "ends": moment(data["until_day"], last, zone),
        }
