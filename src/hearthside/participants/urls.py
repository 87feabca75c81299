"""Routes about people."""

from django.urls import URLPattern, URLResolver, path

from hearthside.participants.views import life, people, plan, support

app_name = "participants"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", people.people, name="list"),
    path("add/", people.add, name="add"),
    path("<int:participant_id>/edit/", people.edit, name="edit"),
    path("<int:participant_id>/discharge/", people.discharge, name="discharge"),
    path("<int:participant_id>/admit/", people.admit_again, name="admit_again"),
    path("<int:participant_id>/commitments/", life.commitments, name="commitments"),
    path("<int:participant_id>/commitments/<int:commitment_id>/", life.commitments, name="commitment"),
    path(
        "<int:participant_id>/commitments/<int:commitment_id>/remove/", life.commitment_remove, name="commitment_remove"
    ),
    path(
        "<int:participant_id>/commitments/<int:commitment_id>/restore/",
        life.commitment_restore,
        name="commitment_restore",
    ),
    path("<int:participant_id>/calendars/", life.calendars, name="calendars"),
    path("<int:participant_id>/calendars/<int:calendar_id>/remove/", life.calendar_remove, name="calendar_remove"),
    path("<int:participant_id>/calendars/<int:calendar_id>/restore/", life.calendar_restore, name="calendar_restore"),
    path("<int:participant_id>/choices/", life.choices, name="choices"),
    path("<int:participant_id>/orders/", plan.orders, name="orders"),
    path("<int:participant_id>/orders/sum/", plan.orders_sum, name="orders_sum"),
    path("<int:participant_id>/orders/reset/", plan.orders_reset, name="orders_reset"),
    path("<int:participant_id>/taper/", plan.taper, name="taper"),
    path("<int:participant_id>/taper/<int:step_id>/", plan.taper_decide, name="taper_decide"),
    path("<int:participant_id>/taper/end/", plan.taper_end, name="taper_end"),
    path("<int:participant_id>/track/", plan.track, name="track"),
    path("<int:participant_id>/care-team/", plan.care_team, name="care_team"),
    path("<int:participant_id>/care-team/<int:staff_id>/leave/", plan.care_team_leave, name="care_team_leave"),
    path("<int:participant_id>/support/", support.support, name="support"),
    path("<int:participant_id>/support/<int:support_id>/remove/", support.support_remove, name="support_remove"),
    path("<int:participant_id>/support/<int:support_id>/restore/", support.support_restore, name="support_restore"),
    path("<int:participant_id>/apart/", support.apart, name="apart"),
    path("<int:participant_id>/apart/<int:other_id>/end/", support.apart_end, name="apart_end"),
]
