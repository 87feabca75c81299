"""The words for what selectors answer in codes."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearthside.kernel.weeks import clock
from hearthside.scheduling.selectors import SessionCard
from hearthside.ui.language import in_own_language

MODES = {"in_person": gettext_lazy("in person"), "online": gettext_lazy("online")}
DAY_PARTS = {
    "morning": gettext_lazy("mornings"), "afternoon": gettext_lazy("afternoons"),
    "evening": gettext_lazy("evenings"), "weekend": gettext_lazy("weekends"),
}  # fmt: skip
GENDERS = {
    "f": gettext_lazy("a woman as clinician"), "m": gettext_lazy("a man as clinician"),
    "x": gettext_lazy("a nonbinary clinician"),
}  # fmt: skip
CONSENTS = {"schedule": gettext_lazy("sees the week"), "attendance": gettext_lazy("sees attendance")}


def service_name(card: SessionCard) -> str:
    """What a session is called in the reader's language."""
    return in_own_language(card.service_name, card.service_name_es)


def times(card: SessionCard) -> str:
    """From when until when: "17:00–18:30"."""
    return f"{card.starts:%H:%M}–{card.ends:%H:%M}"


def where(card: SessionCard) -> str:
    """The room, or that it is online."""
    return card.room_name or _("Online")


def is_group(card: SessionCard) -> bool:
    """Whether several people share the session."""
    return card.kind != "individual"


def seats(card: SessionCard) -> str:
    """How full a session is: "8 of 12"."""
    return _("%(taken)d of %(places)d") % {"taken": card.taken, "places": card.places}


def minute_of_day(card: SessionCard) -> tuple[int, int]:
    """Start and end in minutes after midnight of the day it starts."""
    start = card.starts.hour * 60 + card.starts.minute
    return start, start + card.minutes


__all__ = [
    "CONSENTS", "DAY_PARTS", "GENDERS", "MODES", "clock", "is_group",
    "minute_of_day", "seats", "service_name", "times", "where",
]  # fmt: skip
