"""Routes of the gallery."""

from django.urls import URLPattern, URLResolver, path

from hearthside.ui import views

app_name = "ui"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.gallery, name="gallery")]
