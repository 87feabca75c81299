"""A sick call is repaired: ranked weeks in which the fewest published seats change."""

from .effects import FULL_DAY, Effect, Outcome, Part, Week, first_touched
from .outage import DAY, WEEK, Outage, Situation, moment_words, parse_moment, plain, situation
from .repairs import Repair, Report, SoFar, repair

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
    "SoFar",
    "Week",
    "first_touched",
    "moment_words",
    "parse_moment",
    "plain",
    "repair",
    "situation",
]
