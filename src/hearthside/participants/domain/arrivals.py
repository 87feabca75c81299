"""Somebody who comes from another system's records, in the words of this clinic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hearthside.participants.domain.cards import age_group
from hearthside.participants.domain.names import plain

FILLABLE = ("family_name", "chosen_name", "date_of_birth", "gender", "languages", "phone", "email", "address")


@dataclass(frozen=True, slots=True)
class ArrivingContact:
    """Somebody who supports the person; `source_key` is the same at every import."""

    source_key: str
    name: str
    relationship: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ArrivingCondition:
    """A diagnosis of the person."""

    source_key: str
    code_system: str
    code: str
    display: str
    clinical_status: str = ""
    onset_on: date | None = None
    abated_on: date | None = None


@dataclass(frozen=True, slots=True)
class ArrivingCoverage:
    """Who pays for the person."""

    source_key: str
    payer: str
    kind: str = ""
    plan: str = ""
    member_id: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person as another system knows them.

    `date_of_birth` is given only where the day is known; `born_between` also where only a month or a year is.
    """

    identifiers: tuple[tuple[str, str], ...]
    given_name: str
    family_name: str
    chosen_name: str = ""
    date_of_birth: date | None = None
    born_between: tuple[date, date] | None = None
    gender: str = ""
    languages: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    address: str = ""
    contacts: tuple[ArrivingContact, ...] = ()
    conditions: tuple[ArrivingCondition, ...] = ()
    coverages: tuple[ArrivingCoverage, ...] = ()


class Outcome(StrEnum):
    """What an arrival led to."""

    ADDED = "added"
    COMPLETED = "completed"
    UNCHANGED = "unchanged"
    SOMEBODY_ELSE = "somebody_else"


class NotAdmitted(StrEnum):
    """Why somebody who was recorded has no open episode yet."""

    AGE_UNKNOWN = "age_unknown"
    NO_TRACK = "no_track"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was done about one arrival; the numbers count rows that were added or changed."""

    outcome: Outcome
    participant_id: int | None = None
    admitted: bool = False
    not_admitted: NotAdmitted | None = None
    namesakes: int = 0
    contacts: int = 0
    conditions: int = 0
    coverages: int = 0


def is_somebody_else(arrival: Arrival, *, given: str, family: str, born: date | None) -> bool:
    """Whether a person here, who bears an identifier of the arrival, cannot be that person."""
    if born and arrival.born_between:
        first, last = arrival.born_between
        return not first <= born <= last
    return plain(f"{given} {family}") != plain(f"{arrival.given_name} {arrival.family_name}")


def population_of(arrival: Arrival, *, on: date) -> str:
    """The age group of the person on a day; empty where too little of the date of birth is known to tell."""
    if arrival.born_between is None:
        return ""
    groups = {age_group(born, on) for born in arrival.born_between}
    return groups.pop() if len(groups) == 1 else ""


def missing_in(known: dict[str, Any], arrival: Arrival) -> dict[str, Any]:
    """What the arrival knows of a person and nobody here has written down yet; what stands is never overwritten."""
    told = {name: getattr(arrival, name) for name in FILLABLE} | {"languages": list(arrival.languages)}
    return {name: value for name, value in told.items() if value and not known[name]}
