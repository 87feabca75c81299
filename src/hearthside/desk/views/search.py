"""Search: a page, and the list under the field of the top bar while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from hearthside.access.actor import Actor
from hearthside.access.permissions import Permission
from hearthside.access.requests import ActorRequest
from hearthside.desk import selectors
from hearthside.desk.selectors import Found, Page
from hearthside.desk.views import addresses, words
from hearthside.desk.views.places import place_of
from hearthside.program.selectors import ServiceRow
from hearthside.ui.language import in_own_language

LONGEST, TYPING, WHOLE = 120, 5, 30


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, what tells it from others, the way to it."""

    name: str
    more: str
    href: str
    born: date | None = None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    label: str
    icon: str
    hits: tuple[Hit, ...]


@require_GET
@vary_on_headers("HX-Request")
def search(request: ActorRequest) -> HttpResponse:
    """Everything that fits what was typed, people first."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    typing = request.headers.get("HX-Request") == "true"
    place = place_of(request)
    found = selectors.found(
        actor=request.actor, text=text, site_id=place.site.id if place.site else None,
        day=place.local(timezone.now()).date(), pages=_pages(request.actor), people=TYPING if typing else WHOLE,
    )  # fmt: skip
    groups = _groups(found)
    context = {
        "q": text, "groups": groups, "count": sum(len(group.hits) for group in groups), "place_choice": place,
        "all_href": addresses.page("desk:search", q=text), "typing": typing,
    }  # fmt: skip
    return render(request, "desk/search.html#found" if typing else "desk/search.html", context)


def _groups(found: Found) -> list[Group]:
    people = tuple(
        Hit(
            hit.card.full_name, hit.site_name, addresses.to("desk:chart", hit.card.id), hit.card.date_of_birth,
            not hit.open,
        )
        for hit in found.people
    )  # fmt: skip
    staff = tuple(Hit(row.name, row.credentials, addresses.to("program:staff_member", row.id)) for row in found.staff)
    rooms = tuple(Hit(row.name, _places(row.capacity), addresses.to("program:room", row.id)) for row in found.rooms)
    services = tuple(Hit(_service(row), "", addresses.to("program:service", row.id)) for row in found.services)
    sessions = tuple(
        Hit(
            f"{card.starts:%H:%M} {words.service_name(card)}", f"{words.where(card)} · {card.clinician_name}",
            addresses.to("desk:session", card.id),
        )
        for card in found.sessions
    )  # fmt: skip
    pages = tuple(Hit(page.label, "", page.name) for page in found.pages)
    groups = [
        Group(_("People"), "user", people), Group(_("Today"), "calendar-days", sessions),
        Group(_("Staff"), "identification", staff), Group(_("Rooms"), "building-office-2", rooms),
        Group(_("Services"), "puzzle-piece", services), Group(_("Pages"), "document-text", pages),
    ]  # fmt: skip
    return [group for group in groups if group.hits]


def _places(capacity: int) -> str:
    return _("%(count)d places") % {"count": capacity}


def _service(row: ServiceRow) -> str:
    return in_own_language(row.name, row.name_es)


def _pages(actor: Actor) -> tuple[Page, ...]:
    """The pages that this reader may open, with other words people look for them by."""
    known = (
        (None, "desk:today", _("Today"), _("now next attendance hours start")),
        (Permission.WEEK_READ, "desk:week", _("Week board"), _("calendar timetable rooms clinicians sessions")),
        (Permission.PARTICIPANT_LIST, "participants:list", _("Participants"), _("people list directory census")),
        (Permission.PARTICIPANT_ADMIT, "participants:add", _("Admit somebody"), _("add new person intake")),
        (Permission.WEEK_BUILD, "scheduling:home", _("Timetable"), _("build next week publish proposal")),
        (Permission.WEEK_BUILD, "scheduling:what_if", _("What if…"), _("try out clinician room evening admissions")),
        (Permission.ATTENDANCE_READ, "care:topics", _("Topics"), _("topics of the coming groups")),
        (Permission.PROGRAM_READ, "program:home", _("Program"), _("sites opening hours rooms")),
        (Permission.PROGRAM_READ, "program:services", _("Services and groups"), _("program audiences")),
        (Permission.PROGRAM_READ, "program:tracks", _("Tracks"), _("program level of care dose")),
        (Permission.PROGRAM_READ, "program:staff", _("Staff and working hours"), _("clinicians program")),
        (Permission.IMPORT_RUN, "interop:import", _("Import"), _("FHIR bundles files")),
        (Permission.USER_INVITE, "accounts:people", _("Accounts"), _("invite users sign-in")),
        (Permission.ROLES_READ, "accounts:permissions", _("Who may do what"), _("roles permissions")),
    )
    return tuple(
        Page(reverse(name), label, more)
        for permission, name, label, more in known
        if permission is None or actor.may(permission)
    )
