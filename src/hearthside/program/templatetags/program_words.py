"""The words for age groups, kinds of services, ways to attend, languages and hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock
from hearthside.program.domain.dose import DoseGap
from hearthside.program.domain.hours import write_hours
from hearthside.program.domain.spans import Span
from hearthside.program.selectors import AbsenceRow
from hearthside.ui.templatetags.hearth import day_and_date

register = template.Library()
Words = str | Promise

POPULATIONS: dict[str, Words] = {"adult": _("Adults"), "adolescent": _("Adolescents")}
KINDS: dict[str, Words] = {"group": _("Group"), "individual": _("One person")}
MODES: dict[str, Words] = {"in_person": _("In person"), "online": _("Online")}
GENDERS: dict[str, Words] = {"f": _("Woman"), "m": _("Man"), "x": _("Another gender")}
LANGUAGES: dict[str, Words] = {
    "en": _("English"), "es": _("Spanish"), "ar": _("Arabic"), "zh": _("Chinese"), "fr": _("French"),
    "de": _("German"), "ht": _("Haitian Creole"), "hi": _("Hindi"), "ko": _("Korean"), "pl": _("Polish"),
    "pt": _("Portuguese"), "ru": _("Russian"), "tl": _("Tagalog"), "vi": _("Vietnamese"),
}  # fmt: skip
GAPS: dict[DoseGap, Words] = {
    DoseGap.MINUTES_SHORT: _("The orders come to fewer minutes than the dose."),
    DoseGap.DAYS_SHORT: _("There are fewer sessions than the dose has days."),
    DoseGap.OVER_WEEK: _("The orders come to more minutes than this level of care allows in a week."),
    DoseGap.SESSION_TOO_LONG: _("One session alone is longer than a day may be."),
    DoseGap.WEEK_TOO_SHORT: _("The orders do not fit into seven days."),
}


@register.filter
def population_words(population: str) -> Words:
    """An age group in words."""
    return POPULATIONS.get(population, population)


@register.filter
def service_kind_words(kind: str) -> Words:
    """Whether a service is for a group, in words."""
    return KINDS.get(kind, kind)


@register.filter
def mode_words(mode: str) -> Words:
    """A way to attend in words."""
    return MODES.get(mode, mode)


@register.filter
def gender_words(gender: str) -> Words:
    """A gender in words."""
    return GENDERS.get(gender, gender)


@register.filter
def language_words(code: str) -> Words:
    """A language by its name."""
    return LANGUAGES.get(code, code)


@register.filter
def gap_words(gap: DoseGap) -> Words:
    """What a week of orders lacks, in words."""
    return GAPS[gap]


@register.filter
def listed(words: Iterable[Words]) -> str:
    """Several things with commas between them."""
    return ", ".join(str(word) for word in words)


@register.filter
def languages_listed(codes: Iterable[str]) -> str:
    """Languages by name, with commas between them."""
    return listed(language_words(code) for code in codes)


@register.filter
def modes_listed(modes: Iterable[str]) -> str:
    """Ways to attend, with commas between them."""
    return listed(mode_words(mode) for mode in modes)


@register.filter
def day_hours(spans: Iterable[Span], day: int) -> str:
    """The hours of one day: "08:00-12:00, 13:00-21:00"; nothing where there are none."""
    return write_hours(((s.start, s.end) for s in spans if s.day == day), clock)


@register.filter
def absence_words(absence: AbsenceRow, zone: ZoneInfo) -> str:
    """From when until when somebody is away: "Tuesday, November 24", or with times where it is not for whole days."""
    begins, ends = absence.begins.astimezone(zone), absence.ends.astimezone(zone)
    last = ends - timedelta(minutes=1)
    first_day, last_day = day_and_date(begins.date()), day_and_date(last.date())
    until = f"{ends:%H:%M}" if ends.date() == last.date() else "24:00"
    whole = f"{begins:%H:%M}" == "00:00" and until == "24:00"
    if begins.date() == last.date():
        return first_day if whole else f"{first_day}, {begins:%H:%M}–{until}"
    return f"{first_day} – {last_day}" if whole else f"{first_day}, {begins:%H:%M} – {last_day}, {until}"
