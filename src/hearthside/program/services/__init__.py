"""Changes of the program, by those who may edit it."""

from hearthside.program.domain.refusals import ProgramRefused, Refusal
from hearthside.program.services.absences import note_absences, take_back_absence
from hearthside.program.services.offer import (
    archive_service,
    remove_audience,
    restore_service,
    save_audience,
    save_service,
)
from hearthside.program.services.people import archive_staff, link_staff_account, restore_staff, save_staff
from hearthside.program.services.places import (
    add_closure,
    archive_room,
    archive_site,
    remove_closure,
    restore_closure,
    restore_room,
    restore_site,
    save_room,
    save_site,
)
from hearthside.program.services.starting import seed_program
from hearthside.program.services.topics import set_topics
from hearthside.program.services.tracks import (
    archive_level_rule,
    archive_track,
    restore_level_rule,
    restore_track,
    save_level_rule,
    save_track,
    set_weekly_orders,
)

__all__ = [
    "ProgramRefused", "Refusal", "add_closure", "archive_level_rule", "archive_room", "archive_service", "archive_site",
    "archive_staff", "archive_track", "link_staff_account", "note_absences", "remove_audience", "remove_closure",
    "restore_closure", "restore_level_rule", "restore_room", "restore_service", "restore_site", "restore_staff",
    "restore_track",
    "save_audience", "save_level_rule", "save_room", "save_service", "save_site", "save_staff", "save_track",
    "seed_program", "set_topics", "set_weekly_orders", "take_back_absence",
]  # fmt: skip
