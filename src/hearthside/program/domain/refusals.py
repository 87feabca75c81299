"""Why a change of the program is refused; the page adds the words."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """What stands in the way."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    ZONE_UNKNOWN = "zone_unknown"
    STEP_NOT_OFFERED = "step_not_offered"
    HOURS_BACKWARDS = "hours_backwards"
    HOURS_OVERLAP = "hours_overlap"
    CAPACITY = "capacity"
    SOURCE_MISSING = "source_missing"
    DAYS = "days"
    MOST_BELOW_LEAST = "most_below_least"
    MINUTES = "minutes"
    SIZES = "sizes"
    INDIVIDUAL_IS_ONE = "individual_is_one"
    PER_WEEK = "per_week"
    TRACKS_MISSING = "tracks_missing"
    LEVEL_OF_OTHER_AGE = "level_of_other_age"
    MODE_UNKNOWN = "mode_unknown"
    CONTACT_MINUTES = "contact_minutes"
    ACCOUNT_TAKEN = "account_taken"
    STILL_USED = "still_used"
    DAY_TAKEN = "day_taken"
    TOPICS_TOO_MANY = "topics_too_many"
    END_BEFORE_START = "end_before_start"


class ProgramRefused(Exception):
    """A change of the program that cannot be made, and the field it concerns."""

    def __init__(self, field: str, reason: Refusal) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason
