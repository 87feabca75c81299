"""Sites and their rooms."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.program import selectors, services
from hearthside.program.forms import RoomForm, SiteForm, time_zones
from hearthside.program.views.shared import actor_of, edit_page, options_for


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The clinic's sites, and how much of everything else there is."""
    actor = actor_of(request)
    context = {
        "sites": selectors.sites(actor=actor, with_archived="archived" in request.GET),
        "tracks": selectors.tracks(actor=actor),
        "services": selectors.services(actor=actor),
        "levels": selectors.level_rules(actor=actor),
        "staff": selectors.staff_list(actor=actor),
        "tab": "sites",
    }
    return render(request, "program/home.html", context)


@require_POST
def seed(request: HttpRequest) -> HttpResponse:
    """Puts the starting program in place for a new clinic."""
    services.seed_program(actor=actor_of(request))
    return redirect("program:tracks")


@require_http_methods(["GET", "POST"])
def site_add(request: HttpRequest) -> HttpResponse:
    """A new site."""
    options_for(request, needed=True)
    return edit_page(
        request, form=SiteForm(request.POST or None), save=partial(services.save_site, site_id=None),
        template="program/site.html", home="program:site", context={"item": None, "time_zones": time_zones()},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, site_id: int) -> HttpResponse:
    """One site: its clock, hours and rooms."""
    item = selectors.site(actor=actor_of(request), site_id=site_id)
    form = None
    if options_for(request):
        names = ("name", "time_zone", "address", "phone", "start_step")
        initial = {name: getattr(item, name) for name in names}
        form = SiteForm(request.POST or None, initial=initial, spans=item.opening)
    return edit_page(
        request, form=form, save=partial(services.save_site, site_id=site_id), template="program/site.html",
        home="program:site", context={"item": item, "time_zones": time_zones(), "days": range(7)},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def room_add(request: HttpRequest, site_id: int) -> HttpResponse:
    """A new room of a site."""
    options_for(request, needed=True)
    return edit_page(
        request, form=RoomForm(request.POST or None, initial={"capacity": 12}),
        save=partial(services.save_room, room_id=None, site_id=site_id), template="program/room.html",
        home="program:room",
        context={"item": None, "site": selectors.site(actor=actor_of(request), site_id=site_id)},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, room_id: int) -> HttpResponse:
    """One room."""
    item = selectors.room(actor=actor_of(request), room_id=room_id)
    initial = {"name": item.name, "capacity": item.capacity}
    return edit_page(
        request, form=RoomForm(request.POST or None, initial=initial) if options_for(request) else None,
        save=partial(services.save_room, room_id=room_id, site_id=item.site_id), template="program/room.html",
        home="program:room",
        context={"item": item, "site": selectors.site(actor=actor_of(request), site_id=item.site_id)},
    )  # fmt: skip
