"""What templates use to say times, dates, names and amounts as people say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.utils import formats
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearthside.kernel.weeks import clock
from hearthside.ui.icons import icon
from hearthside.ui.language import in_own_language
from hearthside.ui.widgets import field_html, field_words, is_group

register = template.Library()
register.filter("clock", clock)
register.filter("in_own_language", in_own_language)
register.simple_tag(icon)
register.simple_tag(field_html)
register.simple_tag(field_words)


@register.filter
def duration(minutes: int) -> str:
    """An amount of time: 570 is "9 h 30 min"."""
    sign, amount = ("−" if minutes < 0 else ""), abs(minutes)
    hours, rest = divmod(amount, 60)
    if not hours:
        return sign + _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return sign + _("%(hours)d h") % {"hours": hours}
    return sign + _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def day_name(weekday: int) -> str:
    """A day of the week by its number, Monday being 0."""
    return str(WEEKDAYS[weekday])


@register.filter
def day_short(weekday: int) -> str:
    """A day of the week in few letters, Monday being 0."""
    return str(WEEKDAYS_ABBR[weekday])


@register.filter
def in_zone(moment: datetime, zone: str | ZoneInfo) -> str:
    """A moment as the clinic's wall clock says it: "Tuesday 17:30"."""
    local = _local(moment, zone)
    return f"{day_name(local.weekday())} {local:%H:%M}"


@register.filter
def clock_in_zone(moment: datetime, zone: str | ZoneInfo) -> str:
    """The time of day of a moment in a zone: "17:30"."""
    return f"{_local(moment, zone):%H:%M}"


@register.filter
def date_in_zone(moment: datetime, zone: str | ZoneInfo) -> str:
    """The date of a moment in a zone: "Tuesday, November 24"."""
    return day_and_date(_local(moment, zone).date())


@register.filter
def day_and_date(day: date) -> str:
    """A date with its day of the week and without the year: "Tuesday, November 24"."""
    return f"{day_name(day.weekday())}, {formats.date_format(day, 'MONTH_DAY_FORMAT')}"


@register.filter
def full_date(day: date) -> str:
    """A date in full: "May 4, 1990"."""
    return formats.date_format(day, "DATE_FORMAT")


@register.simple_tag
def when(moment: datetime, zone: str | ZoneInfo, now: datetime) -> str:
    """A moment with how near it is: "Tuesday 17:30, tomorrow"; further away with its date."""
    local, today = _local(moment, zone), _local(now, zone).date()
    distance = (local.date() - today).days
    if distance in {-1, 0, 1}:
        near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[distance]
        return f"{in_zone(moment, zone)}, {near}"
    if 1 < distance < 7:
        return in_zone(moment, zone)
    return f"{day_and_date(local.date())}, {local:%H:%M}"


@register.filter
def age_on(born: date, day: date) -> int:
    """Completed years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@register.filter
def initials(name: str) -> str:
    """Two letters at most, from the first and the last word of a name."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    chosen = words[:1] + words[-1:] if len(words) > 1 else words[:1]
    return "".join(word[0].upper() for word in chosen)


@register.filter
def people(count: int) -> str:
    """A number of people in words: "1 person", "12 people"."""
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


@register.filter
def anchor(field: BoundField) -> str:
    """The id of the control that an error of this field is about."""
    return f"{field.auto_id}_0" if is_group(field) else str(field.auto_id)


@register.filter
def present(slot: str) -> bool:
    """Whether a component was given any content."""
    return bool(slot and slot.strip())


@register.simple_tag(takes_context=True)
def here(context: template.Context, name: str) -> SafeString:
    """Marks the link of the place the reader is in; a page may name another place with `place`."""
    match = getattr(context.get("request"), "resolver_match", None)
    view = match.view_name if match else ""
    if name == view:
        return mark_safe('aria-current="page"')  # nosec B308
    namespace, _colon, last = name.partition(":")
    in_section = last in {"list", "home"} and view.partition(":")[0] == namespace
    place = context.get("place")
    return mark_safe('aria-current="true"' if (name == place or (in_section and not place)) else "")  # noqa: S308 # nosec B308 B703


@dataclass(frozen=True, slots=True)
class HoursBar:
    """Shares of a bar in hundredths of its width."""

    planned: int
    attended: int
    dose: int


@register.simple_tag
def hours_shares(scheduled: int, attended: int, dose: int) -> HoursBar:
    """How far scheduled, attended and owed minutes reach on one bar."""
    whole = max(scheduled, attended, dose, 1)
    return HoursBar(*(round(100 * part / whole) for part in (scheduled, attended, dose)))


def _local(moment: datetime, zone: str | ZoneInfo) -> datetime:
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
