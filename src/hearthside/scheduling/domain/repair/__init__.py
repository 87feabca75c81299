"""A sick call is repaired: ranked weeks in which the fewest published seats change."""

from .effects import FULL_DAY, Effect, Outcome, Part, Week
from .outage import DAY, WEEK, Outage, Situation, moment_words, parse_moment, situation
from .repairs import Repair, Report, repair

__all__ = [
    "DAY",
    "FULL_DAY",
    "WEEK",
    "Effect",
    "Outage",
    "Outcome",
    "Part",
    "Repair",
    "Report",
    "Situation",
    "Week",
    "moment_words",
    "parse_moment",
    "repair",
    "situation",
]
