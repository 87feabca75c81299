"""Who may do what."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hearthside.access.permissions import ConsentCategory, Role
from hearthside.access.requests import ActorRequest
from hearthside.accounts import selectors


@require_GET
def permissions(request: ActorRequest) -> HttpResponse:
    """The permission table, as the code stands now."""
    table = selectors.permissions(actor=request.actor)
    categories = [(c, [row for row in table.rows if row.consent is c]) for c in ConsentCategory]
    context = {"table": table, "roles": list(Role), "categories": categories}
    return render(request, "accounts/permissions.html", context)
