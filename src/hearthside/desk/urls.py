"""Routes."""

from django.urls import URLPattern, URLResolver, path

from hearthside.desk.views import invite

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("participants/<int:participant_id>/invite/", invite.invite_participant, name="invite_participant"),
    path(
        "participants/<int:participant_id>/support/<int:support_person_id>/invite/",
        invite.invite_support_person,
        name="invite_support_person",
    ),
]
