"""Routes of attendance."""

from django.urls import URLPattern, URLResolver, path

from hearthside.care import topic_views, views

app_name = "care"
urlpatterns: list[URLPattern | URLResolver] = [
    path("topics/", topic_views.topics, name="topics"),
    path("topics/keep/", topic_views.keep, name="topics_keep"),
    path("<int:session_id>/topic/", topic_views.choose, name="topic"),
    path("<int:session_id>/", views.session, name="session"),
    path("<int:session_id>/people/<int:participant_id>/", views.mark, name="mark"),
    path("<int:session_id>/everyone/", views.all_present, name="all_present"),
    path("<int:session_id>/undo/", views.undo, name="undo"),
]
