"""Forms of the program's pages."""

from hearthside.program.forms.fields import WORDS, ProgramForm
from hearthside.program.forms.offer import AudienceForm, LevelForm, ServiceForm, TopicsForm, TrackForm
from hearthside.program.forms.places import ClosureForm, RoomForm, SiteForm, time_zones
from hearthside.program.forms.staff import AbsenceForm, StaffForm

__all__ = [
    "WORDS", "AbsenceForm", "AudienceForm", "ClosureForm", "LevelForm", "ProgramForm", "RoomForm", "ServiceForm",
    "SiteForm", "StaffForm", "TopicsForm", "TrackForm", "time_zones",
]  # fmt: skip
