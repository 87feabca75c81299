"""A week changed by hand, step by step: what each step changed, how far back and forward one can go, what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .byhand_rules import Changed
from .entities import Session
from .problem import session_to_json
from .reading import Reader, read_session


@dataclass(frozen=True, slots=True)
class Step:
    """One change by hand: sessions as they were and as they are, or what is kept before and after."""

    sessions: Mapping[str, tuple[Session | None, Session | None]]
    kept: tuple[frozenset[str], frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The steps of a draft, how many of them are in force, and what is kept; every change gives a new version."""

    version: int = 0
    at: int = 0
    steps: tuple[Step, ...] = ()
    kept: frozenset[str] = frozenset()


def taken(draft: Draft, step: Step) -> Draft:
    """The draft after one more step; steps that were undone before are gone."""
    kept = step.kept[1] if step.kept else draft.kept
    return Draft(draft.version + 1, draft.at + 1, (*draft.steps[: draft.at], step), kept)


def moved_to(draft: Draft, at: int) -> tuple[Draft, Changed]:
    """The draft with so many of its steps in force, and the sessions that this changes."""
    at = max(0, min(at, len(draft.steps)))
    changed: dict[str, Session | None] = {}
    kept = draft.kept
    back = at < draft.at
    for step in reversed(draft.steps[at : draft.at]) if back else draft.steps[draft.at : at]:
        changed |= {name: pair[0 if back else 1] for name, pair in step.sessions.items()}
        kept = step.kept[0 if back else 1] if step.kept else kept
    return replace(draft, version=draft.version + 1, at=at, kept=kept), changed


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """The draft as the database keeps it."""
    return {
        "version": draft.version,
        "at": draft.at,
        "steps": [
            {
                "sessions": {name: [_written(s) for s in pair] for name, pair in step.sessions.items()},
                "kept": None if step.kept is None else [sorted(names) for names in step.kept],
            }
            for step in draft.steps
        ],
        "kept": sorted(draft.kept),
    }


def parse_draft(data: Mapping[str, Any]) -> Draft:
    """The draft that `draft_to_json` wrote; an empty one of nothing."""
    return Draft(
        data.get("version", 0),
        data.get("at", 0),
        tuple(_step(item) for item in data.get("steps", ())),
        frozenset(data.get("kept", ())),
    )


def kept_after(kept: frozenset[str], names: Iterable[str], *, keep: bool) -> frozenset[str]:
    """What is kept when these names are kept too, or let go."""
    return kept | frozenset(names) if keep else kept - frozenset(names)


def _step(item: Mapping[str, Any]) -> Step:
    sessions = {name: (_read(pair[0]), _read(pair[1])) for name, pair in item["sessions"].items()}
    kept = item["kept"]
    return Step(sessions, None if kept is None else (frozenset(kept[0]), frozenset(kept[1])))


def _written(session: Session | None) -> dict[str, object] | None:
    return None if session is None else session_to_json(session)


def _read(data: object) -> Session | None:
    return None if data is None else read_session(Reader(data, ""))
