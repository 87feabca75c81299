"""Sets aside the entries of a bundle that hold nothing to read: broken, empty, deleted or older versions."""

from __future__ import annotations

from hearthside.interop.domain.fhir.bundle import Entry
from hearthside.interop.domain.fhir.records import NotTaken, NotTakenReason
from hearthside.interop.domain.fhir.validate import KNOWN_TYPES
from hearthside.interop.domain.fhir.values import obj, text

Version = tuple[str, int]


def screen(entries: list[Entry]) -> tuple[list[Entry], list[NotTaken]]:
    """The entries with one current resource of a known type each, and what was set aside."""
    set_aside: list[NotTaken] = []
    current: dict[object, Entry] = {}
    deleted: set[object] = set()
    for entry in entries:
        refusal = _unreadable(entry)
        if refusal is None and _address(entry) in deleted:
            refusal = not_taken(entry, NotTakenReason.SUPERSEDED, "deleted in the same file")
        if refusal is not None:
            set_aside.append(refusal)
            if entry.method == "DELETE" and entry.full_url:
                deleted.add(_address(entry))
            continue
        other = current.get(_address(entry))
        newest, older = (entry, other) if other is None or _version(entry) > _version(other) else (other, entry)
        current[_address(entry)] = newest
        if older is not None:
            set_aside.append(not_taken(older, NotTakenReason.SUPERSEDED, "another version in the same file"))
    return list(current.values()), set_aside


def not_taken(entry: Entry, reason: NotTakenReason, detail: str = "") -> NotTaken:
    """The record of an entry that was left out."""
    resource = entry.resource or {}
    kind = resource.get("resourceType")
    return NotTaken(
        resource_type=kind if isinstance(kind, str) and kind in KNOWN_TYPES else "",
        reason=reason,
        resource_id=text(resource.get("id"), 64),
        detail=detail,
    )


def _unreadable(entry: Entry) -> NotTaken | None:
    if entry.is_broken:
        return not_taken(entry, NotTakenReason.INVALID, f"{entry.place}: not a JSON object")
    if entry.method == "DELETE" or entry.resource is None:
        return not_taken(entry, NotTakenReason.NO_RESOURCE, entry.place)
    kind = entry.resource.get("resourceType")
    if not isinstance(kind, str) or kind not in KNOWN_TYPES:
        return not_taken(entry, NotTakenReason.INVALID, f"{entry.place}.resource.resourceType: not an R4 type")
    return None


def _address(entry: Entry) -> object:
    """Under what two entries are versions of one resource; an entry without any address is only itself."""
    resource = obj(entry.resource)
    if entry.full_url:
        return entry.full_url.partition("/_history/")[0]
    if isinstance(resource.get("id"), str):
        return str(resource.get("resourceType")), resource["id"]
    return entry.place


def _version(entry: Entry) -> Version:
    meta = obj(obj(entry.resource).get("meta"))
    number = text(meta.get("versionId"), 18)
    return text(meta.get("lastUpdated")), int(number) if number.isdecimal() and number.isascii() else 0
