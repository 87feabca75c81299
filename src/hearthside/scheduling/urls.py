"""Routes."""

from django.urls import URLPattern, URLResolver, path

from hearthside.scheduling.views import home, proposals, sessions, what_if

app_name = "scheduling"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("build/", home.build, name="build"),
    path("what-if/", what_if.page, name="what_if"),
    path("what-if/start/", what_if.start, name="what_if_start"),
    path("what-if/<int:trial_id>/", what_if.trial, name="what_if_trial"),
    path("what-if/<int:trial_id>/stop/", what_if.stop, name="what_if_stop"),
    path("<int:proposal_id>/", proposals.show, name="proposal"),
    path("<int:proposal_id>/stop/", proposals.stop, name="stop"),
    path("<int:proposal_id>/publish/", proposals.publish, name="publish"),
    path("<int:proposal_id>/set-aside/", proposals.set_aside, name="set_aside"),
    path("<int:proposal_id>/take-back/", proposals.take_back, name="take_back"),
    path("sites/<int:site_id>/sessions/new/", sessions.add, name="add"),
    path("sessions/<int:session_id>/", sessions.show, name="session"),
    path("sessions/<int:session_id>/people/", sessions.book, name="book"),
    path("sessions/<int:session_id>/move/", sessions.move, name="move"),
    path("sessions/<int:session_id>/cancel/", sessions.cancel, name="cancel"),
    path("sessions/<int:session_id>/restore/", sessions.restore, name="restore"),
    path("sessions/<int:session_id>/lock/", sessions.lock, name="lock"),
    path("seats/<int:seat_id>/release/", sessions.release, name="release"),
]
