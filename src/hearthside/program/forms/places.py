"""Forms of sites and rooms."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearthside.program.domain.refusals import Refusal
from hearthside.program.forms.fields import WORDS, ProgramForm, WeekHoursForm
from hearthside.ui.forms import ClockField, DateField


@lru_cache(maxsize=1)
def time_zones() -> tuple[str, ...]:
    """The time zones of the world, those of the United States first."""
    known = [
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix"))
    ]
    american = [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
    ]  # fmt: skip
    return (*american, *sorted(set(known) - set(american)))


class SiteForm(WeekHoursForm):
    """A site with its hours."""

    name = forms.CharField(label=_("Name"), max_length=120)
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64,
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text=_("Type a city to search. Every time of this site is shown on its clock."),
    )  # fmt: skip
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    start_step = forms.TypedChoiceField(
        label=_("Sessions start"), coerce=int, initial=30,
        choices=[(15, _("every quarter of an hour")), (30, _("every half hour")), (60, _("on the hour"))],
    )  # fmt: skip

    def clean_time_zone(self) -> str:
        """The zone by its full name; a city alone is enough where only one has it."""
        typed = str(self.cleaned_data["time_zone"]).strip().replace(" ", "_").casefold()
        exact = [zone for zone in time_zones() if zone.casefold() == typed]
        city = [zone for zone in time_zones() if zone.casefold().rpartition("/")[2] == typed]
        found = exact or city
        if len(found) != 1:
            raise ValidationError(str(WORDS[Refusal.ZONE_UNKNOWN]))
        return found[0]

    def values(self) -> dict[str, Any]:
        """What a site is saved with."""
        names = ("name", "time_zone", "address", "phone", "start_step")
        return {name: self.cleaned_data[name] for name in names} | {"opening": self.spans()}


class RoomForm(ProgramForm):
    """A room."""

    name = forms.CharField(label=_("Name"), max_length=80)
    capacity = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=200, help_text=_("People beside the clinician.")
    )

    def values(self) -> dict[str, Any]:
        """What a room is saved with."""
        return dict(self.cleaned_data)


class ClosureForm(ProgramForm):
    """A day on which the site is closed or open for less."""

    day = DateField(label=_("Day"))
    name = forms.CharField(label=_("Why"), max_length=80, help_text=_("A holiday, a training day. Staff see it."))
    opens = ClockField(label=_("Open only from"), required=False, help_text=_("Leave both empty where it is closed."))
    closes = ClockField(label=_("until"), required=False, midnight_ends_day=True)

    def values(self) -> dict[str, Any]:
        """The closure as the use case takes it."""
        return self.cleaned_data
