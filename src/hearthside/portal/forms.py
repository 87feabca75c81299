"""What people write on their phone: a commitment, a choice, a consent, the words in their calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearthside.consent.domain.rules import Missing
from hearthside.participants.forms import ChoicesForm, CommitmentForm
from hearthside.ui.forms import HearthForm
from hearthside.ui.templatetags.hearth import full_date

LENGTHS = ((30, _("30 days")), (90, _("3 months")), (180, _("6 months")), (365, _("1 year")))
MISSING = {
    Missing.PURPOSE: ("purpose", _("Write why, for example “Rides”.")),
    Missing.EXPIRY_PAST: ("days", _("Choose how long.")),
    Missing.EXPIRY_FAR: ("days", _("A year is the longest. Choose again.")),
    Missing.SIGNATURE: ("signed_name", _("Write your name. It is your signature.")),
    Missing.RECIPIENT: ("purpose", _("Choose a person.")),
}


class OwnCommitmentForm(CommitmentForm):
    """Something in the person's own week."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].help_text = _("Our staff who plan your week read this. “Work” is enough.")
        self.fields["valid_from"].label = _("First day, if it starts later")
        self.fields["valid_until"].label = _("Last day, if it ends")


class OwnChoicesForm(ChoicesForm):
    """What the person can do and would rather have, in their own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, clinicians=(), **kwargs)
        for name, label in (
            ("can_attend", _("I can come")), ("travel_minutes", _("My way to the clinic, in minutes")),
            ("max_minutes_per_day", _("The most in one day, in minutes")),
        ):  # fmt: skip
            self.fields[name].label = label
        self.fields["travel_minutes"].help_text = _("We tell you when to leave, and keep this time free.")


class AskClinicForm(HearthForm):
    """What somebody wants the people who plan the weeks to know."""

    note = forms.CharField(
        label=_("What should we know?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few words are enough, or none. You need no reason."),
    )  # fmt: skip


class ConsentForm(HearthForm):
    """The blanks of a consent, and the signature."""

    purpose = forms.CharField(
        label=_("Why?"), max_length=200, help_text=_("A few words, for example: rides, child care."),
        error_messages={"required": MISSING[Missing.PURPOSE][1]},
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("For how long?"), coerce=int, initial=90, widget=forms.RadioSelect,
        error_messages={"required": MISSING[Missing.EXPIRY_PAST][1]},
    )  # fmt: skip
    signed_name = forms.CharField(
        label=_("Your full name"), max_length=200, help_text=_("Typing your name here is your signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": MISSING[Missing.SIGNATURE][1]},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days: forms.TypedChoiceField = self.fields["days"]  # type: ignore[assignment]
        days.choices = [
            (count, _("%(length)s, until %(day)s") % {"length": words, "day": full_date(today + timedelta(days=count))})
            for count, words in LENGTHS
        ]

    def still_missing(self, missing: Sequence[Missing]) -> None:
        """Says beside each field what the consent still needs."""
        for one in missing:
            name, words = MISSING[one]
            self.add_error(name, str(words))


class CalendarTitleForm(HearthForm):
    """The words that stand in the person's calendar."""

    title = forms.CharField(
        label=_("Words in your calendar"), max_length=60,
        help_text=_("Each session shows these words and nothing else. Choose words that tell nobody anything."),
        error_messages={"required": _("Write a word, for example “Appointment”.")},
    )  # fmt: skip
