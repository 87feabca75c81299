"""One person's week against a running week: find it, offer some, make up for what was missed."""

from .index import WeekIndex, index_week
from .make_up import MakeUp, make_up
from .moving import insert_moving
from .offers import Offer, offer, reasons
from .placing import Move, Place, Placement, book, insert

__all__ = [
    "MakeUp",
    "Move",
    "Offer",
    "Place",
    "Placement",
    "WeekIndex",
    "book",
    "index_week",
    "insert",
    "insert_moving",
    "make_up",
    "offer",
    "reasons",
]
