"""Named refusals of a booking, and the database's own refusals put into the same names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from hearthside.scheduling.domain.booking import Code, Objection


class BookingRefused(Exception):
    """A rule stands in the way: `code` says which, `detail` holds the facts that the words need."""

    def __init__(self, code: Code, detail: dict[str, object] | None = None) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail or {}


class RoomTaken(BookingRefused):
    """Another session is in the room."""


class ClinicianTaken(BookingRefused):
    """The clinician leads another session."""


class ParticipantTaken(BookingRefused):
    """The person is in another session."""


class SessionFull(BookingRefused):
    """Every place is taken."""


class SessionCancelled(BookingRefused):
    """The session will not be held."""


class OutsideHours(BookingRefused):
    """The site is closed or the clinician is not at work."""


class AlreadyIn(BookingRefused):
    """The person has this place already."""


class KeptApart(BookingRefused):
    """Somebody is in the session whom the person must not meet."""


class CommitmentInTheWay(BookingRefused):
    """The session, or the way to it, touches the person's own life; the scheduler can overrule it."""


NAMED: dict[Code, type[BookingRefused]] = {
    Code.ROOM_TAKEN: RoomTaken,
    Code.CLINICIAN_TAKEN: ClinicianTaken,
    Code.PARTICIPANT_TAKEN: ParticipantTaken,
    Code.SESSION_FULL: SessionFull,
    Code.SESSION_CANCELLED: SessionCancelled,
    Code.OUTSIDE_HOURS: OutsideHours,
    Code.CLINICIAN_OUTSIDE_HOURS: OutsideHours,
    Code.ALREADY_IN: AlreadyIn,
    Code.KEPT_APART: KeptApart,
    Code.COMMITMENT: CommitmentInTheWay,
}
BY_CONSTRAINT = {
    "session_room_free": Code.ROOM_TAKEN,
    "session_clinician_free": Code.CLINICIAN_TAKEN,
    "seat_participant_free": Code.PARTICIPANT_TAKEN,
    "session_not_over_full": Code.SESSION_FULL,
    "seat_once_a_session": Code.ALREADY_IN,
    "session_room_by_mode": Code.ROOM_NEEDED,
}


def _refused(code: Code, detail: dict[str, object] | None = None) -> BookingRefused:
    return NAMED.get(code, BookingRefused)(code, detail)


def _insist(objection: Objection | None) -> None:
    if objection is not None:
        raise _refused(objection.code, objection.detail)


@contextmanager
def _database_refusals() -> Iterator[None]:
    """What the database itself refuses gets the name that the check would have given."""
    try:
        yield
    except IntegrityError as error:
        cause = getattr(error, "__cause__", None)
        constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
        if constraint in BY_CONSTRAINT:
            raise _refused(BY_CONSTRAINT[constraint]) from error
        if getattr(cause, "sqlstate", "") == "23514" and constraint is None:
            raise _refused(Code.SESSION_CANCELLED) from error
        raise
