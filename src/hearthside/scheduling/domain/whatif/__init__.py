"""What if: changes of a clinic as data, the changed problem, and two weeks beside each other."""

from .apply import apply_changes
from .changes import (
    AddClinician,
    AddRoom,
    Admit,
    Change,
    CloseHours,
    CloseTrack,
    MoreHours,
    OpenHours,
    OpenTrack,
    RemoveClinician,
    RemoveRoom,
    change_from_text,
    change_to_json,
    parse_changes,
)
from .freeing import without_locks
from .weeks import Comparison, Figures, PersonChange, compare_weeks, comparison_to_json

__all__ = [
    "AddClinician", "AddRoom", "Admit", "Change", "CloseHours", "CloseTrack", "Comparison", "Figures", "MoreHours",
    "OpenHours", "OpenTrack", "PersonChange", "RemoveClinician", "RemoveRoom", "apply_changes", "change_from_text",
    "change_to_json", "compare_weeks", "comparison_to_json", "parse_changes", "without_locks",
]  # fmt: skip
