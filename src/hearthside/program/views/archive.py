"""Taking things out of use, and bringing them back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearthside.program import services
from hearthside.program.forms import WORDS
from hearthside.program.services import ProgramRefused
from hearthside.program.views.shared import actor_of

Use = Callable[..., None]
KINDS: dict[str, tuple[str, str, Use, Use]] = {
    "site": ("program:site", "site_id", services.archive_site, services.restore_site),
    "room": ("program:room", "room_id", services.archive_room, services.restore_room),
    "track": ("program:track", "track_id", services.archive_track, services.restore_track),
    "service": ("program:service", "service_id", services.archive_service, services.restore_service),
    "level": ("program:level", "level_id", services.archive_level_rule, services.restore_level_rule),
    "staff": ("program:staff_member", "staff_id", services.archive_staff, services.restore_staff),
}


@require_POST
def archive(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Takes a thing out of use; its page offers to bring it back."""
    if kind not in KINDS:
        raise Http404
    page, name, put_away, _restore = KINDS[kind]
    try:
        put_away(actor=actor_of(request), **{name: pk})
    except ProgramRefused as refused:
        messages.warning(request, str(WORDS[refused.reason]))
    return redirect(page, pk)


@require_POST
def restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Brings a thing back into use."""
    if kind not in KINDS:
        raise Http404
    page, name, _put_away, bring_back = KINDS[kind]
    bring_back(actor=actor_of(request), **{name: pk})
    messages.success(request, _("Back in use."))
    return redirect(page, pk)
