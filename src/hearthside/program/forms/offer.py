"""Forms of levels of care, tracks, services and audiences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearthside.program.forms.fields import ProgramForm
from hearthside.program.selectors import EditOptions, TrackTemplate
from hearthside.program.templatetags.program_words import KINDS, LANGUAGES, POPULATIONS


class LevelForm(ProgramForm):
    """A level-of-care rule."""

    name = forms.CharField(label=_("Name"), max_length=120)
    population = forms.ChoiceField(label=_("For"), choices=list(POPULATIONS.items()), widget=forms.RadioSelect)
    min_minutes_week = forms.IntegerField(label=_("Least minutes a week"), min_value=1, max_value=6000)
    max_minutes_week = forms.IntegerField(label=_("Most minutes a week"), required=False, max_value=6000)
    min_days_week = forms.IntegerField(label=_("Least days a week"), min_value=1, max_value=7)
    max_minutes_day = forms.IntegerField(label=_("Most minutes a day"), min_value=15, max_value=720, initial=240)
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("Where these numbers were read."))
    edition = forms.CharField(label=_("Edition"), max_length=60, required=False)

    def values(self) -> dict[str, Any]:
        """What a rule is saved with."""
        return dict(self.cleaned_data)


class TrackForm(ProgramForm):
    """A track with its weekly orders, a number for each service."""

    beside = {"level": "level_id"}
    name = forms.CharField(label=_("Name"), max_length=120)
    population = forms.ChoiceField(label=_("For"), choices=list(POPULATIONS.items()), widget=forms.RadioSelect)
    level_id = forms.TypedChoiceField(label=_("Level of care"), coerce=int)
    is_default = forms.BooleanField(
        label=_("People of this age group start here unless somebody chooses otherwise"), required=False
    )

    def __init__(self, *args: Any, options: EditOptions, track: TrackTemplate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level_id"].choices = [(level.id, level.name) for level in options.levels]  # type: ignore[attr-defined]
        self.services = options.services
        ordered = dict(track.weekly_orders) if track else {}
        for service in options.services:
            self.fields[f"service_{service.id}"] = forms.IntegerField(
                label=service.name,
                min_value=0,
                max_value=7,
                required=False,
                initial=ordered.get(service.id, 0),
                widget=forms.NumberInput(attrs={"class": "w-20"}),
            )

    @property
    def order_rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Every service with the field of its number a week."""
        return [(service, self[f"service_{service.id}"]) for service in self.services]

    def orders(self) -> dict[int, int]:
        """The services that are ordered, and how often a week."""
        numbers = {service.id: self.cleaned_data.get(f"service_{service.id}") for service in self.services}
        return {service: number for service, number in numbers.items() if number}

    def values(self) -> dict[str, Any]:
        """What a track is saved with."""
        names = ("name", "population", "level_id", "is_default")
        return {name: self.cleaned_data[name] for name in names} | {"orders": self.orders()}


class ServiceForm(ProgramForm):
    """A service."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("For"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="group")
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=480, initial=90)
    min_size = forms.IntegerField(label=_("Smallest size"), min_value=1, max_value=200, initial=2)
    max_size = forms.IntegerField(label=_("Largest size"), min_value=1, max_value=200, initial=12)
    countable = forms.BooleanField(
        label=_("Its minutes count towards the dose"), required=False, initial=True,
        help_text=_("Breaks, transport and waiting never count."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What a service is saved with."""
        return dict(self.cleaned_data)


class AudienceForm(ProgramForm):
    """The people who may share one session of a service."""

    beside = {"tracks": "track_ids"}
    name = forms.CharField(label=_("Name"), max_length=120)
    track_ids = forms.TypedMultipleChoiceField(label=_("Tracks"), coerce=int, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(
        label=_("Held in"), required=False, choices=[("", _("No particular language")), *LANGUAGES.items()],
        help_text=_("Where a language is chosen, everybody in the session speaks it, the clinician too."),
    )  # fmt: skip

    def __init__(self, *args: Any, options: EditOptions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track_ids"].choices = [(track.id, track.name) for track in options.tracks]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What an audience is saved with."""
        return dict(self.cleaned_data)


class TopicsForm(ProgramForm):
    """The topics of a service, one a line."""

    topics = forms.CharField(
        label=_("Topics"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One a line, in the order you like best. A topic that you take out stays in the history."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The topics as the use case takes them."""
        return {"names": self.cleaned_data["topics"].splitlines()}
