"""The words of the phone pages: how a session was attended, what a consent shows, how near a time is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from django import template
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearthside.access.permissions import ConsentCategory
from hearthside.care.domain.marks import ABSENT, Status
from hearthside.participants.templatetags.people_words import DAY_PARTS, POINTS
from hearthside.portal.domain.visits import Visit
from hearthside.ui.templatetags.hearth import day_and_date, duration, full_date

register = template.Library()
Words = str | Promise

CATEGORIES: dict[ConsentCategory, Words] = {
    ConsentCategory.SCHEDULE: _("your week: days, times and places"),
    ConsentCategory.ATTENDANCE: _("which sessions you came to, and for how long"),
}
THEIRS: dict[ConsentCategory, Words] = {
    ConsentCategory.SCHEDULE: _("the days, times and places of their sessions"),
    ConsentCategory.ATTENDANCE: _("which sessions they came to, and for how long"),
}
COME: dict[str, Words] = {"in_person": _("in person"), "online": _("online")}
GENDERS: dict[str, Words] = {"f": _("a woman"), "m": _("a man"), "x": _("another gender")}


@register.filter
def category_words(category: ConsentCategory) -> Words:
    """What a consent shows, to the person who gives it."""
    return CATEGORIES[category]


@register.filter
def their_category_words(category: ConsentCategory) -> Words:
    """What a consent shows, to the person who supports them."""
    return THEIRS[category]


@register.filter
def attendance_words(visit: Visit) -> str:
    """How the reader attended, as information and never as a judgement."""
    if visit.status is None:
        return ""
    if visit.status is Status.LATE and visit.arrived:
        return gettext("You were here from %(time)s") % {"time": f"{visit.arrived:%H:%M}"}
    if visit.status is Status.LEFT_EARLY and visit.left:
        return gettext("You were here until %(time)s") % {"time": f"{visit.left:%H:%M}"}
    return {
        Status.ONLINE: gettext("You joined online"), Status.EXCUSED: gettext("You let us know you could not come"),
        Status.MISSED: gettext("We missed you"),
    }.get(visit.status, gettext("You were here"))  # fmt: skip


@register.filter
def their_attendance_words(visit: Visit) -> str:
    """How somebody attended, for whom they consented to show it to."""
    if visit.status is None:
        return gettext("Not written down yet")
    if visit.status in ABSENT:
        return gettext("Was not there")
    return gettext("Was there for %(time)s") % {"time": duration(visit.attended)}


@register.filter
def at(moment: datetime) -> str:
    """The time of day on the clock that the moment carries: the site's."""
    return f"{moment:%H:%M}"


@register.filter
def missed(visit: Visit) -> bool:
    """Whether a session went by without the reader."""
    return visit.status is Status.MISSED


@register.simple_tag
def near_day(day: date, today: date) -> str:
    """A day as people say it: "Today", "Tomorrow", "Tuesday", further away with its date."""
    distance = (day - today).days
    if distance in {0, 1}:
        return gettext("Tomorrow") if distance else gettext("Today")
    if 1 < distance < 7:
        return str(day_and_date(day)).partition(",")[0]
    return day_and_date(day)


@register.filter
def zone_words(zone: str) -> str:
    """A time zone as people call it: "Central Time"."""
    language = (translation.get_language() or "en")[:2]
    return str(get_timezone_name(ZoneInfo(zone), width="long", zone_variant="generic", locale=language))


@register.simple_tag
def week_span(first: date, last: date) -> str:
    """The days of a week: "November 23 to 29"."""
    if first.month == last.month and (translation.get_language() or "en").startswith("es"):
        return gettext("%(first)s to %(last)s") % {"first": first.day, "last": formats.date_format(last, "j \\d\\e F")}
    end = last.day if first.month == last.month else formats.date_format(last, "MONTH_DAY_FORMAT")
    return gettext("%(first)s to %(last)s") % {"first": formats.date_format(first, "MONTH_DAY_FORMAT"), "last": end}


@register.filter
def likes(points: Mapping[str, int], group: str) -> str:
    """What somebody would rather have, what matters most first, each with how much it matters."""
    words: Mapping[str, Words] = {"part": DAY_PARTS, "mode": COME, "gender": GENDERS}[group]
    liked = sorted(((value, what) for what, value in points.items() if value and what in words), reverse=True)
    return "; ".join(f"{words[what]} ({str(POINTS[max(value, 2)]).lower()})" for value, what in liked)


@register.filter
def ways(can_attend: tuple[str, ...]) -> str:
    """The ways somebody can attend."""
    return gettext(" or ").join(str(COME.get(way, way)) for way in can_attend)


@register.filter
def tel(phone: str) -> str:
    """A telephone number for a link: digits and a leading plus."""
    plus = "+" if phone.strip().startswith("+") else ""
    return plus + "".join(letter for letter in phone if letter.isdigit())


@register.filter
def ends_on(moment: datetime, zone: str) -> str:
    """The last day something holds, by the clock of the site."""
    return full_date((moment - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date())
