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
from hearthside.portal.selectors.ways import Way, WaysPage, WeekSettled, ways, week_settled
from hearthside.portal.selectors.week import WeekPage, week
from hearthside.portal.selectors.you import YouPage, you

__all__ = [
    "Grant", "SupportedWeek", "Supporter", "TodayPage", "Way", "WaysPage", "WeekPage", "WeekSettled", "YouPage",
    "supported_week", "supported_weeks", "supporter", "supporters", "today", "ways", "week", "week_settled", "you",
]  # fmt: skip
