"""Reads the languages that a person speaks as BCP-47 tags, the preferred one first."""

from __future__ import annotations

import re
from functools import cache

from babel.core import Locale, get_global

from hearthside.interop.domain.fhir.values import Json, codings, items, obj, text

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_][A-Za-z0-9]{4,8})*$")


def read_languages(communication: object) -> tuple[str, ...]:
    """Tags such as "es" or "en-US"; a language that cannot be told is left out."""
    spoken = sorted(items(communication), key=lambda entry: entry.get("preferred") is not True)
    tags = (_tag_of(obj(entry.get("language"))) for entry in spoken)
    return tuple(dict.fromkeys(filter(None, tags)))


def _tag_of(language: Json) -> str:
    """By code, else by the language's name in English or Spanish."""
    by_code = (_canonical(text(coding.get("code"))) for coding in codings(language))
    told = [text(language.get("text")), *(text(coding.get("display")) for coding in codings(language))]
    by_name = (_names().get(name.casefold(), "") for name in told)
    return next(filter(None, by_code), "") or next(filter(None, by_name), "")


def _canonical(code: str) -> str:
    match = _TAG.match(code)
    if match is None:
        return ""
    language, script, region = match.groups()
    known = get_global("language_aliases").get(language.lower(), language.lower())
    if known not in _known():
        return ""
    return "-".join(filter(None, [known, (script or "").title(), (region or "").upper()]))


@cache
def _known() -> frozenset[str]:
    return frozenset(Locale("en").languages)


@cache
def _names() -> dict[str, str]:
    """Language names of English and Spanish with their codes."""
    return {name.casefold(): code for speech in ("es", "en") for code, name in Locale(speech).languages.items()}
