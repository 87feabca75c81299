"""Keys that stay the same when a fact comes again under other technical ids, so that nothing is added twice."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import date


def _folded(part: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", part).casefold().split())


def _digest(kind: str, *parts: str) -> str:
    told = json.dumps([kind, *map(_folded, parts)], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def person_key(given: str, family: str, born: date | None, gender: str) -> str:
    """For a person without any identifier that could be kept: name, date of birth and gender."""
    return _digest("person", given, family, _day(born), gender)


def contact_key(name: str) -> str:
    """One contact of a person; how they are related may be told in other words next time."""
    return _digest("contact", name)


def condition_key(system: str, code: str, display: str, began: date | None) -> str:
    """One condition of a person: what it is (its words only where it has no code) and when it began."""
    return _digest("condition", system, code or display, _day(began))


def coverage_key(payer: str, kind: str, plan: str, member_id: str) -> str:
    """One coverage of a person; a renewal keeps the key."""
    return _digest("coverage", payer, kind, plan, member_id)
