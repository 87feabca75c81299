"""The form of one mark."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearthside.care.domain.marks import Refusal, Status
from hearthside.care.services import MarkRefused
from hearthside.kernel.weeks import moment
from hearthside.scheduling.selectors import SessionCard
from hearthside.ui.forms import ClockField, HearthForm

WORDS: dict[Refusal, tuple[str, str | Promise]] = {
    Refusal.NOT_STARTED: ("", _("This session has not begun. Until then somebody can only be excused.")),
    Refusal.CANCELLED: ("", _("This session was cancelled.")),
    Refusal.ARRIVED_OUTSIDE: ("arrived", _("Write a time inside the session.")),
    Refusal.LEFT_OUTSIDE: ("left", _("Write a time inside the session.")),
    Refusal.OUT_BEFORE_IN: ("left", _("Write a time after the time in.")),
    Refusal.NOT_EARLY: ("left", _("Write when the person left.")),
}


class MarkForm(HearthForm):
    """How one person attended."""

    status = forms.ChoiceField(label=_("Attendance"), choices=[(status.value, status.value) for status in Status])
    arrived = ClockField(label=_("In"), required=False)
    left = ClockField(label=_("Out"), required=False)
    reason = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("The person can read this."))

    def times(self, card: SessionCard) -> tuple[datetime | None, datetime | None]:
        """In and out as moments of the session's day."""
        return _moment(card, self.cleaned_data["arrived"]), _moment(card, self.cleaned_data["left"])

    def refuse(self, refused: MarkRefused) -> None:
        """Puts the reason of a refusal beside the field that it concerns."""
        field, words = WORDS[refused.reason]
        self.add_error(field or None, ValidationError(str(words)))


def _moment(card: SessionCard, minutes: int | None) -> datetime | None:
    """A time on the clock of the session's site; after midnight where the session runs past it."""
    if minutes is None or not isinstance(card.starts.tzinfo, ZoneInfo):
        return None
    early = minutes < card.starts.hour * 60 + card.starts.minute and card.ends.date() > card.day
    return moment(card.day + timedelta(days=int(early)), minutes, card.starts.tzinfo)
