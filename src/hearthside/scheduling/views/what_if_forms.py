"""Forms of the what-if page: one small form for each thing that could be different."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock
from hearthside.program.selectors import SiteCatalogue
from hearthside.scheduling.domain.entities import DAY_NAMES
from hearthside.scheduling.forms import SEARCHES
from hearthside.scheduling.services import GOOD
from hearthside.scheduling.services.what_if import WAITING
from hearthside.ui.forms import ClockField, DateField, HearthForm

MOST = 200


class ChangeForm(HearthForm):
    """One change in plain words."""

    def __init__(self, *args: Any, catalogue: SiteCatalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinicians = [(f"c{c.id}", c.name) for c in catalogue.clinicians]
        tracks = [(t.code, t.name) for t in catalogue.tracks]
        self.tracks = dict(tracks)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "clinician": clinicians, "who": clinicians, "track": tracks, "like_track": tracks,
            "room": [(f"r{r.id}", _("%(name)s (%(seats)s seats)") % {"name": r.name, "seats": r.capacity})
                     for r in catalogue.rooms],
            "into": [("", _("They are treated elsewhere")), *tracks],
            "like": [("", _("Anybody here now")), (WAITING, _("Those who have no full week now")),
                     *((f"track:{code}", name) for code, name in tracks)],
        }  # fmt: skip
        for name, offered in choices.items():
            field = self.fields.get(name)
            if field is not None and isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
                field.choices = offered

    def change(self) -> dict[str, Any]:
        """The change as data."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}


class _HoursForm(ChangeForm):
    day = forms.TypedChoiceField(label=_("Day"), choices=list(WEEKDAYS.items()), coerce=int)
    start = ClockField(label=_("From"))
    end = ClockField(label=_("Until"), midnight_ends_day=True)

    def clean(self) -> dict[str, Any]:
        """Hours on the quarter-hour grid, the end after the start."""
        data = super().clean() or {}
        for name in ("start", "end"):
            if isinstance(data.get(name), int) and data[name] % 15:
                self.add_error(name, ValidationError(_("Times are on the quarter hour.")))
        if isinstance(data.get("start"), int) and isinstance(data.get("end"), int) and data["end"] <= data["start"]:
            self.add_error("end", ValidationError(_("The end must be after the start.")))
        return data

    def span(self) -> dict[str, str]:
        """The stretch of the day as data."""
        data = self.cleaned_data
        return {"day": DAY_NAMES[data["day"]], "start": clock(data["start"]), "end": clock(data["end"])}


class ClinicianJoins(ChangeForm):
    """Somebody joins who is like somebody who is here."""

    clinician = forms.ChoiceField(label=_("Somebody who leads the same and works the same hours as"))

    def change(self) -> dict[str, Any]:
        """The change as data."""
        return {"like": self.cleaned_data["clinician"]}


class ClinicianLeaves(ChangeForm):
    """Somebody leaves."""

    clinician = forms.ChoiceField(label=_("Who leaves?"))


class ClinicianWorksMore(_HoursForm):
    """Somebody works at a further time."""

    clinician = forms.ChoiceField(label=_("Who works more?"))
    field_order = ("clinician",)

    def change(self) -> dict[str, Any]:
        """The change as data."""
        return {"clinician": self.cleaned_data["clinician"], "works": [self.span()]}


class RoomIsAdded(ChangeForm):
    """One more room."""

    capacity = forms.IntegerField(label=_("Seats in the room"), min_value=1, max_value=200)


class RoomCloses(ChangeForm):
    """A room less."""

    room = forms.ChoiceField(label=_("Which room closes?"))


