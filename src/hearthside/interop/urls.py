"""Routes."""

from django.urls import URLPattern, URLResolver, path

from hearthside.interop import views

app_name = "interop"
urlpatterns: list[URLPattern | URLResolver] = [
    path("import/", views.import_people, name="import"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
]
