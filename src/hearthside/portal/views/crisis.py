"""Help right now, and what keeps it there without a connection."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from hearthside.program import selectors as program

HASHED = ("ui/app.css", "ui/icon.svg", "portal/help.js")
IMPORTED = ("ui/exit.js",)  # a module imports its neighbour by its plain name


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers to call and text. Nothing on it is about the reader, so that it may stay on the device."""
    asked = request.GET.get("lang", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language() or "en"
    with translation.override(language):
        context = {"sites": program.site_places(), "offline": "offline" in request.GET}
        response = render(request, "portal/help.html", context)
    response["Content-Language"] = language
    return response


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The worker that keeps the help page on the device, and nothing that is personal."""
    address = reverse("portal:help")
    pages = [f"{address}?lang={code}{more}" for code, _name in settings.LANGUAGES for more in ("", "&offline")]
    shell = [*pages, *map(static, HASHED), *(settings.STATIC_URL + name for name in IMPORTED)]
    context = {
        "shell": json.dumps(shell), "help": address, "home": reverse("portal:today"),
        "languages": json.dumps([code for code, _name in settings.LANGUAGES]),
    }  # fmt: skip
    words = render_to_string("portal/sw.js", context)
    version = hashlib.sha256(words.encode()).hexdigest()[:12]
    response = HttpResponse(words.replace("VERSION", version), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What the phone shows when the page is put on its home screen: a neutral name and our own icon."""
    icon = {"src": static("ui/icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    start = reverse("portal:today")
    about = {
        "name": "Hearthside", "short_name": "Hearthside", "id": start, "start_url": start, "scope": "/",
        "display": "standalone", "lang": translation.get_language(), "background_color": "#faf7f2",
        "theme_color": "#faf7f2", "icons": [icon],
    }  # fmt: skip
    response = JsonResponse(about, content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response
