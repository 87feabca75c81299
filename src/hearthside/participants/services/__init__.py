"""What people can do about participants."""

from hearthside.participants.domain.identity import Identity
from hearthside.participants.domain.lives import Weekly, Wishes
from hearthside.participants.domain.refusals import ParticipantRefused, Refusal, StaleTab
from hearthside.participants.services.life import (
    CalendarNotRead,
    import_calendar,
    remove_calendar,
    remove_commitment,
    restore_calendar,
    restore_commitment,
    save_choices,
    save_commitment,
)
from hearthside.participants.services.people import (
    admit_again,
    admit_participant,
    discharge,
    edit_participant,
    end_keep_apart,
    join_care_team,
    keep_apart,
    leave_care_team,
    link_user,
)
from hearthside.participants.services.plan import (
    Ordered,
    change_track,
    decide_taper_step,
    end_taper,
    plan_taper,
    reset_orders_to_track,
    set_orders,
)
from hearthside.participants.services.support import (
    add_support_person,
    link_support_user,
    remove_support_person,
    restore_support_person,
)

__all__ = [
    "CalendarNotRead", "Identity", "Ordered", "ParticipantRefused", "Refusal", "StaleTab", "Weekly", "Wishes",
    "add_support_person", "admit_again", "admit_participant", "change_track", "decide_taper_step", "discharge",
    "edit_participant", "end_keep_apart", "end_taper", "import_calendar", "join_care_team", "keep_apart",
    "leave_care_team", "link_support_user", "link_user", "plan_taper", "remove_calendar", "remove_commitment",
    "remove_support_person", "reset_orders_to_track", "restore_calendar", "restore_commitment",
    "restore_support_person", "save_choices", "save_commitment", "set_orders",
]  # fmt: skip
