"""Reads single values out of FHIR JSON that may have any shape."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from hearthside.interop.domain.fhir.records import KnownDate, Precision

Json = dict[str, Any]
LONGEST = 300
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|T)")


def text(value: Any, longest: int = LONGEST) -> str:
    """A string on one line without invisible characters, or nothing."""
    if not isinstance(value, str):
        return ""
    return " ".join(_UNSEEN.sub(" ", unicodedata.normalize("NFC", value)).split())[:longest].rstrip()


def items(value: Any) -> list[Json]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def obj(value: Any) -> Json:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def codings(concept: Any) -> list[Json]:
    """The codings of a CodeableConcept, those chosen by a person first."""
    return sorted(items(obj(concept).get("coding")), key=lambda coding: coding.get("userSelected") is not True)


def code_in(concept: Any, system: str) -> str:
    """The code of a CodeableConcept in one code system."""
    return next((text(c.get("code")) for c in codings(concept) if c.get("system") == system), "")


def words_of(concept: Any) -> str:
    """What a CodeableConcept says, in words where it has words."""
    spoken = (text(coding.get("display")) for coding in codings(concept))
    bare = (text(coding.get("code")) for coding in codings(concept))
    return text(obj(concept).get("text")) or next(filter(None, spoken), "") or next(filter(None, bare), "")


def known_date(value: Any) -> KnownDate | None:
    """A FHIR date or dateTime as far as it is known, on the sender's own calendar."""
    match = _DATE.match(value) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return KnownDate(first, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR)


def day_of(value: Any) -> date | None:
    """The first day that a FHIR date or dateTime can mean."""
    known = known_date(value)
    return known.first if known else None


def is_former(item: Json, on: date) -> bool:
    """Whether a name, number or address is no longer in use."""
    ended = day_of(obj(item.get("period")).get("end"))
    return item.get("use") == "old" or (ended is not None and ended < on)
