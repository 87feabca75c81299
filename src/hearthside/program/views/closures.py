"""Days on which a site is closed: holidays, training days, shorter hours."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.kernel.numbers import number
from hearthside.program import selectors, services
from hearthside.program.forms import WORDS, ClosureForm
from hearthside.program.views.shared import actor_of, edit_page, options_for


@require_http_methods(["GET", "POST"])
def closures(request: HttpRequest, site_id: int) -> HttpResponse:
    """The coming days on which a site is closed, and one more."""
    actor = actor_of(request)
    site = selectors.site(actor=actor, site_id=site_id)
    today = timezone.now().astimezone(ZoneInfo(site.time_zone)).date()
    form = ClosureForm(request.POST or None) if options_for(request) else None

    def save(**values: Any) -> int:
        partial(services.add_closure, site_id=site_id)(**values)
        return site_id

    days = selectors.closures(actor=actor, site_id=site_id, since=today)
    return edit_page(
        request, form=form, save=save, template="program/closures.html", home="program:closures",
        context={"site": site, "closed_days": days, "removed": number(request.GET.get("removed"))},
    )  # fmt: skip


@require_POST
def closure_remove(request: HttpRequest, closure_id: int) -> HttpResponse:
    """Opens a day as usual again; the page offers to put it back."""
    gone = services.remove_closure(actor=actor_of(request), closure_id=closure_id)
    return redirect(f"{reverse('program:closures', args=[gone.site_id])}?removed={gone.id}")


@require_POST
def closure_restore(request: HttpRequest, site_id: int, closure_id: int) -> HttpResponse:
    """Puts a day back on the list."""
    try:
        back = services.restore_closure(actor=actor_of(request), closure_id=closure_id)
    except services.ProgramRefused as refused:
        messages.warning(request, str(WORDS[refused.reason]))
    else:
        messages.success(request, _("%(name)s is on the list again.") % {"name": back.name})
    return redirect("program:closures", site_id)
