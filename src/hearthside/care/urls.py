"""Routes of attendance."""

from django.urls import URLPattern, URLResolver, path

from hearthside.care import views

app_name = "care"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:session_id>/", views.session, name="session"),
    path("<int:session_id>/people/<int:participant_id>/", views.mark, name="mark"),
    path("<int:session_id>/everyone/", views.all_present, name="all_present"),
    path("<int:session_id>/undo/", views.undo, name="undo"),
]
