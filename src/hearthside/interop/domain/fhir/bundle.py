"""From bytes to the entries of a bundle; whatever is not a bundle is refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hearthside.interop.domain.fhir.values import Json, obj

LARGEST_FILE = 64 * 1024 * 1024
DEEPEST_BUNDLE = 3


class UnreadableReason(StrEnum):
    """Why nothing at all could be read from a file."""

    NOT_OPENED = "not_opened"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    XML = "xml"
    BROKEN_JSON = "broken_json"
    NOT_A_BUNDLE = "not_a_bundle"
    BROKEN_BUNDLE = "broken_bundle"


class BundleUnreadable(Exception):
    """A file from which nothing can be read, with the reason and where reading stopped."""

    def __init__(self, reason: UnreadableReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bundle; `resource` is None when it carries none, or something that is no object."""

    place: str
    full_url: str
    method: str
    resource: Json | None
    is_broken: bool = False


def read_entries(content: bytes, *, largest: int = LARGEST_FILE) -> list[Entry]:
    """Every entry of a FHIR R4 bundle, or of newline-delimited FHIR resources (bulk export)."""
    if len(content) > largest:
        raise BundleUnreadable(UnreadableReason.TOO_LARGE, f"{len(content)} > {largest} bytes")
    stripped = content.removeprefix(b"\xef\xbb\xbf").strip()
    if not stripped:
        raise BundleUnreadable(UnreadableReason.EMPTY)
    if stripped.startswith(b"<"):
        raise BundleUnreadable(UnreadableReason.XML)
    try:
        document = _json(stripped)
    except ValueError as error:
        lines = _lines(stripped)
        if lines is None:
            raise BundleUnreadable(UnreadableReason.BROKEN_JSON, _where(error)) from None
        return [entry for place, line in lines for entry in _flatten(line, place, DEEPEST_BUNDLE)]
    if not isinstance(document, dict) or document.get("resourceType") != "Bundle":
        raise BundleUnreadable(UnreadableReason.NOT_A_BUNDLE, _what(document))
    if not isinstance(document.get("entry", []), list):
        raise BundleUnreadable(UnreadableReason.BROKEN_BUNDLE, "Bundle.entry")
    return list(_entries(document, "Bundle", DEEPEST_BUNDLE))


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _lines(raw: bytes) -> list[tuple[str, Json]] | None:
    """The resources of newline-delimited JSON; None when any line is something else."""
    found: list[tuple[str, Json]] = []
    for number, line in enumerate(raw.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            resource = _json(line)
        except ValueError:
            return None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            return None
        found.append((f"line {number}", resource))
    return found


def _flatten(resource: Json, place: str, depth: int, full_url: str = "", method: str = "") -> Iterator[Entry]:
    """A resource as an entry; a bundle inside the bundle (an answer to a batch) as the entries it holds."""
    if resource.get("resourceType") == "Bundle" and depth and isinstance(resource.get("entry", []), list):
        yield from _entries(resource, place, depth - 1)
    else:
        yield Entry(place, full_url, method, resource)


def _entries(bundle: Json, place: str, depth: int) -> Iterator[Entry]:
    for number, entry in enumerate(bundle.get("entry", [])):
        here = f"{place}.entry[{number}]"
        if not isinstance(entry, dict) or not isinstance(entry.get("resource", {}), dict):
            yield Entry(here, "", "", None, is_broken=True)
            continue
        full_url = entry.get("fullUrl") if isinstance(entry.get("fullUrl"), str) else ""
        method = obj(entry.get("request")).get("method")
        method = method if isinstance(method, str) else ""
        if "resource" in entry:
            yield from _flatten(entry["resource"], here, depth, full_url or "", method)
        else:
            yield Entry(here, full_url or "", method, None)


def _where(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1}"
    return ""


def _what(document: Any) -> str:
    kind = document.get("resourceType") if isinstance(document, dict) else None
    return kind if isinstance(kind, str) and kind.isascii() and kind.isalpha() and len(kind) < 65 else ""
