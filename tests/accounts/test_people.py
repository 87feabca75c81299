"""The pages about accounts: who has one, one account, one's own, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hearthside.access.actor import Actor, ActorKind
from hearthside.access.permissions import Permission, Role
from hearthside.accounts import selectors, services
from hearthside.accounts.domain.states import AccountState
from hearthside.accounts.models import RoleHeld, User
from hearthside.accounts.templatetags.access_words import KINDS, PERMISSIONS, ROLES, STATES
from tests.accounts.conftest import PASSWORD, run_jobs
from tests.conftest import sign_in

Account = Callable[..., int]


@pytest.fixture
def dee(account: Account) -> Client:
    user_id = account("dee@example.org", ActorKind.STAFF, Role.DIRECTOR)
    return sign_in(Client(), User.objects.get(pk=user_id))


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    account: Account, dee: Client, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows - 1):
        account(f"person{number}@example.org", ActorKind.STAFF, Role.CLINICIAN, Role.BILLER)
    actor = Actor.system("tests")
    with django_assert_num_queries(7):  # count, page, roles; and four for the trail
        page = selectors.accounts(actor=actor)
    assert (page.total, len(page.rows), page.pages) == (rows, min(rows, 50), 2 if rows > 50 else 1)
    assert dee.get("/account/people/").status_code == 200


def test_the_list_narrows_to_words_and_kinds_and_turns_pages(account: Account, dee: Client, system: Actor) -> None:
    account("ana.lopez@example.org")
    account("ana.sol@example.org", ActorKind.SUPPORT)
    for number in range(51):
        account(f"zoe{number}@example.org", ActorKind.SUPPORT)
    found = selectors.accounts(actor=system, search="ana sol", kind=ActorKind.SUPPORT)
    assert [row.email for row in found.rows] == ["ana.sol@example.org"]
    last = selectors.accounts(actor=system, page=99)
    assert (last.page, last.pages, len(last.rows)) == (2, 2, 4)
    assert b'rel="next"' in dee.get("/account/people/").content
    assert b'rel="prev"' in dee.get("/account/people/?page=2").content
    assert b"Nobody found" in dee.get("/account/people/?q=xyz&kind=staff").content
    assert dee.get("/account/people/?page=nonsense&kind=what").status_code == 200


def test_the_list_says_where_each_account_stands(account: Account, system: Actor) -> None:
    invited = services.invite(actor=system, email="i@example.org", name="I", kind=ActorKind.STAFF)
    withdrawn = services.invite(actor=system, email="w@example.org", name="W", kind=ActorKind.STAFF)
    services.withdraw_invitation(actor=system, user_id=withdrawn)
    active = account("a@example.org")
    states = {row.id: row.state for row in selectors.accounts(actor=system).rows}
    assert states == {
        invited: AccountState.INVITED, withdrawn: AccountState.INVITATION_OVER, active: AccountState.ACTIVE,
    }  # fmt: skip


def test_inviting_staff_from_the_page(dee: Client) -> None:
    assert b"Scheduler" in dee.get("/account/people/invite/").content
    wrong = dee.post(
        "/account/people/invite/", {"name": "Nia", "email": "nope", "roles": ["scheduler"], "language": "en"}
    )
    assert wrong.status_code == 422
    assert b'value="nope"' in wrong.content
    sent = dee.post(
        "/account/people/invite/",
        {"name": "Nia", "email": "nia@example.org", "roles": ["scheduler", "biller"], "language": "es"},
    )
    user = User.objects.get(email="nia@example.org")
    assert sent.headers["Location"] == f"/account/people/{user.pk}/"
    assert user.language == "es"
    assert run_jobs() == 1
    page = dee.get(sent.headers["Location"])
    assert b"The invitation is on its way" in page.content
    again = dee.post(
        "/account/people/invite/", {"name": "Nia", "email": "Nia@example.org", "roles": ["biller"], "language": "en"}
    )
    assert again.status_code == 422
    assert b'id="id_email_error"' in again.content


def test_a_scheduler_is_offered_only_the_roles_they_may_give(account: Account) -> None:
    user = User.objects.get(pk=account("sue@example.org", ActorKind.STAFF, Role.SCHEDULER))
    client = sign_in(Client(), user)
    page = client.get("/account/people/invite/")
    assert b'value="scheduler"' in page.content
    assert b'value="director"' not in page.content
    posted = client.post(
        "/account/people/invite/", {"name": "X", "email": "x@example.org", "roles": ["director"], "language": "en"}
    )
    assert posted.status_code == 422


def test_changes_on_the_page_of_one_account(account: Account, dee: Client) -> None:
    user_id = account("sue@example.org", ActorKind.STAFF, Role.SCHEDULER)
    page = f"/account/people/{user_id}/"
    assert b"Scheduler" in dee.get(page).content
    dee.post(f"{page}roles/give/", {"role": "biller"})
    dee.post(f"{page}roles/end/", {"role": "scheduler"})
    assert list(RoleHeld.objects.filter(user_id=user_id, until=None).values_list("role", flat=True)) == ["biller"]
    dee.post(f"{page}deactivate/")
    closed = dee.get(page)
    assert b"Undo: open it again" in closed.content
    dee.post(f"{page}reactivate/")
    assert User.objects.get(pk=user_id).is_active
    dee.post(f"{page}clear-second-step/")
    assert b"The second step is cleared" in dee.get(page).content
    assert dee.post(f"{page}roles/give/", {"role": "emperor"}).status_code == 404


def test_invitations_are_sent_again_and_withdrawn_from_the_page(dee: Client, system: Actor) -> None:
    user_id = services.invite(actor=system, email="i@example.org", name="I", kind=ActorKind.STAFF)
    page = f"/account/people/{user_id}/"
    assert b"Withdraw the invitation" in dee.get(page).content
    dee.post(f"{page}resend/")
    assert run_jobs() == 2
    dee.post(f"{page}withdraw/")
    after = dee.get(page).content
    assert b"Withdraw the invitation" not in after
    assert b"Send a new invitation" in after
    assert b"see nothing" in after


@pytest.mark.parametrize(("path", "data", "says"), [
    ("deactivate/", {}, b"This is your own account"),
    ("roles/end/", {"role": "director"}, b"keeps at least one director"),
    ("resend/", {}, b"is open already"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_kindly(dee: Client, path: str, data: dict[str, str], says: bytes) -> None:
    page = f"/account/people/{User.objects.get(email='dee@example.org').pk}/"
    assert dee.post(page + path, data).status_code == 302
    assert says in dee.get(page).content


def test_who_may_not_change_an_account_is_not_offered_to(account: Account, dee: Client) -> None:
    user = User.objects.get(pk=account("sue@example.org", ActorKind.STAFF, Role.SCHEDULER))
    client = sign_in(Client(), user)
    page = f"/account/people/{User.objects.get(email='dee@example.org').pk}/"
    assert b"Only somebody who holds these roles" in client.get(page).content
    assert client.post(f"{page}deactivate/").status_code == 302
    assert User.objects.get(email="dee@example.org").is_active


def test_an_account_that_is_not_there_and_one_that_may_not_be_seen_look_the_same(account: Account, dee: Client) -> None:
    clinician = User.objects.get(pk=account("cy@example.org", ActorKind.STAFF, Role.CLINICIAN))
    client = sign_in(Client(), clinician)
    hidden = client.get(f"/account/people/{clinician.pk}/")
    missing = client.get("/account/people/999999/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert dee.get("/account/people/999999/").status_code == 404


def test_staff_accounts_are_offered_for_profiles(account: Account, dee: Client, system: Actor) -> None:
    account("ana@example.org")
    assert [row.email for row in selectors.staff_accounts(actor=system)] == ["dee@example.org"]


def test_ones_own_account(account: Account) -> None:
    client = sign_in(Client(), User.objects.get(pk=account("ana@example.org")))
    page = client.get("/account/")
    assert b"ana@example.org" in page.content
    assert b"Turn on the second step" in page.content


def test_changing_the_password_needs_the_present_one_and_keeps_this_device(account: Account) -> None:
    account("ana@example.org")
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    wrong = here.post("/account/password/", {"present": "no", "new": "seven calm otters 3"})
    assert wrong.status_code == 422
    assert b'id="id_present_error"' in wrong.content
    common = here.post("/account/password/", {"present": PASSWORD, "new": "password1234"})
    assert common.status_code == 422
    right = here.post("/account/password/", {"present": PASSWORD, "new": "seven calm otters 3"})
    assert right.headers["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_who_came_by_link_sets_a_password_without_the_present_one(account: Account) -> None:
    account("ana@example.org")
    client = Client()
    Client().post("/account/link/", {"login": "ana@example.org"})
    run_jobs()
    from tests.accounts.conftest import address_in_mail

    client.post(address_in_mail())
    assert b"present" not in client.get("/account/password/").content
    client.post("/account/password/", {"new": "seven calm otters 3"})
    assert User.objects.get().check_password("seven calm otters 3")


def test_the_language_is_kept_in_the_account_and_on_the_device(account: Account) -> None:
    client = sign_in(Client(), User.objects.get(pk=account("ana@example.org")))
    answer = client.post("/account/language/", {"language": "es"})
    assert answer.cookies["language"].value == "es"
    assert User.objects.get().language == "es"
    assert "están en español".encode() in client.get("/account/").content
    client.post("/account/language/", {"language": "xx"})
    assert User.objects.get().language == "es"


def test_the_permission_page_shows_every_permission_to_staff_only(account: Account, dee: Client) -> None:
    page = dee.get("/account/permissions/").content.decode()
    assert page.count("<tr>") > len(Permission)
    assert "accounts.services.links.use_link" in page
    participant = sign_in(Client(), User.objects.get(pk=account("ana@example.org")))
    assert participant.get("/account/permissions/").status_code == 404


def test_there_are_words_for_everything() -> None:
    assert set(PERMISSIONS) == set(Permission)
    assert set(ROLES) == set(Role)
    assert set(STATES) == set(AccountState)
    assert set(KINDS) == {ActorKind.STAFF, ActorKind.PARTICIPANT, ActorKind.SUPPORT}


def test_the_operator_invites_the_first_director(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite", "dee@example.org", name="Dee", role=["director"])
    assert "on its way" in capsys.readouterr().out
    assert run_jobs() == 1
    with pytest.raises(CommandError, match="account already"):
        call_command("invite", "dee@example.org", name="Dee", role=["director"])


def test_asking_about_an_account_that_is_gone_finds_nobody(db: None) -> None:
    from hearthside.access.gate import NotPermitted

    ghost = Actor(ActorKind.SUPPORT, 999999, "Ghost")
    with pytest.raises(NotPermitted):
        selectors.own_account(actor=ghost)
    with pytest.raises(NotPermitted):
        selectors.signed_in_user(user_id=999999)
