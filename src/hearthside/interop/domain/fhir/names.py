"""Reads HumanName: the name on papers, the name somebody wants to hear, and names they no longer bear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from hearthside.interop.domain.fhir.values import Json, is_former, items, text

_LEGAL_FIRST = ("official", None, "usual", "temp", "nickname", "anonymous")
_FORMER = frozenset({"old", "maiden"})
_DIGITS = re.compile(r"\d+\b")


@dataclass(frozen=True, slots=True)
class Names:
    """What a person is called."""

    given: str = ""
    family: str = ""
    chosen: str = ""
    former: tuple[str, ...] = ()


def read_names(names: object, *, on: date, synthetic: bool) -> Names:
    """The names of a person; Synthea's digits are taken off when `synthetic`."""
    found = items(names)
    former = [name for name in found if name.get("use") in _FORMER or is_former(name, on)]
    current = [name for name in found if name not in former]
    current.sort(key=lambda name: _LEGAL_FIRST.index(name.get("use")))
    pairs = [(name, pair) for name in current if any(pair := _parts(name, synthetic))]
    if not pairs:
        return Names()
    legal_name, (given, family) = pairs[0]
    chosen = [
        pair[0] or pair[1]
        for name, pair in sorted(pairs, key=lambda found: found[0].get("use") != "nickname")
        if name is not legal_name and name.get("use") in {"nickname", "usual"}
    ]
    wanted = next((name for name in chosen if name != given), "")
    previous = (" ".join(filter(None, _parts(name, synthetic))) for name in former)
    return Names(given, family, wanted, tuple(dict.fromkeys(filter(None, previous))))


def _parts(name: Json, synthetic: bool) -> tuple[str, str]:
    """Given names and family name; a text alone is split, a single name counts as given."""
    given_names = name.get("given")
    given = " ".join(filter(None, map(text, given_names))) if isinstance(given_names, list) else ""
    family = text(name.get("family"))
    if not given and not family:
        given, family = _split(text(name.get("text")))
    if synthetic:
        given, family = _DIGITS.sub("", given), _DIGITS.sub("", family)
    return (given.strip(), family.strip()) if given.strip() else (family.strip(), "")


def _split(whole: str) -> tuple[str, str]:
    before, comma, after = whole.partition(",")
    if comma and after.strip():
        return after.strip(), before.strip()
    given, _, family = whole.rpartition(" ")
    return (given, family) if given else (family, "")
