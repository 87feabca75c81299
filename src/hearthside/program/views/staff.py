"""Members of staff."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.access.gate import may
from hearthside.access.permissions import Permission
from hearthside.accounts import selectors as accounts
from hearthside.kernel.numbers import number
from hearthside.program import selectors, services
from hearthside.program.forms import WORDS, AbsenceForm, StaffForm
from hearthside.program.selectors import EditOptions, StaffDetail
from hearthside.program.services import ProgramRefused
from hearthside.program.views.shared import actor_of, edit_page, options_for


@require_GET
def staff_list(request: HttpRequest) -> HttpResponse:
    """Everybody on staff."""
    rows = selectors.staff_list(actor=actor_of(request), with_archived="archived" in request.GET)
    return render(request, "program/staff_list.html", {"staff": rows, "tab": "staff", "place": "program:home"})


@require_http_methods(["GET", "POST"])
def staff_add(request: HttpRequest) -> HttpResponse:
    """A new member of staff."""
    options = selectors.edit_options(actor=actor_of(request))
    initial = {"languages": ["en"], "modes": ["in_person", "online"]}
    return edit_page(
        request, form=StaffForm(request.POST or None, options=options, initial=initial),
        save=partial(services.save_staff, staff_id=None), template="program/staff.html", home="program:staff_member",
        context={"item": None},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def staff_member(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One member of staff: what they lead, for whom, and when."""
    actor = actor_of(request)
    item = selectors.staff_member(actor=actor, staff_id=staff_id)
    return edit_page(
        request, form=_form(item, options_for(request), request.POST or None), template="program/staff.html",
        save=partial(services.save_staff, staff_id=staff_id), home="program:staff_member",
        context=_words(request, item),
    )  # fmt: skip


def absence_refused(request: HttpRequest, staff_id: int, form: AbsenceForm) -> HttpResponse:
    """The page of a member of staff, with what is to be changed in an absence that was sent."""
    actor = actor_of(request)
    item = selectors.staff_member(actor=actor, staff_id=staff_id)
    options = selectors.edit_options(actor=actor) if may(actor=actor, permission=Permission.PROGRAM_EDIT) else None
    context = _words(request, item) | {"form": _form(item, options, None), "absence_form": form}
    return render(request, "program/staff.html", context | {"place": "program:home"}, status=422)


def _form(item: StaffDetail, options: EditOptions | None, sent: Any) -> StaffForm | None:
    if options is None:
        return None
    initial = {name: getattr(item, name) for name in StaffForm.base_fields}
    return StaffForm(sent, options=options, spans=item.works, initial=initial)


@require_POST
def staff_account(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Joins a member of staff to the account they sign in with."""
    user_id = number(request.POST.get("user_id"))
    known = {account.user_id for account in accounts.staff_accounts(actor=actor_of(request))}
    try:
        services.link_staff_account(
            actor=actor_of(request), staff_id=staff_id, user_id=user_id if user_id in known else None
        )
    except ProgramRefused as refused:
        messages.warning(request, str(WORDS[refused.reason]))
    else:
        messages.success(request, _("Saved."))
    return redirect("program:staff_member", staff_id)


def _words(request: HttpRequest, item: StaffDetail) -> dict[str, Any]:
    """The names behind the numbers, when they are away, and the account where it may be seen."""
    actor = actor_of(request)
    led, followed = set(item.leads), set(item.tracks)
    words: dict[str, Any] = {
        "item": item,
        "days": range(7),
        "zone": selectors.site_clock(site_id=item.site_id),
        "absences": selectors.absences(actor=actor, staff_id=item.id, since=timezone.now()),
        "absence_form": AbsenceForm() if may(actor=actor, permission=Permission.WEEK_BUILD) else None,
        "leads": [s.name for s in selectors.service_choices(actor=actor) if s.id in led],
        "tracks": [t.name for t in selectors.track_choices(actor=actor) if t.id in followed],
    }
    if may(actor=actor, permission=Permission.USER_INVITE):
        words["account"] = accounts.account(actor=actor, user_id=item.user_id) if item.user_id else None
        words["accounts"] = accounts.staff_accounts(actor=actor)
    return words
