"""Writes and verifies the hash-chained trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Protocol

from django.db import connection, transaction

from hearthside.audit.models import Entry

GENESIS = "0" * 64
LOCK_KEY = 7_205_759_403_792_793
COLUMNS = {
    "at": "timestamptz", "verb": "text", "permission": "text", "use_case": "text", "actor_kind": "text",
    "actor_user_id": "bigint", "actor_name": "text", "subject_id": "bigint", "detail": "jsonb", "previous": "text",
    "digest": "text",
}  # fmt: skip
# Two statements in one message: the second begins once the lock is held, so that it sees what the last writer left.
LOCK_THEN_HEAD = "SELECT pg_advisory_xact_lock(%s); SELECT digest FROM audit_entry ORDER BY id DESC LIMIT 1"
APPEND = (
    f"INSERT INTO audit_entry ({', '.join(COLUMNS)}) SELECT * FROM jsonb_to_recordset(%s) "  # noqa: S608 # nosec B608
    f"AS row ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})"
)
_reads: ContextVar[dict[tuple[str, int | None, str], Event] | None] = ContextVar("hearthside_reads", default=None)


class Who(Protocol):
    """What the trail needs to know of an actor."""

    @property
    def kind(self) -> Enum: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Event:
    """Something done, read or refused; `detail` holds ids and dates, never what a person typed."""

    verb: str
    permission: str
    use_case: str
    actor: Who
    subject_id: int | None
    detail: dict[str, Any]

    def as_denied(self) -> Event:
        """The same attempt, refused."""
        return replace(self, verb="denied")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of the chain: rows checked, and the first broken row if there is one."""

    rows: int
    broken_at: int | None
    head: str


def plain_detail(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a use case that identify what it was about: numbers, dates and choices; no free text."""
    kept: dict[str, Any] = {}
    for name, value in arguments.items():
        if isinstance(value, Enum):
            kept[name] = str(value.value)
        elif isinstance(value, bool | int):
            kept[name] = value
        elif isinstance(value, date):
            kept[name] = value.isoformat()
    return kept


@contextmanager
def one_flush_for_reads() -> Iterator[None]:
    """Collects the reads of one request, or of one use case, and writes them together, before the answer leaves.

    What was read counts as read, also where the work that followed was refused and rolled back.
    """
    token = _reads.set({})
    try:
        yield
    finally:
        try:
            flush_reads()
        finally:
            _reads.reset(token)


def is_collecting() -> bool:
    """Whether reads are being collected for one flush."""
    return _reads.get() is not None


def flush_reads() -> None:
    """Writes the reads collected so far."""
    collected = _reads.get()
    if collected:
        write(list(collected.values()))
        collected.clear()


def note_read(event: Event) -> None:
    """Leaves a read in the trail: at the end of the request, or at once outside of one."""
    collected = _reads.get()
    if collected is None:
        write([event])
    else:
        key = (event.use_case, event.subject_id, json.dumps(event.detail, sort_keys=True))
        collected.setdefault(key, event)


def write(events: Sequence[Event]) -> None:
    """Appends events to the chain, one writer at a time, in the caller's transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK_THEN_HEAD, [LOCK_KEY])
        cursor.nextset()
        head = cursor.fetchone()
        previous, rows = head[0] if head else GENESIS, []
        for event in events:
            row = Entry(
                at=datetime.now(UTC), verb=event.verb, permission=str(event.permission), use_case=event.use_case,
                actor_kind=str(event.actor.kind.value), actor_user_id=event.actor.user_id,
                actor_name=event.actor.name, subject_id=event.subject_id, detail=event.detail, previous=previous,
            )  # fmt: skip
            row.digest = previous = digest_of(row)
            rows.append({name: getattr(row, name) for name in COLUMNS})
        cursor.execute(APPEND, [json.dumps(rows, default=datetime.isoformat)])


def digest_of(row: Entry) -> str:
    """SHA-256 over everything in the row but its number, and the digest before it."""
    fields = [
        row.at.astimezone(UTC).isoformat(timespec="microseconds"), row.verb, row.permission, row.use_case,
        row.actor_kind, row.actor_user_id, row.actor_name, row.subject_id, row.detail, row.previous,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def verify() -> Verdict:
    """Recomputes the whole chain and names the first row that was changed, removed or put in."""
    previous, rows = GENESIS, 0
    for row in Entry.objects.order_by("id").iterator(chunk_size=2000):
        rows += 1
        if row.previous != previous or row.digest != digest_of(row):
            return Verdict(rows, row.id, previous)
        previous = row.digest
    return Verdict(rows, None, previous)
