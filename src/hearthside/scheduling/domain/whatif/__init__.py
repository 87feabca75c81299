"""What if: changes of a clinic as data, the changed problem, and two weeks beside each other."""

from .apply import apply_changes
from .changes import change_from_text, parse_changes
from .freeing import without_locks
from .weeks import Comparison, Figures, PersonChange, compare_weeks, comparison_to_json

__all__ = [
    "Comparison", "Figures", "PersonChange", "apply_changes", "change_from_text", "compare_weeks", "comparison_to_json",
    "parse_changes", "without_locks",
]  # fmt: skip
