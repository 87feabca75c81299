"""Weekly orders, the track, the care team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearthside.participants.domain import taper
from hearthside.participants.forms.words import PersonForm
from hearthside.participants.selectors import OrderChoice
from hearthside.participants.services import Ordered
from hearthside.ui.forms import DateField, WeekdaysField


class OrdersForm(PersonForm):
    """Each service with a number a week and, if somebody in particular is to lead it, a clinician."""

    def __init__(self, *args: Any, choices: Sequence[OrderChoice], **kwargs: Any) -> None:
        self.choices = choices
        initial = kwargs.pop("initial", {})
        for choice in choices:
            initial[f"service-{choice.service_id}"] = choice.per_week
            initial[f"clinician-{choice.service_id}"] = choice.clinician_id
        super().__init__(*args, initial=initial, **kwargs)
        for choice in choices:
            self.fields[f"service-{choice.service_id}"] = forms.IntegerField(
                label=_("%(service)s, times a week") % {"service": choice.name}, min_value=0, max_value=7,
                required=False,
            )  # fmt: skip
            self.fields[f"clinician-{choice.service_id}"] = forms.TypedChoiceField(
                label=_("%(service)s, led by") % {"service": choice.name}, coerce=int, required=False, empty_value=None,
                choices=[("", _("Whoever is free")), *choice.clinicians],
            )  # fmt: skip

    @property
    def lines(self) -> list[tuple[OrderChoice, forms.BoundField, forms.BoundField]]:
        """Each service with its two fields."""
        return [(c, self[f"service-{c.service_id}"], self[f"clinician-{c.service_id}"]) for c in self.choices]

    def ordered(self) -> list[Ordered]:
        """What was typed, as the use case takes it."""
        data = self.cleaned_data
        return [
            Ordered(c.service_id, data[f"service-{c.service_id}"] or 0, data[f"clinician-{c.service_id}"])
            for c in self.choices
        ]

    def countable_minutes(self) -> int:
        """What the numbers typed so far add up to in a week; a line that cannot be read counts as none."""
        self.is_valid()
        data = self.cleaned_data
        return sum((data.get(f"service-{c.service_id}") or 0) * c.minutes for c in self.choices if c.countable)


class TrackForm(PersonForm):
    """The track of the stay."""

    track_id = forms.TypedChoiceField(label=_("Track"), coerce=int)
    reset_orders = forms.BooleanField(label=_("Take over the orders of this track"), required=False, initial=True)

    def __init__(self, *args: Any, tracks: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track_id"].choices = list(tracks)  # type: ignore[attr-defined]


class CareTeamForm(PersonForm):
    """Somebody who joins the care team."""

    staff_id = forms.TypedChoiceField(label=_("Clinician"), coerce=int)
    primary = forms.BooleanField(label=_("As primary clinician"), required=False)

    def __init__(self, *args: Any, clinicians: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_id"].choices = list(clinicians)  # type: ignore[attr-defined]


class SupportForm(PersonForm):
    """Somebody who supports the person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    relationship = forms.CharField(label=_("Who they are to the person"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)


class ApartForm(PersonForm):
    """Somebody to be kept apart from."""

    other = forms.CharField(label=_("Name, date of birth or phone"), max_length=120)

    def nobody(self) -> None:
        """Says that nobody fits."""
        self.add_error("other", _("Nobody here fits that. Try another part of the name."))


class TaperForm(PersonForm):
    """Fewer days a week, step by step; a line without days is no step."""

    starts_on = DateField(label=_("From Monday"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, days in enumerate(taper.USUAL_DAYS, 1):
            self.fields[f"days_{number}"] = forms.IntegerField(
                label=_("Days a week"), min_value=1, max_value=7, required=False, initial=days
            )
            self.fields[f"weeks_{number}"] = forms.IntegerField(
                label=_("Weeks"), min_value=1, max_value=52, required=False, initial=taper.USUAL_WEEKS
            )
            self.fields[f"on_{number}"] = WeekdaysField(label=_("Only on these days"), required=False)

    @property
    def lines(self) -> list[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Each step with its three fields."""
        return [(n, *(self[f"{name}_{n}"] for name in ("days", "weeks", "on"))) for n in self._numbers]  # type: ignore[misc]

    @property
    def _numbers(self) -> range:
        return range(1, len(taper.USUAL_DAYS) + 1)

    def planned(self) -> dict[str, Any]:
        """The plan as the use case takes it."""
        data = self.cleaned_data
        used = [n for n in self._numbers if data.get(f"days_{n}")]
        return {
            "starts_on": data["starts_on"], "days": [data[f"days_{n}"] for n in used],
            "weeks": [data[f"weeks_{n}"] or taper.USUAL_WEEKS for n in used],
            "weekdays": [data[f"on_{n}"] for n in used],
        }  # fmt: skip
