"""Why a seat is where it is, what stands between a person and a full week, and what the clinic lacks."""

from .additions import GROUP, HOURS, LARGER, NEW, Addition
from .conflicts import Change, Conflict, Obstacles, conflicts, helpful_changes, obstacles, smaller
from .demands import AWAY, Part
from .giving import given_way
from .lacks import Lack, Lacks, lacks
from .seats import Because, Bound, Met, Other, Otherwise, SeatReason, why_seat, why_seats
from .sessions import OtherTime, SessionReason, why_session
from .week import Running, running

__all__ = [
    "AWAY",
    "GROUP",
    "HOURS",
    "LARGER",
    "NEW",
    "Addition",
    "Because",
    "Bound",
    "Change",
    "Conflict",
    "Lack",
    "Lacks",
    "Met",
    "Obstacles",
    "Other",
    "OtherTime",
    "Otherwise",
    "Part",
    "Running",
    "SeatReason",
    "SessionReason",
    "conflicts",
    "given_way",
    "helpful_changes",
    "lacks",
    "obstacles",
    "running",
    "smaller",
    "why_seat",
    "why_seats",
    "why_session",
]
