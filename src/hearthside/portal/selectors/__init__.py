"""What participants and support people see."""

from hearthside.portal.selectors.people import (
    Grant,
    SupportedWeek,
    Supporter,
    supported_week,
    supported_weeks,
    supporter,
    supporters,
)
from hearthside.portal.selectors.today import TodayPage, today
from hearthside.portal.selectors.week import WeekPage, week
from hearthside.portal.selectors.you import YouPage, you

__all__ = [
    "Grant", "SupportedWeek", "Supporter", "TodayPage", "WeekPage", "YouPage", "supported_week", "supported_weeks",
    "supporter", "supporters", "today", "week", "you",
]  # fmt: skip
