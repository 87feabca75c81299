"""The iCalendar format, read without trust: lines, components, zones, recurrence, one event series."""
