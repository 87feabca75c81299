"""The words, letters and signs of attendance."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearthside.care.domain.marks import Status
from hearthside.care.domain.minutes import Outlook

register = template.Library()
Words = str | Promise


@dataclass(frozen=True, slots=True)
class StatusButton:
    """A status as its button shows it; the letter is the same in every language."""

    value: str
    words: Words
    letter: str
    icon: str


BUTTONS = (
    StatusButton("present", _("Present"), "P", "check"),
    StatusButton("online", _("Online"), "O", "video-camera"),
    StatusButton("late", _("Late"), "L", "clock"),
    StatusButton("left_early", _("Left early"), "E", "arrow-right-start-on-rectangle"),
    StatusButton("excused", _("Excused"), "X", "hand-raised"),
    StatusButton("missed", _("Missed"), "M", "minus-circle"),
)
_BY_VALUE = {button.value: button for button in BUTTONS}
OUTLOOKS: dict[Outlook, Words] = {
    Outlook.NO_DOSE: _("no dose set"),
    Outlook.PRORATED: _("part of a week"),
    Outlook.REACHED: _("dose reached"),
    Outlook.CAN_REACH: _("can still reach the dose"),
    Outlook.SHORT: _("short of the dose"),
}
TONES = {Outlook.REACHED: "hearth", Outlook.CAN_REACH: "ember", Outlook.SHORT: "clay"}


@register.simple_tag
def status_buttons() -> tuple[StatusButton, ...]:
    """The six ways to attend."""
    return BUTTONS


@register.filter
def status_words(status: Status | str) -> Words:
    """A way to attend in words."""
    return _BY_VALUE[str(status)].words


@register.filter
def status_icon(status: Status | str) -> str:
    """The sign of a way to attend."""
    return _BY_VALUE[str(status)].icon


@register.filter
def outlook_words(outlook: Outlook) -> Words:
    """Where a week stands against its dose, in words."""
    return OUTLOOKS[outlook]


@register.filter
def outlook_tone(outlook: Outlook) -> str:
    """The tone of the chip that says so."""
    return TONES.get(outlook, "")
