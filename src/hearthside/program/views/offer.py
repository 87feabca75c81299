"""Services and the audiences they are held for."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearthside.program import selectors, services
from hearthside.program.forms import WORDS, AudienceForm, ServiceForm, TopicsForm
from hearthside.program.services import ProgramRefused
from hearthside.program.views.shared import actor_of, edit_page, options_for


@require_GET
def services_list(request: HttpRequest) -> HttpResponse:
    """The services."""
    rows = selectors.services(actor=actor_of(request), with_archived="archived" in request.GET)
    return render(request, "program/services.html", {"services": rows, "tab": "services", "place": "program:home"})


@require_http_methods(["GET", "POST"])
def service_add(request: HttpRequest) -> HttpResponse:
    """A new service."""
    options_for(request, needed=True)
    return edit_page(
        request, form=ServiceForm(request.POST or None), save=partial(services.save_service, service_id=None),
        template="program/service.html", home="program:service", context={"item": None},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, service_id: int) -> HttpResponse:
    """One service and who shares its sessions."""
    item = selectors.service(actor=actor_of(request), service_id=service_id)
    initial = {name: getattr(item, name) for name in ServiceForm.base_fields}
    return edit_page(
        request, form=ServiceForm(request.POST or None, initial=initial) if options_for(request) else None,
        save=partial(services.save_service, service_id=service_id), template="program/service.html",
        home="program:service", context={"item": item},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest, service_id: int) -> HttpResponse:
    """What the sessions of a service can be about."""
    actor = actor_of(request)
    item = selectors.service(actor=actor, service_id=service_id)
    rows = selectors.topics(actor=actor, service_id=service_id)
    initial = {"topics": "\n".join(topic.name for topic in rows)}
    return edit_page(
        request, form=TopicsForm(request.POST or None, initial=initial) if options_for(request) else None,
        save=partial(services.set_topics, service_id=service_id), template="program/topics.html",
        home="program:topics", context={"item": item, "topics": rows},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def audience_add(request: HttpRequest, service_id: int) -> HttpResponse:
    """A new audience of a service."""
    actor = actor_of(request)
    return edit_page(
        request, form=AudienceForm(request.POST or None, options=selectors.edit_options(actor=actor)),
        save=partial(services.save_audience, audience_id=None, service_id=service_id),
        template="program/audience.html", home="program:audience",
        context={"item": None, "service": selectors.service(actor=actor, service_id=service_id)},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def audience(request: HttpRequest, audience_id: int) -> HttpResponse:
    """One audience: its tracks and language."""
    actor = actor_of(request)
    item = selectors.audience(actor=actor, audience_id=audience_id)
    options, form = options_for(request), None
    if options:
        initial = {"name": item.name, "track_ids": item.track_ids, "language": item.language}
        form = AudienceForm(request.POST or None, options=options, initial=initial)
    return edit_page(
        request, form=form, save=partial(services.save_audience, audience_id=audience_id, service_id=item.service_id),
        template="program/audience.html", home="program:audience",
        context={"item": item, "service": selectors.service(actor=actor, service_id=item.service_id)},
    )  # fmt: skip


@require_POST
def audience_remove(request: HttpRequest, audience_id: int) -> HttpResponse:
    """Takes an audience away."""
    actor = actor_of(request)
    item = selectors.audience(actor=actor, audience_id=audience_id)
    try:
        services.remove_audience(actor=actor, audience_id=audience_id)
    except ProgramRefused as refused:
        messages.warning(request, str(WORDS[refused.reason]))
        return redirect("program:audience", audience_id)
    messages.success(request, _("“%(name)s” is no longer an audience of this service.") % {"name": item.name})
    return redirect("program:service", item.service_id)
