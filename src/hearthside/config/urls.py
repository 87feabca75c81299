"""Every page of the clinic."""

from django.urls import include, path

from hearthside.config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("language/", views.choose_language, name="language"),
    path("ui/", include("hearthside.ui.urls")),
    path("account/", include("hearthside.accounts.urls")),
    path("program/", include("hearthside.program.urls")),
    path("participants/", include("hearthside.participants.urls")),
    path("timetable/", include("hearthside.scheduling.urls")),
    path("sessions/", include("hearthside.care.urls")),
    path("", include("hearthside.interop.urls")),
    path("desk/", include("hearthside.desk.urls")),
    path("", include("hearthside.portal.urls")),
]
handler404 = "hearthside.config.views.not_found"
handler500 = "hearthside.config.views.server_error"
