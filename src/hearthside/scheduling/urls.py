"""Routes."""

from django.urls import URLPattern, URLResolver, path

from hearthside.scheduling.views import compare, drafts, home, proposals, sessions, told, what_if, workbench
from hearthside.scheduling.views import why as reasons

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
    path("<int:proposal_id>/sessions/<str:planned>/", workbench.session, name="planned"),
    path("<int:proposal_id>/sessions/<str:planned>/move/", workbench.move, name="planned_move"),
    path("<int:proposal_id>/sessions/<str:planned>/people/", workbench.people, name="planned_people"),
    path("<int:proposal_id>/people/<int:participant_id>/", workbench.person, name="planned_person"),
    path("<int:proposal_id>/do/", workbench.do, name="by_hand_do"),
    path("<int:proposal_id>/add/", drafts.add, name="planned_add"),
    path("<int:proposal_id>/by-hand/", drafts.start, name="by_hand"),
    path("<int:proposal_id>/steps/", drafts.step, name="by_hand_step"),
    path("<int:proposal_id>/keep/", drafts.keep, name="by_hand_keep"),
    path("<int:proposal_id>/compare/", compare.show, name="compare"),
    path("<int:proposal_id>/told/", told.show, name="told"),
    path("<int:proposal_id>/told/mark/", told.mark, name="told_mark"),
    path("<int:proposal_id>/told.csv", told.file, name="told_file"),
    path("<int:proposal_id>/again/", drafts.again, name="again"),
    path("sites/<int:site_id>/weeks/<str:monday>/by-hand/", drafts.start_from_week, name="by_hand_week"),
    path("<int:proposal_id>/why/", reasons.lacks, name="why_lacks"),
    path("<int:proposal_id>/why/people/<int:participant_id>/", reasons.person, name="why_person"),
    path("<int:proposal_id>/why/sessions/<str:planned>/", reasons.planned, name="why_planned"),
    path("sites/<int:site_id>/sessions/new/", sessions.add, name="add"),
    path("sessions/<int:session_id>/", sessions.show, name="session"),
    path("sessions/<int:session_id>/why/", reasons.known, name="why"),
    path("sessions/<int:session_id>/people/", sessions.book, name="book"),
    path("sessions/<int:session_id>/move/", sessions.move, name="move"),
    path("sessions/<int:session_id>/cancel/", sessions.cancel, name="cancel"),
    path("sessions/<int:session_id>/restore/", sessions.restore, name="restore"),
    path("sessions/<int:session_id>/lock/", sessions.lock, name="lock"),
    path("seats/<int:seat_id>/release/", sessions.release, name="release"),
]
