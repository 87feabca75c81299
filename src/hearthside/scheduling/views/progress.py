"""Where the search for a week stands, in words that need no mathematics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearthside.scheduling import selectors
from hearthside.scheduling.domain.compare import people_possible, share
from hearthside.scheduling.domain.entities import Problem
from hearthside.scheduling.domain.solution import Claims
from hearthside.scheduling.templatetags.scheduling_words import GOALS, Words
from hearthside.ui.templatetags.hearth import duration

ORDER = ("placed", "partial", "kept", "preference", "cost")
PATIENCE = 6  # seconds in the queue after which the page says what it waits for


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of the week: what is reached, and how much more is possible at most."""

    name: str
    title: Words
    reached: str
    room: str
    proved: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """What the figures of a search are measured by."""

    asked: int
    weight: int
    heaviest: int
    wishes: int

    @classmethod
    def of_row(cls, row: selectors.ProposalRow) -> Scale:
        """The scale that was kept when the week was asked for."""
        return cls(row.asked, row.weight, row.heaviest, row.wishes)

    @classmethod
    def of_problem(cls, problem: Problem, wishes: int) -> Scale:
        """The scale of a problem file."""
        priorities = [p.priority for p in problem.participants]
        return cls(len(priorities), sum(priorities), max(priorities, default=0), wishes)


def progress_of(row: selectors.ProposalRow, now: datetime) -> dict[str, Any]:
    """What the page of a search shows: the time, and each goal as far as it is."""
    spent = max(0, int((now - row.began_at).total_seconds())) if row.began_at else 0
    scale = Scale.of_row(row)
    goals = tuple(
        _goal(name, row.levels[name], row.placed, scale, now=name == row.level) for name in ORDER if name in row.levels
    )
    return {
        "row": row, "seconds_so_far": min(spent, row.seconds), "seconds_left": max(0, row.seconds - spent),
        "goals": goals, "patient": (now - row.asked_at).total_seconds() < PATIENCE,
    }  # fmt: skip


def goals_of(claims: Claims, placed: int, scale: Scale) -> tuple[Goal, ...]:
    """How good a finished week is, by the bounds that were proved with it."""
    found = []
    if claims.placed is not None:
        level = selectors.Level(claims.placed, claims.placed_bound)
        found.append(_goal("placed", level, placed, scale, now=False))
    if claims.preference is not None:
        level = selectors.Level(claims.preference, claims.preference_bound)
        found.append(_goal("preference", level, placed, scale, now=False))
    return tuple(found)


def _goal(name: str, level: selectors.Level, placed: int, scale: Scale, *, now: bool) -> Goal:
    reached, room, proved = {
        "placed": _placed, "partial": _partial, "kept": _kept, "preference": _wishes, "cost": _cost,
    }[name](level, placed, scale)  # fmt: skip
    return Goal(name, GOALS[name], reached, room, proved, now)


def _placed(level: selectors.Level, placed: int, scale: Scale) -> tuple[str, str, bool]:
    reached = ngettext("%(placed)d of %(asked)d person", "%(placed)d of %(asked)d people", scale.asked) % {
        "placed": placed, "asked": scale.asked,
    }  # fmt: skip
    if level.bound is None:
        return reached, "", False
    most = people_possible(scale.asked, scale.weight or scale.asked, scale.heaviest or 1, level.bound)
    if placed >= most or level.value >= level.bound:
        return reached, _("Proved: no week can give a full week to more people."), True
    words = ngettext("At most %(most)d is possible.", "At most %(most)d are possible.", most)
    return reached, words % {"most": most}, False


def _partial(level: selectors.Level, _placed: int, _scale: Scale) -> tuple[str, str, bool]:
    return _("%(hours)s for those without a full week") % {"hours": duration(level.value)}, *_more(level, duration)


def _kept(level: selectors.Level, _placed: int, _scale: Scale) -> tuple[str, str, bool]:
    words = ngettext("%(count)d known place stays", "%(count)d known places stay", level.value)
    return words % {"count": level.value}, *_more(level, str)


def _wishes(level: selectors.Level, _placed: int, scale: Scale) -> tuple[str, str, bool]:
    met = share(level.value, scale.wishes)
    if met is None:
        return _("Nobody has said what they would rather have."), "", False
    reached = _("%(share)d %%") % {"share": met}
    if level.bound is None:
        return reached, "", False
    if level.value >= level.bound:
        return reached, _("Proved: no such week meets more."), True
    most = min(100, -(-100 * level.bound // scale.wishes))
    return reached, _("Could still rise by at most %(points)d %%.") % {"points": max(1, most - met)}, False


def _cost(level: selectors.Level, _placed: int, _scale: Scale) -> tuple[str, str, bool]:
    return duration(level.value), *_more(selectors.Level(-level.value, level.bound), duration)


def _more(level: selectors.Level, words: Any) -> tuple[str, bool]:
    if level.bound is None:
        return "", False
    if level.value >= level.bound:
        return _("Proved best."), True
    return _("At most %(more)s more is possible.") % {"more": words(level.bound - level.value)}, False
