"""The steps of a draft by hand in words, for whoever wants to go back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearthside.scheduling.domain.byhand_rules import fixed
from hearthside.scheduling.domain.drafts import Step
from hearthside.scheduling.domain.entities import Session
from hearthside.scheduling.views.bench import Bench
from hearthside.ui.templatetags.hearth import day_name, day_short


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: its number, what it did, whether it is in force."""

    number: int
    words: str
    in_force: bool


def step_lines(bench: Bench) -> tuple[StepLine, ...]:
    """Every step of a draft, the latest first."""
    draft = bench.draft
    lines = [StepLine(n + 1, _words(bench, step), n < draft.at) for n, step in enumerate(draft.steps)]
    return tuple(reversed(lines))


def draft_context(bench: Bench) -> dict[str, Any]:
    """What the bar of a draft shows: its steps, where undo and redo lead, and what can be kept at once."""
    draft = bench.draft
    return {
        "steps": step_lines(bench), "undo_to": max(0, draft.at - 1), "redo_to": draft.at + 1,
        "kept_count": len(draft.kept), "keep_choices": _keep_choices(bench),
    }  # fmt: skip


def _keep_choices(bench: Bench) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything, or all sessions of a day, a room, a clinician or a group of this week."""
    sessions, names = bench.solution.sessions, bench.names
    days = [(f"day:{d}", day_name(d)) for d in sorted({s.day for s in sessions})]
    rooms = {f"room:{s.room}": names.rooms.get(s.room, s.room) for s in sessions if s.room}
    clinicians = {f"clinician:{s.clinician}": names.clinicians.get(s.clinician, "–") for s in sessions}
    groups = {f"group:{s.service}:{s.audience}": _group(bench, s) for s in sessions}
    return [
        ("", [("all", _("The whole week"))]), (_("All sessions of a day"), days),
        *((title, sorted(options.items(), key=lambda o: o[1])) for title, options in (
            (_("All sessions in a room"), rooms), (_("All sessions of a clinician"), clinicians),
            (_("All sessions of a group"), groups),
        )),
    ]  # fmt: skip


def _group(bench: Bench, session: Session) -> str:
    line = bench.line(session)
    return f"{line.service} · {line.audience}" if line.audience else line.service


def _words(bench: Bench, step: Step) -> str:
    if step.kept is not None:
        return _kept(bench, step)
    pairs = list(step.sessions.values())
    for before, after in pairs:
        if before is None and after is not None:
            return _("Added: %(session)s") % {"session": _named(bench, after)}
        if before is not None and after is None:
            return _("Removed: %(session)s") % {"session": _named(bench, before)}
        if before is not None and after is not None and fixed(before) != fixed(after):
            return _("Moved: %(before)s → %(after)s") % {
                "before": _named(bench, before), "after": place_words(bench, before, after),
            }  # fmt: skip
    return _person(bench, [(b, a) for b, a in pairs if b and a])


def _kept(bench: Bench, step: Step) -> str:
    before, after = step.kept or (frozenset(), frozenset())
    changed = before ^ after
    if len(changed) == 1:
        name = next(iter(changed))
        session = bench.session(name)
        what = _named(bench, session) if session else bench.person(name)
        return (_("Kept: %(what)s") if after - before else _("Let go: %(what)s")) % {"what": what}
    words = (
        ngettext("Kept %(count)d", "Kept %(count)d", len(changed))
        if after - before
        else ngettext("Let %(count)d go", "Let %(count)d go", len(changed))
    )
    return words % {"count": len(changed)}


def _person(bench: Bench, pairs: list[tuple[Session, Session]]) -> str:
    out = next(((gone, b) for b, a in pairs if (gone := set(b.participants) - set(a.participants))), None)
    into = next(((new, a) for b, a in pairs if (new := set(a.participants) - set(b.participants))), None)
    who = next(iter((out or into or ({""}, None))[0]))
    facts = {
        "person": bench.person(who), "before": _named(bench, out[1]) if out else "",
        "after": _named(bench, into[1]) if into else "",
    }  # fmt: skip
    if out and into:
        return _("%(person)s: %(before)s → %(after)s") % facts
    return (_("%(person)s out of %(before)s") if out else _("%(person)s into %(after)s")) % facts


def _named(bench: Bench, session: Session) -> str:
    line = bench.line(session)
    return f"{line.service}, {day_short(session.day)} {line.starts}"


def place_words(bench: Bench, before: Session, after: Session) -> str:
    """Where a session is, and what else is not as it was before."""
    line = bench.line(after)
    parts = [f"{day_short(after.day)} {line.starts}"]
    if (before.room, before.mode) != (after.room, after.mode):
        parts.append(line.room or _("Online"))
    if before.clinician != after.clinician:
        parts.append(line.clinician)
    return ", ".join(parts)
