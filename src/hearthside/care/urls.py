"""Routes of attendance."""

from django.urls import URLPattern, URLResolver, path

from hearthside.care.views import attendance, topics

app_name = "care"
urlpatterns: list[URLPattern | URLResolver] = [
    path("topics/", topics.topics, name="topics"),
    path("topics/keep/", topics.keep, name="topics_keep"),
    path("<int:session_id>/topic/", topics.choose, name="topic"),
    path("<int:session_id>/", attendance.session, name="session"),
    path("<int:session_id>/people/<int:participant_id>/", attendance.mark, name="mark"),
    path("<int:session_id>/everyone/", attendance.all_present, name="all_present"),
    path("<int:session_id>/undo/", attendance.undo, name="undo"),
]
