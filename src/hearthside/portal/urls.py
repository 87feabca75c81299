"""Routes of the phone pages; help and its worker stand at the root of the site."""

from django.urls import URLPattern, URLResolver, path

from hearthside.portal.views import calendar, crisis, life, people, ways, week
from hearthside.portal.views import why as reasons

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", crisis.help_now, name="help"),
    path("sw.js", crisis.worker, name="worker"),
    path("my/manifest.webmanifest", crisis.manifest, name="manifest"),
    path("my/", week.today, name="today"),
    path("my/week/", week.week, name="week"),
    path("my/week/<int:session_id>/why/", reasons.why, name="why"),
    path("my/week/ways/", ways.ways, name="ways"),
    path("my/week/choose/", ways.choose, name="choose"),
    path("my/week/ask/", ways.ask, name="ask_clinic"),
    path("my/week/chosen/<int:choice_id>/undo/", ways.undo, name="choose_undo"),
    path("my/people/", people.people, name="people"),
    path("my/people/<int:support_id>/allow/", people.allow, name="allow"),
    path("my/consents/<int:consent_id>/", people.signed, name="signed"),
    path("my/consents/<int:consent_id>/revoke/", people.revoke, name="revoke"),
    path("my/supported/<int:participant_id>/", people.supported, name="supported"),
    path("my/you/", life.you, name="you"),
    path("my/you/commitments/add/", life.commitment, name="commitment_add"),
    path("my/you/commitments/<int:commitment_id>/", life.commitment, name="commitment"),
    path("my/you/commitments/<int:commitment_id>/remove/", life.commitment_remove, name="commitment_remove"),
    path("my/you/commitments/<int:commitment_id>/restore/", life.commitment_restore, name="commitment_restore"),
    path("my/you/choices/", life.choices, name="choices"),
    path("my/you/calendar/", calendar.make, name="calendar"),
    path("my/you/calendar/revoke/", calendar.revoke, name="calendar_revoke"),
]
