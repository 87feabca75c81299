"""Structured logs without personal data: known fields only, never an argument, a path or a message of an exception."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

FIELDS = (
    "event",
    "request_id",
    "method",
    "route",
    "status",
    "milliseconds",
    "actor_kind",
    "job",
    "count",
    "head",
)


class JsonLines(logging.Formatter):
    """One JSON object a line; of an exception only its type and where it was raised."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, object] = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if record.name.startswith("hearthside"):
            line["event"] = record.msg
        line |= {field: getattr(record, field) for field in FIELDS if hasattr(record, field)}
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{frame.filename.rsplit('/hearthside/')[-1]}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)
