"""What a commitment and a choices sheet may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hearthside.kernel.weeks import MINUTES_A_DAY
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal

IN_PERSON, ONLINE = "in_person", "online"
MODES = (IN_PERSON, ONLINE)
DAY_PARTS = ("morning", "afternoon", "evening", "weekend")
GENDERS = ("f", "m", "x")
MOST_POINTS, MOST_TRAVEL = 4, 240
LEAST_DAY, MOST_DAY = 30, 720


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekly part of somebody's life; it ends the next day where it ends before it starts."""

    label: str
    weekdays: tuple[int, ...]
    start_minute: int
    end_minute: int
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody can do and would rather have; points from 0 (no matter) to 4 (matters a lot)."""

    can_attend: tuple[str, ...]
    modes: Mapping[str, int]
    day_parts: Mapping[str, int]
    clinician_gender: Mapping[str, int]
    clinicians: Mapping[int, int]
    travel_minutes: int
    max_minutes_per_day: int


def check_weekly(weekly: Weekly) -> None:
    """Refuses a commitment without a name, a day or a length."""
    if not weekly.label.strip():
        raise ParticipantRefused("label", Refusal.LABEL_MISSING)
    if not weekly.weekdays or not set(weekly.weekdays) <= set(range(7)):
        raise ParticipantRefused("weekdays", Refusal.DAYS_MISSING)
    start, end = weekly.start_minute, weekly.end_minute
    if not (0 <= start < MINUTES_A_DAY and 0 <= end <= MINUTES_A_DAY) or start == end:
        raise ParticipantRefused("end_minute", Refusal.TIMES)
    if weekly.valid_from and weekly.valid_until and weekly.valid_until < weekly.valid_from:
        raise ParticipantRefused("valid_until", Refusal.UNTIL_BEFORE_FROM)


def check_wishes(wishes: Wishes) -> None:
    """Refuses a sheet that names no way to attend, or points that the scale does not have."""
    if not wishes.can_attend or not set(wishes.can_attend) <= set(MODES):
        raise ParticipantRefused("can_attend", Refusal.MODE_MISSING)
    asked: Sequence[tuple[str, Mapping[str, int], tuple[str, ...]]] = (
        ("modes", wishes.modes, MODES),
        ("day_parts", wishes.day_parts, DAY_PARTS),
        ("clinician_gender", wishes.clinician_gender, GENDERS),
    )
    for name, points, known in asked:
        if not set(points) <= set(known) or not _on_scale(points.values()):
            raise ParticipantRefused(name, Refusal.POINTS)
    if not _on_scale(wishes.clinicians.values()):
        raise ParticipantRefused("clinicians", Refusal.POINTS)
    if not 0 <= wishes.travel_minutes <= MOST_TRAVEL:
        raise ParticipantRefused("travel_minutes", Refusal.TRAVEL)
    if not LEAST_DAY <= wishes.max_minutes_per_day <= MOST_DAY:
        raise ParticipantRefused("max_minutes_per_day", Refusal.DAY_MINUTES)


def _on_scale(points: Iterable[int]) -> bool:
    return all(0 <= value <= MOST_POINTS for value in points)
