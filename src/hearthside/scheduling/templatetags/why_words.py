"""The words for reasons: why a seat is where it is, what stands between a person and a full week, what would help.

Every sentence speaks of times and choices, never of somebody's fault; the same words serve staff and participants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hearthside.kernel.weeks import clock
from hearthside.program.templatetags.program_words import gender_words, listed, mode_words
from hearthside.scheduling.domain import why
from hearthside.scheduling.domain.entities import IN_PERSON, Commitment
from hearthside.ui.templatetags.hearth import day_name, duration

Words = str | Promise


class Called(Protocol):
    """What people call the ids of a problem file."""

    @property
    def services(self) -> Mapping[str, str]:
        """Services by code."""
        ...

    @property
    def clinicians(self) -> Mapping[str, str]:
        """Clinicians by id."""
        ...

    @property
    def audiences(self) -> Mapping[tuple[str, str], str]:
        """Groups by service and audience."""
        ...


DAY_PARTS: dict[str, Words] = {
    "morning": _("mornings"), "afternoon": _("afternoons"), "evening": _("evenings"), "weekend": _("weekends"),
}  # fmt: skip
OTHERWISE: dict[str, Words] = {
    "group_full": _("The group is full."),
    "own_session": _("It is at the same time as %(service)s."),
    "same_service_that_day": _("There is %(service)s on this day already."),
    "day_minutes": _("The day would be longer than is possible."),
    "mode_of_day": _("The rest of this day is attended another way (in person or online)."),
    "fewer_days": _("The week would have fewer days than the level of care asks for."),
    "other_clinician": _("Somebody else than the clinician ordered leads it."),
    "must_not_meet": _("Somebody in it must not meet this person."),
    "less_preferred": _("It would fit, and is further from what was asked for."),
    "as_good": _("It would fit just as well."),
    "liked_better": _("It would fit, has a place, and is closer to what was asked for."),
    "needed_here": _("The group here would become too small."),
}
MISSING: dict[str, Words] = {
    "clinician_hours": _("hours of a clinician who leads it"),
    "clinician": _("one more clinician"),
    "trained_clinician": _("a clinician who is trained for it"),
    "language": _("a clinician who speaks the language"),
    "room": _("a room that is free then"),
    "larger_room": _("a larger room"),
    "larger_group": _("a larger limit for the group"),
    "audience": _("a group for this track or language"),
}


def when(day: int, start: int) -> str:
    """A day and a time at the beginning of a line: "Tuesday 17:30"."""
    return capfirst(f"{day_name(day)} {clock(start)}")


def _mode(mode: str) -> str:
    return str(mode_words(mode)).lower()


def service_name(called: Called, service: str) -> str:
    """What people call a service; one that stands for a single held session has the name of its service."""
    code = service.partition("@")[0]
    return called.services.get(code, code)


def label_words(commitment: Commitment | why.Bound) -> str:
    """What a commitment is called; one without a name stays private."""
    return commitment.label or gettext("something on the calendar")


def because_words(reason: why.SeatReason, called: Called) -> str:
    """The one sentence: "Tuesday 17:30, because work ends at 16:45 and the way takes 25 minutes."."""
    at, session = when(reason.session.day, reason.session.start), reason.session
    if reason.because is why.Because.AFTER and reason.before:
        return _bound(reason.before, at, after=True)
    if reason.because is why.Because.BEFORE and reason.after:
        return _bound(reason.after, at, after=False)
    if reason.because is why.Because.LOCKED:
        return gettext("%(at)s, because the session is locked and stays as it is.") % {"at": at}
    if reason.because is why.Because.ONLY_ONE:
        words = gettext("%(at)s, because no other %(service)s session with a place fits the rest of the week.")
        return words % {"at": at, "service": service_name(called, session.service)}
    if reason.because is why.Because.PREFERRED:
        words = gettext("%(at)s, because it is close to what was asked for: %(wishes)s.")
        return words % {"at": at, "wishes": met_words(reason.meets, called)}
    return gettext("%(at)s. Other times would be just as good; the week came out best with this one.") % {"at": at}


def _bound(bound: why.Bound, at: str, *, after: bool) -> str:
    data = {"at": at, "label": label_words(bound), "time": clock(bound.minute), "travel": bound.travel}
    if after and bound.travel:
        words = gettext("%(at)s, because %(label)s ends at %(time)s and the way takes %(travel)s minutes.")
    elif after:
        words = gettext("%(at)s, because %(label)s ends at %(time)s.")
    elif bound.travel:
        words = gettext("%(at)s, because %(label)s begins at %(time)s and the way takes %(travel)s minutes.")
    else:
        words = gettext("%(at)s, because %(label)s begins at %(time)s.")
    return words % data


def met_words(meets: Iterable[why.Met], called: Called) -> str:
    """The wishes that a seat meets, listed."""
    words: dict[str, Mapping[str, Words]] = {"day_part": DAY_PARTS, "clinician": called.clinicians}
    return listed(
        _mode(m.value) if m.kind == "mode"
        else gettext("clinician: %(gender)s") % {"gender": gender_words(m.value)} if m.kind == "clinician_gender"
        else str(words[m.kind].get(m.value, m.value))
        for m in meets if m.points > 0
    )  # fmt: skip


def otherwise_words(other: why.Other, called: Called) -> str:
    """Why another open session was not taken."""
    clash = service_name(called, other.clash.service) if other.clash else ""
    return str(OTHERWISE[other.code.value]) % {"service": clash}


def not_open_words(counts: Iterable[tuple[why.Otherwise, int]]) -> list[str]:
    """What became of the times at which no session is open."""
    return [_not_open(code, count) % {"count": count} for code, count in counts]


def _not_open(code: why.Otherwise, count: int) -> str:
    if code is why.Otherwise.CLINICIAN_HOURS:
        return ngettext(
            "At %(count)d other time no clinician for it is free.",
            "At %(count)d other times no clinician for it is free.", count,
        )  # fmt: skip
    if code is why.Otherwise.NO_ROOM:
        return ngettext(
            "At %(count)d other time no room is free.", "At %(count)d other times no room is free.", count
        )  # fmt: skip
    if code is why.Otherwise.GROUP_BELOW_MINIMUM:
        return ngettext(
            "At %(count)d other time too few people could come.",
            "At %(count)d other times too few people could come.", count,
        )  # fmt: skip
    return ngettext(
        "At %(count)d other time a session could be opened, and none is needed.",
        "At %(count)d other times a session could be opened, and none is needed.", count,
    )  # fmt: skip


def part_words(part: why.Part, called: Called) -> str:
    """A time or a choice that stands in the way: "work, Tuesday 08:30–17:00"."""
    if part.commitment is not None:
        span = part.commitment.span
        return f"{label_words(part.commitment)}, {day_name(span.day)} {clock(span.start)}–{clock(span.end)}"
    if part.kind == "travel":
        return gettext("the way to the clinic (%(minutes)s minutes)") % {"minutes": part.minutes}
    if part.kind == "mode":
        return gettext("coming online only") if part.mode == IN_PERSON else gettext("coming in person only")
    if part.kind == "day_minutes":
        return gettext("at most %(time)s a day") % {"time": duration(part.minutes)}
    data = {"service": service_name(called, part.service), "clinician": called.clinicians.get(part.clinician, "")}
    return gettext("%(service)s with %(clinician)s only") % {**data, "clinician": data["clinician"] or part.clinician}


def conflict_words(conflict: why.Conflict, called: Called) -> str:
    """A smallest set of what stands in the way, listed."""
    return capfirst("; ".join(part_words(part, called) for part in conflict.parts))


def change_words(change: why.Change, called: Called) -> str:
    """What would help, listed: "work on Tuesday ends 30 minutes earlier, at 16:30"."""
    return capfirst("; ".join(_change(part, called) for part in change.parts))


def _change(part: why.Part, called: Called) -> str:
    data: dict[str, object] = {"minutes": part.minutes}
    if part.commitment is not None:
        span, earlier = part.commitment.span, part.kind == "ends_earlier"
        data |= {"label": label_words(part.commitment), "day": day_name(span.day)}
        data["time"] = clock(span.end - part.minutes if earlier else span.start + part.minutes)
        if earlier:
            return gettext("%(label)s on %(day)s ends %(minutes)s minutes earlier, at %(time)s") % data
        return gettext("%(label)s on %(day)s begins %(minutes)s minutes later, at %(time)s") % data
    if part.kind == "shorter_way":
        return gettext("the way to the clinic takes %(minutes)s minutes less") % data
    if part.kind == "longer_day":
        return gettext("a day may be %(minutes)s minutes longer") % data
    if part.kind == "mode":
        data["day"] = day_name(part.day or 0)
        if part.mode == IN_PERSON:
            return gettext("%(day)s in person") % data
        return gettext("%(day)s online") % data
    data |= {"service": service_name(called, part.service)}
    data["clinician"] = called.clinicians.get(part.clinician, part.clinician)
    return gettext("%(service)s with somebody else than %(clinician)s") % data


def addition_words(addition: why.Addition, minutes: int, called: Called) -> str:
    """What the clinic could add: "one more Skills group, Thursday 17:30, in person"."""
    data: dict[str, object] = {
        "service": service_name(called, addition.service), "at": f"{day_name(addition.day)} {clock(addition.start)}",
        "mode": _mode(addition.mode), "count": addition.places, "time": duration(minutes),
        "clinician": called.clinicians.get(addition.clinician, addition.clinician),
    }  # fmt: skip
    group = called.audiences.get((addition.service.partition("@")[0], addition.audience), "")
    data["service"] = f"{data['service']} ({group})" if group else data["service"]
    if addition.kind == why.HOURS and addition.clinician:
        return gettext("%(time)s more of %(clinician)s for %(service)s") % data
    if addition.kind == why.HOURS:
        return gettext("%(time)s of one more clinician for %(service)s") % data
    if addition.kind == why.LARGER:
        return gettext("up to %(count)s more places in %(service)s, %(at)s, %(mode)s") % data
    return gettext("one more session of %(service)s, %(at)s, %(mode)s") % data


def lack_words(lack: why.Lack, called: Called) -> str:
    """A claim: what is added and how many people have a full week then."""
    added = "; ".join(
        addition_words(addition, minutes, called)
        for addition, minutes in zip(lack.additions, lack.minutes, strict=True)
    )
    count = len(lack.people)
    words = ngettext(
        "%(added)s: a full week for %(count)d person.", "%(added)s: a full week for %(count)d people.", count
    )  # fmt: skip
    return capfirst(words % {"added": added, "count": count})


def needs_words(lack: why.Lack) -> str:
    """What the clinic would need for it; where it has everything, that it has."""
    lacking = dict.fromkeys(word for one in lack.missing for word in one if word in MISSING)
    if not lacking:
        return gettext("A clinician and a room are free for it.")
    return gettext("It needs: %(things)s.") % {"things": listed(str(MISSING[word]) for word in lacking)}


def joined_words(lack: why.Lack) -> str:
    """How many others gain a seat because a new group needs them."""
    if not lack.joined:
        return ""
    return ngettext(
        "%(count)d other person with orders left would join so that the group is large enough.",
        "%(count)d others with orders left would join so that the group is large enough.", lack.joined,
    ) % {"count": lack.joined}  # fmt: skip


def session_words(reason: why.SessionReason, clinician: str) -> list[str]:
    """Why a session is when, where and with whom it is."""
    said = []
    data: dict[str, object] = {"people": reason.people, "times": reason.times, "count": reason.as_good}
    if reason.locked:
        said.append(gettext("It is locked and stays as it is."))
    if reason.people and not reason.as_good:
        said.append(gettext("No other time suits everybody in it."))
    elif reason.people:
        said.append(ngettext(
            "Of %(times)s other times, %(count)s would suit everybody in it.",
            "Of %(times)s other times, %(count)s would suit everybody in it.", reason.as_good,
        ) % data)  # fmt: skip
    for count, words in (
        (reason.not_earlier, gettext("One step earlier, %(count)s of %(people)s could not come.")),
        (reason.not_later, gettext("One step later, %(count)s of %(people)s could not come.")),
    ):
        if count:
            said.append(words % {"count": count, "people": reason.people})
    hours = listed(f"{clock(span.start)}–{clock(span.end)}" for span in reason.hours)
    if hours:
        said.append(gettext("%(clinician)s works %(hours)s that day.") % {"clinician": clinician, "hours": hours})
    return said


def other_time_words(time: why.OtherTime, people: int) -> str:
    """Another time for a session's people, and what keeps the clinic from it."""
    data = {"at": when(time.day, time.start), "count": time.people, "people": people}
    if not time.leader_free:
        return gettext("%(at)s: %(count)s of %(people)s could come; no clinician is free.") % data
    if not time.room_free:
        return gettext("%(at)s: %(count)s of %(people)s could come; no room is free.") % data
    if not time.clinician_free:
        return gettext("%(at)s: %(count)s of %(people)s could come; another clinician would lead it.") % data
    return gettext("%(at)s: %(count)s of %(people)s could come.") % data
