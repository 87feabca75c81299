"""Answers about attendance and hours."""

from hearthside.care.domain.marks import Status
from hearthside.care.domain.minutes import Outlook
from hearthside.care.selectors._reading import WeekHours
from hearthside.care.selectors.history import HistoryLine, HistoryWeek, participant_history
from hearthside.care.selectors.hours import participant_hours, site_hours
from hearthside.care.selectors.sessions import (
    AttendanceRow,
    Mark,
    SessionAttendance,
    session_attendance,
    unmarked_sessions,
)
from hearthside.care.selectors.topics import (
    SessionTopicFacts,
    TopicCell,
    TopicGroup,
    TopicPlan,
    may_read_topics,
    session_topic,
    topic_plan,
)

__all__ = [
    "AttendanceRow", "HistoryLine", "HistoryWeek", "Mark", "Outlook", "SessionAttendance", "SessionTopicFacts",
    "Status", "TopicCell", "TopicGroup", "TopicPlan", "WeekHours", "may_read_topics", "participant_history",
    "participant_hours", "session_attendance", "session_topic", "site_hours", "topic_plan", "unmarked_sessions",
]  # fmt: skip
