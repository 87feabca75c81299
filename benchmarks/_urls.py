"""The clinic's pages and one that does nothing, to compare with."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hearthside.config.urls import handler404, handler500
from hearthside.config.urls import urlpatterns as pages

__all__ = ["handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Nothing, behind sign-in."""
    return HttpResponse("")


urlpatterns = [*pages, path("empty/", empty)]
