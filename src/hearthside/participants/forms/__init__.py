"""Forms about people."""

from hearthside.participants.forms.identity import AdmitForm, DischargeForm, EditForm, IdentityForm, StayForm
from hearthside.participants.forms.life import CalendarForm, ChoicesForm, CommitmentForm
from hearthside.participants.forms.plan import ApartForm, CareTeamForm, OrdersForm, SupportForm, TaperForm, TrackForm
from hearthside.participants.forms.words import PersonForm

__all__ = [
    "AdmitForm", "ApartForm", "CalendarForm", "CareTeamForm", "ChoicesForm", "CommitmentForm", "DischargeForm",
    "EditForm",
    "IdentityForm", "OrdersForm", "PersonForm", "StayForm", "SupportForm", "TaperForm", "TrackForm",
]  # fmt: skip
