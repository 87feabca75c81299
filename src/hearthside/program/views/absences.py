"""When members of staff are away: on their own page, to note and to take back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearthside.program import selectors, services
from hearthside.program.forms import AbsenceForm
from hearthside.program.services import ProgramRefused
from hearthside.program.views.shared import actor_of
from hearthside.program.views.staff import absence_refused


@require_POST
def absence_note(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Notes that somebody is away."""
    actor = actor_of(request)
    selectors.may_note_absences(actor=actor)
    item = selectors.staff_member(actor=actor, staff_id=staff_id)
    form = AbsenceForm(request.POST)
    if form.is_valid():
        zone = selectors.site_clock(site_id=item.site_id)
        try:
            noted = services.note_absences(actor=actor, staff_ids=[staff_id], **form.period(zone))
        except ProgramRefused as refused:
            form.refuse(refused)
        else:
            words = _("Noted. Weeks are built without %(name)s in that time.") if noted else _("That is noted already.")
            messages.success(request, words % {"name": item.name})
            return redirect("program:staff_member", staff_id)
    return absence_refused(request, staff_id, form)


@require_POST
def absence_take_back(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Takes the note of an absence back."""
    gone = services.take_back_absence(actor=actor_of(request), absence_id=absence_id)
    messages.success(request, _("Taken back. Weeks are built with %(name)s again.") % {"name": gone.staff_name})
    return redirect("program:staff_member", gone.staff_id)
