"""One person's week against a running week: find it, offer some, make up for what was missed."""

from .index import WeekIndex, index_week
from .placing import Move, Place, Placement, book, insert

__all__ = ["Move", "Place", "Placement", "WeekIndex", "book", "index_week", "insert"]
