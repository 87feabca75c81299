"""Who gets which page: every route, every member of the cast, their own subject, another's and one that is not there.

A route that is not listed here fails the test, and so does a line for a route that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import ABSENT, CAST, World, build_world
from tests.conftest import sign_in

CLINICIANS = {"clinician", "other_clinician"}
STAFF = CLINICIANS | {"director", "intake", "scheduler", "biller", "privacy_officer"}
OWN = {"participant", "another_participant"}
SUPPORT = {"consented_mother", "former_partner"}
EVERYBODY = STAFF | OWN | SUPPORT
LIFE = CLINICIANS | {"director", "intake", "scheduler"}
DIRECTOR = {"director"}
ADMIT = {"director", "intake", "scheduler"}
WEEK = {"director", "scheduler"}
WEEK_READ = CLINICIANS | {"director", "intake", "scheduler"}
INVITE = {"director", "intake", "scheduler"}
ATTENDANCE_READ = CLINICIANS | {"director", "scheduler", "intake", "biller"}
ATTEND = CLINICIANS | {"director", "scheduler"}

# route name -> who may; for everybody else it must look as if it were not there
PAGES: dict[str, set[str]] = {
    "home": EVERYBODY,
    "ui:gallery": STAFF,
    "accounts:mine": EVERYBODY, "accounts:password": EVERYBODY, "accounts:language": EVERYBODY,
    "accounts:second_step": EVERYBODY, "accounts:set_up_second_step": EVERYBODY, "accounts:recovery_codes": EVERYBODY,
    "accounts:renew_codes": EVERYBODY, "accounts:remove_second_step": EVERYBODY,
    "accounts:people": INVITE, "accounts:invite": INVITE, "accounts:person": INVITE, "accounts:resend": INVITE,
    "accounts:withdraw": INVITE, "accounts:deactivate": INVITE, "accounts:reactivate": INVITE,
    "accounts:clear_second_step": INVITE, "accounts:give_role": INVITE, "accounts:end_role": INVITE,
    "accounts:permissions": STAFF,
    "program:home": STAFF, "program:seed": DIRECTOR, "program:site_add": DIRECTOR, "program:site": STAFF,
    "program:closures": STAFF, "program:closure_remove": DIRECTOR, "program:closure_restore": DIRECTOR,
    "program:room_add": DIRECTOR, "program:room": STAFF, "program:tracks": STAFF, "program:track_add": DIRECTOR,
    "program:track_sum": DIRECTOR, "program:track": STAFF, "program:services": STAFF, "program:service_add": DIRECTOR,
    "program:service": STAFF, "program:audience_add": DIRECTOR, "program:audience": STAFF,
    "program:audience_remove": DIRECTOR, "program:levels": STAFF, "program:level_add": DIRECTOR,
    "program:level": STAFF, "program:staff": STAFF, "program:staff_add": DIRECTOR, "program:staff_member": STAFF,
    "program:absence_note": WEEK, "program:absence_take_back": WEEK,
    "program:staff_account": DIRECTOR, "program:archive": DIRECTOR, "program:restore": DIRECTOR,
    "participants:list": STAFF, "participants:add": ADMIT, "participants:edit": LIFE, "participants:discharge": ADMIT,
    "participants:admit_again": ADMIT, "participants:commitments": LIFE, "participants:commitment": LIFE,
    "participants:commitment_remove": LIFE, "participants:commitment_restore": LIFE, "participants:calendars": LIFE,
    "participants:calendar_remove": LIFE, "participants:calendar_restore": LIFE, "participants:choices": LIFE,
    "participants:orders": LIFE, "participants:orders_sum": LIFE, "participants:orders_reset": LIFE,
    "participants:taper": LIFE, "participants:taper_decide": LIFE, "participants:taper_end": LIFE,
    "participants:track": ADMIT, "participants:care_team": ADMIT, "participants:care_team_leave": ADMIT,
    "participants:support": STAFF, "participants:support_remove": LIFE,
    "participants:support_restore": LIFE, "participants:apart": LIFE, "participants:apart_end": LIFE,
    "scheduling:home": WEEK, "scheduling:build": WEEK, "scheduling:proposal": WEEK, "scheduling:stop": WEEK,
    "scheduling:publish": WEEK, "scheduling:set_aside": WEEK, "scheduling:take_back": WEEK, "scheduling:add": WEEK,
    "scheduling:session": LIFE, "scheduling:book": WEEK, "scheduling:move": WEEK, "scheduling:cancel": WEEK,
    "scheduling:restore": WEEK, "scheduling:lock": WEEK, "scheduling:release": WEEK,
    "scheduling:planned": WEEK, "scheduling:planned_move": WEEK, "scheduling:planned_people": WEEK,
    "scheduling:planned_places": WEEK, "scheduling:planned_person_places": WEEK,
    "scheduling:planned_person": WEEK, "scheduling:planned_add": WEEK, "scheduling:by_hand": WEEK,
    "scheduling:by_hand_do": WEEK, "scheduling:by_hand_step": WEEK, "scheduling:by_hand_keep": WEEK,
    "scheduling:by_hand_week": WEEK, "scheduling:again": WEEK, "scheduling:compare": WEEK, "scheduling:told": WEEK,
    "scheduling:told_mark": WEEK, "scheduling:told_file": WEEK,
    "scheduling:what_if": WEEK, "scheduling:what_if_start": WEEK, "scheduling:what_if_trial": WEEK,
    "scheduling:what_if_stop": WEEK,
    "scheduling:sick_call": WEEK, "scheduling:sick_call_week": WEEK, "scheduling:sick_call_publish": WEEK,
    "scheduling:sick_call_undo": WEEK, "scheduling:sick_call_again": WEEK,
    "scheduling:why_lacks": WEEK, "scheduling:why_person": WEEK, "scheduling:why_planned": WEEK,
    "scheduling:why": WEEK_READ,
    "scheduling:places": WEEK, "scheduling:place": WEEK, "scheduling:place_book": WEEK, "scheduling:place_undo": WEEK,
    "scheduling:place_close": WEEK,
    "program:topics": STAFF, "care:topics": ATTENDANCE_READ, "care:topics_keep": ATTEND, "care:topic": ATTEND,
    "care:session": ATTENDANCE_READ, "care:mark": ATTENDANCE_READ, "care:all_present": ATTEND, "care:undo": ATTEND,
    "desk:today": STAFF, "desk:search": STAFF, "desk:week": WEEK_READ, "desk:session": WEEK_READ, "desk:chart": STAFF,
    "interop:import": ADMIT, "desk:invite_participant": INVITE, "desk:invite_support_person": INVITE,
    "portal:today": EVERYBODY, "portal:week": OWN, "portal:people": OWN | SUPPORT, "portal:you": OWN | SUPPORT,
    "portal:commitment_add": OWN, "portal:choices": OWN, "portal:calendar": OWN, "portal:calendar_revoke": OWN,
    "portal:ways": OWN, "portal:choose": OWN, "portal:ask_clinic": OWN,
}  # fmt: skip
# personal pages: whose subject it is -> who may; Ben has given no consent, so his are Ana's there too
ANAS, EACH_THEIR_OWN = {"own": {"participant"}, "other": {"participant"}}, {
    "own": {"participant"}, "other": {"another_participant"},
}  # fmt: skip
PERSONAL: dict[str, dict[str, set[str]]] = {
    "portal:allow": EACH_THEIR_OWN, "portal:signed": ANAS, "portal:revoke": ANAS,
    "portal:supported": {"own": {"consented_mother"}, "other": set()},
    "portal:why": EACH_THEIR_OWN, "portal:commitment": EACH_THEIR_OWN, "portal:commitment_remove": EACH_THEIR_OWN,
    "portal:commitment_restore": EACH_THEIR_OWN, "portal:choose_undo": EACH_THEIR_OWN,
}  # fmt: skip
OPEN = {"healthz", "readyz", "language"}
POST_ONLY_BODY = 405
# nobody of this cast has set up a second step, and an empty form names no role: nothing to show, nothing to give
EMPTY_HERE = {"accounts:recovery_codes", "accounts:renew_codes", "accounts:give_role", "accounts:end_role"}
# who changes what others only read
CHANGED_BY: dict[str, set[str]] = {
    "program:site": DIRECTOR, "program:room": DIRECTOR, "program:track": DIRECTOR, "program:service": DIRECTOR,
    "program:closures": DIRECTOR, "program:topics": DIRECTOR,
    "program:audience": DIRECTOR, "program:level": DIRECTOR, "program:staff_member": DIRECTOR,
    "participants:support": LIFE,
}  # fmt: skip


def routes(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, bool]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route, pattern.namespace or space)
        elif isinstance(pattern, URLPattern):
            name = f"{space}:{pattern.name}" if space else str(pattern.name)
            yield name, route, getattr(pattern.callback, "login_required", True)


def behind_sign_in() -> dict[str, str]:
    return {name: route for name, route, closed in routes() if closed}


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def address(name: str, route: str, ids: dict[str, object]) -> str:
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    kwargs = {part: ids.get(part, ABSENT) for part in names}
    if "kind" in kwargs:
        kwargs["kind"], kwargs["pk"] = "room", ids.get("room_id", ABSENT)
    return reverse(name, kwargs=kwargs)


def test_every_page_behind_sign_in_has_a_line_and_no_line_is_stale() -> None:
    assert set(PAGES) | set(PERSONAL) == set(behind_sign_in())
    assert not set(PAGES) & set(PERSONAL)


@pytest.mark.parametrize("member", CAST)
def test_each_member_of_the_cast_gets_what_is_theirs_and_nothing_else(member: str, world: World) -> None:
    client = Client(raise_request_exception=False)
    if member != "signed_out":
        sign_in(client, world.users[member])
    subjects = {"own": world.ids, "other": world.ids | world.others, "absent": {}}
    wrong = []
    for name, route in behind_sign_in().items():
        for method in ("get", "post"):
            absent = answer(client, method, address(name, route, {}))
            for whose, ids in subjects.items():
                status, body = answer(client, method, address(name, route, ids))
                fault = judged(member, method, name, whose, "<" in route, (status, body), absent)
                if fault:
                    wrong.append(f"{method} {name} {whose}: {status} {fault}")
    if wrong:
        pytest.fail("\n".join(wrong))


def answer(client: Client, method: str, url: str) -> tuple[int, bytes]:
    """What the page answers; whatever it changed is undone."""
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    return response.status_code, response.content


def judged(
    member: str,
    method: str,
    name: str,
    whose: str,
    has_subject: bool,
    got: tuple[int, bytes],
    absent: tuple[int, bytes],
) -> str:
    status, body = got
    if status >= 500:
        return "broke"
    if member == "signed_out":
        return "" if status == 302 else "answered somebody who is not signed in"
    if status == POST_ONLY_BODY:
        return ""
    allowed = PERSONAL[name].get(whose, set()) if name in PERSONAL else PAGES[name]
    if method == "post":
        allowed = CHANGED_BY.get(name, allowed)
    if member not in allowed:
        return "" if status == 404 and body == absent[1] else "is not hidden"
    if whose == "absent" and has_subject:
        return "" if status == 404 else "answers about nobody"
    return "" if status != 404 or name in EMPTY_HERE else "is hidden from somebody who may"
