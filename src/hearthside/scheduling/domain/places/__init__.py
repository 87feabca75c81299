"""One person's week against a running week: find it, offer some, make up for what was missed."""

from .closed import closed_doors
from .index import WeekIndex, index_week
from .make_up import MakeUp, make_up
from .moving import insert_moving
from .offers import Offer, offer, reasons
from .placing import Move, Place, Placement, again, book, insert, is_full, name_of

__all__ = [
    "MakeUp",
    "Move",
    "Offer",
    "Place",
    "Placement",
    "WeekIndex",
    "again",
    "book",
    "closed_doors",
    "index_week",
    "insert",
    "insert_moving",
    "is_full",
    "make_up",
    "name_of",
    "offer",
    "reasons",
]
