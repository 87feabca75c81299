"""How a person may be reached."""

from enum import StrEnum


class Channel(StrEnum):
    """The ways the clinic reaches somebody, chosen by them."""

    EMAIL = "email"
    TEXT = "text"
    CALL = "call"
    POST = "post"
