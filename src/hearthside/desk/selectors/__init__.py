"""Answers that join several words of the clinic for one page of the desk."""

from hearthside.desk.selectors.chart import Chart, NextWeek, chart
from hearthside.desk.selectors.found import Found, Page, found
from hearthside.desk.selectors.today import Census, ShortPerson, Today, TodaySession, TrackCount, today
from hearthside.desk.selectors.week import SeatedPerson, SessionPanel, WeekFacts, session_panel, week_facts

__all__ = [
    "Census", "Chart", "Found", "NextWeek", "Page", "SeatedPerson", "SessionPanel", "ShortPerson", "Today",
    "TodaySession", "TrackCount", "WeekFacts", "chart", "found", "session_panel", "today", "week_facts",
]  # fmt: skip
