"""The words for a week that is offered, as the desk says it: what speaks for it, how it differs, why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock
from hearthside.scheduling.services import OfferedReason
from hearthside.scheduling.templatetags.scheduling_words import reason_words
from hearthside.ui.language import in_own_language
from hearthside.ui.templatetags.hearth import day_short

register = template.Library()
Words = str | Promise
Facts = Mapping[str, object]

WISHES: dict[str, Words] = {
    "morning": _("in the morning"), "afternoon": _("in the afternoon"), "evening": _("in the evening"),
    "weekend": _("on the weekend"), "in_person": _("in person"), "online": _("online"), "f": _("with a woman"),
    "m": _("with a man"), "x": _("with somebody of another gender"),
}  # fmt: skip
DIFFERS: dict[str, Words] = {
    "days": _("other days"), "day_parts": _("other times of the day"), "modes": _("another way to meet"),
    "clinician": _("another clinician"),
}  # fmt: skip


def _wish(name: str) -> Callable[[Facts], str]:
    def words(data: Facts) -> str:
        what = {**data, "what": WISHES.get(str(data[name]), "")}
        return gettext("As wished: %(seats)s of %(of)s sessions %(what)s") % what

    return words


def _hours(data: Facts) -> str:
    days, here = int(str(data["days"])), int(str(data["days_here"]))
    told = [ngettext("%(n)s day", "%(n)s days", days) % {"n": days}]
    told.append(ngettext("%(n)s in person", "%(n)s in person", here) % {"n": here})
    return "{}, {}–{}".format(", ".join(told), clock(int(str(data["earliest"]))), clock(int(str(data["latest"]))))


REASONS: dict[str, Callable[[Facts], str]] = {
    "clinician_ordered": lambda data: gettext("With %(clinician)s, as ordered") % data,
    "liked_clinician": lambda data: gettext("As wished: %(seats)s of %(of)s sessions with %(clinician)s") % data,
    "liked_day_part": _wish("day_part"),
    "liked_mode": _wish("mode"),
    "liked_clinician_gender": _wish("clinician_gender"),
    "hours": _hours,
}


@register.filter
def day_on_clock(moment: datetime) -> str:
    """Day and time on the clock that a moment carries: "Tue 17:30"."""
    return f"{day_short(moment.weekday())} {moment:%H:%M}"


@register.filter
def offer_reason(reason: OfferedReason) -> str:
    """What speaks for a week."""
    words = REASONS.get(reason.code)
    return words(reason.data) if words else ""


@register.filter
def offer_differs(differs: Iterable[str]) -> str:
    """In what a week is unlike the first one."""
    return ", ".join(str(DIFFERS[name]) for name in differs if name in DIFFERS)


def service_of(reason: OfferedReason) -> str:
    """What the service is called that a reason is about; nothing where it is about none."""
    names = reason.data.get("names")
    return in_own_language(*map(str, names)) if isinstance(names, list) and len(names) == 2 else ""


@register.filter
def no_week_because(reason: OfferedReason) -> str:
    """Why there is no week."""
    return reason_words({**reason.data, "code": reason.code}, {str(reason.data.get("service", "")): service_of(reason)})


@register.filter
def called(names: Mapping[int, str], participant_id: int) -> str:
    """The name of somebody by number."""
    return names.get(participant_id, "")
