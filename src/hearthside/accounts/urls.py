"""Routes of sign-in and of accounts; nothing of allauth's own pages is reachable."""

from django.urls import URLPattern, URLResolver, include, path

from hearthside.accounts.views import invitation, mine, people, permissions, second_step, sign_in

pages: list[URLPattern | URLResolver] = [
    path("", mine.mine, name="mine"),
    path("password/", mine.password, name="password"),
    path("language/", mine.language, name="language"),
    path("link/", sign_in.ask_for_link, name="link"),
    path("link/sent/", sign_in.link_sent, name="link_sent"),
    path("link/<str:secret>/", sign_in.use_link, name="use_link"),
    path("invitation/<str:secret>/", invitation.accept, name="accept"),
    path("second-step/", second_step.second_step, name="second_step"),
    path("second-step/set-up/", second_step.set_up, name="set_up_second_step"),
    path("second-step/codes/", second_step.recovery_codes, name="recovery_codes"),
    path("second-step/codes/new/", second_step.renew_codes, name="renew_codes"),
    path("second-step/remove/", second_step.remove, name="remove_second_step"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/resend/", people.resend, name="resend"),
    path("people/<int:user_id>/withdraw/", people.withdraw, name="withdraw"),
    path("people/<int:user_id>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:user_id>/reactivate/", people.reactivate, name="reactivate"),
    path("people/<int:user_id>/clear-second-step/", people.clear_second_step, name="clear_second_step"),
    path("people/<int:user_id>/roles/give/", people.give_role, name="give_role"),
    path("people/<int:user_id>/roles/end/", people.end_role, name="end_role"),
    path("permissions/", permissions.permissions, name="permissions"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", sign_in.sign_in, name="account_login"),
    path("logout/", sign_in.sign_out, name="account_logout"),
    path("", include((pages, "accounts"))),
]
