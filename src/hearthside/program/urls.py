"""Routes of the program."""

from django.urls import URLPattern, URLResolver, path

from hearthside.program.views import absences, archive, closures, offer, sites, staff, tracks

app_name = "program"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sites.home, name="home"),
    path("start/", sites.seed, name="seed"),
    path("sites/add/", sites.site_add, name="site_add"),
    path("sites/<int:site_id>/", sites.site, name="site"),
    path("sites/<int:site_id>/rooms/add/", sites.room_add, name="room_add"),
    path("sites/<int:site_id>/closures/", closures.closures, name="closures"),
    path("closures/<int:closure_id>/remove/", closures.closure_remove, name="closure_remove"),
    path("sites/<int:site_id>/closures/<int:closure_id>/restore/", closures.closure_restore, name="closure_restore"),
    path("rooms/<int:room_id>/", sites.room, name="room"),
    path("tracks/", tracks.tracks, name="tracks"),
    path("tracks/add/", tracks.track_add, name="track_add"),
    path("tracks/sum/", tracks.track_sum, name="track_sum"),
    path("tracks/<int:track_id>/", tracks.track, name="track"),
    path("services/", offer.services_list, name="services"),
    path("services/add/", offer.service_add, name="service_add"),
    path("services/<int:service_id>/", offer.service, name="service"),
    path("services/<int:service_id>/topics/", offer.topics, name="topics"),
    path("services/<int:service_id>/audiences/add/", offer.audience_add, name="audience_add"),
    path("audiences/<int:audience_id>/", offer.audience, name="audience"),
    path("audiences/<int:audience_id>/remove/", offer.audience_remove, name="audience_remove"),
    path("levels/", tracks.levels, name="levels"),
    path("levels/add/", tracks.level_add, name="level_add"),
    path("levels/<int:level_id>/", tracks.level, name="level"),
    path("staff/", staff.staff_list, name="staff"),
    path("staff/add/", staff.staff_add, name="staff_add"),
    path("staff/<int:staff_id>/", staff.staff_member, name="staff_member"),
    path("staff/<int:staff_id>/account/", staff.staff_account, name="staff_account"),
    path("staff/<int:staff_id>/absences/", absences.absence_note, name="absence_note"),
    path("absences/<int:absence_id>/take-back/", absences.absence_take_back, name="absence_take_back"),
    path("<str:kind>/<int:pk>/archive/", archive.archive, name="archive"),
    path("<str:kind>/<int:pk>/restore/", archive.restore, name="restore"),
]
