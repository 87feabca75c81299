"""Who somebody is, how they may be reached, and their admission."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearthside.participants.domain.identity import Identity
from hearthside.participants.domain.lives import IN_PERSON
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal
from hearthside.participants.forms.words import PersonForm, offered
from hearthside.participants.selectors import ParticipantDetail
from hearthside.participants.templatetags.people_words import CHANNELS
from hearthside.program.templatetags.program_words import GENDERS, LANGUAGES, MODES
from hearthside.ui.forms import DateField

NEEDS = {
    "email": ("email", Refusal.EMAIL_MISSING),
    "text": ("phone", Refusal.PHONE_MISSING),
    "call": ("phone", Refusal.PHONE_MISSING),
    "post": ("address", Refusal.ADDRESS_MISSING),
}


class IdentityForm(PersonForm):
    """Names, languages and contact."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    chosen_name = forms.CharField(
        label=_("Chosen name"), max_length=120, required=False, help_text=_("What we call them, if not the given name.")
    )
    pronouns = forms.CharField(
        label=_("Pronouns"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("she / her")}),
    )
    date_of_birth = DateField(label=_("Date of birth"), required=False)
    gender = forms.ChoiceField(label=_("Gender"), required=False, choices=offered(GENDERS, empty=_("Not said")))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=offered(LANGUAGES), widget=forms.CheckboxSelectMultiple,
        help_text=_("Languages in which they can take part in a group."),
        error_messages={"required": _("Choose at least one language.")},
    )  # fmt: skip
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    address = forms.CharField(label=_("Postal address"), max_length=300, required=False)
    preferred_channel = forms.ChoiceField(
        label=_("How they would like to be reached"), choices=offered(CHANNELS), widget=forms.RadioSelect
    )
    ok_to_text = forms.BooleanField(label=_("We may send text messages"), required=False)
    ok_to_email = forms.BooleanField(label=_("We may send e-mail"), required=False)
    ok_to_voicemail = forms.BooleanField(label=_("We may leave a voicemail"), required=False)
    may_mention_treatment = forms.BooleanField(
        label=_("Messages may say that they are about treatment"), required=False,
        help_text=_("Without this, every message stays neutral."),
    )  # fmt: skip
    contact_notes = forms.CharField(
        label=_("Good to know when reaching them"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("For example: call after 16:00, shares the phone."),
    )  # fmt: skip

    @classmethod
    def about(cls, person: ParticipantDetail) -> dict[str, Any]:
        """What is known, as the form begins with it."""
        card = person.card
        known = {name: getattr(person, name) for name in cls.base_fields if hasattr(person, name)}
        more = ("pronouns", "date_of_birth", "languages", "interpreter", "preferred_channel", "may_mention_treatment")
        return known | {name: getattr(card, name) for name in more} | {"site_id": card.site_id}

    def clean(self) -> dict[str, Any]:
        """Whatever way to reach them was chosen must lead somewhere."""
        cleaned = super().clean() or {}
        channel = cleaned.get("preferred_channel", "")
        field, reason = NEEDS.get(channel, ("", Refusal.NAME_MISSING))
        if field and field not in self.errors and not cleaned.get(field) and self._asks_for_contact():
            self.refuse(ParticipantRefused(field, reason))
        if channel == "text" and not cleaned.get("ok_to_text"):
            self.refuse(ParticipantRefused("ok_to_text", Refusal.TEXT_NOT_ALLOWED))
        return cleaned

    def _asks_for_contact(self) -> bool:
        return True

    def identity(self) -> Identity:
        """What was typed, as the use case takes it."""
        names = [name for name in Identity.__dataclass_fields__ if name != "languages"]
        return Identity(languages=tuple(self.cleaned_data["languages"]), **{n: self.cleaned_data[n] for n in names})


class EditForm(IdentityForm):
    """Who somebody is, and their site."""

    site_id = forms.TypedChoiceField(label=_("Site"), coerce=int)

    def __init__(self, *args: Any, sites: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site_id"].choices = list(sites)  # type: ignore[attr-defined]


class AdmitForm(EditForm):
    """A new person and the stay that begins."""

    admitted_on = DateField(label=_("First day"))
    track_id = forms.TypedChoiceField(
        label=_("Track"), coerce=int, required=False, empty_value=None,
        help_text=_("Left open, age on the first day decides: under 18 the adolescent track."),
    )  # fmt: skip
    primary_clinician_id = forms.TypedChoiceField(
        label=_("Primary clinician"), coerce=int, required=False, empty_value=None,
        help_text=_("They may read the clinical record."),
    )  # fmt: skip
    can_attend = forms.MultipleChoiceField(
        label=_("Can attend"), choices=offered(MODES), widget=forms.CheckboxSelectMultiple, initial=[IN_PERSON],
        error_messages={"required": _("Choose at least one way to attend.")},
    )  # fmt: skip

    def __init__(
        self, *args: Any, tracks: Sequence[tuple[int, str]], clinicians: Sequence[tuple[int, str]], today: date,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        start = {"admitted_on": today, "languages": ["en"], "preferred_channel": "email", "ok_to_email": True}
        super().__init__(*args, initial=start | kwargs.pop("initial", {}), **kwargs)
        self.fields["track_id"].choices = [("", _("By age")), *tracks]  # type: ignore[attr-defined]
        self.fields["primary_clinician_id"].choices = [("", _("Not yet")), *clinicians]  # type: ignore[attr-defined]

    def _asks_for_contact(self) -> bool:
        """At admission an address may still be missing."""
        return False


class StayForm(PersonForm):
    """A new stay for somebody who is known."""

    admitted_on = DateField(label=_("First day"))
    track_id = forms.TypedChoiceField(label=_("Track"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, tracks: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["track_id"].choices = [("", _("By age")), *tracks]  # type: ignore[attr-defined]


class DischargeForm(PersonForm):
    """The last day in the program."""

    on = DateField(label=_("Last day"))
