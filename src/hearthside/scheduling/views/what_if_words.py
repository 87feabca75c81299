"""What-if in words: each change, and what differs between the two weeks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext_lazy

from hearthside.program.selectors import SiteCatalogue
from hearthside.scheduling.domain.entities import DAY_NAMES
from hearthside.scheduling.domain.whatif import Comparison, Figures, PersonChange
from hearthside.scheduling.templatetags.scheduling_words import Words, full_weeks, reason_words
from hearthside.scheduling.views.tables import Names
from hearthside.ui.templatetags.hearth import duration

PARTS: dict[str, Words] = {
    "morning": gettext_lazy("morning"), "afternoon": gettext_lazy("afternoon"), "evening": gettext_lazy("evening"),
}  # fmt: skip
WISHES: dict[str, Words] = {
    "mode": pgettext_lazy("a wish", "in person or online"), "day_part": pgettext_lazy("a wish", "time of day"),
    "clinician": pgettext_lazy("a wish", "clinician"), "gender": pgettext_lazy("a wish", "clinician's gender"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of both weeks."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who is better or worse off, and in what way."""

    name: str
    words: tuple[str, ...]


def change_words(change: Mapping[str, Any], catalogue: SiteCatalogue) -> str:
    """A change as a sentence."""
    clinicians = {f"c{c.id}": c.name for c in catalogue.clinicians} | {"new-c1": _("the new clinician")}
    rooms = {f"r{r.id}": r.name for r in catalogue.rooms}
    tracks = {t.code: t.name for t in catalogue.tracks}
    data = {
        **change, "when": _when(change), "name": clinicians.get(change.get("clinician", ""), change.get("clinician")),
        "room": rooms.get(change.get("room", ""), change.get("room")),
        "track": tracks.get(change.get("track", ""), change.get("track")),
    }  # fmt: skip
    kind, like = change.get("kind"), change.get("like")
    if kind == "add_clinician":
        return _("A clinician like %(name)s joins") % {"name": clinicians.get(str(like), like)}
    if kind == "open_hours":
        who = ", ".join(clinicians.get(c, c) for c in change.get("who", []))
        return _("Open %(when)s as well; then work: %(who)s") % {**data, "who": who or _("nobody more")}
    if kind == "admit":
        return _admissions(change, data)
    if kind == "open_track":
        data["like"] = tracks.get(str(like), like)
        return _("A new track %(track)s like %(like)s, with %(count)s people") % {"count": 0, **data}
    if kind == "close_track" and change.get("into"):
        data["into"] = tracks.get(change["into"], change["into"])
        return _("The track %(track)s closes; its people go into %(into)s") % data
    return str(SENTENCES.get(str(kind), gettext_lazy("A change"))) % data


SENTENCES: dict[str, Words] = {
    "remove_clinician": gettext_lazy("%(name)s leaves"),
    "more_hours": gettext_lazy("%(name)s also works %(when)s"),
    "add_room": gettext_lazy("A room with %(capacity)s seats is added"),
    "remove_room": gettext_lazy("The room %(room)s closes"),
    "close_hours": gettext_lazy("Closed %(when)s"),
    "close_track": gettext_lazy("The track %(track)s closes; its people are treated elsewhere"),
}


