"""Finds what a FHIR reference means inside one bundle: by the rules of R4, with some patience."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any
from urllib.parse import parse_qs

from hearthside.interop.domain.fhir.bundle import Entry
from hearthside.interop.domain.fhir.values import Json, items, obj

_RESTFUL = re.compile(r"(?P<base>https?://.+/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[^/?#]+)(?:/_history/[^/]+)?$")


class References:
    """The addresses under which the entries of a bundle can be found."""

    def __init__(self, entries: list[Entry]) -> None:
        self._by_url: dict[str, Entry] = {}
        self._by_id: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._by_identifier: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            resource = entry.resource or {}
            if entry.full_url:
                self._by_url.setdefault(_plain(entry.full_url), entry)
            if isinstance(resource.get("id"), str):
                self._by_id[str(resource.get("resourceType")), resource["id"]].append(entry)
            if resource.get("resourceType") == "Patient":
                for pair in {_pair(identifier) for identifier in items(resource.get("identifier"))}:
                    self._by_identifier[pair].append(entry)

    def find(self, reference: Any, origin: Entry) -> Entry | None:
        """The entry that a reference made in another entry means, or None when it cannot be told."""
        literal = obj(reference).get("reference")
        if isinstance(literal, str) and literal:
            return self._literal(literal, origin)
        return self._identified(*_pair(obj(obj(reference).get("identifier"))))

    def _literal(self, literal: str, origin: Entry) -> Entry | None:
        if found := self._by_url.get(_plain(literal)):
            return found
        if literal.startswith("urn:uuid:"):
            return _only(self._by_id.get(("Patient", literal.removeprefix("urn:uuid:")), []))
        if "?" in literal:
            return self._conditional(literal)
        match = _RESTFUL.match(literal)
        if match is None:
            return None
        base, kind, logical_id = match["base"], match["type"], match["id"]
        home = _RESTFUL.match(origin.full_url)
        if base is None and home and home["base"]:
            base = home["base"]
        if base and (found := self._by_url.get(f"{base}{kind}/{logical_id}")):
            return found
        candidates = self._by_id.get((kind, logical_id), [])
        if base:  # the same id on another server is another person
            candidates = [entry for entry in candidates if not entry.full_url.startswith("http")]
        return _only(candidates)

    def _conditional(self, literal: str) -> Entry | None:
        """Patient?identifier=system|value, as transactions may refer."""
        kind, _, terms = literal.partition("?")
        wanted = parse_qs(terms).get("identifier", []) if kind == "Patient" else []
        system, bar, value = wanted[0].partition("|") if len(wanted) == 1 else ("", "", "")
        return self._identified(system, value) if bar else None

    def _identified(self, system: str, value: str) -> Entry | None:
        return _only(self._by_identifier.get((system, value), [])) if value else None


def reference_kind(reference: Any) -> str:
    """The type that a reference names itself, such as Patient or Group; empty when it does not say."""
    literal = obj(reference).get("reference")
    match = _RESTFUL.match(literal) if isinstance(literal, str) else None
    kind = match["type"] if match else obj(reference).get("type")
    return kind if isinstance(kind, str) else ""


def is_empty(reference: Any) -> bool:
    """Whether a reference points nowhere at all."""
    return not (obj(reference).get("reference") or obj(reference).get("identifier"))


def _only(found: list[Entry]) -> Entry | None:
    return found[0] if len(found) == 1 else None


def _pair(identifier: Json) -> tuple[str, str]:
    system, value = identifier.get("system"), identifier.get("value")
    return (system if isinstance(system, str) else "", value if isinstance(value, str) else "")


def _plain(url: str) -> str:
    """An address without its version; the letters of a UUID have no case."""
    url = url.partition("/_history/")[0]
    return url.lower() if url[:9].lower() in {"urn:uuid:", "urn:oid:"} else url
