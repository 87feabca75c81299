"""The words for refusals, states of a proposal, reasons for a week that is not full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hearthside.scheduling.domain.booking import Code
from hearthside.scheduling.selectors import ProposalRow, SessionCard
from hearthside.ui.language import in_own_language
from hearthside.ui.templatetags.hearth import duration, in_zone

register = template.Library()
Words = str | Promise

REFUSALS: dict[Code, Words] = {
    Code.OFF_GRID: _("A session cannot start at this time."),
    Code.OUTSIDE_HOURS: _("The site is not open for the whole session at this time. Choose another time or day."),
    Code.CLINICIAN_OUTSIDE_HOURS: _("The clinician does not work at this time. Choose another time or clinician."),
    Code.CLINICIAN_CANNOT_LEAD: _("This clinician does not lead this service for these tracks. Choose another."),
    Code.CLINICIAN_MODE: _("This clinician does not work this way. Choose another clinician or another way to meet."),
    Code.CLINICIAN_LANGUAGE: _("This clinician does not speak the language of the group. Choose another."),
    Code.CLINICIAN_FULL_WEEK: _("The clinician's contact hours of this week are used up. Choose another."),
    Code.ROOM_NEEDED: _("Choose a room for a session in person."),
    Code.ROOM_NOT_NEEDED: _("An online session needs no room. Leave the room empty."),
    Code.ROOM_TOO_SMALL: _("The room is too small for the people in the session. Choose a larger one."),
    Code.ROOM_TAKEN: _("The room is taken at this time."),
    Code.CLINICIAN_TAKEN: _("The clinician leads another session at this time."),
    Code.PARTICIPANT_TAKEN: _("This person is in another session at this time."),
    Code.SESSION_FULL: _("Every place is taken."),
    Code.SESSION_CANCELLED: _("This session is cancelled."),
    Code.ALREADY_IN: _("This person is in this session already."),
    Code.NOT_IN_PROGRAM: _("This person is not in the program on this day."),
    Code.OTHER_SITE: _("This person comes to another site."),
    Code.OTHER_TRACK: _("This session is for other tracks than this person's."),
    Code.LANGUAGE: _("This group speaks a language that this person does not."),
    Code.MODE: _("This person cannot come this way (in person or online)."),
    Code.TWO_MODES: _("This person already comes the other way on this day. One day is either in person or online."),
    Code.KEPT_APART: _("Somebody in this session must not meet this person."),
    Code.COMMITMENT: _("This person has something else at this time."),
    Code.REASON_NEEDED: _("Say why. Staff will see it."),
}
STATES: dict[str, Words] = {
    "queued": _("Waiting for a free worker"), "running": _("Being built"), "ready": _("Ready to look at"),
    "broken": _("Not built"), "published": _("Published"), "set_aside": _("Set aside"),
}  # fmt: skip
PROPOSED: dict[str, Words] = {"week": _("Proposal"), "by_hand": _("Draft by hand"), "repair": _("Repair")}
TONES = {"queued": "ember", "running": "ember", "ready": "hearth", "broken": "clay", "published": "hearth"}
FAULTS: dict[str, Words] = {
    "worker_lost": _("The program that builds weeks was stopped three times while it worked. Build the week again."),
    "solver_failed": _("Something went wrong inside the solver. Nothing was changed. Build the week again."),
    "rules_broken": _("The week that was found breaks a rule, so it was thrown away. Nothing was changed."),
    "no_repair": _("No repaired week was found in the time. Nothing was changed. Change single sessions by hand."),
    "problem_invalid": _("What the clinic asks for contradicts itself. Nothing was changed."),
}
LEVELS: dict[str, Words] = {
    "placed": _("Giving as many people as possible their full week"),
    "partial": _("Giving the others as much as possible"),
    "kept": _("Keeping what people know"),
    "preference": _("Meeting what people would rather have"),
    "": _("Getting ready"),
}
GOALS: dict[str, Words] = {
    "placed": _("Full weeks"), "partial": _("Hours for the others"), "kept": _("Known places"),
    "preference": _("Wishes met"), "cost": _("Clinicians’ time"),
}  # fmt: skip
RULES: dict[str, Words] = {
    "changed_since": _("was opened, changed or closed by hand since this proposal was made"),
    "commitment": _("now touches something else this person has"),
    "not ordered": _("is no longer ordered for this person"),
    "more than ordered": _("is more than is ordered now"),
    "outside opening hours": _("is outside the opening hours, or already in the past"),
    "outside working hours": _("is outside the clinician's working hours"),
    "unknown participant, or one twice": _("holds a place for somebody who is no longer in the program"),
    "unknown service, clinician, mode or audience": _("uses a service or a clinician that is no longer offered"),
    "in person without a room": _("uses a room that is no longer there"),
    "room too small": _("has a room that is now too small"),
    "size": _("has fewer or more people than the group may have"),
    "room twice at once": _("has a room that is taken"),
    "clinician twice at once": _("has a clinician who is taken"),
    "must not meet": _("brings people together who must not meet"),
    "mode": _("is in a way this person can no longer come"),
    "locked session changed": _("is locked now and would change"),
    "locked session lost somebody": _("is locked now and would lose somebody"),
}
MISSING: Words = _("no longer keeps a rule of the clinic")


def _order_impossible(data: Mapping[str, object]) -> str:
    if "minutes" in data:
        return gettext("The orders come to %(minutes)s minutes; the level of care asks for %(min_minutes)s.") % data
    if "sessions" in data:
        return gettext("The orders come to %(sessions)s sessions; the level of care asks for %(min_days)s days.") % data
    if "session_minutes" in data:
        return gettext(
            "A session of %(service)s lasts %(session_minutes)s minutes; "
            "this person has %(max_minutes_per_day)s minutes a day."
        ) % data  # fmt: skip
    if "ordered" in data:
        return gettext("%(ordered)s sessions of %(service)s are ordered; there is one a day at most.") % data
    if "modes" in data:
        return gettext("This person can neither come to the clinic nor take part online.")
    return gettext("This person holds more than is ordered.")


def _few_days(data: Mapping[str, object]) -> str:
    return gettext("Work, school and the rest of the week leave too few days for %(service)s.") % data


def _said(words: Words) -> Callable[[Mapping[str, object]], str]:
    return lambda data: str(words) % data


REASONS: dict[str, Callable[[Mapping[str, object]], str]] = {
    "no_orders": _said(_("Nothing is ordered for this person.")),
    "order_impossible": _order_impossible,
    "commitments_leave_too_few_days": _few_days,
    "orders_do_not_fit_together": _said(_("Each service fits, but not all of them in one week of this person's life.")),
    "no_common_time": _said(_("There is no time when both this person and a clinician for %(service)s are free.")),
    "no_audience": _said(_("No %(service)s group is for this person's track and languages.")),
    "no_trained_clinician": _said(_("No clinician who may lead %(service)s is available for this person.")),
    "no_room": _said(_("No room is free for %(service)s when this person could come.")),
    "group_full": _said(_("The %(service)s groups this person could come to are full.")),
    "group_below_minimum": _said(_("Too few others could come to %(service)s at the times this person can.")),
    "clinician_hours": _said(_("The clinicians for %(service)s have no hours left when this person could come.")),
    "must_not_meet": _said(_("Somebody this person must not meet is in every %(service)s group that fits.")),
    "by_hand": _said(_("%(service)s: %(has)s of %(ordered)s sessions in the week.")),
    "by_hand_days": _said(_("Every session ordered is there, but on too few days or for too few hours.")),
    "search_ended": _said(
        _("The search for %(service)s ended before a place was found. A longer search may find one.")
    ),
}


def reason_words(reason: Mapping[str, object], services: Mapping[str, str]) -> str:
    """Why an order could not be met, in words."""
    code = str(reason.get("code", ""))
    service = str(reason.get("service", "")).partition("@")[0]
    data = {**reason, "service": services.get(service, service) or gettext("the sessions")}
    words = REASONS.get(code)
    return words(data) if words else gettext("No full week was found.")


def refusal_words(code: Code, detail: Mapping[str, object]) -> str:
    """Why a booking was refused, in words, with what stands in the way where that is known."""
    words = str(REFUSALS.get(code, REFUSALS[Code.SESSION_CANCELLED]))
    if detail.get("service"):
        words += " " + gettext("It is %(service)s, %(starts)s to %(ends)s.") % detail
    if detail.get("grid"):
        words += " " + gettext("Here sessions start every %(grid)s minutes, from the full hour on.") % detail
    if code is Code.COMMITMENT and detail.get("label"):
        words += " " + gettext("On the calendar: %(label)s.") % detail
    if detail.get("travel_minutes"):
        words += " " + gettext("The way to the clinic takes %(travel_minutes)s minutes.") % detail
    return words


@register.filter
def on_clock(moment: datetime) -> str:
    """The time of day on the clock that a moment carries: the site's."""
    return f"{moment:%H:%M}"


