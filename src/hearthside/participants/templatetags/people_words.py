"""The words for refusals, calendar problems, ways of contact, points and states."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock
from hearthside.participants.domain.calendars import CalendarProblemCode as Code
from hearthside.participants.domain.refusals import Refusal

register = template.Library()
Words = str | Promise

REFUSALS: dict[Refusal, Words] = {
    Refusal.NAME_MISSING: _("Write a name."),
    Refusal.BORN_LATER: _("This day has not come yet. Write the day the person was born."),
    Refusal.LANGUAGE_MISSING: _("Choose at least one language."),
    Refusal.EMAIL_MISSING: _("Write an e-mail address, or choose another way to reach them."),
    Refusal.PHONE_MISSING: _("Write a phone number, or choose another way to reach them."),
    Refusal.ADDRESS_MISSING: _("Write a postal address, or choose another way to reach them."),
    Refusal.TEXT_NOT_ALLOWED: _("They have not agreed to text messages. Tick that, or choose another way."),
    Refusal.TRACK_MISSING: _("No track is set for this age. Choose a track."),
    Refusal.SITE_ARCHIVED: _("This site is not in use any more. Choose another."),
    Refusal.ALREADY_ADMITTED: _("This person is in the program already."),
    Refusal.NOT_ADMITTED: _("This person is not in the program now. Admit them again first."),
    Refusal.BEFORE_ADMISSION: _("This is before the day of admission."),
    Refusal.LABEL_MISSING: _("Say what it is, for example “Work”."),
    Refusal.DAYS_MISSING: _("Choose at least one day."),
    Refusal.TIMES: _("The end is the same as the start. Write when it ends."),
    Refusal.UNTIL_BEFORE_FROM: _("The last day is before the first day."),
    Refusal.MODE_MISSING: _("Choose at least one way to attend."),
    Refusal.POINTS: _("Choose one of the words offered."),
    Refusal.TRAVEL: _("Write minutes from 0 to 240."),
    Refusal.DAY_MINUTES: _("Write minutes from 30 to 720."),
    Refusal.NOT_A_MONDAY: _("A step starts on a Monday."),
    Refusal.TAPER_UNCLEAR: _("Write for each step how many days a week, and for how many weeks."),
    Refusal.TAPER_NOT_FALLING: _("Each step has fewer days than the one before it."),
    Refusal.TAPER_OTHER_DAYS: _("Name as many days as the step has, or none."),
    Refusal.PER_WEEK: _("Write a number from 0 to 7."),
    Refusal.SERVICE_UNKNOWN: _("This service is not offered any more."),
    Refusal.CLINICIAN_DOES_NOT_LEAD: _("This clinician does not lead this service. Choose another, or leave it open."),
    Refusal.SAME_PERSON: _("Choose somebody else."),
}
PROBLEMS: dict[Code, Words] = {
    Code.EMPTY: _("There is nothing in it."),
    Code.TOO_LARGE: _("It is larger than 5 MB. Export a shorter time from the calendar."),
    Code.TOO_MANY_LINES: _("It has more lines than we read. Export a shorter time from the calendar."),
    Code.NOT_A_CALENDAR: _("This is not a calendar file. A calendar file begins with BEGIN:VCALENDAR."),
    Code.NO_CALENDAR: _("The line that begins a calendar is missing; the events were still read."),
    Code.NOT_UTF8: _("Some letters are not written in UTF-8; they may look wrong."),
    Code.MALFORMED_LINE: _("This line is not written as a calendar line."),
    Code.UNCLOSED: _("This part begins and does not end."),
    Code.UNEXPECTED_END: _("This part ends and did not begin."),
    Code.UNSUPPORTED_SCALE: _("This calendar counts days in a way we do not read."),
    Code.MISSING_START: _("The event does not say when it begins."),
    Code.INVALID_DATE: _("This is not a date or time we can read."),
    Code.INVALID_DURATION: _("This is not a length of time we can read."),
    Code.END_BEFORE_START: _("The event ends before it begins."),
    Code.DUPLICATE_PROPERTY: _("The event says this twice."),
    Code.INVALID_RULE: _("We cannot read how often this repeats; the first time was kept."),
    Code.TOO_MANY_OCCURRENCES: _("It repeats too often to list; what came first was kept."),
    Code.UNKNOWN_TIME_ZONE: _("We do not know this time zone; the clinic’s own clock was used."),
    Code.INVALID_TIME_ZONE: _("The file describes this time zone in a way we cannot read."),
    Code.MORE_PROBLEMS: _("More lines like these were not read."),
}
CHANNELS: dict[str, Words] = {
    "email": _("E-mail"),
    "text": _("Text message"),
    "call": _("Phone call"),
    "post": _("Letter"),
}
POINTS: dict[int, Words] = {0: _("No matter"), 2: _("Would like"), 3: _("Matters"), 4: _("Matters a lot")}
DAY_PARTS: dict[str, Words] = {
    "morning": _("Mornings, before 12:00"), "afternoon": _("Afternoons, 12:00 to 17:00"),
    "evening": _("Evenings, from 17:00"), "weekend": _("Saturday and Sunday"),
}  # fmt: skip
STATES: dict[str, Words] = {
    "open": _("In the program"), "discharged": _("Discharged"), "all": _("Everybody"), "none": _("Never admitted"),
}  # fmt: skip


@register.filter
def problem_words(code: Code) -> Words:
    """Why a line of a calendar was not understood."""
    return PROBLEMS[code]


@register.filter
def channel_words(channel: str) -> Words:
    """A way to reach somebody."""
    return CHANNELS.get(channel, channel)


@register.filter
def state_words(state: str) -> Words:
    """Whether somebody is in the program."""
    return STATES.get(state, state)


@register.filter
def days_listed(days: Iterable[int]) -> str:
    """Days of the week: "Mon, Wed", or "every day"; three or more in a row as "Mon to Fri"."""
    listed = sorted(days)
    if len(listed) == 7:
        return gettext("every day")
    if len(listed) == 1:
        return str(WEEKDAYS[listed[0]])
    if len(listed) > 2 and listed[-1] - listed[0] == len(listed) - 1:
        return gettext("%(first)s to %(last)s") % {"first": WEEKDAYS_ABBR[listed[0]], "last": WEEKDAYS_ABBR[listed[-1]]}
    return ", ".join(str(WEEKDAYS_ABBR[day]) for day in listed)


@register.simple_tag
def hours_from_to(start: int, end: int) -> str:
    """Two times of day: "22:00 to 06:00, the next day"."""
    times = {"start": clock(start), "end": clock(end % 1440 if end == 1440 else end)}
    if end <= start:
        return gettext("%(start)s to %(end)s, the next day") % times
    return gettext("%(start)s to %(end)s") % times
