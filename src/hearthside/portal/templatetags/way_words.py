"""The words for a week that is offered, to the person whose week it is: why it suits, why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock
from hearthside.scheduling.services import OfferedReason
from hearthside.scheduling.templatetags.offer_words import service_of

register = template.Library()
Words = str | Promise
Facts = Mapping[str, object]

PARTS: dict[str, tuple[Words, Words]] = {
    "morning": (
        _("Every session in the morning, as you wish"),
        _("%(seats)s of %(of)s sessions in the morning, as you wish"),
    ),
    "afternoon": (
        _("Every session in the afternoon, as you wish"),
        _("%(seats)s of %(of)s sessions in the afternoon, as you wish"),
    ),
    "evening": (
        _("Every session in the evening, as you wish"),
        _("%(seats)s of %(of)s sessions in the evening, as you wish"),
    ),
    "weekend": (
        _("Every session on the weekend, as you wish"),
        _("%(seats)s of %(of)s sessions on the weekend, as you wish"),
    ),
}
MODES: dict[str, tuple[Words, Words]] = {
    "in_person": (
        _("Every session in person, as you wish"),
        _("%(seats)s of %(of)s sessions in person, as you wish"),
    ),
    "online": (
        _("Every session online, as you wish"),
        _("%(seats)s of %(of)s sessions online, as you wish"),
    ),
}
GENDERS: dict[str, tuple[Words, Words]] = {
    "f": (
        _("Every session with a woman, as you wish"),
        _("%(seats)s of %(of)s sessions with a woman, as you wish"),
    ),
    "m": (
        _("Every session with a man, as you wish"),
        _("%(seats)s of %(of)s sessions with a man, as you wish"),
    ),
    "x": (
        _("Every session with somebody of another gender, as you wish"),
        _("%(seats)s of %(of)s sessions with somebody of another gender, as you wish"),
    ),
}
WHY: dict[str, Words] = {
    "group_full": _("%(service)s: the groups at times when you can come are full."),
    "clinician_hours": _("%(service)s: nobody who leads it has time left when you can come."),
    "no_common_time": _("%(service)s: there is no session at a time when you can come."),
    "orders_do_not_fit_together": _("There are places, but they do not fit together into one week of yours."),
    "order_impossible": _("Your plan is not complete yet. We see to it."),
    "no_orders": _("Your plan is not complete yet. We see to it."),
}


def _wish(words: Mapping[str, tuple[Words, Words]], data: Facts, name: str) -> str:
    every, some = words.get(str(data[name]), ("", ""))
    return str(every) if data["seats"] == data["of"] else str(some) % data


def _hours(data: Facts) -> str:
    days, here = int(str(data["days"])), int(str(data["days_here"]))
    times = {"from": clock(int(str(data["earliest"]))), "until": clock(int(str(data["latest"])))}
    told = [ngettext("%(n)s day", "%(n)s days", days) % {"n": days}]
    if here == 0:
        told.append(gettext("nothing to travel for"))
    elif here < days:
        told.append(ngettext("%(n)s of them at the clinic", "%(n)s of them at the clinic", here) % {"n": here})
    return "{}. {}".format(", ".join(told), gettext("Never before %(from)s or after %(until)s.") % times)


def _life(data: Facts) -> str:
    labels = data["labels"] if isinstance(data["labels"], list) else []
    return gettext("Nothing else in your week has to move: %(life)s") % {"life": ", ".join(map(str, labels))}


REASONS: dict[str, Callable[[Facts], str]] = {
    "clinician_ordered": lambda data: gettext("With %(clinician)s, as planned for you") % data,
    "liked_clinician": lambda data: gettext("With %(clinician)s, whom you would rather see") % data,
    "liked_day_part": lambda data: _wish(PARTS, data, "day_part"),
    "liked_mode": lambda data: _wish(MODES, data, "mode"),
    "liked_clinician_gender": lambda data: _wish(GENDERS, data, "clinician_gender"),
    "hours": _hours,
    "life_kept": _life,
}


@register.filter
def way_reason(reason: OfferedReason) -> str:
    """Why a week suits, in words to the person whose week it is."""
    words = REASONS.get(reason.code)
    return words(reason.data) if words else ""


@register.filter
def no_way_because(reason: OfferedReason) -> str:
    """Why there is no week, in words to the person whose week it would be."""
    return str(WHY.get(reason.code, WHY["orders_do_not_fit_together"])) % {"service": service_of(reason)}
