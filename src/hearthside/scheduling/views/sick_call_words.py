"""The repairs of a sick call in the words of their page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hearthside.scheduling import selectors
from hearthside.scheduling.domain.reading import Reader, read_session
from hearthside.scheduling.views.tables import Line, Names, line_of
from hearthside.ui.templatetags.hearth import day_and_date, duration

BETTER_IN = (
    ("moved", gettext_lazy("Fewest get another time")), ("told", gettext_lazy("Fewest people to tell")),
    ("strangers", gettext_lazy("Most stay with a clinician they know")),
    ("opened", gettext_lazy("Fewest new sessions")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one session that is hit."""

    line: Line
    people: int
    parts: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """What a repair means for one person."""

    participant_id: int
    name: str
    loses: tuple[Line, ...]
    gains: tuple[Line, ...]
    hours: str
    days: str
    charges: str
    points: str
    short: bool
    less: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One repair as a card."""

    row: selectors.ProposalRow
    title: str
    hours: str
    all_hours: bool
    seats: str
    told: str
    proof: str
    proved: bool
    outcomes: tuple[Outcome, ...]
    people: tuple[Person, ...]


def options_of(rows: Iterable[selectors.ProposalRow], monday: date, names: Names) -> tuple[Option, ...]:
    """The repairs in their order, each with what it is best in."""
    found: list[Option] = []
    first: Mapping[str, int] = {}
    for row in rows:
        figures = row.change["figures"]
        first = first or figures
        better = [words for name, words in BETTER_IN if figures[name] < first[name]]
        title = _("Our suggestion") if not found else better[0] if better else _("Another way")
        option = _option(row, str(title), monday, names)
        if (figures["lost_weeks"], figures["minutes_lost"]) > (first["lost_weeks"], first["minutes_lost"]):
            option = replace(
                option, title=_("Call off more, and change less"), proved=False,
                proof=_("People lose more than they have to."),
            )  # fmt: skip
        found.append(option)
    return tuple(found)


def _option(row: selectors.ProposalRow, title: str, monday: date, names: Names) -> Option:
    change = row.change
    figures = change["figures"]
    proof, proved = _proof(figures, least_proved=change["least_proved"])
    people = figures["told"] + len(_leaders(change["effects"]))
    told = ngettext("%(n)d person to tell", "%(n)d people to tell", people) % {"n": people}
    return Option(
        row, title, _hours(figures), not figures["minutes_lost"] and not figures["lost_weeks"], _seats(figures), told,
        proof, proved, tuple(_outcome(item, monday, names) for item in change["outcomes"]),
        tuple(sorted((_person(item, monday, names) for item in change["effects"]), key=lambda p: p.name)),
    )  # fmt: skip


def _leaders(effects: Iterable[Mapping[str, Any]]) -> set[str]:
    """Who leads a session that only gets another room, and has to be told of it."""
    facts = ("service", "audience", "mode", "day", "start", "clinician")
    return {
        after["clinician"]
        for effect in effects
        for before in effect["loses"]
        for after in effect["gains"]
        if all(before[fact] == after[fact] for fact in facts)
    }


def _hours(figures: Mapping[str, int]) -> str:
    if not figures["minutes_lost"] and not figures["lost_weeks"]:
        return _("Nobody loses hours.")
    lost = _("%(hours)s of treatment cannot be given this week.") % {"hours": duration(figures["minutes_lost"])}
    if not figures["lost_weeks"]:
        return lost
    weeks = ngettext(
        "%(n)d person no longer has a full week.", "%(n)d people no longer have a full week.", figures["lost_weeks"]
    )
    return f"{weeks % {'n': figures['lost_weeks']}} {lost}"


def _seats(figures: Mapping[str, int]) -> str:
    places = ngettext("%(n)d place changes", "%(n)d places change", figures["disturbed"]) % {"n": figures["disturbed"]}
    only = figures["disturbed"] - figures["moved"]
    if not figures["disturbed"]:
        return _("Every place keeps its time and its clinician.")
    if not only:
        return _("%(places)s, all to another time.") % {"places": places}
    if not figures["moved"]:
        return _("%(places)s, all only to another clinician at the same time.") % {"places": places}
    return _("%(places)s: %(moved)d to another time, %(only)d only to another clinician.") % {
        "places": places, "moved": figures["moved"], "only": only,
    }  # fmt: skip


def _proof(figures: Mapping[str, int], *, least_proved: bool) -> tuple[str, bool]:
    more = figures["disturbed"] - figures["least"]
    if least_proved and more <= 0:
        return _("Proved: no repair that keeps these hours changes fewer places."), True
    if least_proved:
        words = ngettext(
            "%(n)d place more than the fewest possible.", "%(n)d places more than the fewest possible.", more
        )
        return words % {"n": more}, False
    words = ngettext(
        "At least %(n)d place has to change. Whether fewer than here would do is not proved.",
        "At least %(n)d places have to change. Whether fewer than here would do is not proved.",
        figures["least"],
    )
    return words % {"n": figures["least"]}, False


def _outcome(item: Mapping[str, Any], monday: date, names: Names) -> Outcome:
    line = _line(item["session"], monday, names)
    parts = tuple(_part(part, monday, names) for part in item["parts"])
    without = tuple(names.people.get(p, p) for p in item["without"])
    return Outcome(line, len(item["session"]["participants"]), parts, without)


def _part(part: Mapping[str, Any], monday: date, names: Names) -> str:
    line = _line(part["session"], monday, names)
    who = ngettext("%(n)d person", "%(n)d people", len(part["participants"])) % {"n": len(part["participants"])}
    facts = {
        "who": who, "day": day_and_date(line.day), "at": line.starts, "clinician": line.clinician, "room": line.room,
    }  # fmt: skip
    words = {
        "taken_over": _("%(who)s: %(clinician)s takes over, at the same time."),
        "online": _("%(who)s: online, with the same clinician at the same time."),
        "in_person": _("%(who)s: in person in %(room)s, with the same clinician at the same time."),
        "room": _("%(who)s: in %(room)s, at the same time."),
        "moved": _("%(who)s: a new session on %(day)s at %(at)s with %(clinician)s."),
        "joined": _("%(who)s: join the session on %(day)s at %(at)s with %(clinician)s."),
    }
    return words[part["how"]] % facts


def _person(item: Mapping[str, Any], monday: date, names: Names) -> Person:
    before, after = item["before"], item["after"]

    def both(one: object, two: object) -> str:
        return f"{one}" if one == two else f"{one} → {two}"

    return Person(
        int(item["participant"][1:]), names.people.get(item["participant"], item["participant"]),
        tuple(_line(s, monday, names) for s in item["loses"]), tuple(_line(s, monday, names) for s in item["gains"]),
        both(duration(before["minutes"]), duration(after["minutes"])), both(before["days"], after["days"]),
        both(before["full_days"], after["full_days"]), both(before["points"], after["points"]),
        before["full"] and not after["full"], after["minutes"] < before["minutes"],
    )  # fmt: skip


def _line(item: Mapping[str, Any], monday: date, names: Names) -> Line:
    session = read_session(Reader(item, ""))
    if session is None:
        raise ValueError("a session that was kept cannot be read")
    return line_of(session, monday, names)
