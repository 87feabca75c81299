"""Why a change to somebody's record is refused; the page adds the words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class Refusal(StrEnum):
    """What stands in the way."""

    NAME_MISSING = "name_missing"
    BORN_LATER = "born_later"
    LANGUAGE_MISSING = "language_missing"
    EMAIL_MISSING = "email_missing"
    PHONE_MISSING = "phone_missing"
    ADDRESS_MISSING = "address_missing"
    TEXT_NOT_ALLOWED = "text_not_allowed"
    TRACK_MISSING = "track_missing"
    SITE_ARCHIVED = "site_archived"
    ALREADY_ADMITTED = "already_admitted"
    NOT_ADMITTED = "not_admitted"
    BEFORE_ADMISSION = "before_admission"
    LABEL_MISSING = "label_missing"
    DAYS_MISSING = "days_missing"
    TIMES = "times"
    UNTIL_BEFORE_FROM = "until_before_from"
    MODE_MISSING = "mode_missing"
    POINTS = "points"
    TRAVEL = "travel"
    DAY_MINUTES = "day_minutes"
    PER_WEEK = "per_week"
    SERVICE_UNKNOWN = "service_unknown"
    CLINICIAN_DOES_NOT_LEAD = "clinician_does_not_lead"
    SAME_PERSON = "same_person"
    NOT_A_MONDAY = "not_a_monday"
    TAPER_UNCLEAR = "taper_unclear"
    TAPER_NOT_FALLING = "taper_not_falling"
    TAPER_OTHER_DAYS = "taper_other_days"


class ParticipantRefused(Exception):
    """A change that cannot be made, and the field it concerns."""

    def __init__(self, field: str, reason: Refusal) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


class StaleTab(Exception):
    """Somebody changed the same part of the record after this page was opened: who, when, and today's version."""

    def __init__(self, section: str, by: str, at: datetime, version: int) -> None:
        super().__init__(section)
        self.section, self.by, self.at, self.version = section, by, at, version
