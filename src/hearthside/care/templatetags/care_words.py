"""The words, letters and signs of attendance."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearthside.care.domain.marks import Status

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
