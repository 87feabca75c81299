"""The clinic's pages, and one that breaks with a person's name in its message."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hearthside.config.urls import handler404, handler500
from hearthside.config.urls import urlpatterns as pages

__all__ = ["handler404", "handler500", "urlpatterns"]
NAME = "Marisol Montañez"


def broken(request: HttpRequest, person: str) -> HttpResponse:
    raise ValueError(f"{NAME} ({person}) has no phone")


urlpatterns = [*pages, path("broken/<str:person>/", broken)]
