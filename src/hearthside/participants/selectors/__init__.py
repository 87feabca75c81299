"""Answers about participants."""

from hearthside.participants.domain.availability import DayCommitment
from hearthside.participants.domain.cards import PersonCard
from hearthside.participants.selectors.episodes import (
    CareTeamRow,
    DoseRule,
    EpisodeRow,
    OrderRow,
    OrderSheet,
    admitted_ids,
    dose_rules,
    episode,
    orders,
    own_dose,
)
from hearthside.participants.selectors.life import (
    CalendarRow,
    ChoicesSheet,
    CommitmentRow,
    calendars,
    choices,
    commitment,
    commitments,
)
from hearthside.participants.selectors.people import (
    ParticipantDetail,
    cards,
    own_card,
    participant_card,
    participant_detail,
    participant_id_of_user,
)
from hearthside.participants.selectors.record import (
    ConditionRow,
    CoverageRow,
    SupportRow,
    conditions,
    coverages,
    kept_apart,
    support_people,
)
from hearthside.participants.selectors.search import (
    DirectoryPage,
    DirectoryRow,
    PersonHit,
    directory,
    find_people,
    same_or_similar_names,
)
from hearthside.participants.selectors.support import (
    SupportLink,
    people_i_may_support,
    support_person_ids_of,
    support_person_ids_of_user,
)
from hearthside.participants.selectors.timetable import (
    Prefers,
    TimetableOrder,
    TimetablePerson,
    timetable_people,
    week_taken,
)

__all__ = [
    "CalendarRow", "CareTeamRow", "ChoicesSheet", "CommitmentRow", "ConditionRow", "CoverageRow", "DayCommitment",
    "DirectoryPage", "DirectoryRow", "DoseRule", "EpisodeRow", "OrderRow", "OrderSheet", "ParticipantDetail",
    "PersonCard", "PersonHit", "Prefers", "SupportLink", "SupportRow", "TimetableOrder", "TimetablePerson",
    "admitted_ids",
    "calendars", "cards", "choices", "commitment", "commitments", "conditions", "coverages", "directory", "dose_rules",
    "episode", "find_people", "kept_apart", "orders", "own_card", "own_dose", "participant_card", "participant_detail",
    "participant_id_of_user", "people_i_may_support", "same_or_similar_names", "support_people",
    "support_person_ids_of", "support_person_ids_of_user", "timetable_people", "week_taken",
]  # fmt: skip
