"""What the pages of the program have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearthside.access.actor import Actor
from hearthside.access.gate import may
from hearthside.access.permissions import Permission
from hearthside.program import selectors
from hearthside.program.forms import ProgramForm
from hearthside.program.selectors import EditOptions
from hearthside.program.services import ProgramRefused


def actor_of(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def options_for(request: HttpRequest, *, needed: bool = False) -> EditOptions | None:
    """What a form offers; nothing for somebody who only reads, unless the page is nothing but a form."""
    actor = actor_of(request)
    if needed or request.method == "POST" or may(actor=actor, permission=Permission.PROGRAM_EDIT):
        return selectors.edit_options(actor=actor)
    return None


def edit_page(
    request: HttpRequest, *, form: ProgramForm | None, save: Callable[..., int], template: str, home: str,
    context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """Shows a thing of the program; saves what was sent and returns to its page, or says what to change."""
    status = 200
    if request.method == "POST" and form is not None:
        if form.is_valid():
            try:
                saved = save(actor=actor_of(request), **form.values())  # type: ignore[attr-defined]
            except ProgramRefused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Saved."))
                return redirect(home, saved)
        status = 422
    return render(request, template, context | {"form": form, "place": "program:home"}, status=status)
