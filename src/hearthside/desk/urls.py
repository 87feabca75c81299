"""Routes of the desk."""

from django.urls import URLPattern, URLResolver, path

from hearthside.desk.views import chart, invite, search, today, week

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today, name="today"),
    path("week/", week.week, name="week"),
    path("week/session/<int:session_id>/", week.session, name="session"),
    path("participants/<int:participant_id>/", chart.chart, name="chart"),
    path("participants/<int:participant_id>/invite/", invite.invite_participant, name="invite_participant"),
    path(
        "participants/<int:participant_id>/support/<int:support_person_id>/invite/",
        invite.invite_support_person,
        name="invite_support_person",
    ),
    path("search/", search.search, name="search"),
]