def _admissions(change: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    count = change.get("count", 0)
    if change.get("track"):
        words = ngettext("%(count)s more person like those of %(track)s",
                         "%(count)s more people like those of %(track)s", count)  # fmt: skip
    elif change.get("like"):
        words = ngettext("%(count)s more person like those who have no full week now",
                         "%(count)s more people like those who have no full week now", count)  # fmt: skip
    else:
        words = ngettext("%(count)s more person like anybody here now", "%(count)s more people like anybody here now",
                         count)  # fmt: skip
    return words % data


def _when(change: Mapping[str, Any]) -> str:
    spans = change.get("works") or ([change] if change.get("day") else [])
    return ", ".join(
        f"{WEEKDAYS[DAY_NAMES.index(s['day'])]} {s['start']}–{s['end']}"
        for s in spans
        if isinstance(s, Mapping) and s.get("day") in DAY_NAMES
    )


def with_new(names: Names, comparison: Comparison) -> Names:
    """The names, with those of clinicians, rooms and people that there are only in the trial."""
    people = {name: _("Newcomer %(n)d") % {"n": n + 1} for n, name in enumerate(comparison.newcomers)}
    rooms = {r: _("New room") for r in comparison.after.room_minutes if r not in names.rooms}
    return replace(names, people=names.people | people, rooms=names.rooms | rooms)


def headline(found: Comparison) -> tuple[str, str]:
    """The one sentence that matters, and its tone."""
    more = found.after.placed - found.before.placed
    if more > 0:
        words = ngettext("%(n)d more person would have a full week.", "%(n)d more people would have a full week.", more)
        return words % {"n": more}, "success"
    if more < 0:
        words = ngettext("%(n)d person fewer would have a full week.", "%(n)d people fewer would have a full week.",
                         -more)  # fmt: skip
        return words % {"n": -more}, "care"
    return _("As many people would have a full week as now."), "info"


def sentences(found: Comparison, names: Names) -> list[str]:
    """What else differs, the weightiest first."""
    lost = [c for c in found.loses if c.full_before and not c.full_after]
    told = [
        _many(len(lost), ngettext_lazy("%(n)d person who has a full week now would not have one.",
                                       "%(n)d people who have a full week now would not have one.", "n")),
        *_newcomers(found),
        _many(len(found.gone), ngettext_lazy("%(n)d person would be treated elsewhere.",
                                             "%(n)d people would be treated elsewhere.", "n")),
        _many(found.orders_freed, ngettext_lazy(
            "%(n)d order names the clinician who leaves; somebody else may meet it here.",
            "%(n)d orders name the clinician who leaves; somebody else may meet them here.", "n")),
        *(_wish(found, wish) for wish in WISHES),
        *_times(found.times_won, _("%(when)s is newly used%(rooms)s."), names),
        *_times(found.times_lost, _("%(when)s is no longer used."), names),
    ]  # fmt: skip
    return [words for words in told if words] or [_("Nothing else differs.")]


def _many(count: int, words: Any) -> str:
    return str(words % {"n": count}) if count else ""


def _newcomers(found: Comparison) -> Iterable[str]:
    if found.newcomers:
        yield _("Of the newcomers %(full)s would have a full week.") % {
            "full": full_weeks(found.newcomers_full, len(found.newcomers))
        }


def _wish(found: Comparison, wish: str) -> str:
    losing = sum(wish in c.wishes_lost and c.full_after for c in (*found.gains, *found.loses))
    return _many(losing, LOST[wish])


LOST: dict[str, Any] = {
    "mode": ngettext_lazy(
        "%(n)d person would come less often the way they prefer, in person or online.",
        "%(n)d people would come less often the way they prefer, in person or online.", "n"),
    "day_part": ngettext_lazy(
        "%(n)d person would come less often at their preferred time of day.",
        "%(n)d people would come less often at their preferred time of day.", "n"),
    "clinician": ngettext_lazy(
        "%(n)d person would meet a preferred clinician less often.",
        "%(n)d people would meet a preferred clinician less often.", "n"),
    "gender": ngettext_lazy(
        "%(n)d person would meet a clinician of the preferred gender less often.",
        "%(n)d people would meet a clinician of the preferred gender less often.", "n"),
}  # fmt: skip


def _times(times: Iterable[tuple[int, str, tuple[str, ...]]], words: str, names: Names) -> list[str]:
    return [
        words % {
            "when": _("%(day)s %(part)s") % {"day": WEEKDAYS[day], "part": PARTS[part]},
            "rooms": f" ({', '.join(names.rooms.get(r, r) for r in rooms)})" if rooms else "",
        }
        for day, part, rooms in times
    ]  # fmt: skip


def figure_rows(found: Comparison) -> list[Row]:
    """The figures of both weeks, row by row."""
    a, b = found.before, found.after

    def row(label: str, value: Callable[[Figures], int], show: Callable[[int], str] = str) -> Row:
        return Row(label, show(value(a)), show(value(b)), _signed(value(b) - value(a), show))

    return [
        Row(_("People with a full week"), full_weeks(a.placed, a.asked), full_weeks(b.placed, b.asked),
            _signed(b.placed - a.placed, str)),
        row(_("Hours of treatment, all people together"), lambda f: f.treatment_minutes, _hours),
        Row(_("Wishes met"), _words(_share(a)), _words(_share(b)), _signed((_share(b) or 0) - (_share(a) or 0), str)),
        row(_("Hours that clinicians lead"), lambda f: f.contact_minutes, _hours),
        row(_("Sessions"), lambda f: f.sessions),
        row(_("Hours that rooms are used"), lambda f: sum(f.room_minutes.values()), _hours),
    ]  # fmt: skip


def room_rows(found: Comparison, names: Names) -> list[Row]:
    """The use of each room in both weeks."""
    a, b = found.before.room_minutes, found.after.room_minutes
    return [
        Row(names.rooms.get(r, r), _hours(a[r]) if r in a else "–", _hours(b[r]) if r in b else "–",
            _signed(b.get(r, 0) - a.get(r, 0), _hours))
        for r in dict.fromkeys([*a, *b])
    ]  # fmt: skip


def person_lines(changes: Iterable[PersonChange], names: Names) -> list[PersonLine]:
    """People by name, with what is better or worse for each."""
    return sorted((_person(c, names) for c in changes), key=lambda line: line.name)


def without_lines(found: Comparison, names: Names) -> list[PersonLine]:
    """Everybody without a full week in the changed clinic, and why."""
    lines = [
        PersonLine(
            names.people.get(who, who),
            tuple(dict.fromkeys(reason_words({"code": r.code, **r.data}, names.services) for r in reasons)),
        )
        for who, reasons in found.unplaced.items()
    ]
    return sorted(lines, key=lambda line: line.name)


def _person(change: PersonChange, names: Names) -> PersonLine:
    words = []
    if change.full_after and not change.full_before:
        words.append(_("a full week"))
    elif change.full_before and not change.full_after:
        words.append(_("no full week any more"))
    if change.minutes_before != change.minutes_after:
        hours = {"before": _hours(change.minutes_before), "after": _hours(change.minutes_after)}
        words.append(_("%(before)s → %(after)s of treatment") % hours)
    if change.wishes_won:
        words.append(_("more as wished: %(what)s") % {"what": ", ".join(str(WISHES[w]) for w in change.wishes_won)})
    if change.wishes_lost:
        words.append(_("less as wished: %(what)s") % {"what": ", ".join(str(WISHES[w]) for w in change.wishes_lost)})
    return PersonLine(names.people.get(change.participant, change.participant), tuple(words))


def _hours(minutes: int) -> str:
    return str(duration(minutes))


def _signed(value: int, show: Callable[[int], str]) -> str:
    return f"{'+' if value > 0 else '−'}{show(abs(value))}" if value else "="


def _share(figures: Figures) -> int | None:
    return 100 * figures.preference // figures.preference_best if figures.preference_best else None


def _words(share: int | None) -> str:
    return "–" if share is None else f"{share} %"
