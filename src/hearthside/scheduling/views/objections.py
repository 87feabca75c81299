"""The words for what stands against a move by hand: who, what is in the way, until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearthside.kernel.weeks import clock
from hearthside.scheduling.domain.byhand_rules import KEPT, Objection
from hearthside.scheduling.domain.entities import Session, Span
from hearthside.scheduling.templatetags.scheduling_words import MISSING, RULES
from hearthside.scheduling.views.bench import Bench
from hearthside.ui.templatetags.hearth import day_name

Say = Callable[[Bench, Objection], str]


def words_of(bench: Bench, objections: Iterable[Objection]) -> tuple[str, ...]:
    """Everything that stands against a move, each thing once, in sentences."""
    return tuple(dict.fromkeys(_words(bench, objection) for objection in objections))


def _words(bench: Bench, objection: Objection) -> str:
    say = SAID.get(objection.rule)
    return say(bench, objection) if say else _("It %(rule)s.") % {"rule": RULES.get(objection.rule, MISSING)}


def _other(bench: Bench, objection: Objection) -> dict[str, str]:
    other = bench.session(objection.other)
    line = bench.line(other) if other else None
    return {
        "service": line.service if line else "", "starts": line.starts if line else "",
        "ends": line.ends if line else "", "room": line.room if line else "",
        "clinician": line.clinician if line else "", "person": bench.person(objection.participant),
    }  # fmt: skip


def _person(bench: Bench, objection: Objection) -> dict[str, str]:
    return {"person": bench.person(objection.participant), "other": bench.person(objection.other)}


def _clinician(bench: Bench, objection: Objection) -> dict[str, str]:
    return {"clinician": bench.names.clinicians.get(objection.other, objection.other)}


def _hours(bench: Bench, objection: Objection) -> str:
    clinician = bench.desk.week.clinicians.get(objection.other)
    span = objection.span or Span(0, 0, 0)
    today = sorted((h.start, h.end) for h in (clinician.works if clinician else ()) if h.day == span.day)
    facts = _clinician(bench, objection) | {"day": day_name(span.day)}
    if not today:
        return _("%(clinician)s does not work on %(day)s.") % facts
    facts["hours"] = ", ".join(f"{clock(start)}–{clock(end)}" for start, end in today)
    return _("%(clinician)s works %(hours)s on %(day)s.") % facts


def _commitment(bench: Bench, objection: Objection) -> str:
    span = objection.span or Span(0, 0, 0)
    label = objection.other.rsplit(" ", 2)[0] or _("something else")
    facts = _person(bench, objection) | {
        "label": label, "starts": clock(span.start), "ends": clock(span.end), "minutes": str(objection.amount),
    }  # fmt: skip
    if objection.amount:
        return _("%(person)s has %(label)s from %(starts)s to %(ends)s, and travels %(minutes)s minutes.") % facts
    return _("%(person)s has %(label)s from %(starts)s to %(ends)s.") % facts


def _size(bench: Bench, objection: Objection) -> str:
    session = bench.session(objection.session)
    service = bench.desk.week.services.get(session.service) if session else None
    if objection.too_few:
        words = ngettext("It needs %(count)d person more.", "It needs %(count)d people more.", -objection.amount)
        return words % {"count": -objection.amount}
    return _("The group is full: it holds %(most)s.") % {"most": service.max_size if service else "–"}


def _small_room(bench: Bench, objection: Objection) -> str:
    room = bench.desk.week.rooms.get(objection.other)
    name = bench.names.rooms.get(objection.other, objection.other)
    return _("%(room)s seats %(seats)s; %(count)s people come.") % {
        "room": name, "seats": room.capacity if room else 0, "count": objection.amount,
    }  # fmt: skip


def _minutes(bench: Bench, objection: Objection) -> str:
    person = bench.desk.week.people[objection.participant]
    return _("%(person)s can be here %(most)s minutes a day; this makes %(minutes)s.") % {
        "person": bench.person(person.id), "most": person.max_minutes_per_day, "minutes": objection.amount,
    }  # fmt: skip


def _contact(bench: Bench, objection: Objection) -> str:
    clinician = bench.desk.week.clinicians[objection.other]
    return _("%(clinician)s leads at most %(most)s minutes a week; this makes %(minutes)s.") % {
        **_clinician(bench, objection), "most": clinician.max_contact_minutes, "minutes": objection.amount,
    }  # fmt: skip


def _more_than_ordered(bench: Bench, objection: Objection) -> str:
    person = bench.desk.week.people[objection.participant]
    ordered = next((o.per_week for o in person.orders if o.service == objection.other), 0)
    return _("%(person)s is ordered %(ordered)s of %(service)s a week; this makes %(count)s.") % {
        "person": bench.person(person.id), "ordered": ordered, "count": objection.amount,
        "service": bench.names.services.get(objection.other.partition("@")[0], objection.other),
    }  # fmt: skip


def _kept(bench: Bench, objection: Objection) -> str:
    if objection.participant:
        return _("You keep the seats of %(person)s. Let them go first.") % _person(bench, objection)
    return _("You keep this session. Let it go first.")


def _about_service(words: Callable[[], str]) -> Say:
    def say(bench: Bench, objection: Objection) -> str:
        session: Session | None = bench.session(objection.session)
        line = bench.line(session) if session else None
        facts = _person(bench, objection) | _clinician(bench, objection)
        return words() % (facts | {"service": line.service if line else _("the session")})

    return say


SAID: dict[str, Say] = {
    KEPT: _kept,
    "size": _size,
    "room too small": _small_room,
    "outside working hours": _hours,
    "commitment": _commitment,
    "minutes a day": _minutes,
    "contact minutes": _contact,
    "more than ordered": _more_than_ordered,
    "off the grid": lambda b, _o: _("Sessions start every %(step)s minutes.") % {"step": b.problem.start_step},
    "outside opening hours": lambda _b, _o: _("The site is closed then, or that moment is past."),
    "online with a room": lambda _b, _o: _("An online session needs no room."),
    "in person without a room": lambda _b, _o: _("It needs a room."),
    "room twice at once": lambda b, o: _("%(room)s has %(service)s until %(ends)s.") % _other(b, o),
    "clinician twice at once": lambda b, o: (
        _("%(clinician)s leads %(service)s from %(starts)s to %(ends)s.") % _other(b, o)
    ),
    "participant twice at once": lambda b, o: (
        _("%(person)s is in %(service)s from %(starts)s to %(ends)s.") % _other(b, o)
    ),
    "two modes on one day": lambda b, o: _("%(person)s would come in person and online on one day.") % _person(b, o),
    "a service twice on one day": lambda b, o: (
        _("%(person)s would have the same service twice on one day.") % _person(b, o)
    ),
    "must not meet": lambda b, o: _("%(person)s and %(other)s must not meet.") % _person(b, o),
    "mode": lambda b, o: _("%(person)s cannot come this way.") % _person(b, o),
    "track": lambda b, o: _("The group is for other tracks than %(person)s’s.") % _person(b, o),
    "participant does not speak the language": lambda b, o: (
        _("%(person)s does not speak the group’s language.") % _person(b, o)
    ),
    "not ordered": _about_service(lambda: _("%(service)s is not ordered for %(person)s.")),
    "another clinician is ordered": lambda b, o: (
        _("%(person)s is to see %(clinician)s.") % (_person(b, o) | _clinician(b, o))
    ),
    "clinician does not lead this service": _about_service(lambda: _("%(clinician)s does not lead %(service)s.")),
    "clinician shares no track": lambda b, o: _("%(clinician)s does not work with these tracks.") % _clinician(b, o),
    "clinician does not work in this mode": lambda b, o: _("%(clinician)s does not work this way.") % _clinician(b, o),
    "clinician does not speak the language": lambda b, o: (
        _("%(clinician)s does not speak the group’s language.") % _clinician(b, o)
    ),
    "locked session changed": lambda _b, _o: _("The session is locked in the published week, or has begun."),
    "locked session lost somebody": lambda _b, _o: _("The session is locked in the published week, or has begun."),
}