@register.filter
def service_title(card: SessionCard) -> str:
    """The name of a session's service in the reader's language."""
    return in_own_language(card.service_name, card.service_name_es)


@register.filter
def proposal_state(state: str) -> Words:
    """The state of a proposal in words."""
    return STATES.get(state, state)


@register.filter
def proposal_tone(state: str) -> str:
    """The tone of a proposal's chip."""
    return TONES.get(state, "")


@register.filter
def proposal_fault(fault: str) -> Words:
    """Why a week was not built, in words."""
    return FAULTS.get(fault.partition(":")[0], FAULTS["solver_failed"])


@register.filter
def level_words(level: str) -> Words:
    """What the solver is busy with, in words."""
    return LEVELS.get(level, LEVELS[""])


@register.filter
def full_weeks(placed: int, asked: int) -> str:
    """How many people have a full week: "57 of 60 people"."""
    return ngettext("%(placed)d of %(asked)d person", "%(placed)d of %(asked)d people", asked) % {
        "placed": placed, "asked": asked,
    }  # fmt: skip


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """What people call an id of a problem file."""
    return names.get(key, key)


@register.filter
def signed_hours(minutes: int) -> str:
    """Hours won or lost: "+1 h 30 min", "−1 h"."""
    return f"{'+' if minutes > 0 else chr(0x2212)}{duration(abs(minutes))}"


@register.filter
def signed_wishes(points: int) -> str:
    """Points of wishes won or lost, in words."""
    words = (
        ngettext("%(count)d point of wishes more", "%(count)d points of wishes more", points)
        if points > 0
        else ngettext("%(count)d point of wishes less", "%(count)d points of wishes less", -points)
    )
    return words % {"count": abs(points)}


@register.filter
def proposal_name(row: ProposalRow, zone: str) -> str:
    """What a proposed week is called beside others: how it came about and when, on the site's clock."""
    return f"{PROPOSED.get(row.kind, row.title)}, {in_zone(row.asked_at, zone)}"
