"""The file format `hearthside.timetable.solution/1` and the reasons for which somebody has no full week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .entities import Session
from .problem import session_to_json
from .reading import ProblemInvalid, Reader, read_session

FORMAT = "hearthside.timetable.solution/1"


class Refusal(StrEnum):
    """Why an order could not be met; the page adds the words."""

    NO_ORDERS = "no_orders"
    ORDER_IMPOSSIBLE = "order_impossible"
    COMMITMENTS_LEAVE_TOO_FEW_DAYS = "commitments_leave_too_few_days"
    ORDERS_DO_NOT_FIT_TOGETHER = "orders_do_not_fit_together"
    NO_COMMON_TIME = "no_common_time"
    NO_AUDIENCE = "no_audience"
    NO_TRAINED_CLINICIAN = "no_trained_clinician"
    NO_ROOM = "no_room"
    GROUP_FULL = "group_full"
    GROUP_BELOW_MINIMUM = "group_below_minimum"
    CLINICIAN_HOURS = "clinician_hours"
    MUST_NOT_MEET = "must_not_meet"
    SEARCH_ENDED = "search_ended"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as a code and the facts that belong to it."""

    code: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody without a full week, and why."""

    participant: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """What the engine says of its week, and the bounds that it has proved."""

    placed: int | None = None
    placed_bound: int | None = None
    preference: int | None = None
    preference_bound: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A proposed week."""

    sessions: tuple[Session, ...]
    unplaced: tuple[Unplaced, ...]
    claims: Claims = Claims()


def solution_to_json(solution: Solution) -> dict[str, object]:
    """The week as the file format writes it."""
    claims = solution.claims
    return {
        "format": FORMAT,
        "sessions": [session_to_json(session) for session in solution.sessions],
        "unplaced": [
            {
                "participant": item.participant,
                "reasons": [{"code": reason.code, **reason.data} for reason in item.reasons],
            }
            for item in solution.unplaced
        ],
        "claims": {
            "placed": claims.placed,
            "placed_bound": claims.placed_bound,
            "preference": claims.preference,
            "preference_bound": claims.preference_bound,
            "seconds": claims.seconds,
        },
    }


def parse_solution(data: object) -> Solution:
    """The week in parsed JSON; raises ProblemInvalid with every fault and its path."""
    root = Reader(data, "")
    if not root.table():
        raise ProblemInvalid(root.faults)
    if root.get("format").value != FORMAT:
        root.get("format", None).fault(f"must be {FORMAT}")
    sessions = [read_session(item) for item in root.get("sessions").items()]
    unplaced = [_unplaced(item) for item in root.get("unplaced", []).items()]
    claims = _claims(root.get("claims", {}))
    if root.faults:
        raise ProblemInvalid(root.faults)
    return Solution(tuple(s for s in sessions if s is not None), tuple(unplaced), claims)


def _unplaced(reader: Reader) -> Unplaced:
    reader.table()
    reasons = []
    for item in reader.get("reasons").items():
        if item.table() and isinstance(item.value, dict):
            rest = {str(key): value for key, value in item.value.items() if key != "code"}
            reasons.append(Reason(item.get("code").text(), rest))
    return Unplaced(reader.get("participant").text(), tuple(reasons))


def _claims(reader: Reader) -> Claims:
    reader.table()

    def number(key: str) -> int | None:
        item = reader.get(key, None)
        return None if item.value is None else item.whole(-(10**12), 10**12)

    seconds = reader.get("seconds", None)
    if seconds.value is not None and (isinstance(seconds.value, bool) or not isinstance(seconds.value, int | float)):
        seconds.fault("must be a number")
        seconds.value = None
    return Claims(
        placed=number("placed"),
        placed_bound=number("placed_bound"),
        preference=number("preference"),
        preference_bound=number("preference_bound"),
        seconds=None if seconds.value is None else float(str(seconds.value)),
    )
