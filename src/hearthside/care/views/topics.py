"""Topics of the coming sessions: what is suggested, one press to take it, and by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from hearthside.access.actor import Actor
from hearthside.care import selectors, services
from hearthside.kernel.numbers import number
from hearthside.program import selectors as program


class Numbered(Protocol):
    """Something that an address can name."""

    @property
    def id(self) -> int: ...


R = TypeVar("R", bound=Numbered)


@require_GET
def topics(request: HttpRequest) -> HttpResponse:
    """The coming sessions of a service at a site, with the topics that bring people most."""
    actor = _actor(request)
    offered = {topic.service_id for topic in program.topics(actor=actor)}
    sites = program.sites(actor=actor)
    site = _chosen(sites, request.GET.get("site"))
    groups = tuple(s for s in program.services(actor=actor) if s.kind == "group")
    with_topics = tuple(s for s in groups if s.id in offered)
    service = _chosen(with_topics, request.GET.get("service"))
    context: dict[str, Any] = {
        "sites": sites,
        "site": site,
        "offered": with_topics,
        "service": service,
        "groups": groups,
    }
    if site is not None and service is not None:
        context["plan"] = selectors.topic_plan(actor=actor, site_id=site.id, service_id=service.id)
    else:
        selectors.may_read_topics(actor=actor)
    return render(request, "care/topics.html", context | {"place": "desk:week"})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Takes every topic that is suggested."""
    actor = _actor(request)
    site, service = number(request.POST.get("site")), number(request.POST.get("service"))
    if site is None or service is None:
        services.choose_topics(actor=actor, topics={})
        return redirect("care:topics")
    plan = selectors.topic_plan(actor=actor, site_id=site, service_id=service)
    changed = services.choose_topics(actor=actor, topics=plan.suggested)
    words = ngettext("%(count)d session has its topic.", "%(count)d sessions have their topics.", changed)
    messages.success(request, words % {"count": changed})
    return redirect(f"{reverse('care:topics')}?site={site}&service={service}")


@require_POST
def choose(request: HttpRequest, session_id: int) -> HttpResponse:
    """Says what one session is about; nothing chosen takes it back."""
    actor = _actor(request)
    changed = services.choose_topics(actor=actor, topics={session_id: number(request.POST.get("topic"))})
    messages.success(request, _("Saved.") if changed else _("Nothing changed."))
    site, service = number(request.POST.get("site")), number(request.POST.get("service"))
    if site is not None and service is not None:
        return redirect(f"{reverse('care:topics')}?site={site}&service={service}")
    return redirect("care:session", session_id)


def _chosen(rows: Sequence[R], wanted: str | None) -> R | None:
    """The row that the address names, or the first."""
    if not wanted:
        return rows[0] if rows else None
    found = next((row for row in rows if str(row.id) == wanted), None)
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