class OpenLonger(_HoursForm):
    """A further evening, or longer hours on a day."""

    who = forms.MultipleChoiceField(
        label=_("Who works then?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("On top of the hours they work now."),
    )  # fmt: skip

    def change(self) -> dict[str, Any]:
        """The change as data."""
        who = self.cleaned_data["who"]
        return {**self.span(), **({"who": who} if who else {})}


class CloseEarlier(_HoursForm):
    """An evening less."""

    def change(self) -> dict[str, Any]:
        """The change as data."""
        return self.span()


class NewPeople(ChangeForm):
    """Admissions."""

    count = forms.IntegerField(label=_("How many more people?"), min_value=1, max_value=MOST, initial=10)
    like = forms.ChoiceField(
        label=_("Whose work, school and orders are theirs like?"), required=False,
        help_text=_("Each newcomer gets the week of one of these people, always the same ones."),
    )  # fmt: skip

    def change(self) -> dict[str, Any]:
        """The change as data."""
        data, like = self.cleaned_data, self.cleaned_data["like"]
        kind, _colon, track = like.partition(":")
        return {"count": data["count"], **({"track": track} if track else {"like": kind} if kind else {})}


class TrackOpens(ChangeForm):
    """A new track."""

    name = forms.CharField(label=_("What is the new track called?"), max_length=40)
    like_track = forms.ChoiceField(label=_("Its people, groups and clinicians are like those of"))
    count = forms.IntegerField(label=_("How many people start in it?"), min_value=0, max_value=MOST, initial=8)

    def clean_name(self) -> str:
        """A name that no track has."""
        name = str(self.cleaned_data["name"]).strip()
        if name.casefold() in {word.casefold() for pair in self.tracks.items() for word in pair}:
            raise ValidationError(_("There is a track of this name already."))
        return name

    def change(self) -> dict[str, Any]:
        """The change as data."""
        data = self.cleaned_data
        return {"track": data["name"], "like": data["like_track"], "count": data["count"]}


class TrackCloses(ChangeForm):
    """A track less."""

    track = forms.ChoiceField(label=_("Which track closes?"))
    into = forms.ChoiceField(label=_("Where do its people go?"), required=False)

    def clean(self) -> dict[str, Any]:
        """The people go into another track."""
        data = super().clean() or {}
        if data.get("into") and data.get("into") == data.get("track"):
            self.add_error("into", ValidationError(_("Choose another track than the one that closes.")))
        return data


KINDS: dict[str, tuple[type[ChangeForm], Any, str]] = {
    "add_clinician": (ClinicianJoins, _("A clinician joins"), "user-plus"),
    "remove_clinician": (ClinicianLeaves, _("A clinician leaves"), "user-minus"),
    "more_hours": (ClinicianWorksMore, _("A clinician works more"), "clock"),
    "open_hours": (OpenLonger, _("Open one more evening"), "moon"),
    "close_hours": (CloseEarlier, _("Close at some time"), "x-mark"),
    "add_room": (RoomIsAdded, _("A room is added"), "plus"),
    "remove_room": (RoomCloses, _("A room closes"), "building-office-2"),
    "admit": (NewPeople, _("New people come"), "user-group"),
    "open_track": (TrackOpens, _("A track opens"), "flag"),
    "close_track": (TrackCloses, _("A track closes"), "archive-box"),
}


class StartForm(HearthForm):
    """Which week to try the changes on, and how long to search."""

    site = forms.IntegerField(widget=forms.HiddenInput)
    week = DateField(widget=forms.HiddenInput)
    changes = forms.JSONField(widget=forms.HiddenInput)
    seconds = forms.TypedChoiceField(
        label=_("How long to search"), choices=SEARCHES, coerce=int, initial=GOOD,
        help_text=_("For each of the two weeks, so that the comparison is fair."),
    )  # fmt: skip
    keep_known = forms.BooleanField(
        label=_("Keep the places that people know where that is possible"), required=False, initial=True
    )

    def clean_week(self) -> date:
        """A week starts on a Monday."""
        week: date = self.cleaned_data["week"]
        if week.weekday():
            raise ValidationError(_("A week starts on a Monday."))
        return week

    def clean_changes(self) -> list[Any]:
        """At least one change."""
        changes = self.cleaned_data["changes"]
        if not isinstance(changes, list) or not changes:
            raise ValidationError(_("Say first what would be different."))
        return changes
