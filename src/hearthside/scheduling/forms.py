"""Forms of the timetable's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hearthside.program.selectors import SiteCatalogue
from hearthside.scheduling.domain.booking import Code
from hearthside.scheduling.services import GOOD, QUICK, THOROUGH, BookingRefused
from hearthside.scheduling.templatetags.scheduling_words import refusal_words
from hearthside.ui.forms import ClockField, DateField, HearthForm
from hearthside.ui.language import in_own_language
from hearthside.ui.templatetags.hearth import day_name

MODES = (("in_person", _("In person")), ("online", _("Online")))
SEARCHES = ((QUICK, _("Quick: 20 seconds")), (GOOD, _("Good: 1 minute")), (THOROUGH, _("Thorough: 5 minutes")))
BESIDE = {
    Code.OFF_GRID: "start", Code.OUTSIDE_HOURS: "start", Code.REASON_NEEDED: "reason", Code.ROOM_NEEDED: "room",
    Code.ROOM_NOT_NEEDED: "room", Code.ROOM_TOO_SMALL: "room", Code.ROOM_TAKEN: "room",
    Code.CLINICIAN_OUTSIDE_HOURS: "clinician", Code.CLINICIAN_CANNOT_LEAD: "clinician",
    Code.CLINICIAN_MODE: "clinician", Code.CLINICIAN_LANGUAGE: "clinician", Code.CLINICIAN_FULL_WEEK: "clinician",
    Code.CLINICIAN_TAKEN: "clinician", Code.COMMITMENT: "despite_commitments",
}  # fmt: skip


class RefusableForm(HearthForm):
    """A form whose refusal stands beside the field it is about."""

    def refuse(self, refused: BookingRefused, about: str = "") -> None:
        """Puts a refusal into words beside its field; `about` is the person it concerns."""
        words = refusal_words(refused.code, refused.detail)
        field = BESIDE.get(refused.code)
        self.add_error(
            field if field in self.fields else None, ValidationError(f"{about}: {words}" if about else words)
        )


class _PlaceAndTime(RefusableForm):
    day = DateField(label=_("Day"))
    start = ClockField(label=_("Starts at"), help_text=_("By the clock of the site."))
    room = forms.TypedChoiceField(label=_("Room"), required=False, coerce=int, empty_value=None)
    clinician = forms.TypedChoiceField(label=_("Led by"), coerce=int)

    def __init__(self, *args: Any, catalogue: SiteCatalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = [
            (r.id, _("%(name)s (%(seats)s seats)") % {"name": r.name, "seats": r.capacity}) for r in catalogue.rooms
        ]
        _choose(self.fields["room"], [("", _("No room: online")), *rooms])
        _choose(self.fields["clinician"], [(c.id, c.name) for c in catalogue.clinicians])


class SessionForm(_PlaceAndTime):
    """A session to add to a site's week."""

    offer = forms.ChoiceField(label=_("Service and group"))
    mode = forms.ChoiceField(label=_("How to meet"), choices=MODES, widget=forms.RadioSelect, initial="in_person")
    field_order = ("offer", "mode", "day", "start", "room", "clinician")

    def __init__(self, *args: Any, catalogue: SiteCatalogue, **kwargs: Any) -> None:
        super().__init__(*args, catalogue=catalogue, **kwargs)
        offers = [
            (f"{s.id}:{a.id}", f"{in_own_language(s.name, s.name_es)} · {a.name}")
            for s in catalogue.services
            for a in s.audiences
        ]
        _choose(self.fields["offer"], offers)

    def wanted(self) -> dict[str, Any]:
        """The arguments of the session."""
        service, _colon, audience = self.cleaned_data["offer"].partition(":")
        kept = {name: self.cleaned_data[name] for name in ("mode", "day", "start")}
        return {
            **kept, "service_id": int(service), "audience_id": int(audience), "room_id": self.cleaned_data["room"],
            "clinician_id": self.cleaned_data["clinician"],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offers:
    """What a planned session can be made of, with the ids of the problem file."""

    offers: list[tuple[str, str]]
    days: list[int]
    rooms: list[tuple[str, str]]
    clinicians: list[tuple[str, str]]


class PlannedForm(HearthForm):
    """A session to add to a draft of a week."""

    offer = forms.ChoiceField(label=_("Service and group"))
    mode = forms.ChoiceField(label=_("How to meet"), choices=MODES, widget=forms.RadioSelect, initial="in_person")
    day = forms.TypedChoiceField(label=_("Day"), coerce=int)
    start = ClockField(label=_("Starts at"), help_text=_("By the clock of the site."))
    room = forms.ChoiceField(label=_("Room"), required=False)
    clinician = forms.ChoiceField(label=_("Led by"))

    def __init__(self, *args: Any, bench: Offers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["offer"], bench.offers)
        _choose(self.fields["day"], [(day, day_name(day)) for day in bench.days])
        _choose(self.fields["room"], [("", _("No room: online")), *bench.rooms])
        _choose(self.fields["clinician"], bench.clinicians)

    def wanted(self) -> dict[str, Any]:
        """The session but for its id and its people."""
        data = self.cleaned_data
        service, _colon, audience = data["offer"].partition(":")
        room = None if data["mode"] == "online" else data["room"] or None
        return {
            "service": service, "audience": audience, "mode": data["mode"], "day": data["day"],
            "start": data["start"], "room": room, "clinician": data["clinician"],
        }  # fmt: skip


class MoveForm(_PlaceAndTime):
    """Another time, room or leader for a session."""

    despite_commitments = forms.BooleanField(
        label=_("Move it even where it touches what somebody has on"), required=False
    )

    def wanted(self) -> dict[str, Any]:
        """The arguments of the move."""
        data = self.cleaned_data
        return {
            "day": data["day"], "start": data["start"], "room_id": data["room"], "clinician_id": data["clinician"],
            "despite_commitments": data["despite_commitments"],
        }  # fmt: skip


class CancelForm(RefusableForm):
    """Why a session is called off."""

    reason = forms.CharField(
        label=_("Why is it called off?"), max_length=200,
        help_text=_("Staff see this. Participants see only that the session is cancelled."),
    )  # fmt: skip


class SeatForm(RefusableForm):
    """A person for a session."""

    participant = forms.IntegerField(widget=forms.HiddenInput)
    despite_commitments = forms.BooleanField(required=False, widget=forms.HiddenInput)


class BuildForm(HearthForm):
    """Which week to build, and how long to search."""

    site = forms.IntegerField(widget=forms.HiddenInput)
    week = DateField(widget=forms.HiddenInput)
    seconds = forms.TypedChoiceField(label=_("How long to search"), choices=SEARCHES, coerce=int, initial=GOOD)
    weeks = forms.TypedChoiceField(
        label=_("How many weeks"), coerce=int, initial=1, required=False, empty_value=None,
        choices=[(1, _("This one")), (2, _("2 weeks")), (3, _("3 weeks")), (4, _("4 weeks"))],
    )  # fmt: skip

    def clean_week(self) -> Any:
        """A week starts on a Monday."""
        week = self.cleaned_data["week"]
        if week.weekday():
            raise ValidationError(_("A week starts on a Monday."))
        return week


def _choose(field: forms.Field, choices: list[tuple[Any, Any]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]


class AbsenceForm(HearthForm):
    """Who or what is gone, from when until when."""

    site = forms.IntegerField(widget=forms.HiddenInput)
    who = forms.ChoiceField(label=_("Who or what is missing?"))
    since = forms.ChoiceField(
        label=_("From when?"), choices=(("now", _("From now on")), ("later", _("From a day and time"))),
        widget=forms.RadioSelect, initial="now",
    )  # fmt: skip
    since_day = DateField(label=_("From this day"), required=False)
    since_time = ClockField(label=_("At"), required=False, help_text=_("Empty: from the start of the day."))
    until = forms.ChoiceField(
        label=_("Until when?"), widget=forms.RadioSelect, initial="day",
        choices=(
            ("day", _("That day only")), ("week", _("To the end of that week")), ("date", _("To the end of a day")),
        ),
    )  # fmt: skip
    until_day = DateField(label=_("To the end of this day"), required=False)

    def __init__(self, *args: Any, catalogue: SiteCatalogue, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        _choose(self.fields["who"], [
            ("", _("Choose")),
            (_("Clinicians"), [(f"c{c.id}", c.name) for c in catalogue.clinicians]),
            (_("Rooms"), [(f"r{r.id}", r.name) for r in catalogue.rooms]),
            (_("The building"), [("building", _("The whole building: nobody can come in"))]),
        ])  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The two moments on the site's clock."""
        data: dict[str, Any] = super().clean() or {}
        later = data.get("since") == "later"
        if later and "since_day" in data and not data["since_day"]:
            self.add_error("since_day", _("Say from which day."))
        if data.get("until") == "date" and "until_day" in data and not data["until_day"]:
            self.add_error("until_day", _("Say until which day."))
        if self.errors:
            return data
        zone = self.now.tzinfo
        first = data["since_day"] if later else self.now.date()
        begins = self.now
        if later:
            start = data["since_time"] or 0
            begins = max(self.now, datetime.combine(first, time(start // 60 % 24, start % 60), tzinfo=zone))
        days = {"day": first, "week": first + timedelta(days=6 - first.weekday()), "date": data["until_day"]}
        ends = datetime.combine(days[data["until"]] + timedelta(days=1), time(), tzinfo=zone)
        if ends <= begins:
            self.add_error("until_day" if data["until"] == "date" else "since_day", _("The end is before the start."))
        return {**data, "begins": begins, "ends": ends}

    def gone(self) -> dict[str, Any]:
        """Clinicians, rooms or the building, with the moments."""
        who, data = self.cleaned_data["who"], self.cleaned_data
        return {
            "clinicians": (int(who[1:]),) if who[0] == "c" else (), "rooms": (int(who[1:]),) if who[0] == "r" else (),
            "building": who == "building", "begins": data["begins"], "ends": data["ends"],
        }  # fmt: skip
