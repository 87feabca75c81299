"""How a person is shown: the same few lines about them in the same place of every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from hearthside.participants.domain import names

GROWN_UP = 18
ADULT, ADOLESCENT = "adult", "adolescent"


class PersonRow(Protocol):
    """The columns of a person that a card is made from."""

    @property
    def pk(self) -> int: ...
    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def chosen_name(self) -> str: ...
    @property
    def pronouns(self) -> str: ...
    @property
    def date_of_birth(self) -> date | None: ...
    @property
    def languages(self) -> list[str]: ...
    @property
    def interpreter(self) -> bool: ...
    @property
    def site_id(self) -> int: ...
    @property
    def preferred_channel(self) -> str: ...
    @property
    def may_mention_treatment(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Who somebody is, at a glance; `display_name` is what to call them, `full_name` how lists name them."""

    id: int
    display_name: str
    full_name: str
    legal_name: str
    initials: str
    date_of_birth: date | None
    pronouns: str
    languages: tuple[str, ...]
    interpreter: bool
    site_id: int
    age_group: str
    preferred_channel: str
    may_mention_treatment: bool


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_group(born: date | None, day: date) -> str:
    """Adolescent under 18, adult from 18 on or where the date of birth is not known."""
    return ADOLESCENT if born is not None and age_on(born, day) < GROWN_UP else ADULT


def card_of(row: PersonRow, *, today: date) -> PersonCard:
    """The card of a person."""
    given, family, chosen = row.given_name, row.family_name, row.chosen_name
    full = names.full_name(given=given, family=family, chosen=chosen)
    return PersonCard(
        id=row.pk, display_name=names.display_name(given=given, family=family, chosen=chosen), full_name=full,
        legal_name=names.legal_name(given=given, family=family), initials=names.initials(full),
        date_of_birth=row.date_of_birth, pronouns=row.pronouns, languages=tuple(row.languages),
        interpreter=row.interpreter, site_id=row.site_id, age_group=age_group(row.date_of_birth, today),
        preferred_channel=row.preferred_channel, may_mention_treatment=row.may_mention_treatment,
    )  # fmt: skip
