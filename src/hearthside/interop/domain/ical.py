"""A person's calendar feed: times and neutral titles, and nothing that could tell anybody what they are for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

# The product's name says what the feed is for: it stays out of the file.
_PRODID = "-//Calendar//Feed//EN"
_REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One appointment of a feed; the title is neutral, such as "Appointment"."""

    uid: str
    start: datetime
    end: datetime
    title: str
    sequence: int
    cancelled: bool
    updated: datetime


def write_feed(*, entries: Sequence[FeedEntry], name: str, zone: ZoneInfo, stamp: datetime) -> bytes:
    """The feed as an .ics file in the site's zone, written at the time of the stamp."""
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    times = [time for entry in entries for time in (entry.start, entry.end)]
    calendar.add_component(_timezone(zone, min(times, default=stamp), max(times, default=stamp)))
    for entry in sorted(entries, key=lambda entry: (entry.start, entry.uid)):
        calendar.add_component(_event(entry, zone, stamp))
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _event(entry: FeedEntry, zone: ZoneInfo, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", _local(entry.start, zone))
    event.add("dtend", _local(entry.end, zone))
    event.add("summary", entry.title)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("last-modified", entry.updated.astimezone(UTC))
    return event


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The time on the site's wall; in UTC where that hour comes twice and this is its second time."""
    local = moment.astimezone(zone)
    return moment.astimezone(UTC) if local.fold else local


def _timezone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone with every change of its clock from the year before the first time to the year after the last."""
    timezone = Timezone()
    timezone.add("tzid", zone.key)
    begin = datetime(first.astimezone(zone).year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last.astimezone(zone).year + 2, 1, 1, tzinfo=UTC)
    for moment in (begin, *_changes(zone, begin, end)):
        timezone.add_component(_observance(zone, moment))
    return timezone


def _observance(zone: ZoneInfo, moment: datetime) -> TimezoneStandard | TimezoneDaylight:
    before, after = (moment - timedelta(seconds=1)).astimezone(zone), moment.astimezone(zone)
    observance = TimezoneDaylight() if after.dst() else TimezoneStandard()
    old, new = before.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    observance.add("dtstart", moment.replace(tzinfo=None) + old)
    observance.add("tzoffsetfrom", old)
    observance.add("tzoffsetto", new)
    observance.add("tzname", after.tzname())
    return observance


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which the zone's offset changes: found day by day, then by halving the day."""
    day = begin
    while day < end:
        following = day + timedelta(days=1)
        if day.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle -= timedelta(microseconds=middle.microsecond)
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            yield high
        day = following
