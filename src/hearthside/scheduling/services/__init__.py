"""What people do with the timetable."""

from hearthside.scheduling.domain.booking import Code
from hearthside.scheduling.services.booking import (
    Restored,
    book_seat,
    cancel_session,
    lock_session,
    move_session,
    open_session,
    release_seat,
    restore_session,
)
from hearthside.scheduling.services.feeds import NewFeed, make_feed, revoke_feed
from hearthside.scheduling.services.refusals import (
    AlreadyIn,
    BookingRefused,
    ClinicianTaken,
    CommitmentInTheWay,
    KeptApart,
    OutsideHours,
    ParticipantTaken,
    RoomTaken,
    SessionCancelled,
    SessionFull,
)

__all__ = [
    "AlreadyIn", "BookingRefused", "ClinicianTaken", "Code", "CommitmentInTheWay", "KeptApart", "NewFeed",
    "OutsideHours", "ParticipantTaken", "Restored", "RoomTaken", "SessionCancelled", "SessionFull", "book_seat",
    "cancel_session", "lock_session", "make_feed", "move_session", "open_session", "release_seat", "restore_session",
    "revoke_feed",
]  # fmt: skip
