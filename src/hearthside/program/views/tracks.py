"""Levels of care, and tracks with their weekly orders."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.program import selectors, services
from hearthside.program.domain.dose import OrderedService, check_dose
from hearthside.program.forms import LevelForm, TrackForm
from hearthside.program.selectors import EditOptions
from hearthside.program.views.shared import actor_of, edit_page, options_for


@require_GET
def levels(request: HttpRequest) -> HttpResponse:
    """The level-of-care rules."""
    rows = selectors.level_rules(actor=actor_of(request), with_archived="archived" in request.GET)
    return render(request, "program/levels.html", {"levels": rows, "tab": "levels", "place": "program:home"})


@require_http_methods(["GET", "POST"])
def level_add(request: HttpRequest) -> HttpResponse:
    """A new level-of-care rule."""
    options_for(request, needed=True)
    return edit_page(
        request, form=LevelForm(request.POST or None), save=partial(services.save_level_rule, level_id=None),
        template="program/level.html", home="program:level", context={"item": None},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def level(request: HttpRequest, level_id: int) -> HttpResponse:
    """One level-of-care rule with its source."""
    item = selectors.level_rule(actor=actor_of(request), level_id=level_id)
    initial = {name: getattr(item, name) for name in LevelForm.base_fields}
    return edit_page(
        request, form=LevelForm(request.POST or None, initial=initial) if options_for(request) else None,
        save=partial(services.save_level_rule, level_id=level_id), template="program/level.html",
        home="program:level", context={"item": item},
    )  # fmt: skip


@require_GET
def tracks(request: HttpRequest) -> HttpResponse:
    """The tracks, each with its orders beside its dose."""
    rows = selectors.tracks(actor=actor_of(request), with_archived="archived" in request.GET)
    return render(request, "program/tracks.html", {"tracks": rows, "tab": "tracks", "place": "program:home"})


@require_http_methods(["GET", "POST"])
def track_add(request: HttpRequest) -> HttpResponse:
    """A new track."""
    options = selectors.edit_options(actor=actor_of(request))
    return edit_page(
        request, form=TrackForm(request.POST or None, options=options),
        save=partial(services.save_track, track_id=None), template="program/track.html", home="program:track",
        context={"item": None},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def track(request: HttpRequest, track_id: int) -> HttpResponse:
    """One track with the orders that a new participant starts with."""
    item = selectors.track_template(actor=actor_of(request), track_id=track_id)
    options, form = options_for(request), None
    if options:
        initial = {"name": item.name, "population": item.population, "level_id": item.level.id}
        initial["is_default"] = item.is_default
        form = TrackForm(request.POST or None, options=options, track=item, initial=initial)
    return edit_page(
        request, form=form, save=partial(services.save_track, track_id=track_id), template="program/track.html",
        home="program:track", context={"item": item, "check": item.check, "level": item.level},
    )  # fmt: skip


@require_POST
def track_sum(request: HttpRequest) -> HttpResponse:
    """What the orders that are being typed come to, beside the dose of the level chosen."""
    options = selectors.edit_options(actor=actor_of(request))
    form = TrackForm(request.POST, options=options)
    form.is_valid()
    return render(request, "program/track.html#sum", _sum(form, options))


def _sum(form: TrackForm, options: EditOptions) -> dict[str, object]:
    chosen = next((rule for rule in options.levels if rule.id == form.cleaned_data.get("level_id")), None)
    numbers = form.orders()
    ordered = [OrderedService(numbers[s.id], s.minutes, s.countable) for s in options.services if s.id in numbers]
    return {"check": check_dose(ordered, chosen.dose) if chosen else None, "level": chosen}
